/**
 * The short-lived process that reads one file and sends back a document or one sentence. Knows nothing of the store.
 * Started by read-file.ts only: argv holds the path, the limits and the parent's process id.
 */
import { readFileSync, writeSync } from "node:fs";
import { basename } from "node:path";
import { isMainThread, Worker, workerData } from "node:worker_threads";
import type { Limits } from "./formats/limits.ts";
import { parseDocument } from "./formats/parse.ts";
import { Unreadable } from "./formats/unreadable.ts";
import type { PageBegun, ReadOutcome } from "./read-file.ts";

/** Short enough to catch a stream that inflates by 100 MB in a tenth of a second, long enough to cost nothing. */
const WATCH_EVERY_MS = 25;

type Watch = { readonly maxResidentBytes: number; readonly parent: number };

if (isMainThread) await main();
else watch(workerData as Watch);

async function main(): Promise<void> {
  const [path = "", limitsText = "{}", parent = "0"] = process.argv.slice(2);
  const limits = JSON.parse(limitsText) as Limits;
  const data: Watch = { maxResidentBytes: limits.maxResidentBytes, parent: Number(parent) };
  new Worker(new URL(import.meta.url), { workerData: data, execArgv: [] }).unref();
  silenceLibraries();
  const outcome = await read(path, limits);
  process.send?.(outcome, () => process.exit(0));
}

async function read(path: string, limits: Limits): Promise<ReadOutcome> {
  try {
    return { kind: "document", document: await parseDocument(readFileSync(path), basename(path), limits, tell) };
  } catch (error) {
    if (error instanceof Unreadable) return { kind: "unreadable", reason: `\`${basename(path)}\` ${error.message}` };
    throw error;
  }
}

/** The parent gives each page that is recognised its own time. */
function tell(page: number, pages: number): void {
  process.send?.({ kind: "page", page, pages } satisfies PageBegun);
}

/** pdf.js prints warnings about damaged files. */
function silenceLibraries(): void {
  console.log = console.warn = console.error = console.info = () => {};
}

/** In a thread of its own, since a parser that is stuck or inflating never yields: ends the process by itself. */
function watch({ maxResidentBytes, parent }: Watch): void {
  setInterval(() => {
    const orphaned = process.ppid !== parent;
    if (!orphaned && process.memoryUsage.rss() <= maxResidentBytes) return;
    if (!orphaned) writeSync(2, "memory");
    process.kill(process.pid, "SIGKILL");
  }, WATCH_EVERY_MS);
}
