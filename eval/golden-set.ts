/**
 * Reads golden questions: YAML that a secretary can write, every scalar taken as the text it is. One sentence per bad
 * entry. Knows nothing of how questions are asked or judged; the format is explained in `eval/README.md`.
 */
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { didYouMean } from "../bot/commands/nearest-name.ts";
import type { EvalQuestion } from "./question-set.ts";

export const GOLDEN_KINDS = [
  "single",
  "yes-no",
  "number",
  "table",
  "date",
  "list",
  "procedure",
  "multi-hop",
  "follow-up",
  "cross-lingual",
  "superseded",
  "conflict",
  "unanswerable",
] as const;

const KINDS_TOLD = GOLDEN_KINDS.map((kind) => `\`${kind}\``).join(", ");
const words = (what: string) => z.string({ error: what }).trim().min(1, { error: what });

const placeSchema = z.object(
  {
    document: words("the name of a file"),
    clause: z.string({ error: 'the clause as printed, "" where there is none' }).default(""),
    quote: words("words copied from the document"),
  },
  { error: "`document`, `clause` and `quote`" },
);
const turnSchema = z.object(
  { member: words("what the member said"), reply: words("what was replied") },
  { error: "`member` and `reply`" },
);
const wordList = z
  .array(words("a word or a number"), { error: "a list of words in square brackets" })
  .min(1, { error: "a list of at least one word" });

/** The messages are what follows "Expected `field` … to be". */
const entrySchema = z
  .object({
    id: words("a short name of its own"),
    ask: words("the question as a member asks it"),
    language: z
      .string({ error: "a language's two letters" })
      .regex(/^[a-z]{2,3}$/u, { error: "a language's two letters" }),
    kind: z.enum(GOLDEN_KINDS, { error: `one of ${KINDS_TOLD}` }),
    "as-of": z.iso.date({ error: "a day as YYYY-MM-DD" }).nullable().default(null),
    after: z.array(turnSchema, { error: "a list of `member` and `reply`" }).default([]),
    expect: z.array(placeSchema, { error: "a list of `document`, `clause` and `quote`" }).default([]),
    "must-say": z.array(wordList, { error: "a list of lists of words" }).default([]),
    "must-not-say": z.array(words("a word or a number"), { error: "a list of words" }).default([]),
    answer: z.string({ error: "a text" }).nullable().default(null),
    near: z.string({ error: "a text" }).nullable().default(null),
  })
  .superRefine(({ kind, expect, after, "must-say": mustSay }, context) => {
    const complain = (field: string, message: string) =>
      context.addIssue({ code: "custom", path: [field], message: `${message} for the kind \`${kind}\`` });
    if (kind === "follow-up" && after.length === 0) complain("after", "what was said before,");
    if (kind === "unanswerable" && expect.length > 0) complain("expect", "left out");
    if (kind === "unanswerable" && mustSay.length > 0) complain("must-say", "left out");
    if (kind !== "unanswerable" && expect.length === 0) complain("expect", "one place or more");
    if (kind !== "unanswerable" && mustSay.length === 0) complain("must-say", "one line or more");
  });

const fileSchema = z.object({
  collection: z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u),
  questions: z.array(z.unknown()).min(1),
});

const PLACE_KEYS = Object.keys(placeSchema.shape);
const TURN_KEYS = Object.keys(turnSchema.shape);
const ENTRY_KEYS = Object.keys(entrySchema.shape);
const FILE_KEYS = Object.keys(fileSchema.shape);

export type GoldenPlace = z.infer<typeof placeSchema>;

export type GoldenQuestion = {
  readonly id: string;
  readonly collection: string;
  readonly ask: string;
  /** ISO 639-1. */
  readonly language: string;
  readonly kind: (typeof GOLDEN_KINDS)[number];
  /** The day whose rules are asked for, YYYY-MM-DD; null for today. */
  readonly asOf: string | null;
  readonly after: readonly { readonly member: string; readonly reply: string }[];
  readonly expect: readonly GoldenPlace[];
  /** Every line must be met by one of its words. */
  readonly mustSay: readonly (readonly string[])[];
  readonly mustNotSay: readonly string[];
  /** For people: what is right, in plain words. */
  readonly answer: string | null;
};

export type GoldenFile = { readonly questions: readonly GoldenQuestion[]; readonly problems: readonly string[] };

/** @param name What the sentences call the file. */
export function parseGoldenFile(text: string, name: string): GoldenFile {
  let raw: unknown;
  try {
    // Failsafe: 11.10 stays "11.10", no stays "no", a date stays as it is written.
    raw = parseYaml(text, { schema: "failsafe" });
  } catch (error) {
    const [line] = String(error instanceof Error ? error.message : error).split("\n");
    return { questions: [], problems: [`Expected \`${name}\` to be YAML, got: ${line} Mend that line.`] };
  }
  const file = fileSchema.safeParse(raw);
  if (!file.success) {
    const sentence = `Expected \`${name}\` to hold \`collection\` (a name) and \`questions\` (a list), got ${shown(raw)}. ${SEE_FORMAT}`;
    return { questions: [], problems: [sentence] };
  }
  const problems = unknownKeys(raw, FILE_KEYS, `\`${name}\``);
  const questions: GoldenQuestion[] = [];
  for (const [index, entry] of file.data.questions.entries()) {
    const read = parseEntry(entry, file.data.collection, placeOf(entry, index, name));
    problems.push(...read.problems);
    if (read.question !== null) questions.push(read.question);
  }
  return { questions, problems };
}

const SEE_FORMAT = "`eval/README.md`, “Golden questions”, shows the format.";

function placeOf(entry: unknown, index: number, name: string): string {
  const id = valueAt(entry, ["id"]);
  return `question ${typeof id === "string" && id !== "" ? `\`${id}\`` : `number ${index + 1}`} in \`${name}\``;
}

type ReadEntry = { readonly question: GoldenQuestion | null; readonly problems: readonly string[] };

/** The question, or null and one sentence: of several things that are wrong, the first. */
function parseEntry(entry: unknown, collection: string, place: string): ReadEntry {
  const [typo] = [
    ...unknownKeys(entry, ENTRY_KEYS, place),
    ...itemsAt(entry, "expect").flatMap((item) => unknownKeys(item, PLACE_KEYS, `\`expect\` of ${place}`)),
    ...itemsAt(entry, "after").flatMap((item) => unknownKeys(item, TURN_KEYS, `\`after\` of ${place}`)),
  ];
  if (typo !== undefined) return { question: null, problems: [typo] };
  const result = entrySchema.safeParse(entry);
  if (!result.success) {
    const [issue] = result.error.issues;
    const path = issue?.path ?? [];
    const field = path.length === 0 ? "" : `\`${path.join(".")}\` of `;
    const sentence = `Expected ${field}${place} to be ${issue?.message}, got ${shown(valueAt(entry, path))}. ${SEE_FORMAT}`;
    return { question: null, problems: [sentence] };
  }
  const { "as-of": asOf, "must-say": mustSay, "must-not-say": mustNotSay, near: _, ...rest } = result.data;
  return { question: { ...rest, collection, asOf, mustSay, mustNotSay }, problems: [] };
}

/** One sentence for each key that is none, probably mistyped. */
function unknownKeys(value: unknown, known: readonly string[], place: string): string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.keys(value)
    .filter((key) => !known.includes(key))
    .map(
      (key) =>
        `Expected ${place} to have no keys but ${known.map((one) => `\`${one}\``).join(", ")}, got \`${key}\`. ${didYouMean(key, known)}${SEE_FORMAT}`,
    );
}

function itemsAt(entry: unknown, key: string): readonly unknown[] {
  const value = valueAt(entry, [key]);
  return Array.isArray(value) ? value : [];
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}

function shown(value: unknown): string {
  if (value === undefined || value === null || value === "") return "nothing";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return `\`${text.length <= LONGEST_SHOWN ? text : `${text.slice(0, LONGEST_SHOWN)}…`}\``;
}

/** Enough to find the place, short enough for one line of a terminal. */
const LONGEST_SHOWN = 60;

/** As the evaluation asks it. */
export function toEvalQuestion(question: GoldenQuestion): EvalQuestion {
  const { id, collection, language, ask, kind, answer, asOf, after, expect, mustSay, mustNotSay } = question;
  return {
    id,
    collection,
    lang: language,
    question: ask,
    history: after.flatMap(({ member, reply }) => [
      { role: "user" as const, content: member },
      { role: "assistant" as const, content: reply },
    ]),
    type: kind,
    gold_answer: answer,
    expect_abstain: kind === "unanswerable",
    must_include: mustSay.map((line) => [...line]),
    must_not_include: [...mustNotSay],
    evidence: expect.map(({ document, quote }) => ({ file: `${collection}/${document}`, quote })),
    near_miss: [],
    as_of: asOf,
  };
}
