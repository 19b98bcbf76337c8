/**
 * What would happen if replies asserted from another score on: the risk–coverage curve of the decision, the area
 * under it, and how well the score parts answerable from unanswerable questions. Pure.
 */
import type { QuestionScore, Verdict } from "./score.ts";
import { mean } from "./statistics.ts";

export type RiskPoint = {
  /** Asserted are the questions with this decision score or more. */
  readonly threshold: number;
  readonly asserted: number;
  /** Asserted, as a share of all answerable and unanswerable questions that could be asserted. */
  readonly coverage: number;
  readonly right: number;
  readonly partly: number;
  readonly wrong: number;
  readonly unanswerableAsserted: number;
  /** Share of the asserted that is wrong or unanswerable. */
  readonly risk: number;
};

export type RiskReport = {
  readonly points: readonly RiskPoint[];
  /** Questions on the curve. */
  readonly of: number;
  /** Mean risk over the coverages (Geifman & El-Yaniv 2017, AURC); 0 is best. Null without questions. */
  readonly aurc: number | null;
  /** How often an answerable question's score is above an unanswerable one's, ties half; null where one is missing. */
  readonly auc: number | null;
};

type Scored = QuestionScore & { readonly decisionScore: number };

/** From the highest score to the lowest, one point per score: equal scores enter together. */
export function riskCoverage(scores: readonly QuestionScore[]): readonly RiskPoint[] {
  const counted = onCurve(scores);
  const tied = Map.groupBy(counted, ({ decisionScore }) => decisionScore);
  const asserted: Scored[] = [];
  return [...tied]
    .toSorted(([left], [right]) => right - left)
    .map(([threshold, members]) => {
      asserted.push(...members);
      return riskPoint(threshold, asserted, counted.length, ({ candidateVerdict }) => candidateVerdict);
    });
}

/**
 * Questions that had a decision; an answerable one needs the reply it would have shown, and where none has it (runs of
 * earlier versions) there is no curve. Probes have no right answer.
 */
function onCurve(scores: readonly QuestionScore[]): readonly Scored[] {
  const decided = scores.filter((score): score is Scored => score.decisionScore !== null);
  const answerable = decided.filter((score) => score.group === "answerable" && score.candidateVerdict !== null);
  if (answerable.length === 0) return [];
  return decided.filter((score) => score.group === "unanswerable" || answerable.includes(score));
}

/**
 * Counts the replies asserted from `threshold` on.
 * @param of Number of questions that coverage is counted against. @param verdictOf by what an answerable one is judged.
 */
export function riskPoint(
  threshold: number,
  asserted: readonly QuestionScore[],
  of: number,
  verdictOf: (score: QuestionScore) => Verdict | null,
): RiskPoint {
  const count = (wanted: Verdict) => asserted.filter((score) => verdictOf(score) === wanted).length;
  const unanswerableAsserted = asserted.filter(({ group }) => group === "unanswerable").length;
  const wrong = count("wrong");
  return {
    threshold,
    asserted: asserted.length,
    coverage: asserted.length / of,
    right: count("right"),
    partly: count("partly"),
    wrong,
    unanswerableAsserted,
    risk: (wrong + unanswerableAsserted) / asserted.length,
  };
}

export function riskReport(scores: readonly QuestionScore[]): RiskReport {
  const points = riskCoverage(scores);
  return { points, of: points.at(-1)?.asserted ?? 0, aurc: areaUnderRisk(points), auc: aucOfScore(scores) };
}

/** Every question counts with the risk at which it enters. */
export function areaUnderRisk(points: readonly RiskPoint[]): number | null {
  const risks = points.flatMap(({ asserted, risk }, index) => {
    const entered = asserted - (points[index - 1]?.asserted ?? 0);
    return Array.from({ length: entered }, () => risk);
  });
  return mean(risks);
}

/** Area under the receiver operating characteristic, as the Mann–Whitney statistic; needs no verdicts. */
export function aucOfScore(scores: readonly QuestionScore[]): number | null {
  const of = (wanted: QuestionScore["group"]) =>
    scores.flatMap(({ group, decisionScore }) => (group === wanted && decisionScore !== null ? [decisionScore] : []));
  const unanswerable = of("unanswerable");
  const wins = of("answerable").flatMap((score) =>
    unanswerable.map((other) => (score > other ? 1 : score === other ? 0.5 : 0)),
  );
  return mean(wins);
}
