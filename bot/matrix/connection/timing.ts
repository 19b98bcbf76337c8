/** Time and chance, as the connection needs them: passed in, so that a test decides. */
import { setTimeout as timer } from "node:timers/promises";

export type Timing = {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Rejects with the signal's reason when it aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** From 0 up to 1. */
  readonly random: () => number;
};

export function realTiming(clock: () => number): Timing {
  return {
    now: clock,
    async sleep(ms, signal) {
      try {
        await timer(ms, undefined, { signal });
      } catch {
        signal.throwIfAborted();
      }
    },
    random: Math.random,
  };
}

/** Double each time, up to a cap; half of it by chance, so that many do not come back at once. */
export function backOffMs(attempt: number, capMs: number, random: () => number): number {
  const whole = Math.min(capMs, FIRST_BACK_OFF_MS * 2 ** attempt);
  return whole * (0.5 + random() / 2);
}

/** A restarting proxy is often back within a second. */
const FIRST_BACK_OFF_MS = 250;
