/**
 * Sets two runs over the same questions side by side: McNemar's test for the yes/no figures and, question by
 * question, what got better and what got worse. Pure.
 */
import type { FigureName } from "./figures.ts";
import { measure } from "./figures.ts";
import type { QuestionScore } from "./score.ts";
import { type McNemar, mcNemar } from "./statistics.ts";

/** The figures compared, and whether more is better. */
const COMPARED: readonly (readonly [name: FigureName, moreIsBetter: boolean])[] = [
  ["quote@1", true],
  ["quote@5", true],
  ["gold quote visible", true],
  ["right", true],
  ["wrong", false],
  ["unanswerable asserted", false],
  ["unanswerable told", true],
  ["citations all verbatim", true],
  ["language matches", true],
];

export type Change = { readonly id: string; readonly figure: FigureName; readonly kind: "better" | "worse" };

export type FigureChange = McNemar & {
  readonly figure: FigureName;
  readonly before: number;
  readonly now: number;
  /** Questions counted in both runs. */
  readonly of: number;
};

export type Comparison = {
  /** Questions that stand in both runs. */
  readonly questions: number;
  readonly onlyBefore: readonly string[];
  readonly onlyNow: readonly string[];
  readonly figures: readonly FigureChange[];
  readonly changes: readonly Change[];
};

export function compareRuns(before: readonly QuestionScore[], now: readonly QuestionScore[]): Comparison {
  const earlier = new Map(before.map((score) => [score.id, score]));
  const later = new Map(now.map((score) => [score.id, score]));
  const pairs = now.flatMap((score) => {
    const old = earlier.get(score.id);
    return old === undefined ? [] : [{ old, score }];
  });
  return {
    questions: pairs.length,
    onlyBefore: before.filter(({ id }) => !later.has(id)).map(({ id }) => id),
    onlyNow: now.filter(({ id }) => !earlier.has(id)).map(({ id }) => id),
    figures: COMPARED.map(([figure, moreIsBetter]) => compareFigure(figure, moreIsBetter, pairs)),
    changes: COMPARED.flatMap(([figure, moreIsBetter]) => listChanges(figure, moreIsBetter, pairs)),
  };
}

type Pair = { readonly old: QuestionScore; readonly score: QuestionScore };

/** The questions counted in both runs, with whether each was good then and now. */
function goodPairs(figure: FigureName, moreIsBetter: boolean, pairs: readonly Pair[]) {
  return pairs.flatMap(({ old, score }) => {
    const [before, now] = [measure(figure, old), measure(figure, score)];
    if (before === null || now === null) return [];
    return [{ id: score.id, before: before === 1, now: now === 1, moreIsBetter }];
  });
}

function compareFigure(figure: FigureName, moreIsBetter: boolean, pairs: readonly Pair[]): FigureChange {
  const counted = goodPairs(figure, moreIsBetter, pairs);
  const test = mcNemar(counted.map(({ before, now }) => [before === moreIsBetter, now === moreIsBetter]));
  const count = (key: "before" | "now") => counted.filter((pair) => pair[key]).length;
  return { figure, before: count("before"), now: count("now"), of: counted.length, ...test };
}

function listChanges(figure: FigureName, moreIsBetter: boolean, pairs: readonly Pair[]): Change[] {
  return goodPairs(figure, moreIsBetter, pairs)
    .filter(({ before, now }) => before !== now)
    .map(({ id, now }) => ({ id, figure, kind: now === moreIsBetter ? "better" : "worse" }));
}

export function renderComparison(comparison: Comparison): string {
  const lines = [
    `${comparison.questions} questions in both runs` +
      `${missing("before", comparison.onlyBefore)}${missing("now", comparison.onlyNow)}.`,
    "",
    "figure                    before   now    of  better  worse  McNemar p",
    ...comparison.figures.filter(({ of }) => of > 0).map(changeLine),
    "",
    ...["worse", "better"].flatMap((kind) => changeList(kind, comparison.changes)),
  ];
  return `${lines.join("\n")}\n`;
}

function missing(when: string, ids: readonly string[]): string {
  return ids.length === 0 ? "" : `; only ${when}: ${ids.join(", ")}`;
}

function changeLine({ figure, before, now, of, better, worse, p }: FigureChange): string {
  const numbers = String(before).padStart(8) + String(now).padStart(6) + String(of).padStart(6);
  return `${figure.padEnd(24)}${numbers}${String(better).padStart(8)}${String(worse).padStart(7)}${p.toFixed(3).padStart(11)}`;
}

function changeList(kind: string, changes: readonly Change[]): string[] {
  const byFigure = Map.groupBy(
    changes.filter((change) => change.kind === kind),
    ({ figure }) => figure,
  );
  return [...byFigure].map(([figure, list]) => `${kind}, ${figure}: ${list.map(({ id }) => id).join(", ")}`);
}
