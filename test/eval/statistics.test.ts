import { describe, expect, it } from "vitest";
import { bootstrapMean, mcNemar, mean, quantile, seededRandom } from "../../eval/statistics.ts";

describe("quantile and mean", () => {
  it("interpolates as R does by default", () => {
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(quantile([1, 2, 3, 4, 5], 0.9)).toBeCloseTo(4.6, 12);
    expect(quantile([7], 0.9)).toBe(7);
  });

  it("is null for no values", () => {
    expect([quantile([], 0.5), mean([]), bootstrapMean([], seededRandom(1))]).toEqual([null, null, null]);
  });
});

describe("the seeded random source", () => {
  it("gives the numbers of mulberry32", () => {
    const random = seededRandom(1);
    expect([random(), random()].map((value) => Math.round(value * 4294967296))).toEqual([2693262067, 11749833]);
  });
});

describe("bootstrap intervals", () => {
  const values = Array.from({ length: 100 }, (_, index) => (index < 30 ? 1 : 0));

  it("are the same for the same seed", () => {
    expect(bootstrapMean(values, seededRandom(7))).toEqual(bootstrapMean(values, seededRandom(7)));
  });

  it("come close to the normal approximation for 30 of 100", () => {
    const interval = bootstrapMean(values, seededRandom(7));
    expect(interval?.low).toBeCloseTo(0.3 - 1.96 * Math.sqrt((0.3 * 0.7) / 100), 1);
    expect(interval?.high).toBeCloseTo(0.3 + 1.96 * Math.sqrt((0.3 * 0.7) / 100), 1);
  });

  it("have no width where nothing varies", () => {
    expect(bootstrapMean([1, 1, 1], seededRandom(7))).toEqual({ low: 1, high: 1 });
  });
});

describe("McNemar's exact test", () => {
  const pairs = (worse: number, better: number, same: number) => [
    ...Array.from({ length: worse }, () => [true, false] as const),
    ...Array.from({ length: better }, () => [false, true] as const),
    ...Array.from({ length: same }, () => [true, true] as const),
  ];

  it.each([
    [0, 0, 1],
    [1, 1, 1],
    [0, 5, 0.0625],
    [0, 6, 0.03125],
    [1, 9, 0.021484375],
    [2, 8, 0.109375],
    [5, 6, 1],
  ])("%i worse and %i better: p = %f", (worse, better, p) => {
    expect(mcNemar(pairs(worse, better, 4))).toEqual({ worse, better, p });
  });
});
