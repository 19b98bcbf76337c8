/** Where a run really stood on its risk–coverage curve, by what its replies did. Pure. */
import type { RiskPoint } from "../risk-coverage.ts";
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
  const count = (wanted: QuestionScore["verdict"]) => asserted.filter(({ verdict }) => verdict === wanted).length;
  const unanswerableAsserted = asserted.filter(({ group }) => group === "unanswerable").length;
  const wrong = count("wrong");
  return {
    threshold: Math.min(...asserted.flatMap(({ decisionScore }) => decisionScore ?? [])),
    asserted: asserted.length,
    coverage: asserted.length / of,
    right: count("right"),
    partly: count("partly"),
    wrong,
    unanswerableAsserted,
    risk: (wrong + unanswerableAsserted) / asserted.length,
  };
}
