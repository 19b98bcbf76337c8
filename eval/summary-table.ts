/**
 * Prints a summary for people, readable at 80 columns. Knows nothing of how the figures came about.
 */
import type { Cost } from "./cost.ts";
import { FIGURE_GROUPS, type Figure, type FigureName, specOf } from "./figures.ts";
import type { Spread } from "./spread.ts";
import type { Group, Summary } from "./summary.ts";
import { riskLines, twoSidedTable } from "./summary-answers.ts";

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
  const { questions, answerable, unanswerable, probes } = summary;
  const lines = [
    `${questions} questions: ${answerable} answerable, ${unanswerable} unanswerable, ${probes} probes without keys.`,
    "",
    ...twoSidedTable(summary),
    ...FIGURE_GROUPS.flatMap(({ heading, names }) => figureGroup(heading, names, summary)),
    ...costLines(summary.cost),
    ...breakdown("type", summary.byType),
    ...breakdown("language", summary.byLanguage),
    ...breakdown("collection", summary.byCollection),
    "milliseconds         median      p90      max     of",
    ...Object.entries(summary.milliseconds).map(([step, spread]) => stepLine(step, spread)),
  ];
  return `${lines.join("\n")}\n`;
}

/** A heading, its figures, what else belongs there; nothing where nothing was counted. */
function figureGroup(heading: string, names: readonly FigureName[], summary: Summary): readonly string[] {
  const lines = summary.figures.filter(({ name }) => names.includes(name)).map(figureLine);
  return lines.length === 0 ? [] : [heading, ...lines, ...beside(heading, summary), ""];
}

function beside(heading: string, summary: Summary): readonly string[] {
  if (heading === "Answers") return followUpLine(summary.followUps);
  if (heading === "Unanswerable") return riskLines(summary.risk);
  return heading === "Citations" ? citationLines(summary) : [];
}

function followUpLine(group: Group | null): readonly string[] {
  if (group === null) return [];
  const cell = (name: FigureName) => {
    const figure = group.figures.find((candidate) => candidate.name === name);
    return figure === undefined ? "none counted" : `${figure.count} of ${figure.of}`;
  };
  return [
    `Follow-ups (${group.questions}): quote@5 ${cell("quote@5")}, visible ${cell("gold quote visible")}, right ${cell("right")}.`,
  ];
}

function citationLines({ citations, wordsQuoted }: Summary): readonly string[] {
  return [
    `Citations: ${citations.total}; not the stored text at their offsets: ${citations.notExact};`,
    `not found in the file itself: ${citations.notInFile} of ${citations.readIndependently} read independently.`,
    ...(wordsQuoted === null ? [] : [`Words quoted per reply: ${spreadText(wordsQuoted)}.`]),
  ];
}

function costLines(cost: Cost | null): readonly string[] {
  if (cost === null) return [];
  const { cpuSeconds, wattHours, joules, wattsPerCore, wattsPerCoreRange: range } = cost;
  const line = (name: string, spread: Spread, digits: number) =>
    name.padEnd(20) +
    [spread.median, spread.mean, spread.p90].map((value) => value.toFixed(digits).padStart(9)).join("");
  return [
    "Cost per answer        median     mean      p90",
    line("CPU-seconds", cpuSeconds, 1),
    line("joules, estimated", joules, 0),
    line("Wh, estimated", wattHours, 3),
    `Over ${cpuSeconds.of} answers; energy estimated at ${wattsPerCore} W a busy core (${range.low} to ${range.high} by machine).`,
    "",
  ];
}

function figureLine(figure: Figure): string {
  const isShare = specOf(figure.name).kind === "share";
  const [scale, digits] = isShare ? [100, 0] : [1, 2];
  const show = (value: number | undefined) => ((value ?? 0) * scale).toFixed(digits);
  const value = show(figure.value ?? 0) + (isShare ? " %" : "");
  const counts = isShare ? `${figure.count} of ${figure.of}` : `over ${figure.of}`;
  const interval = `${show(figure.interval?.low)}–${show(figure.interval?.high)}`;
  return `${figure.name.padEnd(26)}${value.padStart(7)}   ${counts.padEnd(12)} [${interval}]`;
}

function breakdown(title: string, groups: readonly Group[]): string[] {
  const heading = title.padEnd(16) + COLUMNS.map(([name]) => name.padStart(8)).join("");
  return [heading, ...groups.map(groupLine), ""];
}

function groupLine(group: Group): string {
  const cells = COLUMNS.map(([, name]) => {
    const figure = group.figures.find((candidate) => candidate.name === name);
    return (figure === undefined ? "·" : `${figure.count}/${figure.of}`).padStart(8);
  });
  return group.name.slice(0, 15).padEnd(16) + cells.join("");
}

function spreadText(spread: Spread): string {
  return `mean ${spread.mean.toFixed(0)}, median ${spread.median.toFixed(0)}, most ${spread.max}, over ${spread.of}`;
}

function stepLine(step: string, spread: Spread): string {
  const numbers = [spread.median, spread.p90, spread.max].map((value) => value.toFixed(0).padStart(9)).join("");
  return step.slice(0, 17).padEnd(18) + numbers + String(spread.of).padStart(7);
}
