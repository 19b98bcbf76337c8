import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aucOfScore, riskCoverage, riskReport } from "../../eval/risk-coverage.ts";
import type { QuestionScore } from "../../eval/score.ts";
import { score } from "./samples.ts";

const answerable = (decisionScore: number | null, candidateVerdict: QuestionScore["candidateVerdict"]) =>
  score({ decisionScore, candidateVerdict });
const unanswerable = (decisionScore: number) =>
  score({ decisionScore, candidateVerdict: null, verdict: null, group: "unanswerable" });

const run = [
  answerable(3, "right"),
  answerable(2, "wrong"),
  unanswerable(2),
  answerable(1, "partly"),
  answerable(0, "right"),
];

describe("the risk–coverage curve", () => {
  it("goes from the highest score down, equal scores together", () => {
    const counts = { right: 1, partly: 0, wrong: 0, unanswerableAsserted: 0 };
    expect(riskCoverage(run)).toEqual([
      { threshold: 3, asserted: 1, coverage: 1 / 5, ...counts, risk: 0 },
      { threshold: 2, asserted: 3, coverage: 3 / 5, ...counts, wrong: 1, unanswerableAsserted: 1, risk: 2 / 3 },
      {
        threshold: 1,
        asserted: 4,
        coverage: 4 / 5,
        ...counts,
        partly: 1,
        wrong: 1,
        unanswerableAsserted: 1,
        risk: 2 / 4,
      },
      { threshold: 0, asserted: 5, coverage: 1, right: 2, partly: 1, wrong: 1, unanswerableAsserted: 1, risk: 2 / 5 },
    ]);
  });

  it("judges by what would have been asserted, not by what was", () => {
    const refused = score({
      outcome: "closest-passages",
      asserted: false,
      verdict: "refused",
      candidateVerdict: "wrong",
    });
    expect(riskCoverage([refused])).toMatchObject([{ asserted: 1, wrong: 1, risk: 1 }]);
  });

  it("leaves out probes, questions without a decision and answerable ones without a candidate", () => {
    const probe = score({ group: "probe", candidateVerdict: null });
    expect(riskCoverage([...run, probe, answerable(null, "wrong"), answerable(9, null)])).toEqual(riskCoverage(run));
  });

  it("is empty when no answerable question has a candidate", () => {
    expect(riskReport([unanswerable(1), answerable(2, null)])).toEqual({ points: [], of: 0, aurc: null, auc: 1 });
  });

  it("has the mean of the risks at which questions enter as its area", () => {
    const { aurc, of } = riskReport(run);
    expect(of).toBe(5);
    expect(aurc).toBeCloseTo((0 + 2 / 3 + 2 / 3 + 2 / 4 + 2 / 5) / 5, 12);
  });

  it("grows in coverage and falls in threshold, whatever the scores", () => {
    const verdicts = fc.constantFrom("right" as const, "partly" as const, "wrong" as const);
    const one = fc.tuple(fc.integer({ min: -3, max: 3 }), verdicts, fc.boolean());
    fc.assert(
      fc.property(fc.array(one), (drawn) => {
        const scores = drawn.map(([at, verdict, known]) => (known ? answerable(at, verdict) : unanswerable(at)));
        const points = riskCoverage(scores);
        for (const [index, point] of points.entries()) {
          const before = points[index - 1];
          expect(point.asserted).toBe(point.right + point.partly + point.wrong + point.unanswerableAsserted);
          if (before === undefined) continue;
          expect(point.threshold).toBeLessThan(before.threshold);
          expect(point.asserted).toBeGreaterThan(before.asserted);
        }
        if (points.length > 0) expect(points.at(-1)?.coverage).toBe(1);
      }),
    );
  });
});

describe("the area under the curve of the score", () => {
  it("counts pairs in order, ties half", () => {
    expect(aucOfScore(run)).toBe((1 + 0.5 + 0 + 0) / 4);
    expect(aucOfScore([unanswerable(0), answerable(1, null)])).toBe(1);
  });

  it("is null when one side is missing", () => {
    expect(aucOfScore([answerable(1, "right")])).toBeNull();
  });
});
