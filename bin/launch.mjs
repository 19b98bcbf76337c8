/**
 * What happens between `npm start` and the first line of TypeScript: dependencies are brought, Node 24 is chosen, and
 * everything else is handed to `bot/main.ts`. Runs on any Node ≥ 18 and needs no package.
 */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bringDependencies } from "./dependencies.mjs";
import { handOver } from "./hand-over.mjs";
import { chooseNode, requireUsableNode } from "./node-runtime.mjs";
import { runChecks, runTests } from "./run-tests.mjs";

/** Ends this process with the exit code, or by the signal, of what was run. */
export async function launch(args) {
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  try {
    requireUsableNode();
    await bringDependencies({ root, say });
    leaveWith(await dispatch({ root, node: chooseNode(root), args }));
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}

/** `node:sqlite` is called experimental, and `htmlencode` of the Matrix SDK uses `util._extend`: nothing to tell users. */
const QUIET = ["--disable-warning=ExperimentalWarning", "--disable-warning=DEP0060"];

function dispatch({ root, node, args }) {
  const run = (script, scriptArguments) => handOver(node, [...QUIET, join(root, script), ...scriptArguments]);
  if (args[0] === "test") return runTests({ run, args: args.slice(1) });
  if (args[0] === "check") return runChecks({ run });
  if (args[0] === "test-night") return run("test/night/main.ts", args.slice(1));
  if (args[0] === "notice") return run("bot/supply/write-notice.ts", args.slice(1));
  if (args[0] === "demo") return run("demo/main.ts", args.slice(1));
  return run("bot/main.ts", args);
}

function leaveWith({ code, signal }) {
  if (signal === null) process.exitCode = code;
  else process.kill(process.pid, signal);
}

/** Everything the launcher says goes to stderr: stdout belongs to the command alone. */
function say(sentence) {
  process.stderr.write(`${sentence}\n`);
}
