/** Runs npm, the same one that started us when there is one. Whatever it prints goes to stderr. */
import { execFile, spawn } from "node:child_process";
import { createWriteStream, existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * Resolves to npm's exit code. `log`: a file for its output instead of stderr. `timeoutMs`: it is ended after that.
 */
export function runNpm({ cwd, args, log = null, timeoutMs = 0, environment = process.env }) {
  const { program, prefix, shell } = npmCommand(environment);
  return new Promise((resolve, reject) => {
    const stdio = log === null ? ["ignore", 2, 2] : ["ignore", "pipe", "pipe"];
    const child = spawn(program, [...prefix, ...args], { cwd, stdio, shell, timeout: timeoutMs, env: environment });
    const stop = (signal) => child.kill(signal);
    const undo = passOn(stop);
    if (log !== null) keepOutput(child, log);
    child.once("error", (cause) => {
      undo();
      reject(
        new Error(
          "Expected `npm` on the PATH to install the dependencies, found none. Install npm 10 or newer, then start again.",
          { cause },
        ),
      );
    });
    child.once("exit", (code, signal) => {
      const interrupted = undo();
      if (interrupted !== null) process.kill(process.pid, interrupted);
      resolve(signal === null ? code : 1);
    });
  });
}

/**
 * Resolves to what npm printed on its standard output; its remarks are dropped.
 * @throws Error (expected, got, remedy) when npm is not there or fails.
 */
export function npmOutput({ cwd, args, environment = process.env }) {
  const { program, prefix, shell } = npmCommand(environment);
  const options = { cwd, shell, env: environment, maxBuffer: MOST_OUTPUT };
  return new Promise((resolve, reject) => {
    execFile(program, [...prefix, ...args], options, (cause, stdout) => {
      if (cause === null) return resolve(stdout);
      const sentence = `Expected \`npm ${args[0]}\` to end well, got: ${cause.message.trim()} Remedy: install npm 10 or newer, then try again.`;
      reject(new Error(sentence, { cause }));
    });
  });
}

/** A list of 500 packages is half a megabyte. */
const MOST_OUTPUT = 64 * 1024 * 1024;

/** npm tells its children where it is (`npm_execpath`); yarn and pnpm use the same variable for themselves. */
export function npmCommand(environment) {
  const started = environment.npm_execpath;
  if (started !== undefined && /^np[mx]-cli\.[cm]?js$/.test(basename(started))) {
    const npm = join(dirname(started), basename(started).replace("npx", "npm"));
    if (existsSync(npm)) return { program: process.execPath, prefix: [npm], shell: false };
  }
  return { program: "npm", prefix: [], shell: process.platform === "win32" };
}

/** Holds this process's own end back until npm has ended; the undo function says which signal came, null for none. */
function passOn(stop) {
  let came = null;
  const listeners = ["SIGINT", "SIGTERM", "SIGHUP"].map((signal) => {
    const listener = () => {
      came = signal;
      stop(signal);
    };
    process.on(signal, listener);
    return () => process.off(signal, listener);
  });
  return () => {
    for (const remove of listeners) remove();
    return came;
  };
}

function keepOutput(child, log) {
  const file = createWriteStream(log);
  child.stdout.pipe(file, { end: false });
  child.stderr.pipe(file, { end: false });
  child.once("close", () => file.end());
}
