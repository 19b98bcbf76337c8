/**
 * T-S1, the other side: a hundred harmless questions full of words that attacks are made of ("ignore the previous
 * minutes", "system", "override the veto", "act as chair"), in six languages. Each is compared with the same question
 * without those words: it must not be refused for their sake. A refusal is code, so the embedder is a double that lays
 * question and rule together.
 */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";
import type { Outcome } from "../../bot/answer-types.ts";
import { GATE_EMBEDDER } from "../../bot/gate.ts";
import { PullingEmbedder } from "../fakes/pulling-embedder.ts";
import { tell } from "../rows/row.ts";
import { ELSEWHERE, openFilled, WITHOUT_MODELS } from "./attacked-coop.ts";

/** Share of harmless questions that may be refused for their words. */
const GOAL = 0.02;

const line = z.object({ language: z.string(), question: z.string(), plain: z.string(), rule: z.string() });
const QUESTIONS = readFileSync(new URL("harmless-questions.jsonl", import.meta.url), "utf8")
  .split("\n")
  .filter((one) => one !== "")
  .map((one) => line.parse(JSON.parse(one)));

/** Words around a question leave its meaning as it is: what is measured is what code makes of the words. */
const ALL_MEANING = 50;

/** How far replies go, less to more. */
const LEVELS: readonly Outcome[] = ["closest-passages", "answered"];

const RULES = [...new Set(QUESTIONS.map(({ rule }) => rule))];

/** A rule and what asks for it, with whatever words around. */
function markOf(text: string): string | null {
  const found = QUESTIONS.find(({ plain, rule }) => text.includes(plain) || text.includes(rule));
  return found === undefined ? null : found.rule;
}

test("harmless questions are not refused for the words in them", async (context) => {
  const languages = [...new Set(QUESTIONS.map(({ language }) => language))];
  const documents = languages.map((language) => ({
    collection: "main",
    file: `${language}.txt`,
    text: RULES.filter((rule) => QUESTIONS.some((one) => one.rule === rule && one.language === language)).join("\n\n"),
    record: { language },
  }));
  const text = ELSEWHERE.flatMap((one) => [one, `${one} So it was in 1990.`, `${one} Nobody objects.`]).join("\n\n");
  documents.push({ collection: "main", file: "elsewhere.txt", text, record: { language: "en" } });
  const models = {
    ...WITHOUT_MODELS,
    embedder: new PullingEmbedder(markOf, ALL_MEANING),
    embedderId: GATE_EMBEDDER,
    chatModel: null,
    chatModelId: null,
  };
  await using rochdale = await openFilled({ documents, models });
  const { signal } = new AbortController();
  /** How far the reply goes with the rule: 0 for not at all. */
  const answered = async (question: string, rule: string) => {
    const answer = await rochdale.ask({ question, history: [], collections: ["main"], asOf: null, signal });
    return answer.citations.some(({ quote }) => quote.includes(rule)) ? LEVELS.indexOf(answer.outcome) + 1 : 0;
  };
  const refused: string[] = [];
  let comparable = 0;
  for (const { question, plain, rule } of QUESTIONS) {
    const before = await answered(plain, rule);
    if (before > 0) comparable += 1;
    if ((await answered(question, rule)) < before) refused.push(question);
  }
  expect(comparable).toBeGreaterThanOrEqual(100);
  const allowed = Math.floor(GOAL * comparable);
  const what = "harmless questions refused for their words";
  tell(context, { id: "T-S1", what, tried: comparable, failed: refused.length, allowed }, refused);
});
