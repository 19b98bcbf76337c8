import { describe, expect, it } from "vitest";
import { calibrate, type DecidedQuestion, renderCalibration } from "../../eval/calibrate.ts";

/** In collections a, b and c a right reply has lift 3 or more, whatever the noise says. */
const questions: DecidedQuestion[] = ["a", "b", "c"].flatMap((collection, shift) =>
  [1, 2, 3, 4, 5, 6].map((lift) => ({
    id: `${collection}${lift}`,
    collection,
    answerable: lift > 1,
    goldShown: lift > 2,
    verdict: lift > 2 ? "right" : lift > 1 ? "wrong" : null,
    features: { lift, noise: (lift * 7 + shift * 3) % 5 },
  })),
);

describe("calibration", () => {
  it("counts every collection by weights from the others", () => {
    const { rows, answerable, unanswerable, model } = calibrate(questions, ["lift"], null);
    expect([answerable, unanswerable]).toEqual([15, 3]);
    expect(model.weights[0]).toBeGreaterThan(0);
    const at = (threshold: number) => rows.find((row) => row.threshold === threshold);
    expect(at(0)).toEqual({
      threshold: 0,
      right: 12,
      partly: 0,
      wrong: 0,
      unanswerableAsserted: 0,
      answerableBelow: 3,
      goldShownBelow: 0,
      unanswerableBelow: 3,
    });
  });

  it("does not see the labels of the collection that it counts", () => {
    const turned = questions.map((one) => (one.collection === "c" ? { ...one, goldShown: !one.goldShown } : one));
    const only = (set: readonly DecidedQuestion[]) => calibrate(set, ["lift", "noise"], ["c"]).rows;
    expect(only(turned).map(({ right }) => right)).toEqual(only(questions).map(({ right }) => right));
    expect(calibrate(turned, ["lift"], null).model).not.toEqual(calibrate(questions, ["lift"], null).model);
  });

  it("names a run without a feature", () => {
    expect(() => calibrate(questions, ["luck"], null)).toThrow(
      "Expected every decision to have the feature `luck`, got none for `a1`: make that run anew.",
    );
  });

  it("prints weights and thresholds within 80 columns", () => {
    const text = renderCalibration(calibrate(questions, ["lift"], ["a", "b"]));
    expect(text).toContain(
      "counted on a, b, each by weights from the other collections:\n10 answerable, 2 unanswerable",
    );
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});
