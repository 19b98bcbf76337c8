/**
 * From a question file and a folder of documents to a run that can begin: which questions are asked, where each
 * collection's files lie, what the run depends on. Knows nothing of how it is run.
 */
import { join } from "node:path";
import { spreadSample } from "./comparison/spread-sample.ts";
import { type Fingerprint, hashFolder } from "./fingerprint.ts";
import { loadQuestions, type Refused } from "./load-questions.ts";
import type { EvalQuestion } from "./question-set.ts";

export type EvalOptions = {
  readonly questionsFile: string;
  readonly documentsFolder: string;
  readonly outFolder: string;
  /** At most this many questions, null for all. */
  readonly limit: number | null;
  /** Which ones, when there are more: from the front, or at even distances over the whole set. */
  readonly choice?: "first" | "spread";
  /** Where documents are read in to; `data` in the run's folder when left out. */
  readonly dataFolder?: string;
  /** Fingerprint of code and settings. */
  readonly codeFingerprint: string;
};

export type QuestionRun = {
  readonly kind: "ready";
  /** The whole set, one JSON object per line, as it is kept in the run's folder. */
  readonly text: string;
  readonly questions: readonly EvalQuestion[];
  /** One sentence for each question or collection that was left out. */
  readonly problems: readonly string[];
  /** The folder of each collection that is read in first; a collection without one lies in the data folder already. */
  readonly folders: ReadonlyMap<string, string>;
  readonly outFolder: string;
  readonly dataFolder?: string | undefined;
  readonly fingerprint: Fingerprint;
};

/** `say` hears one sentence for each question or collection that is left out. */
export async function readQuestionRun(
  options: EvalOptions,
  say: (line: string) => void,
): Promise<QuestionRun | Refused> {
  const { questionsFile, documentsFolder, outFolder, dataFolder, limit, choice } = options;
  const loaded = await loadQuestions(questionsFile, documentsFolder, say);
  if (loaded.kind === "refused") return loaded;
  const { text, problems, fingerprint } = loaded;
  const questions =
    choice === "spread" ? spreadSample(loaded.questions, limit) : loaded.questions.slice(0, limit ?? undefined);
  return {
    kind: "ready",
    text,
    questions,
    problems,
    folders: new Map(questions.map(({ collection }) => [collection, join(documentsFolder, collection)])),
    outFolder,
    dataFolder,
    fingerprint: {
      questions: fingerprint,
      documents: await hashFolder(documentsFolder),
      code: options.codeFingerprint,
    },
  };
}
