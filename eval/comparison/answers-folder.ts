/**
 * The folder of one comparison: `run.json` (what it depends on), `answers.jsonl` (appended as answers come),
 * `comparison.json`, `comparison.txt` and `data/`. A line that a crash cut short is dropped, its question asked again.
 */
import { appendFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Fingerprint } from "../fingerprint.ts";
import type { Refused } from "../load-questions.ts";
import { bindFolder, readLines, replaceFile, toLines } from "../run-files.ts";
import { type AnswerLine, answerKey, parseAnswerLine } from "./answer-line.ts";

export type OpenedAnswers = { readonly kind: "ready"; readonly done: ReadonlyMap<string, AnswerLine> };

export class AnswersFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  get dataFolder(): string {
    return join(this.path, "data");
  }

  /** Begins a run or goes on with one; refuses when what it depends on has changed. */
  async open(fingerprint: Fingerprint): Promise<OpenedAnswers | Refused> {
    await mkdir(this.dataFolder, { recursive: true });
    const sentence = await bindFolder(this.path, fingerprint);
    if (sentence !== null) return { kind: "refused", sentence };
    const lines = await readLines(join(this.path, "answers.jsonl"), parseAnswerLine);
    const done = new Map(lines.map((line) => [answerKey(line.system, line.id), line]));
    await replaceFile(this.path, "answers.jsonl", toLines([...done.values()]));
    return { kind: "ready", done };
  }

  async append(line: AnswerLine): Promise<void> {
    await appendFile(join(this.path, "answers.jsonl"), toLines([line]));
  }

  async finish(comparison: unknown, table: string): Promise<void> {
    await replaceFile(this.path, "comparison.json", `${JSON.stringify(comparison, null, 2)}\n`);
    await replaceFile(this.path, "comparison.txt", table);
  }
}
