/**
 * Fits the weights of the decision to finished runs and tells what they would have brought on questions they were not
 * fitted on: every collection is decided by weights from the others. Pure; knows nothing of files.
 */
import { type Example, fitLogistic, type LogisticModel, logOdds } from "./logistic.ts";
import type { Verdict } from "./score.ts";

/** One question of a run, as far as the decision is concerned. */
export type DecidedQuestion = {
  readonly id: string;
  readonly collection: string;
  readonly answerable: boolean;
  /** A gold quote is among what would be shown: asserting would be right. */
  readonly goldShown: boolean;
  /** By keys, had the reply asserted; null for an unanswerable question. */
  readonly verdict: Verdict | null;
  readonly features: Readonly<Record<string, number>>;
};

export type ThresholdRow = {
  readonly threshold: number;
  readonly right: number;
  readonly partly: number;
  readonly wrong: number;
  readonly unanswerableAsserted: number;
  /** Below the threshold: what a threshold for "not in the documents" would refuse. */
  readonly answerableBelow: number;
  readonly goldShownBelow: number;
  readonly unanswerableBelow: number;
};

export type Calibration = {
  readonly features: readonly string[];
  /** Fitted on everything: what goes into the code. */
  readonly model: LogisticModel;
  /** Collections that the rows are counted on, each left out of its own fit. */
  readonly countedOn: readonly string[];
  readonly answerable: number;
  readonly unanswerable: number;
  readonly rows: readonly ThresholdRow[];
};

/** Thresholds that are tried, log-odds. */
const THRESHOLDS = Array.from({ length: 41 }, (_, index) => Math.round((index * 0.1 - 2) * 10) / 10);

/**
 * @param countedOn the collections whose questions the rows count; null for all. The others only help to fit.
 * @throws Error when a question lacks one of the features.
 */
export function calibrate(
  questions: readonly DecidedQuestion[],
  features: readonly string[],
  countedOn: readonly string[] | null,
): Calibration {
  const examples = new Map(questions.map((question) => [question, exampleOf(question, features)]));
  const fitWithout = (collection: string) =>
    fitLogistic([...examples].filter(([question]) => question.collection !== collection).map(([, example]) => example));
  const counted = countedOn ?? [...new Set(questions.map(({ collection }) => collection))];
  const scored = counted.flatMap((collection) => {
    const model = fitWithout(collection);
    const own = [...examples].filter(([question]) => question.collection === collection);
    return own.map(([question, example]) => ({ question, score: logOdds(model, example.features) }));
  });
  return {
    features,
    model: fitLogistic([...examples.values()]),
    countedOn: counted,
    answerable: scored.filter(({ question }) => question.answerable).length,
    unanswerable: scored.filter(({ question }) => !question.answerable).length,
    rows: THRESHOLDS.map((threshold) => rowAt(threshold, scored)),
  };
}

function exampleOf(question: DecidedQuestion, names: readonly string[]): Example {
  const features = names.map((name) => {
    const value = question.features[name];
    if (value !== undefined) return value;
    throw new Error(
      `Expected every decision to have the feature \`${name}\`, got none for \`${question.id}\`: make that run anew.`,
    );
  });
  return { features, label: question.answerable && question.goldShown ? 1 : 0, weight: 1 };
}

type Scored = { readonly question: DecidedQuestion; readonly score: number };

function rowAt(threshold: number, scored: readonly Scored[]): ThresholdRow {
  const count = (asserted: boolean, fits: (question: DecidedQuestion) => boolean) =>
    scored.filter(({ question, score }) => score >= threshold === asserted && fits(question)).length;
  return {
    threshold,
    right: count(true, ({ verdict }) => verdict === "right"),
    partly: count(true, ({ verdict }) => verdict === "partly"),
    wrong: count(true, ({ verdict }) => verdict === "wrong"),
    unanswerableAsserted: count(true, ({ answerable }) => !answerable),
    answerableBelow: count(false, ({ answerable }) => answerable),
    goldShownBelow: count(false, ({ answerable, goldShown }) => answerable && goldShown),
    unanswerableBelow: count(false, ({ answerable }) => !answerable),
  };
}

/** The weights, then one line for each threshold at which anything is asserted. */
export function renderCalibration(calibration: Calibration): string {
  const { features, model, rows, countedOn, answerable, unanswerable } = calibration;
  const weights = features.map((name, index) => `${name} ${(model.weights[index] ?? 0).toFixed(3)}`);
  const lines = rows
    .filter(({ right, wrong, unanswerableAsserted }) => right + wrong + unanswerableAsserted > 0)
    .map((row) =>
      [
        row.threshold.toFixed(1).padStart(9),
        ...[row.right, row.partly, row.wrong, row.unanswerableAsserted].map((n) => String(n).padStart(8)),
        ...[row.answerableBelow, row.goldShownBelow, row.unanswerableBelow].map((n) => String(n).padStart(10)),
      ].join(""),
    );
  return [
    `fitted on everything: bias ${model.bias.toFixed(3)}, ${weights.join(", ")}`,
    `counted on ${countedOn.join(", ")}, each by weights from the other collections:`,
    `${answerable} answerable, ${unanswerable} unanswerable`,
    "",
    "             ── asserted at or above ──         ── below ──",
    "threshold   right  partly   wrong unansw.  answerable gold shown   unansw.",
    ...lines,
    "",
  ].join("\n");
}
