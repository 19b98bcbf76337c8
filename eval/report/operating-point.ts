/** Where a run really stood on its risk–coverage curve, by what its replies did. Pure. */
import { type RiskPoint, riskPoint } from "../risk-coverage.ts";
import type { QuestionScore } from "../score.ts";

/**
 * Null when nothing was asserted.
 *
 * @param of Number of questions on the curve, against which it counts coverage too.
 */
export function operatingPoint(scores: readonly QuestionScore[], of: number): RiskPoint | null {
  const asserted = scores.filter(({ group, asserted, decisionScore }) => {
    return group !== "probe" && asserted && decisionScore !== null;
  });
  if (asserted.length === 0) return null;
  const threshold = Math.min(...asserted.flatMap(({ decisionScore }) => decisionScore ?? []));
  return riskPoint(threshold, asserted, of, ({ verdict }) => verdict);
}
