/** Compares npm's own record of node_modules with the lock file: a member who ran `npm install` need not do it again. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Is every package of the lock file there in its version? Optional ones may be absent. */
export function matchesLockFile(root) {
  try {
    const wanted = packagesIn(join(root, "package-lock.json"));
    const present = packagesIn(join(root, "node_modules", ".package-lock.json"));
    return Object.entries(wanted).every(([path, { version, optional }]) => {
      if (path === "") return true;
      const found = present[path];
      return found === undefined ? optional === true : found.version === version;
    });
  } catch {
    return false;
  }
}

function packagesIn(file) {
  return JSON.parse(readFileSync(file, "utf8")).packages;
}
