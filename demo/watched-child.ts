/**
 * Child processes that never outlive us: each is ended by its process id when this process exits, in whatever way it
 * still can. Knows nothing of what they run.
 */
import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";

const running = new Set<ChildProcess>();

/** Starts a program whose end is also ours to see to. */
export function spawnWatched(program: string, args: readonly string[], options: SpawnOptions = {}): ChildProcess {
  if (running.size === 0) process.once("exit", endAll);
  const child = spawn(program, args, options);
  running.add(child);
  child.once("exit", () => forget(child));
  child.once("error", () => forget(child)); // never started
  return child;
}

function forget(child: ChildProcess): void {
  running.delete(child);
  if (running.size === 0) process.off("exit", endAll);
}

function endAll(): void {
  for (const child of running) child.kill("SIGKILL");
}

/** Ends a child, gently at first; resolves when it is gone. */
export async function endChild(child: ChildProcess, patienceMs: number): Promise<void> {
  if (hasEnded(child)) return;
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill(patienceMs === 0 ? "SIGKILL" : "SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), patienceMs);
  await gone;
  clearTimeout(timer);
}

export function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
}

/** How a program ended, with the last of what it said on both outputs. `code` 127: it could not be started. */
export type Ended = { readonly code: number; readonly output: string };

const KEPT_OUTPUT = 20_000; // characters: enough for pip's reason

/** Runs a program to its end. @throws the signal's reason when aborted. */
export function runProgram(
  program: string,
  args: readonly string[],
  options: {
    readonly signal?: AbortSignal;
    readonly onLine?: (line: string) => void;
    readonly env?: NodeJS.ProcessEnv;
  } = {},
): Promise<Ended> {
  const { signal, onLine, env } = options;
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const child = spawnWatched(program, args, { stdio: ["ignore", "pipe", "pipe"], ...(env ? { env } : {}) });
    const stop = () => child.kill("SIGKILL");
    signal?.addEventListener("abort", stop, { once: true });
    let output = "";
    let rest = "";
    const take = (text: string) => {
      output = (output + text).slice(-KEPT_OUTPUT);
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) onLine?.(line);
    };
    child.stdout?.setEncoding("utf8").on("data", take);
    child.stderr?.setEncoding("utf8").on("data", take);
    child.once("error", (error) => resolve({ code: 127, output: error.message }));
    child.once("close", (code) => {
      signal?.removeEventListener("abort", stop);
      if (signal?.aborted) reject(signal.reason);
      else resolve({ code: code ?? 1, output });
    });
  });
}
