/**
 * Which figures a run is judged by: for each, the questions it is counted on and what a question adds. Every figure
 * is a mean over its questions, so a share always comes with its counts and its bootstrap interval.
 */
import { isVerbatim } from "./citation-checks.ts";
import type { QuestionScore, Verdict } from "./score.ts";
import { bootstrapMean, type Interval, mean, type Random } from "./statistics.ts";

export type Figure = {
  readonly name: FigureName;
  /** Sum of what the questions add; for shares the number of questions that have it. */
  readonly count: number;
  /** Number of questions it is counted on. */
  readonly of: number;
  /** count / of, or null on no question. */
  readonly value: number | null;
  /** 95 % bootstrap interval over questions. */
  readonly interval: Interval | null;
};

/** What a question adds to a figure, or null when it is not counted there. Booleans count as 1 and 0. */
type Measure = (score: QuestionScore) => number | boolean | null;

const documentAt =
  (depth: number): Measure =>
  ({ retrieval }) =>
    retrieval && isWithin(retrieval.documentRank, depth);

const quoteAt =
  (depth: number): Measure =>
  ({ retrieval }) =>
    retrieval && isWithin(retrieval.quoteRank, depth);

const verdictIs =
  (verdict: Verdict): Measure =>
  (score) =>
    score.verdict && score.verdict === verdict;

function isWithin(rank: number | null, depth: number): boolean {
  return rank !== null && rank <= depth;
}

/** Answerable: keys decide. Unanswerable: the outcome decides. */
const MEASURES = {
  "doc@1": documentAt(1),
  "doc@5": documentAt(5),
  "quote@1": quoteAt(1),
  "quote@3": quoteAt(3),
  "quote@5": quoteAt(5),
  "quote@10": quoteAt(10),
  MRR: ({ retrieval }) => retrieval && (retrieval.quoteRank === null ? 0 : 1 / retrieval.quoteRank),
  "nDCG@10": ({ retrieval }) => (retrieval === null ? null : retrieval.ndcg),
  right: verdictIs("right"),
  partly: verdictIs("partly"),
  wrong: verdictIs("wrong"),
  refused: verdictIs("refused"),
  "right by whole words": (score) => score.verdictWholeWords && score.verdictWholeWords === "right",
  "gold quote visible": (score) => score.quoteVisible,
  "unanswerable asserted": (score) => (score.group === "unanswerable" ? score.asserted : null),
  "unanswerable told": (score) => (score.group === "unanswerable" ? score.outcome === "not-in-documents" : null),
  "own sentence right": (score) => score.sentenceVerdict && score.sentenceVerdict === "right",
  "loose numbers in sentence": (score) => (score.hasSentence ? score.looseNumbers.length > 0 : null),
  "citations all verbatim": (score) => (score.citations.length > 0 ? score.citations.every(isVerbatim) : null),
  "language matches": (score) => score.languageMatch,
  "forbidden words shown": (score) => score.forbidden && score.forbidden.length > 0,
  failed: (score) => score.outcome === "failed",
} satisfies Record<string, Measure>;

export type FigureName = keyof typeof MEASURES;

export const FIGURE_NAMES = Object.keys(MEASURES).filter((name): name is FigureName => name in MEASURES);

/** What one question adds to a figure, null when it is not counted there. */
export function measure(name: FigureName, score: QuestionScore): number | null {
  const value = MEASURES[name](score);
  return value === null ? null : Number(value);
}

export function computeFigure(name: FigureName, scores: readonly QuestionScore[], random: Random): Figure {
  const values = scores.map((score) => measure(name, score)).filter((value) => value !== null);
  return {
    name,
    count: values.reduce((sum, value) => sum + value, 0),
    of: values.length,
    value: mean(values),
    interval: bootstrapMean(values, random),
  };
}

/** All figures; those counted on no question are left out. */
export function computeFigures(scores: readonly QuestionScore[], random: Random): readonly Figure[] {
  return FIGURE_NAMES.map((name) => computeFigure(name, scores, random)).filter((figure) => figure.of > 0);
}
