/**
 * Runs a program with all its children and writes down what they tried to reach: through strace, which sees every program,
 * or, where there is none, through a hook inside of Node, which sees every Node process. Judges nothing.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Attempt, attemptsInReport, attemptsInTrace } from "./attempts.ts";

export type Watcher = "strace" | "hook";

export type Watched = {
  readonly attempts: readonly Attempt[];
  readonly code: number | null;
  /** What it said on both outputs, for whoever has to find out why it failed. */
  readonly said: string;
};

export type Program = {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What is typed into it. */
  readonly input: string;
  /** Folder for what is written down; it is the caller's to remove. */
  readonly folder: string;
  readonly signal: AbortSignal;
};

/** The calls with which anything leaves a machine. */
export const STRACE = ["strace", "-f", "-qq", "-e", "trace=connect,sendto,sendmsg,sendmmsg"] as const;

/** strace where it is installed and may be used, else the hook. */
export async function chooseWatcher(signal: AbortSignal): Promise<Watcher> {
  const tried = spawn("strace", ["-qq", "-e", "trace=connect", "true"], { stdio: "ignore", signal });
  const code = await once(tried, "close").then(
    ([code]) => code,
    () => null,
  );
  signal.throwIfAborted();
  return code === 0 ? "strace" : "hook";
}

let count = 0;

/** @throws the signal's reason. */
export async function watchProgram(watcher: Watcher, program: Program): Promise<Watched> {
  count += 1;
  const file = join(program.folder, `attempts-${count}.txt`);
  const hook = join(import.meta.dirname, "report-connects.ts");
  const [command = "", ...args] = watcher === "strace" ? [...STRACE, "-o", file, ...program.command] : program.command;
  const environment =
    watcher === "strace"
      ? program.environment
      : {
          ...program.environment,
          NODE_OPTIONS: `${program.environment.NODE_OPTIONS ?? ""} --disable-warning=ExperimentalWarning --import=${hook}`,
          ROCHDALE_EGRESS_REPORT: file,
        };
  const child = spawn(command, args, { env: environment, stdio: ["pipe", "pipe", "pipe"], signal: program.signal });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => said.push(text));
  child.stdin.on("error", () => {}); // it may have ended without reading all of it
  child.stdin.end(program.input);
  const [code] = (await once(child, "close")) as [number | null];
  const written = readIfThere(file);
  const attempts = watcher === "strace" ? attemptsInTrace(written) : attemptsInReport(written);
  return { attempts, code, said: said.join("") };
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return ""; // nothing was tried
  }
}
