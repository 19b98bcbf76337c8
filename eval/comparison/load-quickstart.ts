/**
 * Installs the packages of `eval/quickstart/` when they are not there, and loads its one module. This tree does not
 * know them; the module's type is `quickstart-seam.ts`.
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { runNpm } from "../../bin/npm.mjs";
import { readOptional } from "../run-files.ts";
import type { QuickstartModule } from "./quickstart-seam.ts";

/** What decides how the quickstart answers, for the fingerprint of a run. */
export const QUICKSTART_FILES = ["collection.ts", "package.json", "package-lock.json"];

const INSTALL = [
  "install",
  "--ignore-scripts",
  "--no-audit",
  "--no-fund",
  "--no-save",
  "--no-json",
  "--loglevel=error",
];

/** @throws a sentence when the packages cannot be brought. `root` holds Rochdale's package.json. */
export async function loadQuickstart(root: string, say: (line: string) => void): Promise<QuickstartModule> {
  const folder = join(root, "eval", "quickstart");
  requireVectorIndex(root);
  await install(folder, say);
  return parseModule(await import(pathToFileURL(join(folder, "collection.ts")).href));
}

/** hnswlib-node is compiled once, with Rochdale's own packages: Node finds it there from `eval/quickstart/` as well. */
function requireVectorIndex(root: string): void {
  if (existsSync(join(root, "node_modules", "hnswlib-node", "build", "Release", "addon.node"))) return;
  throw new Error(
    "Expected hnswlib-node to be built, which HNSWLib needs, got no `addon.node`. Install a C++ compiler (`g++`), run " +
      "`npm rebuild hnswlib-node`, then the same command again.",
  );
}

/** The stamp is written last: an interrupted installation never looks complete. */
async function install(folder: string, say: (line: string) => void): Promise<void> {
  const stampFile = join(folder, "node_modules", ".rochdale-stamp");
  const stamp = await stampOf(folder);
  if ((await readOptional(stampFile)) === stamp) return;
  say("Installing LangChain's packages for the comparison (about 200 MB, once) …");
  const code = await runNpm({ cwd: folder, args: INSTALL });
  if (code !== 0) {
    throw new Error(
      `Expected \`npm install\` in \`eval/quickstart\` to end well, got exit code ${code} (its reason stands above). ` +
        "Check the network and the free space, then run the same command again.",
    );
  }
  await writeFile(stampFile, stamp);
}

async function stampOf(folder: string): Promise<string> {
  const hash = createHash("sha256");
  for (const name of ["package.json", "package-lock.json"])
    hash.update(await readFile(join(folder, name))).update("\0");
  return hash.digest("hex");
}

/** `npm run check` in `eval/quickstart/` proves the type. */
const parseModule = (loaded: unknown) => loaded as QuickstartModule;
