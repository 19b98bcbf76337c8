/**
 * A copy of the launcher in a folder of its own, with an npm that only writes down what it was asked and "installs"
 * what the script says. No network, no real dependency.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export type LauncherResult = {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
};

export type Sandbox = {
  readonly root: string;
  readonly start: (args: readonly string[], environment?: Readonly<Record<string, string>>) => ChildProcess;
  readonly run: (args: readonly string[], environment?: Readonly<Record<string, string>>) => Promise<LauncherResult>;
  /** What npm was asked so far, one command line each. */
  readonly npmCalls: () => readonly string[];
  readonly has: (path: string) => boolean;
  readonly write: (path: string, text: string) => void;
  readonly remove: () => void;
};

/** Packages that this platform needs, so that nothing is "missing" unless a test wants it. */
const PLATFORM = `${process.platform}-${process.arch}`;
export const LLAMA_PACKAGE = `@node-llama-cpp/${PLATFORM}`;

/**
 * @param main What `bot/main.ts` holds (plain JavaScript).
 * @param npm What the fake npm does after writing down its arguments (shell); `$ROOT` is the sandbox.
 */
export function makeSandbox({ main, npm = INSTALL_ALL }: { readonly main: string; readonly npm?: string }): Sandbox {
  const root = mkdtempSync(join(tmpdir(), "rochdale-launcher-"));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  cpSync(join(import.meta.dirname, "../../bin"), join(root, "bin"), { recursive: true });
  write("package.json", JSON.stringify({ type: "module", dependencies: { "node-llama-cpp": "9.9.9" } }));
  write("package-lock.json", JSON.stringify({ packages: { "": {}, "node_modules/a": { version: "1.0.0" } } }));
  write("bot/main.ts", main);
  write("fake/npm", `#!/bin/sh\nROOT='${root}'\necho "$@" >> "$ROOT/npm-calls"\n${npm}\n`);
  chmodSync(join(root, "fake/npm"), 0o755);
  const environment = { PATH: `${join(root, "fake")}:/usr/bin:/bin`, HOME: root };
  const start: Sandbox["start"] = (args, more = {}) =>
    spawn(process.execPath, [join(root, "bin/rochdale.mjs"), ...args], { env: { ...environment, ...more } });
  return {
    root,
    start,
    run: (args, more) => result(start(args, more)),
    npmCalls: () =>
      existsSync(join(root, "npm-calls")) ? readFileSync(join(root, "npm-calls"), "utf8").trim().split("\n") : [],
    has: (path) => existsSync(join(root, path)),
    write,
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** Leaves behind what npm would for the sandbox's lock file. */
export const INSTALL_ALL = `case "$PWD" in *.rochdale-platform)
  mkdir -p node_modules/${LLAMA_PACKAGE}; echo '{}' > node_modules/${LLAMA_PACKAGE}/package.json; exit 0;; esac
mkdir -p node_modules/${LLAMA_PACKAGE}; echo '{}' > node_modules/${LLAMA_PACKAGE}/package.json`;

/** Waits for the end of a started launcher and collects what it wrote. */
export function result(child: ChildProcess): Promise<LauncherResult> {
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  child.stdin?.end();
  return new Promise((resolve) => child.once("close", (code, signal) => resolve({ code, signal, stdout, stderr })));
}
