/** The source files of the repository, as paths from its root, for the tests that look at the code itself. */
import { readdirSync } from "node:fs";
import { join, relative } from "node:path";

export const ROOT = join(import.meta.dirname, "..");

const FOLDERS = ["bin", "bot", "corpora", "demo", "eval", "prompts", "retrieval", "test"];
/** Data, not source. */
const NOT_SOURCE = /(^|\/)(node_modules|fixtures|documents|sources)(\/|$)/;

export function sourceFiles(): string[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(ts|mts|mjs)$/.test(entry.name))
      .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
      .filter((file) => !NOT_SOURCE.test(file)),
  ).toSorted();
}
