/**
 * Has a golden question passed? The rule stands in plain words in `eval/README.md`. Pure; knows nothing of what passed
 * before.
 */
import type { Outcome } from "../bot/answer-types.ts";
import type { GoldenPlace, GoldenQuestion } from "./golden-set.ts";
import { holdsKey } from "./keys.ts";
import type { Prediction } from "./prediction.ts";
import { holdsQuote } from "./quote-match.ts";

/** Outcomes with which a question that the documents answer can pass, and one that they do not answer. */
const SHOWING: readonly Outcome[] = ["answered", "closest-passages"];
const NOT_ASSERTING: readonly Outcome[] = ["closest-passages", "not-in-documents", "declined"];
/** Here every place is needed; elsewhere any one of them answers. */
const ALL_PLACES: readonly GoldenQuestion["kind"][] = ["multi-hop", "conflict"];

/** What is wrong with the reply, one clause each; empty when the question has passed. */
export function judgeGolden(question: GoldenQuestion, prediction: Prediction): readonly string[] {
  const { outcome } = prediction;
  if (question.kind === "unanswerable") {
    return NOT_ASSERTING.includes(outcome) ? [] : [`it ended as \`${outcome}\`, though no document answers`];
  }
  return [
    ...(SHOWING.includes(outcome) ? [] : [`it ended as \`${outcome}\``]),
    ...missingPlaces(question, prediction),
    ...missingWords(question, prediction),
    ...forbiddenWords(question, prediction),
    ...firstDocument(question, prediction),
  ];
}

function missingPlaces({ kind, expect }: GoldenQuestion, { shown }: Prediction): string[] {
  const missing = expect.filter(({ quote }) => !holdsQuote(shown, quote));
  const needed = ALL_PLACES.includes(kind) ? 0 : expect.length - 1;
  if (missing.length <= needed) return [];
  const names = [...new Set(missing.map(nameOf))];
  return [`the reply does not show ${names.join(needed === 0 ? " and " : " or ")}`];
}

/** "`bylaws-2022.pdf` 11.1" */
export function nameOf({ document, clause }: Pick<GoldenPlace, "document" | "clause">): string {
  return `\`${document}\`${clause === "" ? "" : ` ${clause}`}`;
}

function missingWords({ mustSay }: GoldenQuestion, { shown }: Prediction): string[] {
  return mustSay
    .filter((line) => !line.some((word) => says(shown, word)))
    .map((line) => `nothing says ${line.map((word) => `“${word}”`).join(" or ")}`);
}

/** In the model's own sentence; in the first quotation of an assertion only where that is not the expected one. */
function forbiddenWords({ mustNotSay, expect }: GoldenQuestion, prediction: Prediction): string[] {
  const { sentence, citations, outcome } = prediction;
  const first = outcome === "answered" ? (citations[0]?.quote ?? "") : "";
  const beside = expect.some(({ quote }) => holdsQuote(first, quote)) ? "" : first;
  const found = (text: string, where: string) =>
    mustNotSay.filter((word) => says(text, word)).map((word) => `${where} says “${word}”`);
  return [...found(sentence ?? "", "the reply's own sentence"), ...found(beside, "the first quotation")];
}

/** Whole words and numbers, upper and lower case alike. */
function says(text: string, word: string): boolean {
  return holdsKey(text, word, { rule: "whole-words" });
}

/** What is in force must come before what was or might be. */
function firstDocument({ kind, collection, expect }: GoldenQuestion, { citations }: Prediction): string[] {
  const first = citations[0]?.file.slice(collection.length + 1);
  if (kind !== "superseded" || first === undefined) return [];
  return expect.some(({ document }) => document === first) ? [] : [`the first document cited is \`${first}\``];
}
