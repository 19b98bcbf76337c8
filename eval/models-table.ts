/** Prints what several models did with the same questions: quality first, then its price. Pure. */
import { plainTable } from "../bot/commands/plain-table.ts";
import type { FigureName } from "./figures.ts";
import type { ModelRun } from "./run-models.ts";

/** Short headings, so that a model's line fits 80 columns. */
const QUALITY: readonly (readonly [heading: string, figure: FigureName])[] = [
  ["right", "right"],
  ["wrong", "wrong"],
  ["found", "found"],
  ["un.ass.", "unanswerable asserted"],
  ["told", "unanswerable told"],
  ["visible", "gold quote visible"],
  ["sentence", "own sentence right"],
];

export function renderModels(runs: readonly ModelRun[]): string {
  const [first] = runs;
  const quality = runs.map((run) => [run.id, ...QUALITY.map(([, figure]) => shareText(run, figure))]);
  const price = runs.map((run) => [
    run.id,
    seconds(milliseconds(run, "evidence")),
    seconds(milliseconds(run, "total")),
    run.cpuSeconds === null ? "·" : run.cpuSeconds.toFixed(1),
    run.summary.memoryBytes === null ? "·" : `${Math.round(run.summary.memoryBytes / 1e6)} MB`,
  ]);
  return [
    `${first?.summary.questions ?? 0} questions: ${first?.summary.answerable ?? 0} answerable, ${first?.summary.unanswerable ?? 0} unanswerable.\n\n`,
    plainTable([["model", ...QUALITY.map(([heading]) => heading)], ...quality]),
    "\n",
    plainTable([["model", "first passage", "whole reply", "CPU s", "memory"], ...price]),
    "\n",
    `${LEGEND.join("\n")}\n`,
  ].join("");
}

const LEGEND = [
  "right and wrong: asserted, of the answerable (the rest is refused or half right). found: asserted and right, or",
  "quoted as a closest passage. un.ass., told: of the unanswerable, asserted all the same and told to be not in the",
  "documents. visible: the expected words stand in the reply. sentence: the model's own sentence, where one is",
  "shown, is right. Times and processor seconds are medians of a question; first passage: until the first cited one",
  "is shown. memory: resident, of all processes, after the last question.",
];

function shareText({ summary }: ModelRun, name: FigureName): string {
  const figure = summary.figures.find((candidate) => candidate.name === name);
  return figure === undefined ? "·" : `${figure.count}/${figure.of}`;
}

/** Median of a step, null when no question took it. */
function milliseconds({ summary }: ModelRun, step: string): number | null {
  return summary.milliseconds[step]?.median ?? null;
}

function seconds(value: number | null): string {
  return value === null ? "·" : `${(value / 1000).toFixed(1)} s`;
}

/** As `--json` prints it. */
export function modelsJson(runs: readonly ModelRun[]): unknown {
  return runs.map((run) => ({
    id: run.id,
    questions: run.summary.questions,
    figures: run.summary.figures.filter(({ name }) => QUALITY.some(([, figure]) => figure === name)),
    firstPassageMs: milliseconds(run, "evidence"),
    wholeReplyMs: milliseconds(run, "total"),
    cpuSeconds: run.cpuSeconds,
    memoryBytes: run.summary.memoryBytes,
  }));
}
