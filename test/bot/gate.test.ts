import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CAUTIONS, decide, GATE_WITH_MODEL, GATE_WITHOUT_MODEL, GATE_WORDS_ONLY, gateScore } from "../../bot/gate.ts";

const value = fc.double({ min: -6, max: 6, noNaN: true });
const features = fc.record({
  lift: value,
  fittingLift: value,
  sourceLift: value,
  passageLift: value,
  agreement: value,
  margin: value,
  firstFits: value,
  coverage: value,
  support: value,
  echo: value,
});
const HOW_FAR = ["not-in-documents", "closest-passages", "answered"];

describe("the gate", () => {
  test.each([
    ["with a model", GATE_WITH_MODEL],
    ["without", GATE_WITHOUT_MODEL],
    ["by words only", GATE_WORDS_ONLY],
  ])("%s goes no further the more careful a co-op is", (_, gate) => {
    fc.assert(
      fc.property(features, (known) => {
        const [careful = 0, balanced = 0, eager = 0] = CAUTIONS.map((caution) =>
          HOW_FAR.indexOf(decide(known, gate, caution)),
        );
        expect(careful).toBeLessThanOrEqual(balanced);
        expect(balanced).toBeLessThanOrEqual(eager);
      }),
    );
  });

  test("asserts more readily the better the source fits and the less the model only repeats the question", () => {
    fc.assert(
      fc.property(features, fc.double({ min: 0.01, max: 3, noNaN: true }), (known, more) => {
        const score = gateScore(known, GATE_WITH_MODEL);
        expect(gateScore({ ...known, sourceLift: known.sourceLift + more }, GATE_WITH_MODEL)).toBeGreaterThan(score);
        expect(gateScore({ ...known, echo: known.echo + more }, GATE_WITH_MODEL)).toBeLessThan(score);
      }),
    );
  });

  test("by words only never asserts", () => {
    fc.assert(
      fc.property(features, fc.constantFrom(...CAUTIONS), (known, caution) => {
        expect(decide(known, GATE_WORDS_ONLY, caution)).not.toBe("answered");
      }),
    );
  });
});
