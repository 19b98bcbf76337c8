import { describe, expect, it } from "vitest";
import { operatingPoint } from "../../../eval/report/operating-point.ts";
import { score } from "../samples.ts";

describe("the operating point", () => {
  it("is what the replies really did, an asserted unanswerable counted as wrong, probes left out", () => {
    const scores = [
      score({ decisionScore: 3 }),
      score({ decisionScore: 2, verdict: "wrong" }),
      score({ decisionScore: 1, asserted: false, verdict: "refused" }),
      score({ group: "unanswerable", verdict: null, decisionScore: 1.5 }),
      score({ group: "probe", verdict: null, decisionScore: 0 }),
    ];
    expect(operatingPoint(scores, 4)).toEqual({
      threshold: 1.5,
      asserted: 3,
      coverage: 0.75,
      right: 1,
      partly: 0,
      wrong: 1,
      unanswerableAsserted: 1,
      risk: 2 / 3,
    });
  });

  it("is none when nothing was asserted", () => {
    expect(operatingPoint([score({ asserted: false, verdict: "refused" })], 1)).toBeNull();
  });
});
