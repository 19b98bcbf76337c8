/** Median, mean, 90th percentile and maximum of some values, with their number. Pure. */
import { mean, quantile } from "./statistics.ts";

export type Spread = {
  readonly of: number;
  readonly median: number;
  readonly p90: number;
  readonly mean: number;
  readonly max: number;
};

/** Null of no values. */
export function spreadOf(values: readonly number[]): Spread | null {
  const [median, p90, average] = [quantile(values, 0.5), quantile(values, 0.9), mean(values)];
  if (median === null || p90 === null || average === null) return null;
  return { of: values.length, median, p90, mean: average, max: Math.max(...values) };
}
