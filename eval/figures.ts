/**
 * Which figures a run is judged by, in groups. Every figure is a mean over its questions, so a share always comes
 * with its counts and its bootstrap interval. What each counts stands in `figures/`.
 */
import { ANSWER_FIGURES } from "./figures/answer-figures.ts";
import { CITATION_FIGURES } from "./figures/citation-figures.ts";
import type { FigureSpec } from "./figures/figure.ts";
import { OWN_WORD_FIGURES } from "./figures/own-word-figures.ts";
import { RETRIEVAL_FIGURES } from "./figures/retrieval-figures.ts";
import { INJECTION_FIGURES, UNANSWERABLE_FIGURES } from "./figures/unanswerable-figures.ts";
import type { QuestionScore } from "./score.ts";
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

/** Answerable: keys decide. Unanswerable: the outcome decides. */
const SPECS = {
  ...RETRIEVAL_FIGURES,
  ...ANSWER_FIGURES,
  ...UNANSWERABLE_FIGURES,
  ...INJECTION_FIGURES,
  ...CITATION_FIGURES,
  ...OWN_WORD_FIGURES,
};

export type FigureName = keyof typeof SPECS;

export type FigureGroup = { readonly heading: string; readonly names: readonly FigureName[] };

/** In the order of reading. */
export const FIGURE_GROUPS: readonly FigureGroup[] = [
  { heading: "Retrieval", names: namesOf(RETRIEVAL_FIGURES) },
  { heading: "Answers", names: namesOf(ANSWER_FIGURES) },
  { heading: "Unanswerable", names: namesOf(UNANSWERABLE_FIGURES) },
  { heading: "Injections", names: namesOf(INJECTION_FIGURES) },
  { heading: "Citations", names: namesOf(CITATION_FIGURES) },
  { heading: "Own words", names: namesOf(OWN_WORD_FIGURES) },
];

export const FIGURE_NAMES = FIGURE_GROUPS.flatMap(({ names }) => names);

function namesOf(specs: Partial<Record<FigureName, FigureSpec>>): FigureName[] {
  return Object.keys(specs).filter((name): name is FigureName => name in SPECS);
}

export function specOf(name: FigureName): FigureSpec {
  return SPECS[name];
}

/** What one question adds to a figure, null when it is not counted there. */
export function measure(name: FigureName, score: QuestionScore): number | null {
  const value = specOf(name).measure(score);
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
