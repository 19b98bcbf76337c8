import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { REPLY_LANGUAGES } from "../../../bot/answer-types.ts";
import { askTables } from "../../../bot/tables/ask-tables.ts";
import { detectLanguageAmong } from "../../../corpora/language.ts";
import { readTables } from "../../../retrieval/tables/read-tables.ts";
import type { Table } from "../../../retrieval/tables/table.ts";
import { fixture, parse } from "../../corpora/reading.ts";

const questionSchema = z.object({
  file: z.string(),
  ask: z.string(),
  value: z.number().optional(),
  unit: z.string().optional(),
  text: z.string().optional(),
  refuse: z.literal(true).optional(),
  few: z.literal(true).optional(),
});
type Question = z.infer<typeof questionSchema>;

/** As the co-op's `collection.yaml` would mark them. */
const PERSONAL: Readonly<Record<string, readonly string[]>> = {
  "members.xlsx": ["Name", "E-mail"],
  "mitglieder.csv": ["Name"],
  "jahresbericht.xlsx": ["Name", "Ansprechperson"],
};

const SETS = {
  "the first set": questionsOf("questions.jsonl"),
  "the held-out set": questionsOf("held-out.jsonl"),
  "the third set": questionsOf("third.jsonl"),
};
const shelves = new Map<string, readonly Table[]>();

function questionsOf(name: string): Question[] {
  const lines = Buffer.from(fixture(`tables/${name}`))
    .toString("utf8")
    .trim()
    .split("\n");
  return lines.map((line) => questionSchema.parse(JSON.parse(line)));
}

async function tablesOf(file: string, id: number): Promise<readonly Table[]> {
  const document = await parse(readFileSync(new URL(`../../corpora/fixtures/tables/${file}`, import.meta.url)), file);
  return readTables({
    ...document,
    id,
    record: { title: document.title ?? file, file, personalColumns: PERSONAL[file] ?? [] },
  });
}

beforeAll(async () => {
  const files = new Set(Object.values(SETS).flatMap((set) => set.map(({ file }) => file)));
  for (const file of files) shelves.set(file, await tablesOf(file, shelves.size + 1));
});

/** What is said, in one line: "655.5 €", "Cedar", "few", "refused". */
function said(ask: string, tables: readonly Table[]): string {
  const language = REPLY_LANGUAGES.find((one) => one === detectLanguageAmong(ask, REPLY_LANGUAGES)) ?? "en";
  const answer = askTables(ask, language, tables);
  if (answer === null) return "refused";
  if (answer.kind === "too-few") return "few";
  const { value } = answer.computed.result;
  if (value.kind === "number") return `${value.number} ${value.unit ?? ""}`.trim();
  return value.kind === "text" ? value.text : value.texts.join("; ");
}

function wanted({ value, unit, text, refuse, few }: Question): string {
  if (refuse) return "refused";
  return few ? "few" : (text ?? `${value} ${unit ?? ""}`.trim());
}

describe.each(Object.entries(SETS))("%s", (_, questions) => {
  test.each(questions.map((question) => [question.ask, question] as const))("%s", (_ask, question) => {
    expect(said(question.ask, shelves.get(question.file) ?? [])).toBe(wanted(question));
  });
});

/** The questions of some sets, asked of all workbooks that one of them is about. */
function askedTogether(sets: readonly (readonly Question[])[]) {
  const questions = sets.flat();
  const all = [...new Set(questions.map(({ file }) => file))].flatMap((file) => shelves.get(file) ?? []);
  return questions.map((question) => ({
    ask: question.ask,
    said: said(question.ask, all),
    wanted: wanted(question),
  }));
}

test("beside all other workbooks, three of them lists of members, no wrong figure is told", () => {
  const answers = askedTogether(Object.values(SETS));
  expect(answers.filter((one) => one.said !== "refused" && one.said !== one.wanted)).toEqual([]);
});

test("beside nine other workbooks, what cannot be told apart is refused, and most can", () => {
  const answers = askedTogether([SETS["the first set"], SETS["the held-out set"]]);
  expect(answers.filter((one) => one.said === one.wanted).length).toBeGreaterThan(0.8 * answers.length);
});

test("there are at least sixty questions over five workbooks, ten of which the columns cannot answer", () => {
  const [first] = Object.values(SETS);
  expect(first?.length).toBeGreaterThanOrEqual(60);
  expect(new Set(first?.map(({ file }) => file)).size).toBeGreaterThanOrEqual(5);
  expect(first?.filter(({ refuse }) => refuse).length).toBeGreaterThanOrEqual(10);
});
