/** Sound files of every format that can be read without more: the sample's and the fixtures, made by real programs. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export type GoodFile = { readonly name: string; readonly bytes: Buffer };

const FOLDERS = ["../../corpora/sample/documents/", "../corpora/fixtures/"].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);
const READABLE = /\.(?:pdf|docx|odt|xlsx|ods|pptx|odp|csv|eml|html|md|txt)$/u;

/** Scans want text recognition, which is no matter of a reader. */
const SCAN = /^scan/u;

/** In an order of names that is the same everywhere. */
export function goodFiles(): readonly GoodFile[] {
  const found = FOLDERS.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => READABLE.test(name) && !SCAN.test(name))
      .map((name) => ({ name: name.replaceAll("/", "-"), bytes: readFileSync(folder + name) })),
  );
  return found.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
