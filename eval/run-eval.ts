/**
 * One evaluation run from question file to summary: read, fingerprint, open, ingest, ask, score, write. Everything
 * that touches a model comes in through `openRochdale`.
 */
import { readFileSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Rochdale } from "../bot/rochdale.ts";
import { askAll } from "./ask-all.ts";
import type { TextSources } from "./citation-checks.ts";
import { hashFolder, hashText } from "./fingerprint.ts";
import type { Prediction } from "./prediction.ts";
import { ProgressLine, type ProgressSink } from "./progress-line.ts";
import { type EvalQuestion, parseQuestionSet } from "./question-set.ts";
import { RunFolder } from "./run-folder.ts";
import { type QuestionScore, type ScoringTools, scoreQuestion } from "./score.ts";
import { seededRandom } from "./statistics.ts";
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
  readonly ingest: { readonly files: number; readonly failed: readonly string[]; readonly milliseconds: number };
  readonly problems: readonly string[];
};

export type EvalResult =
  | { readonly kind: "done"; readonly summary: RunSummary; readonly scores: readonly QuestionScore[] }
  | { readonly kind: "refused"; readonly sentence: string };

/** Any fixed number: the same scores give the same intervals. */
const BOOTSTRAP_SEED = 1844;

export async function runEval(options: EvalOptions, tools: EvalTools): Promise<EvalResult> {
  const prepared = await prepare(options, tools);
  if (prepared.kind === "refused") return prepared;
  const { folder, questions, problems, done } = prepared;
  if (done.size > 0) tools.say(`Going on with \`${options.outFolder}\`: ${done.size} questions are done already.`);
  await using rochdale = await tools.openRochdale(folder.dataFolder);
  for (const notice of rochdale.models.notices) tools.say(notice);
  const ingest = await ingestCollections(rochdale, options.documentsFolder, questions, tools);
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

type Refused = { readonly kind: "refused"; readonly sentence: string };

async function prepare(options: EvalOptions, tools: EvalTools): Promise<Prepared | Refused> {
  const text = await readFile(options.questionsFile, "utf8").catch(() => null);
  if (text === null)
    return refuse(`Expected \`--questions\` to name a readable file, got \`${options.questionsFile}\`.`);
  const set = parseQuestionSet(text, basename(options.questionsFile));
  const missing = await missingCollections(set.questions, options.documentsFolder);
  const known = set.questions.filter(({ collection }) => !missing.has(collection));
  const problems = [...set.problems, ...[...missing].map(([, sentence]) => sentence)];
  for (const problem of problems) tools.say(problem);
  if (known.length === 0) {
    return refuse(
      `Expected \`${options.questionsFile}\` to hold questions about \`${options.documentsFolder}\`, got none that can be asked.`,
    );
  }
  const folder = new RunFolder(options.outFolder);
  const opened = await folder.open({
    questions: hashText(text),
    documents: await hashFolder(options.documentsFolder),
    code: options.codeFingerprint,
  });
  if (opened.kind === "mismatch") return refuse(opened.sentence);
  await folder.keepQuestions(text);
  const questions = options.limit === null ? known : known.slice(0, options.limit);
  return { kind: "prepared", folder, questions, problems, done: opened.done };
}

function refuse(sentence: string): Refused {
  return { kind: "refused", sentence };
}

/** Collections that questions name and that have no folder, each with its sentence. */
async function missingCollections(
  questions: readonly EvalQuestion[],
  documentsFolder: string,
): Promise<ReadonlyMap<string, string>> {
  const missing = new Map<string, string>();
  for (const [collection, members] of Map.groupBy(questions, (question) => question.collection)) {
    const folder = join(documentsFolder, collection);
    const isFolder = await stat(folder).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (!isFolder) {
      missing.set(
        collection,
        `Expected a folder \`${folder}\`, got none: its ${members.length} questions are left out.`,
      );
    }
  }
  return missing;
}

/** Ingests every collection the questions name; what was ingested before is seen as unchanged and costs little. */
async function ingestCollections(
  rochdale: Rochdale,
  documentsFolder: string,
  questions: readonly EvalQuestion[],
  tools: EvalTools,
): Promise<RunSummary["ingest"]> {
  const begun = tools.progress.now();
  const reports = [];
  for (const collection of new Set(questions.map((question) => question.collection))) {
    if (tools.signal.aborted) break;
    const reading = new ProgressLine(`Reading ${collection}`, tools.progress);
    const vectors = new ProgressLine(`Vectors of ${collection}`, tools.progress);
    const collectionReports = await rochdale.ingest({
      paths: [join(documentsFolder, collection)],
      collection,
      signal: tools.signal,
      onProgress: (step) => {
        if (step.kind === "read") reading.show(step.done, step.total);
        if (step.kind === "vectors") vectors.show(step.done, step.total);
      },
    });
    vectors.end();
    reports.push(...collectionReports);
  }
  const failed = reports.flatMap(({ outcome, file, problem }) => (outcome === "failed" ? [problem ?? file] : []));
  for (const problem of failed) tools.say(problem);
  return { files: reports.length, failed, milliseconds: Math.round(tools.progress.now() - begun) };
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
