/** What a figure is: on which questions it is counted, what a question adds, whether more is better. */
import type { QuestionScore } from "../score.ts";

/** What a question adds to a figure, or null when it is not counted there. Booleans count as 1 and 0. */
export type Measure = (score: QuestionScore) => number | boolean | null;

export type FigureSpec = {
  readonly measure: Measure;
  /** Which way is better when runs are compared; null for figures that are not compared. */
  readonly better: "more" | "less" | null;
  /** `share`: so many of so many questions. `mean`: each question adds a number from 0 to 1. */
  readonly kind: "share" | "mean";
};

export type FigureSpecs = Readonly<Record<string, FigureSpec>>;

export const share = (better: FigureSpec["better"], measure: Measure): FigureSpec => ({
  measure,
  better,
  kind: "share",
});

export const average = (better: FigureSpec["better"], measure: Measure): FigureSpec => ({
  measure,
  better,
  kind: "mean",
});
