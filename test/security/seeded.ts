/** Chance that a seed decides: the same series of numbers every time. Knows nothing of what is chosen with it. */

export type Chance = {
  /** From 0 up to and without 1. */
  readonly next: () => number;
  readonly pick: <T>(from: readonly T[]) => T;
};

/** mulberry32. */
export function chanceOf(seed: number): Chance {
  let state = seed | 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    next,
    pick<T>(from: readonly T[]): T {
      if (from.length === 0) throw new Error("Expected something to pick from, got an empty list.");
      return from[Math.floor(next() * from.length)] as T;
    },
  };
}
