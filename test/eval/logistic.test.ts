import { describe, expect, it } from "vitest";
import { fitLogistic, logOdds } from "../../eval/logistic.ts";
import { seededRandom } from "../../eval/statistics.ts";

describe("logistic regression", () => {
  it("finds the weights that made the labels", () => {
    const random = seededRandom(7);
    const examples = Array.from({ length: 4_000 }, () => {
      const features = [random() * 4 - 2, random() * 10, random()];
      const p = 1 / (1 + Math.exp(-(1.5 * (features[0] ?? 0) - 0.4 * (features[1] ?? 0) + 1)));
      return { features, label: random() < p ? 1 : 0, weight: 1 } as const;
    });
    const model = fitLogistic(examples);
    expect(model.weights[0]).toBeCloseTo(1.5, 0);
    expect(model.weights[1]).toBeCloseTo(-0.4, 1);
    expect(Math.abs(model.weights[2] ?? 9)).toBeLessThan(0.3);
    expect(logOdds(model, [0, 0, 0])).toBe(model.bias);
  });

  it("without telling features gives the share of ones, weights counted", () => {
    const examples = [
      { features: [3], label: 1, weight: 1 },
      { features: [3], label: 0, weight: 3 },
    ] as const;
    expect(1 / (1 + Math.exp(-logOdds(fitLogistic(examples), [3])))).toBeCloseTo(0.25, 6);
  });

  it("stays finite when a feature parts the labels without fault", () => {
    const model = fitLogistic([1, 2, 3, 4].map((x) => ({ features: [x], label: x > 2 ? 1 : 0, weight: 1 })));
    expect(model.weights[0]).toBeGreaterThan(0);
    expect(Number.isFinite(model.bias)).toBe(true);
  });

  it("refuses to fit nothing", () => {
    expect(() => fitLogistic([])).toThrow("Expected at least one example to fit, got none.");
  });
});
