/** A process and its living descendants, from Linux's /proc. Knows nothing of what they do. */
import { readdirSync, readFileSync } from "node:fs";

/** Processor time in hundredths of a second (`getconf CLK_TCK`; man 5 proc, "stat"). */
export type ProcessInfo = { readonly id: number; readonly parent: number; readonly ticks: number };

/** The root first; empty where there is no /proc or no such process. */
export function processTree(root: number): readonly ProcessInfo[] {
  const processes = readProcesses();
  const children = Map.groupBy(processes, ({ parent }) => parent);
  const tree = processes.filter(({ id }) => id === root);
  for (const { id } of tree) tree.push(...(children.get(id) ?? []));
  return tree;
}

function readProcesses(): ProcessInfo[] {
  let names: string[];
  try {
    names = readdirSync("/proc");
  } catch {
    return [];
  }
  return names.filter((name) => /^\d+$/u.test(name)).flatMap((name) => readProcess(Number(name)));
}

/** Empty when the process has ended meanwhile. */
function readProcess(id: number): ProcessInfo[] {
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
