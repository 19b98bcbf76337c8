/** Prints a comparison of systems for people, readable at 80 columns. Knows nothing of how the figures came about. */
import type { Against, Share, SystemComparison, SystemFigures } from "./compare-systems.ts";
import type { SystemId } from "./systems/system.ts";

const LABEL = 28;
const COLUMN = 13;
const NONE = "–";

export function renderSystems(comparison: SystemComparison): string {
  const { questions, answerable, unanswerable, probes, systems, against } = comparison;
  const row = (label: string, cell: (figures: SystemFigures) => string) => line(label, systems.map(cell));
  const lines = [
    `${questions} questions: ${answerable} answerable, ${unanswerable} unanswerable, ${probes} probes without keys.`,
    "",
    ...headings(
      "",
      systems.map(({ system }) => system),
    ),
    `answerable (${answerable})`,
    row("  right", (one) => String(one.answerable.right)),
    row("  partly", (one) => String(one.answerable.partly)),
    row("  wrong", (one) => String(one.answerable.wrong)),
    row("  refused", (one) => String(one.answerable.refused)),
    row("  found in the reply", (one) => String(one.found.count)),
    `unanswerable (${unanswerable})`,
    row("  asserted", (one) => String(one.unanswerable.asserted)),
    row("  refused", (one) => String(one.unanswerable.refused)),
    row("asserted and wrong", (one) => share(one.assertedWrong)),
    row("in the asker's language", (one) => share(one.languageMatch)),
    row("failed", (one) => String(one.failed)),
    "median",
    row("  first useful text, s", (one) => number(one.firstUsefulMs, 2, 1000)),
    row("  whole reply, s", (one) => number(one.totalMs, 1, 1000)),
    row("  processor time, s", (one) => number(one.cpuSeconds, 1)),
    row("  prompt, tokens", (one) => number(one.promptTokens, 0)),
    ...(against.length === 0 ? [] : ["", ...againstLines(against)]),
  ];
  return `${lines.map((one) => one.trimEnd()).join("\n")}\n`;
}

function againstLines(against: readonly Against[]): string[] {
  const row = (label: string, cell: (one: Against) => string) => line(label, against.map(cell));
  return [
    ...headings(
      "rochdale against",
      against.map(({ system }) => system),
    ),
    row("asserted and wrong, share", ({ assertedWrong }) => number(assertedWrong.oursByTheirs, 2)),
    row("  only ours : only theirs", ({ assertedWrong }) => `${assertedWrong.onlyOurs} : ${assertedWrong.onlyTheirs}`),
    row("  McNemar p", ({ assertedWrong }) => probability(assertedWrong.p)),
    row("found, points more", ({ found }) => number(found.pointsMore, 1)),
    row("  only ours : only theirs", ({ found }) => `${found.onlyOurs} : ${found.onlyTheirs}`),
    row("  McNemar p", ({ found }) => probability(found.p)),
    row("first useful text sooner", (one) => times(one.firstUsefulTimesSooner)),
    row("whole reply sooner", (one) => times(one.wholeReplyTimesSooner)),
    row("processor time, share", (one) => number(one.cpuSecondsOursByTheirs, 2)),
    "",
    "share: Rochdale's figure divided by the other's, below 1 is less.",
    "p: how often chance alone would differ so much; below 0.05 it is hardly chance.",
  ];
}

/** A name too long for its column stands on two lines. */
function headings(label: string, systems: readonly SystemId[]): string[] {
  const parts = systems.map((system) => (system.length < COLUMN ? ["", system] : halves(system)));
  const upper = line(
    "",
    parts.map(([top]) => top ?? ""),
  );
  const lower = line(
    label,
    parts.map(([, bottom]) => bottom ?? ""),
  );
  return upper.trim() === "" ? [lower] : [upper, lower];
}

function halves(name: string): string[] {
  const cut = name.indexOf("-") + 1;
  return [name.slice(0, cut), name.slice(cut)];
}

function line(label: string, cells: readonly string[]): string {
  return label.padEnd(LABEL) + cells.map((cell) => cell.padStart(COLUMN)).join("");
}

function share({ count, of }: Share): string {
  return of === 0 ? NONE : `${count}/${of}`;
}

function number(value: number | null, digits: number, divisor = 1): string {
  return value === null ? NONE : (value / divisor).toFixed(digits);
}

function times(value: number | null): string {
  return value === null ? NONE : `${value.toFixed(value < 10 ? 1 : 0)} ×`;
}

function probability(p: number): string {
  return p < 0.001 ? "< 0.001" : p.toFixed(3);
}
