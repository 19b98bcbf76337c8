/**
 * Processor time used so far by a process and its living descendants. Knows nothing of questions: whoever wants the
 * cost of one reads it before and after.
 */
import { processTree } from "./process-tree.ts";

const TICKS_PER_SECOND = 100;

/** Seconds of user and system time, children that have ended left out; null where there is no /proc. */
export function cpuSecondsOfTree(root: number = process.pid): number | null {
  const tree = processTree(root);
  return tree.length === 0 ? null : tree.reduce((sum, { ticks }) => sum + ticks, 0) / TICKS_PER_SECOND;
}
