/**
 * One evaluation run from question file to summary: read, fingerprint, open, ingest, ask, score, write. Everything
 * that touches a model comes in through `openRochdale`.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Rochdale } from "../bot/rochdale.ts";
import { askAll } from "./ask-all.ts";
import type { TextSources } from "./citation-checks.ts";
import { type IngestSummary, ingestCollections } from "./ingest-collections.ts";
import type { Refused } from "./load-questions.ts";
import type { Prediction } from "./prediction.ts";
import { ProgressLine, type ProgressSink } from "./progress-line.ts";
import { type EvalOptions, type QuestionRun, readQuestionRun } from "./question-run.ts";
import type { EvalQuestion } from "./question-set.ts";
import { RunFolder } from "./run-folder.ts";
import { type QuestionScore, type ScoringTools, scoreQuestion } from "./score.ts";
import { BOOTSTRAP_SEED, seededRandom } from "./statistics.ts";
import { type Summary, summarise } from "./summary.ts";

export type EvalTools = {
  readonly openRochdale: (dataFolder: string) => Promise<Rochdale>;
  readonly detectLanguage: ScoringTools["detectLanguage"];
  readonly instructions: ScoringTools["instructions"];
  readonly progress: ProgressSink;
  /** One line for the person at the terminal. */
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
  /** Called once, when the documents are read in and before the first question. */
  readonly onReady?: (rochdale: Rochdale) => void;
};

export type RunSummary = Summary & {
  readonly complete: boolean;
  readonly models: { readonly profile: string; readonly chat: string | null; readonly embedding: string | null };
  readonly ingest: IngestSummary;
  readonly problems: readonly string[];
  /** Resident bytes of all processes after the last question that was asked; null when none was asked since. */
  readonly memoryBytes: number | null;
};

export type EvalResult =
  | {
      readonly kind: "done";
      readonly summary: RunSummary;
      readonly scores: readonly QuestionScore[];
      readonly predictions: readonly Prediction[];
    }
  | Refused;

/** A run over a question file. */
export async function runEval(options: EvalOptions, tools: EvalTools): Promise<EvalResult> {
  const read = await readQuestionRun(options, tools.say);
  return read.kind === "refused" ? read : runQuestions(read, tools);
}

/** A run over questions from wherever they come. */
export async function runQuestions(run: QuestionRun, tools: EvalTools): Promise<EvalResult> {
  const { questions, problems, outFolder } = run;
  const folder = new RunFolder(outFolder);
  const opened = await folder.open(run.fingerprint);
  if (opened.kind === "mismatch") return { kind: "refused", sentence: opened.sentence };
  await folder.keepQuestions(run.text);
  const { done } = opened;
  if (done.size > 0) tools.say(`Going on with \`${outFolder}\`: ${done.size} questions are done already.`);
  await using rochdale = await tools.openRochdale(run.dataFolder ?? folder.dataFolder);
  for (const notice of rochdale.models.notices) tools.say(notice);
  const ingest = await ingestCollections(rochdale, run.folders, tools);
  if (!tools.signal.aborted) tools.onReady?.(rochdale);
  const predictions = tools.signal.aborted ? [] : await askWithProgress(rochdale, questions, done, folder, tools);
  const scores = scoreAll(questions, predictions, textSources(rochdale, run.folders), tools);
  const { profile, chat, embedding } = rochdale.models;
  const summary: RunSummary = {
    ...summarise(scores, seededRandom(BOOTSTRAP_SEED)),
    complete: predictions.length === questions.length,
    models: { profile, chat, embedding },
    ingest,
    problems,
    memoryBytes: predictions.some(({ id }) => !done.has(id))
      ? await residentBytes(rochdale)
      : await folder.earlierMemory(),
  };
  if (!tools.signal.aborted) await folder.finish(predictions, scores, summary);
  return { kind: "done", summary, scores, predictions };
}

async function residentBytes(rochdale: Rochdale): Promise<number> {
  return Object.values(await rochdale.memory()).reduce((sum, bytes) => sum + bytes, 0);
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

/** Stored texts from the instance, raw ones from the collections' folders; each file is read once. */
function textSources(rochdale: Pick<Rochdale, "documentText">, folders: QuestionRun["folders"]): TextSources {
  const raw = new Map<string, string | null>();
  const readRaw = (file: string) => {
    const [collection, name] = splitFile(file);
    const folder = folders.get(collection);
    if (folder === undefined) return null;
    try {
      return readFileSync(join(folder, name), "utf8");
    } catch {
      return null;
    }
  };
  return {
    storedText: (file) => rochdale.documentText(...splitFile(file)),
    rawText: (file) => {
      const known = raw.get(file);
      if (known !== undefined) return known;
      const text = readRaw(file);
      raw.set(file, text);
      return text;
    },
  };
}

/** "co-op/rules/house.md" → "co-op" and "rules/house.md". */
function splitFile(file: string): readonly [collection: string, name: string] {
  const slash = file.indexOf("/");
  return [file.slice(0, slash), file.slice(slash + 1)];
}
