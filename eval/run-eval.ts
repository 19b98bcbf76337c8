/**
 * One evaluation run from question file to summary: read, fingerprint, open, ingest, ask, score, write. Everything
 * that touches a model comes in through `openRochdale`.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Rochdale } from "../bot/rochdale.ts";
import { askAll } from "./ask-all.ts";
import type { TextSources } from "./citation-checks.ts";
import { hashFolder } from "./fingerprint.ts";
import { type IngestSummary, ingestCollections } from "./ingest-collections.ts";
import { loadQuestions, type Refused } from "./load-questions.ts";
import type { Prediction } from "./prediction.ts";
import { ProgressLine, type ProgressSink } from "./progress-line.ts";
import type { EvalQuestion } from "./question-set.ts";
import { RunFolder } from "./run-folder.ts";
import { type QuestionScore, type ScoringTools, scoreQuestion } from "./score.ts";
import { BOOTSTRAP_SEED, seededRandom } from "./statistics.ts";
import { type Summary, summarise } from "./summary.ts";

export type EvalOptions = {
  readonly questionsFile: string;
  readonly documentsFolder: string;
  readonly outFolder: string;
  /** At most this many questions from the front, null for all. */
  readonly limit: number | null;
  /** Fingerprint of code and settings. */
  readonly codeFingerprint: string;
};

export type EvalTools = {
  readonly openRochdale: (dataFolder: string) => Promise<Rochdale>;
  readonly detectLanguage: ScoringTools["detectLanguage"];
  readonly instructions: ScoringTools["instructions"];
  readonly progress: ProgressSink;
  /** One line for the person at the terminal. */
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
};

export type RunSummary = Summary & {
  readonly complete: boolean;
  readonly models: { readonly profile: string; readonly chat: string | null; readonly embedding: string | null };
  readonly ingest: IngestSummary;
  readonly problems: readonly string[];
};

export type EvalResult =
  | { readonly kind: "done"; readonly summary: RunSummary; readonly scores: readonly QuestionScore[] }
  | Refused;

export async function runEval(options: EvalOptions, tools: EvalTools): Promise<EvalResult> {
  const prepared = await prepare(options, tools);
  if (prepared.kind === "refused") return prepared;
  const { folder, questions, problems, done } = prepared;
  if (done.size > 0) tools.say(`Going on with \`${options.outFolder}\`: ${done.size} questions are done already.`);
  await using rochdale = await tools.openRochdale(folder.dataFolder);
  for (const notice of rochdale.models.notices) tools.say(notice);
  const collections = new Set(questions.map(({ collection }) => collection));
  const ingest = await ingestCollections(rochdale, options.documentsFolder, collections, tools);
  const predictions = tools.signal.aborted ? [] : await askWithProgress(rochdale, questions, done, folder, tools);
  const scores = scoreAll(questions, predictions, textSources(rochdale, options.documentsFolder), tools);
  const { profile, chat, embedding } = rochdale.models;
  const summary: RunSummary = {
    ...summarise(scores, seededRandom(BOOTSTRAP_SEED)),
    complete: predictions.length === questions.length,
    models: { profile, chat, embedding },
    ingest,
    problems,
  };
  if (!tools.signal.aborted) await folder.finish(predictions, scores, summary);
  return { kind: "done", summary, scores };
}

type Prepared = {
  readonly kind: "prepared";
  readonly folder: RunFolder;
  readonly questions: readonly EvalQuestion[];
  readonly problems: readonly string[];
  readonly done: ReadonlyMap<string, Prediction>;
};

async function prepare(options: EvalOptions, tools: EvalTools): Promise<Prepared | Refused> {
  const loaded = await loadQuestions(options.questionsFile, options.documentsFolder, tools.say);
  if (loaded.kind === "refused") return loaded;
  const folder = new RunFolder(options.outFolder);
  const opened = await folder.open({
    questions: loaded.fingerprint,
    documents: await hashFolder(options.documentsFolder),
    code: options.codeFingerprint,
  });
  if (opened.kind === "mismatch") return { kind: "refused", sentence: opened.sentence };
  await folder.keepQuestions(loaded.text);
  const questions = options.limit === null ? loaded.questions : loaded.questions.slice(0, options.limit);
  return { kind: "prepared", folder, questions, problems: loaded.problems, done: opened.done };
}

async function askWithProgress(
  rochdale: Rochdale,
  questions: readonly EvalQuestion[],
  done: ReadonlyMap<string, Prediction>,
  folder: RunFolder,
  tools: EvalTools,
): Promise<readonly Prediction[]> {
  const line = new ProgressLine("Asking", tools.progress);
  let asked = questions.filter(({ id }) => done.has(id)).length;
  line.show(asked, questions.length);
  const predictions = await askAll({
    rochdale,
    questions,
    done,
    signal: tools.signal,
    onPrediction: async (prediction) => {
      await folder.append(prediction);
      asked += 1;
      line.show(asked, questions.length, `${prediction.id} ${prediction.outcome}`);
    },
  });
  line.end();
  return predictions;
}

function scoreAll(
  questions: readonly EvalQuestion[],
  predictions: readonly Prediction[],
  sources: TextSources,
  tools: EvalTools,
): readonly QuestionScore[] {
  const byId = new Map(predictions.map((prediction) => [prediction.id, prediction]));
  return questions.flatMap((question) => {
    const prediction = byId.get(question.id);
    const { detectLanguage, instructions } = tools;
    const scoringTools = { ...sources, detectLanguage, instructions };
    return prediction === undefined ? [] : [scoreQuestion(question, prediction, scoringTools)];
  });
}

/** Stored texts from the instance, raw ones from the folder; each file is read once. */
export function textSources(rochdale: Pick<Rochdale, "documentText">, documentsFolder: string): TextSources {
  const raw = new Map<string, string | null>();
  const readRaw = (file: string) => {
    try {
      return readFileSync(join(documentsFolder, file), "utf8");
    } catch {
      return null;
    }
  };
  return {
    storedText: (file) => {
      const slash = file.indexOf("/");
      return rochdale.documentText(file.slice(0, slash), file.slice(slash + 1));
    },
    rawText: (file) => {
      const known = raw.get(file);
      if (known !== undefined) return known;
      const text = readRaw(file);
      raw.set(file, text);
      return text;
    },
  };
}
