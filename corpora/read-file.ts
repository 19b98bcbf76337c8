/**
 * Reads one file from disk in a child process that is capped in memory and time, so that no document can hurt the
 * main process. Knows nothing of formats beyond starting the child, nor of the store.
 */
import { spawn } from "node:child_process";
import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { getPriority, constants as osConstants, setPriority } from "node:os";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import type { ParsedDocument } from "./document.ts";
import { DEFAULT_LIMITS, type Limits } from "./formats/limits.ts";

export type ReadOutcome =
  | { readonly kind: "document"; readonly document: ParsedDocument }
  /** `reason` is one sentence for the admin: what was expected, what was got, what to do. */
  | { readonly kind: "unreadable"; readonly reason: string };

/** A page is about to be recognised, the `page`-th of `pages`: sent by the child. */
export type PageBegun = { readonly kind: "page"; readonly page: number; readonly pages: number };

export type ReadOptions = {
  readonly signal?: AbortSignal;
  readonly limits?: Partial<Limits>;
  /** Told before each page of a scan that is recognised: seconds each. */
  readonly onPage?: (page: number, pages: number) => void;
};

const CHILD = fileURLToPath(new URL("./parser-child.ts", import.meta.url));
/** Of the 1 GB that the process may use, half for V8; pdf.js and zlib hold the rest outside its heap. */
const HEAP_MB = 512;

/** Never throws for what a file holds; throws the signal's reason when aborted. */
export async function readDocument(path: string, { signal, limits, onPage }: ReadOptions = {}): Promise<ReadOutcome> {
  signal?.throwIfAborted();
  const all = { ...DEFAULT_LIMITS, ...limits };
  const refused = await refusedUnread(path, all);
  signal?.throwIfAborted();
  return refused === null
    ? runChild(path, all, signal, onPage)
    : { kind: "unreadable", reason: `\`${basename(path)}\` ${refused}` };
}

/** What can be said without opening the file. */
async function refusedUnread(path: string, limits: Limits): Promise<string | null> {
  try {
    const about = await stat(path);
    if (about.isDirectory()) return "is a folder, not a file: load the files in it.";
    if (!about.isFile()) return "is no ordinary file: copy its content into a file and load that.";
    if (about.size === 0) return "is empty (0 bytes): export it again and load that.";
    if (about.size > limits.maxFileBytes) {
      return `has \`${megabytes(about.size)} MB\`, more than the ${megabytes(limits.maxFileBytes)} MB that can be read: split it or leave its pictures out.`;
    }
    await access(path, constants.R_OK);
    return null;
  } catch (error) {
    return refusedByDisk(error);
  }
}

function refusedByDisk(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
  if (code === "ENOENT" || code === "ENOTDIR") return "does not exist: check the path and load it again.";
  if (code === "EACCES" || code === "EPERM")
    return "may not be read by this program's user: change its permissions and load it again.";
  return `cannot be read from disk (${code}): copy it to another place and load that.`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);
}

/** `process.execPath` is the Node that runs this program; the child gets none of its environment. */
function runChild(
  path: string,
  limits: Limits,
  signal: AbortSignal | undefined,
  onPage: ReadOptions["onPage"],
): Promise<ReadOutcome> {
  const { promise, resolve, reject } = Promise.withResolvers<ReadOutcome>();
  const unreadable = (text: string): void => resolve({ kind: "unreadable", reason: `\`${basename(path)}\` ${text}` });
  const args = [
    `--max-old-space-size=${HEAP_MB}`,
    "--disable-warning=ExperimentalWarning",
    CHILD,
    path,
    JSON.stringify(limits),
    String(process.pid),
  ];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "pipe", "ipc"], env: childEnvironment() });
  stepBack(child.pid);
  let said = "";
  let timedOut = false;
  const stop = (): void => void child.kill("SIGKILL");
  const stopAfter = (milliseconds: number): NodeJS.Timeout =>
    setTimeout(() => {
      timedOut = true;
      stop();
    }, milliseconds);
  let timer = stopAfter(limits.wallTimeMs);
  signal?.addEventListener("abort", stop, { once: true });
  child.stderr?.on("data", (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-20_000);
  });
  child.on("message", (message) => {
    const told = message as ReadOutcome | PageBegun;
    if (told.kind !== "page") return resolve(told);
    clearTimeout(timer);
    timer = stopAfter(limits.ocrPageMs + limits.wallTimeMs);
    onPage?.(told.page, told.pages);
  });
  child.on("error", (cause) =>
    reject(new Error(`Expected the document reader to start as \`${process.execPath}\`: ${cause.message}`, { cause })),
  );
  child.on("close", () => {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
    if (signal?.aborted === true) reject(signal.reason);
    else unreadable(deathReason(said, timedOut, limits));
  });
  return promise;
}

/** Members who ask meanwhile go first: a reader gets a third of a core that the models want as well. */
const NICENESS = 5;
const LEAST_PRIORITY = osConstants.priority.PRIORITY_LOW;

function stepBack(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, Math.min(getPriority() + NICENESS, LEAST_PRIORITY));
  } catch {
    // It has ended already, or the system does not let it: then it reads as fast as everybody else.
  }
}

function childEnvironment(): NodeJS.ProcessEnv {
  const { SystemRoot, TMPDIR } = process.env;
  return { ...(SystemRoot ? { SystemRoot } : {}), ...(TMPDIR ? { TMPDIR } : {}), TZ: "UTC" };
}

function deathReason(said: string, timedOut: boolean, limits: Limits): string {
  if (timedOut)
    return `took more than the ${limits.wallTimeMs / 1000} s that reading may take: export it again, or split it, and load that.`;
  if (/^memory|heap out of memory|Allocation failed/u.test(said)) {
    return `needs more memory than the ${megabytes(limits.maxResidentBytes)} MB that reading may take: export it again, or split it, and load that.`;
  }
  return "is damaged (the reader stopped on it): open it in the program it comes from, save it again and load that.";
}
