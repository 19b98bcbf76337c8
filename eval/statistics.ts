/**
 * The few statistics the reports need: quantiles, a seeded random source, bootstrap intervals, McNemar's test. Pure
 * functions of numbers; knows nothing of questions.
 */

/** Gives numbers in [0, 1). */
export type Random = () => number;

/** Of every interval in a run's reports. Any fixed number would do: the same scores give the same intervals. */
export const BOOTSTRAP_SEED = 1844;

/** mulberry32 (Tommy Ettinger, public domain): 32 bits of state, enough to resample a few hundred questions. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Quantile with linear interpolation between the two nearest values (type 7 of Hyndman & Fan 1996, R's default). */
export function quantile(values: readonly number[], share: number): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((left, right) => left - right);
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)] ?? 0;
  const above = sorted[Math.ceil(position)] ?? below;
  return below + (above - below) * (position - Math.floor(position));
}

export type Interval = { readonly low: number; readonly high: number };

/** Enough for two digits of a 95 % interval (Efron & Tibshirani 1993, ch. 13, advise at least 1,000). */
const RESAMPLES = 2000;

/** 95 % percentile bootstrap interval of a mean (Efron 1979): whole questions are drawn again, with replacement. */
export function bootstrapMean(values: readonly number[], random: Random, resamples = RESAMPLES): Interval | null {
  if (values.length === 0) return null;
  const means = Array.from({ length: resamples }, () => {
    let sum = 0;
    for (let draw = 0; draw < values.length; draw += 1) sum += values[Math.floor(random() * values.length)] ?? 0;
    return sum / values.length;
  });
  return { low: quantile(means, 0.025) ?? 0, high: quantile(means, 0.975) ?? 0 };
}

export type McNemar = {
  /** Right before, not right now. */
  readonly worse: number;
  /** Not right before, right now. */
  readonly better: number;
  /** Two-sided exact probability of a split at least this uneven if nothing had changed. */
  readonly p: number;
};

/** Exact McNemar test (McNemar 1947): the binomial test on the questions that changed, p = 2·P(X ≤ min), at most 1. */
export function mcNemar(pairs: readonly (readonly [before: boolean, now: boolean])[]): McNemar {
  const worse = pairs.filter(([before, now]) => before && !now).length;
  const better = pairs.filter(([before, now]) => !before && now).length;
  const changed = worse + better;
  let term = 0.5 ** changed;
  let tail = term;
  for (let successes = 1; successes <= Math.min(worse, better); successes += 1) {
    term *= (changed - successes + 1) / successes;
    tail += term;
  }
  return { worse, better, p: Math.min(1, 2 * tail) };
}
