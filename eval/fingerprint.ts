/**
 * Fingerprints of what a run depends on: questions, documents and the code that answers. Two runs with the same
 * fingerprints may be joined; any difference is named.
 */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";

export type Fingerprint = { readonly questions: string; readonly documents: string; readonly code: string };

/** The folders whose files change answers; `eval/` is not one of them, so scoring can be mended between two runs. */
const CODE_FOLDERS = ["bot", "corpora", "prompts", "retrieval"] as const;
const CODE_FILE = /\.(?:ts|md|gbnf)$/u;

export function hashText(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** All files below a folder, relative with forward slashes, sorted; hidden ones are left out. */
export async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((name) => !name.split("/").some((part) => part.startsWith(".")))
    .toSorted();
}

async function hashFiles(folder: string, files: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const file of files) {
    hash.update(`${file}\0`).update(
      createHash("sha256")
        .update(await readFile(join(folder, file)))
        .digest(),
    );
  }
  return hash.digest("hex");
}

export async function hashFolder(folder: string): Promise<string> {
  return hashFiles(folder, await listFiles(folder));
}

/** Of the code that answers: sources, prompts and the lock file, below the repository's root; samples are data. */
export async function hashCode(root: string): Promise<string> {
  const lists = await Promise.all(
    CODE_FOLDERS.map(async (name) => (await listFiles(join(root, name))).map((file) => `${name}/${file}`)),
  );
  const files = lists.flat().filter((file) => CODE_FILE.test(file) && !file.startsWith("corpora/sample/"));
  return hashFiles(root, [...files, "package-lock.json"]);
}

/** Names, in plain words, what differs between two fingerprints. */
export function differences(left: Fingerprint, right: Fingerprint): readonly string[] {
  const names = { questions: "the questions", documents: "the documents", code: "the code or the settings" } as const;
  const keys = ["questions", "documents", "code"] as const;
  return keys.filter((key) => left[key] !== right[key]).map((key) => names[key]);
}
