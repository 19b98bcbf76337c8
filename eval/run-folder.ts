/**
 * The folder of one evaluation run: `run.json` (what it depends on), `predictions.jsonl` (appended as answers come),
 * `questions.jsonl` (a copy), `scores.jsonl`, `summary.json` and `data/`. A line that a crash cut short is dropped, its question asked again.
 */
import { appendFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Fingerprint } from "./fingerprint.ts";
import { type Prediction, parsePredictions } from "./prediction.ts";
import { bindFolder, readOptional, replaceFile, toLines } from "./run-files.ts";
import type { QuestionScore } from "./score.ts";
import { parseScore } from "./score-line.ts";
import type { Summary } from "./summary.ts";

const memorySchema = z.object({ memoryBytes: z.number().nullable() });

export type OpenedRun =
  | { readonly kind: "ready"; readonly done: ReadonlyMap<string, Prediction> }
  | { readonly kind: "mismatch"; readonly sentence: string };

export class RunFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  get dataFolder(): string {
    return join(this.path, "data");
  }

  /** Begins a run or goes on with one; refuses when what it depends on has changed. */
  async open(fingerprint: Fingerprint): Promise<OpenedRun> {
    await mkdir(this.dataFolder, { recursive: true });
    const sentence = await bindFolder(this.path, fingerprint);
    return sentence === null ? { kind: "ready", done: await this.#readPredictions() } : { kind: "mismatch", sentence };
  }

  /** Keeps the questions as they were given, so that the run can be read without their file. */
  async keepQuestions(text: string): Promise<void> {
    await replaceFile(this.path, "questions.jsonl", text);
  }

  /** What the last finished part of this run told about memory, null when nothing did. */
  async earlierMemory(): Promise<number | null> {
    const text = await readOptional(join(this.path, "summary.json"));
    if (text === null) return null;
    const parsed = memorySchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data.memoryBytes : null;
  }

  async append(prediction: Prediction): Promise<void> {
    await appendFile(join(this.path, "predictions.jsonl"), toLines([prediction]));
  }

  /** Rewrites the predictions in the order of the questions, then scores and summary. */
  async finish(
    predictions: readonly Prediction[],
    scores: readonly QuestionScore[],
    summary: Summary & Readonly<Record<string, unknown>>,
  ): Promise<void> {
    await replaceFile(this.path, "predictions.jsonl", toLines(predictions));
    await replaceFile(this.path, "scores.jsonl", toLines(scores));
    await replaceFile(this.path, "summary.json", `${JSON.stringify(summary, null, 2)}\n`);
  }

  async #readPredictions(): Promise<Map<string, Prediction>> {
    const text = (await readOptional(join(this.path, "predictions.jsonl"))) ?? "";
    const done = new Map(parsePredictions(text).map((prediction) => [prediction.id, prediction]));
    await replaceFile(this.path, "predictions.jsonl", toLines([...done.values()]));
    return done;
  }
}

/** The scores of a finished run; throws a sentence when the folder holds none that can be read. */
export async function readScores(folder: string): Promise<readonly QuestionScore[]> {
  const text = await readOptional(join(folder, "scores.jsonl"));
  if (text === null) {
    throw new Error(
      `Expected \`${folder}\` to hold a finished run, got no \`scores.jsonl\`: run \`rochdale eval\` with \`--out ${folder}\` to its end.`,
    );
  }
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line, index) => scoreOrThrow(line, `line ${index + 1} of \`${join(folder, "scores.jsonl")}\``));
}

function scoreOrThrow(line: string, place: string): QuestionScore {
  try {
    return parseScore(line);
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`Expected ${place} to be a score of this version, got ${problem}: make that run anew.`, { cause });
  }
}
