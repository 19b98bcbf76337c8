/**
 * What the folder of any run needs: `run.json` with what the run depends on, files replaced in one step, lines that
 * are dropped when a crash cut them short. Knows nothing of what the lines hold.
 */
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { differences, type Fingerprint } from "./fingerprint.ts";

const fingerprintSchema = z.object({ questions: z.string(), documents: z.string(), code: z.string() });

/** Begins a run or goes on with one; the sentence says why not when what it depends on has changed. */
export async function bindFolder(folder: string, fingerprint: Fingerprint): Promise<string | null> {
  await mkdir(folder, { recursive: true });
  const stored = await readOptional(join(folder, "run.json"));
  if (stored === null) {
    await replaceFile(folder, "run.json", `${JSON.stringify(fingerprint, null, 2)}\n`);
    return null;
  }
  const changed = differences(fingerprintSchema.parse(JSON.parse(stored)), fingerprint);
  if (changed.length === 0) return null;
  return (
    `Expected \`${folder}\` to hold a run of the same questions, documents and code, got one from before ` +
    `${changed.join(" and ")} changed: give another \`--out\`, or remove that folder.`
  );
}

/** The lines that `parse` takes; what it throws on is left out. No file, no lines. */
export async function readLines<T>(file: string, parse: (line: string) => T): Promise<readonly T[]> {
  const text = (await readOptional(file)) ?? "";
  return text.split("\n").flatMap((line) => {
    if (line === "") return [];
    try {
      return [parse(line)];
    } catch {
      return [];
    }
  });
}

export function toLines(values: readonly unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join("");
}

/** A reader sees the old text or the new one, never a part. */
export async function replaceFile(folder: string, name: string, text: string): Promise<void> {
  const temporary = join(folder, `.${name}.new`);
  await writeFile(temporary, text);
  await rename(temporary, join(folder, name));
}

export async function readOptional(file: string): Promise<string | null> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
