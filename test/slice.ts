/**
 * Which part of a long series of trials this run takes: the first few in CI, the next ones slice by slice at night
 * (`test/night/`, which says so in the environment). Knows nothing of what is tried.
 */

export type Slice = { readonly from: number; readonly to: number };

/** Set by the night run for the one series that it is at: `mutations:500-600`. */
const GIVEN = /^([a-z-]+):(\d+)-(\d+)$/u;

/** @param inCi how many of the `whole` are tried where nothing else is said: the first ones, the same every time. */
export function sliceOf(series: string, whole: number, inCi: number): Slice {
  const given = GIVEN.exec(process.env.ROCHDALE_TEST_SLICE ?? "");
  if (given === null || given[1] !== series) return { from: 0, to: Math.min(inCi, whole) };
  return { from: Number(given[2]), to: Math.min(Number(given[3]), whole) };
}
