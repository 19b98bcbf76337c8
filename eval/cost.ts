/**
 * What an answer costs: processor seconds as counted, energy as estimated from them. No machine's power is measured.
 */
import type { QuestionScore } from "./score.ts";
import { type Spread, spreadOf } from "./spread.ts";

/**
 * Watts of one busy core. A desktop processor with six cores under full load draws about 76 W (Ryzen 5 5600X, AMD's
 * package power limit), 12 to 13 W a core. Left out: memory, disk, fans, the power supply's losses, and what the
 * machine draws idle. Where a "core" of a rented machine is one of two hardware threads, the true figure is about half.
 */
export const WATTS_PER_CORE = 12;

/** From a server with many slow cores (EPYC 7763: 280 W on 64) to a desktop at its highest clock. */
export const WATTS_PER_CORE_RANGE = { low: 4, high: 20 } as const;

const JOULES_PER_WATT_HOUR = 3600;

export type Cost = {
  /** Processor seconds of all processes, per answer. */
  readonly cpuSeconds: Spread;
  readonly wattsPerCore: number;
  readonly wattsPerCoreRange: { readonly low: number; readonly high: number };
  /** Estimates: processor seconds times watts per core. */
  readonly joules: Spread;
  readonly wattHours: Spread;
};

/** Null where no processor time is known. Questions that failed are no answers. */
export function costOf(scores: readonly QuestionScore[]): Cost | null {
  const answers = scores.filter(({ outcome }) => outcome !== "failed");
  const seconds = answers.map(({ cpuSeconds }) => cpuSeconds).filter((value) => value !== null);
  const cpuSeconds = spreadOf(seconds);
  const joules = spreadOf(seconds.map((value) => value * WATTS_PER_CORE));
  const wattHours = spreadOf(seconds.map((value) => (value * WATTS_PER_CORE) / JOULES_PER_WATT_HOUR));
  if (cpuSeconds === null || joules === null || wattHours === null) return null;
  return { cpuSeconds, wattsPerCore: WATTS_PER_CORE, wattsPerCoreRange: WATTS_PER_CORE_RANGE, joules, wattHours };
}
