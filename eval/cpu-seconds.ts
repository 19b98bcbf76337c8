/**
 * Processor time used so far by a process and its living descendants, from Linux's /proc. Knows nothing of questions:
 * whoever wants the cost of one reads it before and after.
 */
import { readdirSync, readFileSync } from "node:fs";

/** Linux counts in hundredths of a second wherever Node runs (`getconf CLK_TCK`; man 5 proc, "stat"). */
const TICKS_PER_SECOND = 100;

type Process = { readonly id: number; readonly parent: number; readonly ticks: number };

/** Seconds of user and system time, children that have ended left out; null where there is no /proc. */
export function cpuSecondsOfTree(root: number = process.pid): number | null {
  const processes = readProcesses();
  if (!processes.some(({ id }) => id === root)) return null;
  const children = Map.groupBy(processes, ({ parent }) => parent);
  const tree = new Set<number>([root]);
  for (const id of tree) for (const child of children.get(id) ?? []) tree.add(child.id);
  const ticks = processes.filter(({ id }) => tree.has(id)).reduce((sum, one) => sum + one.ticks, 0);
  return ticks / TICKS_PER_SECOND;
}

function readProcesses(): Process[] {
  let names: string[];
  try {
    names = readdirSync("/proc");
  } catch {
    return [];
  }
  return names.filter((name) => /^\d+$/u.test(name)).flatMap((name) => readProcess(Number(name)));
}

/** Empty when the process has ended meanwhile. */
function readProcess(id: number): Process[] {
  try {
    const stat = readFileSync(`/proc/${id}/stat`, "utf8");
    // The name stands in brackets and may hold anything; what follows the last one is plain fields from the third on.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const [parent, user, system] = [Number(fields[1]), Number(fields[11]), Number(fields[12])];
    return [{ id, parent, ticks: user + system }];
  } catch {
    return [];
  }
}
