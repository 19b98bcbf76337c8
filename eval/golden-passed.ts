/**
 * Remembers which golden questions passed: `passed.<profile>.json` beside the YAML files, sorted ids, one per line, so
 * that a change of it reads well in a diff. Knows nothing of why a question passes.
 */
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const passedSchema = z.object({
  models: z.object({ profile: z.string(), chat: z.string().nullable(), embedding: z.string().nullable() }),
  passed: z.array(z.string()).readonly(),
});

export type PassedRecord = Readonly<z.infer<typeof passedSchema>>;

export function passedFile(folder: string, profile: string): string {
  return join(folder, `passed.${profile}.json`);
}

/** Null when nothing was accepted yet. @throws Error with the remedy when the file is none of ours. */
export async function readPassed(file: string): Promise<PassedRecord | null> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
  try {
    return passedSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new Error(
      `Expected \`${file}\` to hold the questions that passed, as \`rochdale eval golden --accept\` writes them, got something else: bring back an earlier version of it, or remove it and accept anew.`,
      { cause },
    );
  }
}

export async function writePassed(file: string, record: PassedRecord): Promise<void> {
  const sorted = { models: record.models, passed: record.passed.toSorted() };
  await writeFile(`${file}.new`, `${JSON.stringify(sorted, null, 2)}\n`);
  await rename(`${file}.new`, file);
}

export type PassedChanges = {
  /** Passed before, asked now, does not pass now. */
  readonly lost: readonly string[];
  readonly gained: readonly string[];
  /** Passed before and stand in the list no more. */
  readonly gone: readonly string[];
  /** What passes when this run is accepted: of questions not asked now, what passed before. */
  readonly accepted: readonly string[];
};

export function comparePassed(run: {
  readonly before: readonly string[];
  readonly asked: ReadonlySet<string>;
  readonly passed: ReadonlySet<string>;
  /** All ids of the list, asked now or not. */
  readonly known: ReadonlySet<string>;
}): PassedChanges {
  const { before, asked, passed, known } = run;
  const kept = before.filter((id) => known.has(id) && !asked.has(id));
  return {
    lost: before.filter((id) => asked.has(id) && !passed.has(id)),
    gained: [...passed].filter((id) => !before.includes(id)),
    gone: before.filter((id) => !known.has(id)),
    accepted: [...kept, ...passed],
  };
}
