/** The most memory that this process and its descendants held at a time, looked at again and again while work runs. */
import { processTree } from "../process-tree.ts";
import { residentBytesOf } from "./resident-memory.ts";

export type PeakMemory = {
  /** This process alone. */
  readonly mainBytes: number;
  /** All processes together, at the moment when that was most. */
  readonly sumBytes: number;
  /** How many processes there were at that moment. */
  readonly processes: number;
};

/** A parser lives for half a second: seldom enough to cost nothing, often enough to see each. */
const LOOK_EVERY_MS = 200;

/** Runs `work` and tells the peak until its end. */
export async function withPeakMemory<T>(work: () => Promise<T>): Promise<{ result: T; peak: PeakMemory }> {
  const peak = { mainBytes: 0, sumBytes: 0, processes: 0 };
  let looking = Promise.resolve();
  const timer = setInterval(() => {
    looking = looking.then(() => look(peak));
  }, LOOK_EVERY_MS);
  try {
    const result = await work();
    await look(peak);
    return { result, peak };
  } finally {
    clearInterval(timer);
    await looking;
  }
}

async function look(peak: { mainBytes: number; sumBytes: number; processes: number }): Promise<void> {
  const ids = processTree(process.pid).map(({ id }) => id);
  const sizes = await Promise.all(ids.map((id) => residentBytesOf(id)));
  const sum = sizes.reduce<number>((total, bytes) => total + (bytes ?? 0), 0);
  peak.mainBytes = Math.max(peak.mainBytes, process.memoryUsage.rss());
  if (sum > peak.sumBytes) Object.assign(peak, { sumBytes: sum, processes: ids.length });
}
