/**
 * Reads a file as an ingest does, two at a time, and tells how that ended, how long it took, and what it left behind.
 * For hostile, damaged and mutated files alike.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { readDocument } from "../../corpora/read-file.ts";
import { processTree } from "../../eval/process-tree.ts";

export type End = {
  readonly kind: "document" | "unreadable";
  /** The stored text, or the sentence for the admin. */
  readonly text: string;
  readonly milliseconds: number;
};

/** The limit of 30 s is the reader's own; starting and ending its process on a busy machine comes on top. */
export const LONGEST_MS = 35_000;

/** "`file` is …: do this." in one line, as every refusal is; nothing that looks like a stack trace or an exception. */
const PLAIN_REASON = /^`[^`]+` [^\n]{10,400}: [^\n]{3,200}\.$/u;
const INTERNAL = /\bat .+:\d+:\d+|node:internal|\w+Error\b|undefined|\[object /u;

/** One reader for each of two cores, as an ingest has. */
const AT_A_TIME = 2;
let running = 0;
const waiting: (() => void)[] = [];

export async function endOf(path: string): Promise<End> {
  if (running >= AT_A_TIME) await new Promise<void>((resolve) => waiting.push(resolve));
  running += 1;
  const begun = performance.now();
  try {
    const read = await readDocument(path);
    const milliseconds = performance.now() - begun;
    return read.kind === "document"
      ? { kind: "document", text: read.document.text, milliseconds }
      : { kind: "unreadable", text: read.reason, milliseconds };
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

/** Results in the order of the items. */
export async function twoAtATime<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = [...items.entries()];
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) results[next[0]] = await work(next[1]);
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  return results;
}

/** What is wrong with such an end; null for a plain one. */
export function complaint({ kind, text, milliseconds }: End): string | null {
  if (milliseconds > LONGEST_MS) return `took ${Math.round(milliseconds / 1000)} s`;
  if (kind === "document") return null;
  return PLAIN_REASON.test(text) && !INTERNAL.test(text) ? null : `said ${JSON.stringify(text)}`;
}

/** Resident bytes of this process after its garbage was collected. */
export function settledBytes(): number {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
  collect();
  return process.memoryUsage.rss();
}

/** Readers that are still there; those that were just killed get a moment. */
export async function leftBehind(): Promise<number> {
  const count = () => processTree(process.pid).length - 1;
  for (let tries = 0; tries < 20 && count() > 0; tries += 1) await sleep(100);
  return count();
}
