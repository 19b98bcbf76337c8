/**
 * Runs one program as if it were this process: same terminal, same exit code, same signals, and it never outlives us.
 */
import { spawn } from "node:child_process";

/**
 * Resolves to `{ code, signal }` of the program. The child gets an IPC channel that it only listens to for its end:
 * should this process be killed outright, the child notices and stops too.
 */
export function handOver(program, args, { stdio = ["inherit", "inherit", "inherit", "ipc"] } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio });
    const stopForwarding = forwardSignals(child);
    child.once("error", (cause) => {
      stopForwarding();
      reject(
        new Error(
          `Expected to run \`${program}\`, got \`${cause.code ?? cause.message}\`. Remove the folder node_modules and start again, or install Node 24 or newer on this machine.`,
          { cause },
        ),
      );
    });
    child.once("exit", (code, signal) => {
      stopForwarding();
      resolve({ code: code ?? 1, signal });
    });
  });
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * A terminal sends Ctrl-C to the whole process group, so the child has it already; only without a terminal is a SIGINT
 * meant for us alone and passed on.
 */
function forwardSignals(child) {
  const listeners = SIGNALS.map((signal) => {
    const listener = () => {
      if (signal === "SIGINT" && hasTerminal()) return;
      child.kill(signal);
    };
    process.on(signal, listener);
    return () => process.off(signal, listener);
  });
  return () => {
    for (const stop of listeners) stop();
  };
}

function hasTerminal() {
  return process.stdin.isTTY === true || process.stdout.isTTY === true || process.stderr.isTTY === true;
}
