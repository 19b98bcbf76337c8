/** Reads what `summary.json` knows of a run besides its figures. */
import { join } from "node:path";
import { z } from "zod";
import { readOptional } from "../run-files.ts";

const factsSchema = z.object({
  complete: z.boolean(),
  models: z.object({ profile: z.string(), chat: z.string().nullable(), embedding: z.string().nullable() }),
  ingest: z.object({ failed: z.array(z.string()) }),
  problems: z.array(z.string()),
});

export type RunFacts = z.infer<typeof factsSchema>;

/** The facts of a finished run; throws a sentence when the folder holds none. */
export async function readFacts(folder: string): Promise<RunFacts> {
  const text = await readOptional(join(folder, "summary.json"));
  const parsed = factsSchema.safeParse(text === null ? null : JSON.parse(text));
  if (parsed.success) return parsed.data;
  const got = text === null ? "none" : "one without `complete`, `models`, `ingest` and `problems`";
  throw new Error(
    `Expected \`${folder}\` to hold the \`summary.json\` of a finished run, got ${got}: run \`rochdale eval\` with \`--out ${folder}\` to its end.`,
  );
}
