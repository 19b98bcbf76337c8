/**
 * `rochdale eval hand-check DIR`: writes a sheet of replies for a person to judge, or compares a filled one with the
 * program's verdicts. Needs nothing but the folder of a finished run.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseSheet, renderSheet, type SheetRow } from "./hand-check-file.ts";
import { compareVerdicts, type HandCheckReport } from "./hand-check-report.ts";
import { sampleForHandCheck } from "./hand-check-sample.ts";
import { parsePredictions } from "./prediction.ts";
import { type EvalQuestion, parseQuestionSet } from "./question-set.ts";
import { readScores } from "./run-folder.ts";
import { seededRandom } from "./statistics.ts";

export const SHEET_NAME = "hand-check.csv";

/** Any fixed number: the same run and the same size give the same sheet. */
const SAMPLE_SEED = 1844;

/**
 * Writes the sheet; the number of its rows. A sheet that holds verdicts is not overwritten.
 * @throws Error with a sentence for the person at the terminal
 */
export async function writeHandCheck(folder: string, size: number): Promise<number> {
  const scores = await readScores(folder);
  const [questions, predictions] = await Promise.all([keptQuestions(folder), shownReplies(folder)]);
  const filled = await readSheet(folder).catch(() => null);
  const groups = new Map(scores.map(({ id, group }) => [id, group]));
  if (filled !== null && parseSheet(filled, (id) => groups.get(id) ?? null).verdicts.size > 0) {
    throw new Error(
      `Expected no verdicts in \`${join(folder, SHEET_NAME)}\`, got some: leave out \`--sample\` to compare them, or remove the file.`,
    );
  }
  const rows = sampleForHandCheck(scores, size, seededRandom(SAMPLE_SEED)).map(({ id, type, group }): SheetRow => {
    const question = questions.get(id);
    if (question === undefined) throw new Error(`Expected \`${folder}\` to hold the question \`${id}\`, got none.`);
    return {
      id,
      type,
      group,
      question: asAsked(question),
      goldAnswer: question.gold_answer ?? "",
      shown: predictions.get(id) ?? "",
    };
  });
  await writeFile(join(folder, SHEET_NAME), renderSheet(rows));
  return rows.length;
}

/** @throws Error with a sentence when the folder holds no run or no sheet */
export async function readHandCheck(folder: string): Promise<HandCheckReport> {
  const scores = await readScores(folder);
  const groups = new Map(scores.map(({ id, group }) => [id, group]));
  return compareVerdicts(
    parseSheet(await readSheet(folder), (id) => groups.get(id) ?? null),
    scores,
  );
}

function readSheet(folder: string): Promise<string> {
  return readOr(
    join(folder, SHEET_NAME),
    `Expected \`${folder}\` to hold \`${SHEET_NAME}\`, got none: write it with \`rochdale eval hand-check ${folder} --sample 30\`.`,
  );
}

async function keptQuestions(folder: string): Promise<ReadonlyMap<string, EvalQuestion>> {
  const text = await readOr(
    join(folder, "questions.jsonl"),
    `Expected \`${folder}\` to hold a copy of its questions, got none: copy the question file there as \`questions.jsonl\`.`,
  );
  return new Map(parseQuestionSet(text, "questions.jsonl").questions.map((question) => [question.id, question]));
}

async function shownReplies(folder: string): Promise<ReadonlyMap<string, string>> {
  const text = await readOr(join(folder, "predictions.jsonl"), `Expected \`${folder}\` to hold predictions, got none.`);
  return new Map(parsePredictions(text).map(({ id, shown }) => [id, shown]));
}

/** With the turns before it: a follow-up cannot be judged alone. */
function asAsked({ history, question }: EvalQuestion): string {
  return [...history.map(({ role, content }) => `[${role}] ${content}`), question].join("\n");
}

async function readOr(file: string, sentence: string): Promise<string> {
  return readFile(file, "utf8").catch((cause: unknown) => {
    throw new Error(sentence, { cause });
  });
}
