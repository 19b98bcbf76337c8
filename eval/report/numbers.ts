/** Shares, intervals and durations as a reader sees them. Knows nothing of what they measure. */
import type { Interval } from "../statistics.ts";

/** Keeps number and unit on one line. */
const NO_BREAK = "\u00a0";

/** "77 %" */
export function percent(share: number): string {
  return `${(share * 100).toFixed(0)}${NO_BREAK}%`;
}

/** "66–88 %", or a dash where nothing was counted. */
export function intervalText(interval: Interval | null): string {
  return interval === null ? "–" : `${(interval.low * 100).toFixed(0)}–${percent(interval.high)}`;
}

/** "47 ms", "1.2 s", "38 s" */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${milliseconds.toFixed(0)}${NO_BREAK}ms`;
  return `${(milliseconds / 1000).toFixed(milliseconds < 10_000 ? 1 : 0)}${NO_BREAK}s`;
}
