/**
 * The packages that hold binaries for this machine. npm sometimes leaves an optional one out without a word (when the
 * lock file was written on another platform), so each is looked for and, if need be, installed by name and version.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { platformOf } from "./node-runtime.mjs";
import { runNpm } from "./npm.mjs";

/** node-llama-cpp's processor builds by platform; its graphics builds are a co-op's own choice. */
const LLAMA_PACKAGES = {
  "linux-x64": "@node-llama-cpp/linux-x64",
  "linux-arm64": "@node-llama-cpp/linux-arm64",
  "darwin-arm64": "@node-llama-cpp/mac-arm64-metal",
  "darwin-x64": "@node-llama-cpp/mac-x64",
  "win32-x64": "@node-llama-cpp/win-x64",
  "win32-arm64": "@node-llama-cpp/win-arm64",
};

/** `{ name, version }` of each package that this machine needs and does not have. */
export function missingPlatformPackages(root, nodePackage, host = process) {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const wanted = [];
  if (nodePackage !== null) {
    wanted.push({ name: nodePackage.name, version: manifest.optionalDependencies?.[nodePackage.name] });
  }
  const llama = LLAMA_PACKAGES[platformOf(host)];
  if (llama !== undefined) wanted.push({ name: llama, version: manifest.dependencies?.["node-llama-cpp"] });
  return wanted.filter(
    ({ name, version }) => version !== undefined && !existsSync(join(root, "node_modules", name, "package.json")),
  );
}

/**
 * Installs one package in a folder of its own and moves it into place: an `npm install NAME` in the project itself
 * would look at the whole tree again.
 */
export async function installPlatformPackage({ root, wanted, say }) {
  say(`Installing \`${wanted.name}\` for this platform …`);
  const folder = join(root, "node_modules", ".rochdale-platform");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), "{}\n");
  const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-json", "--no-save", "--no-package-lock"];
  const code = await runNpm({
    cwd: folder,
    args: ["install", ...options, "--loglevel=error", `${wanted.name}@${wanted.version}`],
  });
  const arrived = join(folder, "node_modules", wanted.name);
  if (code !== 0 || !existsSync(arrived)) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(
      `Expected to install \`${wanted.name}\` ${wanted.version}, which this platform needs, got exit code ${code} from npm. Check the network and that your npm registry carries it, then start again.`,
    );
  }
  moveInto(arrived, join(root, "node_modules", wanted.name));
  rmSync(folder, { recursive: true, force: true });
}

function moveInto(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  rmSync(to, { recursive: true, force: true });
  try {
    renameSync(from, to);
  } catch {
    cpSync(from, to, { recursive: true });
  }
}
