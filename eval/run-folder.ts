/**
 * The folder of one evaluation run: `run.json` (what it depends on), `predictions.jsonl` (appended as answers come),
 * `questions.jsonl` (a copy), `scores.jsonl`, `summary.json` and `data/`. A line that a crash cut short is dropped, its question asked again.
 */
import { appendFile, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { differences, type Fingerprint } from "./fingerprint.ts";
import { type Prediction, parsePredictions } from "./prediction.ts";
import type { QuestionScore } from "./score.ts";
import { parseScore } from "./score-line.ts";
import type { Summary } from "./summary.ts";

const fingerprintSchema = z.object({ questions: z.string(), documents: z.string(), code: z.string() });

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
    const stored = await readOptional(this.#file("run.json"));
    if (stored === null) {
      await this.#replace("run.json", `${JSON.stringify(fingerprint, null, 2)}\n`);
      return { kind: "ready", done: new Map() };
    }
    const changed = differences(fingerprintSchema.parse(JSON.parse(stored)), fingerprint);
    if (changed.length === 0) return { kind: "ready", done: await this.#readPredictions() };
    const sentence =
      `Expected \`${this.path}\` to hold a run of the same questions, documents and code, got one from before ` +
      `${changed.join(" and ")} changed: give another \`--out\`, or remove that folder.`;
    return { kind: "mismatch", sentence };
  }

  /** Keeps the questions as they were given, so that the run can be read without their file. */
  async keepQuestions(text: string): Promise<void> {
    await this.#replace("questions.jsonl", text);
  }

  async append(prediction: Prediction): Promise<void> {
    await appendFile(this.#file("predictions.jsonl"), `${JSON.stringify(prediction)}\n`);
  }

  /** Rewrites the predictions in the order of the questions, then scores and summary. */
  async finish(
    predictions: readonly Prediction[],
    scores: readonly QuestionScore[],
    summary: Summary & Readonly<Record<string, unknown>>,
  ): Promise<void> {
    await this.#replace("predictions.jsonl", toLines(predictions));
    await this.#replace("scores.jsonl", toLines(scores));
    await this.#replace("summary.json", `${JSON.stringify(summary, null, 2)}\n`);
  }

  async #readPredictions(): Promise<Map<string, Prediction>> {
    const text = (await readOptional(this.#file("predictions.jsonl"))) ?? "";
    const done = new Map(parsePredictions(text).map((prediction) => [prediction.id, prediction]));
    await this.#replace("predictions.jsonl", toLines([...done.values()]));
    return done;
  }

  #file(name: string): string {
    return join(this.path, name);
  }

  async #replace(name: string, text: string): Promise<void> {
    const temporary = this.#file(`.${name}.new`);
    await writeFile(temporary, text);
    await rename(temporary, this.#file(name));
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

function toLines(values: readonly unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join("");
}

async function readOptional(file: string): Promise<string | null> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
