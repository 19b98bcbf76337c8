/** Looks for words in the bytes of files, whatever kind of file it is: in databases, their journals, indexes, left-overs. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** Files of a folder in which a word stands, in whatever encoding of a text; its beginning is enough. */
export function filesWith(word: string, folder: string): string[] {
  const traces = [Buffer.from(word), Buffer.from(word.slice(0, 12)), Buffer.from(word, "utf16le")];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => bytesOf(join(folder, name)).some((bytes) => traces.some((trace) => bytes.includes(trace))))
    .toSorted();
}

/** Empty for what is no file, or is gone by now. */
function bytesOf(path: string): Buffer[] {
  try {
    return statSync(path).isFile() ? [readFileSync(path)] : [];
  } catch {
    return [];
  }
}
