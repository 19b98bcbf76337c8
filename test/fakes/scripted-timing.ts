/** Time that passes only when somebody sleeps, and chance that is always the middle; for tests of waiting. */
import type { Timing } from "../../bot/matrix/connection/timing.ts";

export type ScriptedTiming = Timing & { readonly slept: number[]; advance(ms: number): void };

export function scriptedTiming(start = 1_790_000_000_000): ScriptedTiming {
  let now = start;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    advance: (ms) => {
      now += ms;
    },
    async sleep(ms, signal) {
      signal.throwIfAborted();
      slept.push(ms);
      now += ms;
      await new Promise((resolve) => setImmediate(resolve));
    },
    random: () => 0.5,
  };
}
