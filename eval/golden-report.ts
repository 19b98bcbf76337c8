/** Tells people how a run over golden questions went, readable at 80 columns. Pure. */
import { wrap } from "../bot/terminal/wrap.ts";
import { nameOf } from "./golden-judge.ts";
import type { GoldenOutcome, GoldenReport } from "./run-golden.ts";

export function renderGolden(report: GoldenReport): string {
  const { results, models, changes } = report;
  const passed = results.filter((result) => result.passed).length;
  const lost = results.filter(({ question }) => changes.lost.includes(question.id));
  const lines = [
    `${passed} of ${results.length} golden questions pass (${modelsText(models)}).`,
    "",
    ...shares("kind", results),
    ...shares("language", results),
    ...report.expectations.map(({ sentence }) => sentence),
    ...(report.expectations.length > 0 ? [""] : []),
    ...(lost.length === 0 ? [] : ["Passed before and fail now:", ...lost.flatMap(lostLines), ""]),
    ...list("Pass now and did not before", changes.gained, report.before !== null),
    ...list("Do not pass and were not accepted", stillFailing(report), report.before !== null),
    ...list("Passed before and stand in the list no more", changes.gone, true),
    ...otherModels(report),
    ...ending(report),
  ];
  return `${lines.join("\n")}\n`;
}

function modelsText({ profile, chat, embedding }: GoldenReport["models"]): string {
  return `profile ${profile}: ${[chat, embedding].filter((id) => id !== null).join(", ") || "no model"}`;
}

function shares(title: "kind" | "language", results: readonly GoldenOutcome[]): string[] {
  const groups = [...Map.groupBy(results, ({ question }) => question[title])].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const rows = groups.map(([name, members]) => {
    const passed = members.filter((member) => member.passed).length;
    return `${name.padEnd(16)}${`${passed}/${members.length}`.padStart(8)}`;
  });
  return [`${title.padEnd(16)}  passed`, ...rows, ""];
}

function lostLines({ question, reasons, outcome, first }: GoldenOutcome): string[] {
  const cited = first === null ? "nothing cited" : `first citation ${nameOf(first)}: “${shorten(first.quote)}”`;
  return [
    `  ${question.id}: ${question.ask}`,
    `    expected: ${expectedText(question)}`,
    `    got:      ${outcome}, ${cited}`,
    `    wrong:    ${reasons.join("; ")}`,
    "    remedy:   mend it, or run again with `--accept` when the co-op agrees",
  ];
}

/** "`bylaws.pdf` 11.1: Thirty voting members." */
export function expectedText({ expect, answer }: GoldenOutcome["question"]): string {
  if (expect.length === 0) return "that no document answers";
  return `${[...new Set(expect.map(nameOf))].join(", ")}${answer === null ? "" : `: ${answer}`}`;
}

/** One line of a quotation is enough to recognise it by. */
const QUOTE_CHARACTERS = 100;

function shorten(quote: string): string {
  const line = quote.replace(/\s+/gu, " ");
  return line.length <= QUOTE_CHARACTERS ? line : `${line.slice(0, QUOTE_CHARACTERS)}…`;
}

/** Narrow enough for any terminal and for a mail. */
const COLUMNS = 80;

function list(title: string, ids: readonly string[], isTold: boolean): string[] {
  return !isTold || ids.length === 0 ? [] : wrap(`${title}: ${ids.join(", ")}.`, COLUMNS, "  ");
}

function stillFailing({ results, changes }: GoldenReport): string[] {
  const failing = results.filter(({ passed }) => !passed).map(({ question }) => question.id);
  return failing.filter((id) => !changes.lost.includes(id));
}

/** Other models may pass other questions: whoever reads the comparison should know. */
function otherModels({ before, models }: GoldenReport): string[] {
  if (before === null || (before.models.chat === models.chat && before.models.embedding === models.embedding))
    return [];
  return [`What passed before was measured with other models (${modelsText(before.models)}).`];
}

function ending(report: GoldenReport): string[] {
  const { accepted, before, changes, passedFile } = report;
  if (accepted) return [`Remembered in \`${passedFile}\`: ${changes.accepted.length} questions pass.`];
  if (before === null) return ["Nothing was accepted yet: run again with `--accept` to remember what passes."];
  if (changes.lost.length > 0) return [`${changes.lost.length} of the questions that passed before fail now.`];
  const changed = changes.gained.length > 0 || changes.gone.length > 0;
  return [`All that passed before pass.${changed ? " `--accept` remembers the changes." : ""}`];
}

/** As `--json` prints it. */
export function goldenJson(report: GoldenReport): unknown {
  const { models, results, before, changes, expectations, passedFile, accepted } = report;
  return {
    models,
    asked: results.length,
    passed: results.filter((result) => result.passed).length,
    lost: changes.lost,
    gained: changes.gained,
    gone: changes.gone,
    modelsBefore: before?.models ?? null,
    expectations,
    passedFile,
    accepted,
    results: results.map(({ question, ...result }) => ({
      id: question.id,
      ask: question.ask,
      kind: question.kind,
      language: question.language,
      expected: expectedText(question),
      ...result,
    })),
  };
}
