/**
 * Reads a question set: one JSON object per line, checked once, a bad line reported with its number while the rest
 * goes on. Knows nothing of how questions are answered or scored.
 */
import { z } from "zod";

const turnSchema = z.object({ role: z.enum(["user", "assistant"]), content: z.string() });

const questionSchema = z.object({
  id: z.string().min(1),
  collection: z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u, "expected a folder name"),
  lang: z.string().min(2),
  question: z.string().min(1),
  history: z.array(turnSchema).default([]),
  type: z.string().min(1),
  gold_answer: z.string().nullable().default(null),
  expect_abstain: z.boolean(),
  must_include: z.array(z.array(z.string().min(1)).min(1)).default([]),
  must_not_include: z.array(z.string().min(1)).default([]),
  evidence: z.array(z.object({ file: z.string().min(1), quote: z.string().min(1) })).default([]),
  near_miss: z.array(z.unknown()).default([]),
  /** The day whose rules are asked for, YYYY-MM-DD; absent in the dev set. */
  as_of: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/u)
    .nullable()
    .default(null),
});

export type EvalQuestion = z.infer<typeof questionSchema>;

export type QuestionSet = { readonly questions: readonly EvalQuestion[]; readonly problems: readonly string[] };

/** Which figures a question counts in. Without keys and without `expect_abstain` it is an injection probe only. */
export type QuestionGroup = "answerable" | "unanswerable" | "probe";

export function groupOf(question: EvalQuestion): QuestionGroup {
  if (question.expect_abstain) return "unanswerable";
  return question.must_include.length > 0 ? "answerable" : "probe";
}

/** Reads the lines of a question file. `name` is what the sentences call the file. */
export function parseQuestionSet(text: string, name: string): QuestionSet {
  const questions: EvalQuestion[] = [];
  const problems: string[] = [];
  const firstLine = new Map<string, number>();
  for (const [index, line] of text.split(/\r?\n/u).entries()) {
    if (line.trim() === "") continue;
    const parsed = parseLine(line);
    const place = `Line ${index + 1} of ${name}`;
    if (typeof parsed === "string") {
      problems.push(`${place} is left out: ${parsed}`);
      continue;
    }
    const earlier = firstLine.get(parsed.id);
    if (earlier !== undefined) {
      problems.push(`${place} is left out: expected an \`id\` of its own, got \`${parsed.id}\` as in line ${earlier}.`);
      continue;
    }
    firstLine.set(parsed.id, index + 1);
    questions.push(parsed);
  }
  return { questions, problems };
}

/** The question, or the sentence that says what is wrong with the line. */
function parseLine(line: string): EvalQuestion | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return `expected one JSON object, got \`${shorten(line)}\`; see \`eval/README.md\` for the format.`;
  }
  const result = questionSchema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = issue === undefined || issue.path.length === 0 ? "the line" : `\`${issue.path.join(".")}\``;
  return `${field}: ${issue?.message ?? "not a question"}; see \`eval/README.md\` for the format.`;
}

function shorten(line: string): string {
  return line.length <= 40 ? line : `${line.slice(0, 40)}…`;
}
