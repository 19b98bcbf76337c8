/**
 * Prints a summary for people, readable at 80 columns. Knows nothing of how the figures came about.
 */
import type { Figure, FigureName } from "./figures.ts";
import type { Group, Spread, Summary } from "./summary.ts";

const NOT_SHARES: readonly FigureName[] = ["MRR", "nDCG@10"];

/** The columns of the breakdowns: short heading and figure. */
const COLUMNS: readonly (readonly [heading: string, name: FigureName])[] = [
  ["q@1", "quote@1"],
  ["q@5", "quote@5"],
  ["right", "right"],
  ["partly", "partly"],
  ["wrong", "wrong"],
  ["refused", "refused"],
  ["visible", "gold quote visible"],
  ["un.ass.", "unanswerable asserted"],
];

export function renderSummary(summary: Summary): string {
  const { questions, answerable, unanswerable, probes, citations } = summary;
  const lines = [
    `${questions} questions: ${answerable} answerable, ${unanswerable} unanswerable, ${probes} probes without keys.`,
    "",
    ...summary.figures.map(figureLine),
    "",
    `Citations: ${citations.total}; not the stored text at their offsets: ${citations.notExact};`,
    `not found in the file itself: ${citations.notInFile} of ${citations.readIndependently} read independently.`,
    ...(summary.wordsQuoted === null ? [] : [`Words quoted per reply: ${spreadText(summary.wordsQuoted)}.`]),
    "",
    ...breakdown("type", summary.byType),
    ...breakdown("language", summary.byLanguage),
    ...breakdown("collection", summary.byCollection),
    "milliseconds         median      p90      max     of",
    ...Object.entries(summary.milliseconds).map(([step, spread]) => stepLine(step, spread)),
  ];
  return `${lines.join("\n")}\n`;
}

function figureLine(figure: Figure): string {
  const scale = NOT_SHARES.includes(figure.name) ? 1 : 100;
  const digits = scale === 1 ? 2 : 0;
  const show = (value: number | undefined) => ((value ?? 0) * scale).toFixed(digits);
  const value = show(figure.value ?? 0) + (scale === 100 ? " %" : "");
  const counts = scale === 100 ? `${figure.count} of ${figure.of}` : `over ${figure.of}`;
  const interval = `${show(figure.interval?.low)}–${show(figure.interval?.high)}`;
  return `${figure.name.padEnd(26)}${value.padStart(7)}   ${counts.padEnd(12)} [${interval}]`;
}

function breakdown(title: string, groups: readonly Group[]): string[] {
  const heading = title.padEnd(17) + COLUMNS.map(([name]) => name.padStart(8)).join("");
  return [heading, ...groups.map(groupLine), ""];
}

function groupLine(group: Group): string {
  const cells = COLUMNS.map(([, name]) => {
    const figure = group.figures.find((candidate) => candidate.name === name);
    return (figure === undefined ? "·" : `${figure.count}/${figure.of}`).padStart(8);
  });
  return group.name.slice(0, 16).padEnd(17) + cells.join("");
}

function spreadText(spread: Spread): string {
  return `mean ${spread.mean.toFixed(0)}, median ${spread.median.toFixed(0)}, most ${spread.max}, over ${spread.of}`;
}

function stepLine(step: string, spread: Spread): string {
  const numbers = [spread.median, spread.p90, spread.max].map((value) => value.toFixed(0).padStart(9)).join("");
  return step.slice(0, 17).padEnd(18) + numbers + String(spread.of).padStart(7);
}
