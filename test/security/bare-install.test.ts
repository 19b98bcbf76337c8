/**
 * From the lock file alone, without a single script of somebody else's, to a program that starts (T-S9). Takes packages
 * from npm's own cache where they lie there.
 */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, test } from "vitest";
import { INSTALL } from "../../bin/dependencies.mjs";
import { runNpm } from "../../bin/npm.mjs";
import { INSTALL_SCRIPTS } from "../../bot/supply/install-scripts.ts";
import { tell } from "../rows/row.ts";
import { ROOT } from "../source-files.ts";

const COPIED = ["package.json", "package-lock.json", "bin", "bot", "corpora", "prompts", "retrieval"];
const run = promisify(execFile);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "rochdale-install-"));
  await Promise.all(COPIED.map((name) => cp(join(ROOT, name), join(folder, name), { recursive: true })));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("an installation without install scripts leaves the lock file alone and gives a program that starts", async (context) => {
  // As the launcher does it, less what only tests need.
  const args = [...INSTALL.filter((option) => option !== "--include=dev"), "--omit=dev", "--prefer-offline"];
  const code = await runNpm({ cwd: folder, args, log: join(folder, "npm.log") });
  const node = join(folder, "node_modules/.bin/node");
  const start = (args: readonly string[]) => succeeds(existsSync(node) ? node : process.execPath, args);
  const checks = {
    "npm ended well": code === 0,
    "the options leave scripts out": INSTALL.includes("--ignore-scripts"),
    "the lock file is as it was": await sameFile("package-lock.json"),
    "nothing was built": !existsSync(join(folder, "node_modules/hnswlib-node/build")),
    "llama.cpp loads": await start(["bot/llama/probe-child.ts"]),
    "the documents are listed": await start(["bot/main.ts", "documents", "--json"]),
    "the bot's encryption loads": await start(["--input-type=module", "--eval", LOAD_ENCRYPTION]),
    "the bot's program loads": await start([
      "--input-type=module",
      "--eval",
      'await import("./bot/matrix/run-bot.ts")',
    ]),
  };
  const wrong = Object.entries(checks).flatMap(([what, kept]) => (kept ? [] : [`not so: ${what}`]));
  const what = `installed without the ${INSTALL_SCRIPTS.length} install scripts`;
  tell(context, { id: "T-S9", what, tried: Object.keys(checks).length, failed: wrong.length }, wrong);
});

const LOAD_ENCRYPTION =
  'await (await import("@matrix-org/matrix-sdk-crypto-wasm")).initAsync(); await import("matrix-bot-sdk")';

async function sameFile(name: string): Promise<boolean> {
  const [before, after] = await Promise.all([ROOT, folder].map((root) => readFile(join(root, name), "utf8")));
  return before === after;
}

/** Far above what a busy machine needs to load a program. */
const START_TIMEOUT_MS = 180_000;

/** In the copy, with folders of its own for data and models: no model is there. */
async function succeeds(node: string, args: readonly string[]): Promise<boolean> {
  const environment = { ...process.env, ROCHDALE_HOME: join(folder, "data"), XDG_CACHE_HOME: join(folder, "cache") };
  return run(node, [...args], { cwd: folder, env: environment, timeout: START_TIMEOUT_MS }).then(
    () => true,
    (error: Error) => {
      process.stderr.write(`${error.message}\n`);
      return false;
    },
  );
}
