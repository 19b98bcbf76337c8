/**
 * Sets two runs over the same questions side by side: McNemar's test for the yes/no figures, the sign test for the
 * others and, question by question, what got better and what got worse. Pure.
 */
import { FIGURE_NAMES, type FigureName, measure, specOf } from "./figures.ts";
import type { QuestionScore } from "./score.ts";
import { type McNemar, mcNemar } from "./statistics.ts";

export type Change = { readonly id: string; readonly figure: FigureName; readonly kind: "better" | "worse" };

export type FigureChange = McNemar & {
  readonly figure: FigureName;
  /** Number of questions that have it; for a mean the sum of what they add. */
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
  /** Of the yes/no figures. */
  readonly changes: readonly Change[];
};

export function compareRuns(before: readonly QuestionScore[], now: readonly QuestionScore[]): Comparison {
  const earlier = new Map(before.map((score) => [score.id, score]));
  const later = new Map(now.map((score) => [score.id, score]));
  const pairs = now.flatMap((score) => {
    const old = earlier.get(score.id);
    return old === undefined ? [] : [{ old, score }];
  });
  const compared = FIGURE_NAMES.filter((name) => specOf(name).better !== null);
  return {
    questions: pairs.length,
    onlyBefore: before.filter(({ id }) => !later.has(id)).map(({ id }) => id),
    onlyNow: now.filter(({ id }) => !earlier.has(id)).map(({ id }) => id),
    figures: compared.map((figure) => compareFigure(figure, pairs)),
    changes: compared.filter((name) => specOf(name).kind === "share").flatMap((figure) => listChanges(figure, pairs)),
  };
}

type Pair = { readonly old: QuestionScore; readonly score: QuestionScore };
type Measured = { readonly id: string; readonly before: number; readonly now: number; readonly gain: number };

/** The questions counted in both runs; `gain` is above 0 where it got better. */
function measurePairs(figure: FigureName, pairs: readonly Pair[]): readonly Measured[] {
  const sign = specOf(figure).better === "less" ? -1 : 1;
  return pairs.flatMap(({ old, score }) => {
    const [before, now] = [measure(figure, old), measure(figure, score)];
    return before === null || now === null ? [] : [{ id: score.id, before, now, gain: (now - before) * sign }];
  });
}

/** The sign test is McNemar's on "better" and "worse"; on yes/no figures they are the same. */
function compareFigure(figure: FigureName, pairs: readonly Pair[]): FigureChange {
  const counted = measurePairs(figure, pairs);
  const test = mcNemar(counted.map(({ gain }) => [gain < 0, gain > 0]));
  const total = (key: "before" | "now") => counted.reduce((sum, pair) => sum + pair[key], 0);
  return { figure, before: total("before"), now: total("now"), of: counted.length, ...test };
}

function listChanges(figure: FigureName, pairs: readonly Pair[]): Change[] {
  return measurePairs(figure, pairs)
    .filter(({ gain }) => gain !== 0)
    .map(({ id, gain }) => ({ id, figure, kind: gain > 0 ? "better" : "worse" }));
}

export function renderComparison(comparison: Comparison): string {
  const lines = [
    `${comparison.questions} questions in both runs` +
      `${missing("before", comparison.onlyBefore)}${missing("now", comparison.onlyNow)}.`,
    "",
    "figure                      before   now    of  better  worse  McNemar p",
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
  const show = (value: number) => (specOf(figure).kind === "share" ? String(value) : (value / of).toFixed(2));
  const numbers = show(before).padStart(8) + show(now).padStart(6) + String(of).padStart(6);
  return `${figure.padEnd(26)}${numbers}${String(better).padStart(8)}${String(worse).padStart(7)}${p.toFixed(3).padStart(11)}`;
}

function changeList(kind: string, changes: readonly Change[]): string[] {
  const byFigure = Map.groupBy(
    changes.filter((change) => change.kind === kind),
    ({ figure }) => figure,
  );
  return [...byFigure].map(([figure, list]) => `${kind}, ${figure}: ${list.map(({ id }) => id).join(", ")}`);
}
