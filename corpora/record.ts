/**
 * Reads `collection.yaml`: what the co-op says about its documents. Knows the keys and their spelling, and says in a
 * sentence what is wrong with a record; guesses nothing.
 */
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { type DocumentRecord, RANKS, STATUSES } from "./document.ts";

/** The name of the file that says what the documents of a folder are. */
export const COLLECTION_FILE = "collection.yaml";

/** What `collection.yaml` says of one file; a field that is absent was not said. */
export type SaidRecord = { readonly file: string } & Partial<Omit<DocumentRecord, "file" | "guessed">>;

export type CollectionFile = {
  readonly title: string | null;
  readonly contact: string | null;
  readonly documents: readonly SaidRecord[];
  /** One sentence for each thing that was not understood; the rest holds. */
  readonly problems: readonly string[];
};

/** "2024-02-31" has the right shape and is no day. */
function isCalendarDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

const date = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, "a date written YYYY-MM-DD")
  .refine(isCalendarDay, "a date that exists");
const amendment = z.union([
  z.string().transform((file) => ({ file, section: null })),
  z.object({ file: z.string(), section: z.coerce.string().nullable().default(null) }),
]);
/** One or several. */
const amends = z.union([z.array(amendment), amendment.transform((one) => [one]), z.null().transform(() => [])]);

const FIELDS = {
  title: z.string(),
  language: z.string().regex(/^[a-z]{2}$/, "a two-letter language code such as `en`"),
  rank: z.enum(RANKS),
  status: z.enum(STATUSES),
  adoptedOn: date.nullable(),
  inForceFrom: date.nullable(),
  inForceTo: date.nullable(),
  decidedBy: z.string().nullable(),
  replaces: z.string().nullable(),
  amends,
  contact: z.string().nullable(),
  public: z.boolean(),
  personalColumns: z.array(z.string()),
  version: z.coerce.string().nullable(),
} as const;

const outer = z.object({
  title: z.string().nullish(),
  contact: z.string().nullish(),
  documents: z.array(z.record(z.string(), z.unknown())).nullish(),
});

/** Reads the text of a `collection.yaml`; never throws: what is wrong is said in `problems`. */
export function parseCollectionFile(yaml: string): CollectionFile {
  const problems: string[] = [];
  let raw: unknown;
  try {
    raw = parseYaml(yaml, { schema: "core" });
  } catch (error) {
    return nothing(`Expected \`collection.yaml\` to be YAML, got: ${firstLine(error)} Mend that line and load again.`);
  }
  const parsed = outer.safeParse(raw ?? {});
  if (!parsed.success) {
    return nothing("Expected `collection.yaml` to hold `title`, `contact` and a list `documents`, got something else.");
  }
  const documents = (parsed.data.documents ?? []).flatMap((entry, index) => readEntry(entry, index, problems));
  return { title: parsed.data.title ?? null, contact: parsed.data.contact ?? null, documents, problems };
}

function nothing(problem: string): CollectionFile {
  return { title: null, contact: null, documents: [], problems: [problem] };
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
}

function readEntry(entry: Record<string, unknown>, index: number, problems: string[]): SaidRecord[] {
  const file = entry.file;
  if (typeof file !== "string") {
    problems.push(
      `Expected record ${index + 1} of \`collection.yaml\` to have a \`file\`, got none: the record is left out.`,
    );
    return [];
  }
  const said: Record<string, unknown> = { file };
  for (const [key, value] of Object.entries(entry)) {
    if (key === "file") continue;
    const field = key in FIELDS ? FIELDS[key as keyof typeof FIELDS] : undefined;
    if (field === undefined) {
      problems.push(
        `\`collection.yaml\`, \`${file}\`: unknown key \`${key}\`, probably a typo; known are ${Object.keys(FIELDS).join(", ")}.`,
      );
      continue;
    }
    const result = field.safeParse(value instanceof Date ? value.toISOString().slice(0, 10) : value);
    if (result.success) said[key] = result.data;
    else problems.push(badField(file, key, value));
  }
  return [said as SaidRecord];
}

function badField(file: string, key: string, value: unknown): string {
  const expected: Record<string, string> = {
    rank: `one of ${RANKS.join(", ")}`,
    status: `one of ${STATUSES.join(", ")}`,
    adoptedOn: "a date written YYYY-MM-DD",
    inForceFrom: "a date written YYYY-MM-DD",
    inForceTo: "a date written YYYY-MM-DD",
    language: "a two-letter code such as `en`",
    public: "true or false",
    personalColumns: "a list of column names",
  };
  return `\`collection.yaml\`, \`${file}\`: expected \`${key}\` to be ${expected[key] ?? "a text"}, got \`${JSON.stringify(value)}\`: the field is left out.`;
}
