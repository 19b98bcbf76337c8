/**
 * One comparison from question file to table: read, fingerprint, open, ingest, ask in turn, score, write. Everything
 * that touches a model or a package comes in through the tools.
 */
import { join } from "node:path";
import { hashFolder } from "../fingerprint.ts";
import { type IngestSummary, ingestCollections } from "../ingest-collections.ts";
import { loadQuestions, type Refused } from "../load-questions.ts";
import { ProgressLine, type ProgressSink } from "../progress-line.ts";
import type { EvalQuestion } from "../question-set.ts";
import type { ScoringTools } from "../score.ts";
import { seededRandom } from "../statistics.ts";
import { type AnswerLine, answerKey } from "./answer-line.ts";
import { AnswersFolder } from "./answers-folder.ts";
import { askInTurn } from "./ask-in-turn.ts";
import { compareSystems, type SystemComparison } from "./compare-systems.ts";
import { renderSystems } from "./comparison-table.ts";
import { missingModel, type OpenedForComparison, openSystems } from "./open-systems.ts";
import type { QuickstartModule } from "./quickstart-seam.ts";
import { scoreAnswer } from "./score-answer.ts";
import { spreadSample } from "./spread-sample.ts";
import { forgetPrompt } from "./systems/ask-model.ts";
import type { SystemId } from "./systems/system.ts";

export type ComparisonOptions = {
  readonly questionsFile: string;
  readonly documentsFolder: string;
  readonly outFolder: string;
  /** So many questions spread evenly over the set, null for all. */
  readonly limit: number | null;
  readonly systems: readonly SystemId[];
  /** Fingerprint of code and settings. */
  readonly codeFingerprint: string;
};

export type ComparisonTools = {
  /** Opens one Rochdale over the data folder; who disposes of it ends the models as well. */
  readonly open: (dataFolder: string) => Promise<OpenedForComparison>;
  readonly loadQuickstart: () => Promise<QuickstartModule>;
  readonly detectLanguage: ScoringTools["detectLanguage"];
  readonly cpuSeconds: () => number | null;
  readonly progress: ProgressSink;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
};

export type ComparisonReport = SystemComparison & {
  readonly models: { readonly profile: string; readonly chat: string | null; readonly embedding: string | null };
  readonly ingest: IngestSummary;
  readonly problems: readonly string[];
};

export type ComparisonResult =
  | { readonly kind: "done"; readonly report: ComparisonReport; readonly table: string }
  | { readonly kind: "interrupted" }
  | Refused;

/** Any fixed number: the same answers give the same intervals. */
const BOOTSTRAP_SEED = 1844;

/** @throws the signal's reason when aborted before the first question. */
export async function runComparison(options: ComparisonOptions, tools: ComparisonTools): Promise<ComparisonResult> {
  const loaded = await loadQuestions(options.questionsFile, options.documentsFolder, tools.say);
  if (loaded.kind === "refused") return loaded;
  const folder = new AnswersFolder(options.outFolder);
  const begun = await folder.open({
    questions: loaded.fingerprint,
    documents: await hashFolder(options.documentsFolder),
    code: options.codeFingerprint,
  });
  if (begun.kind === "refused") return begun;
  if (begun.done.size > 0) tools.say(`Going on with \`${options.outFolder}\`: ${begun.done.size} answers are there.`);
  const questions = spreadSample(loaded.questions, options.limit);
  const opened = await tools.open(folder.dataFolder);
  await using rochdale = opened.rochdale;
  for (const notice of rochdale.models.notices) tools.say(notice);
  const missing = missingModel(options.systems, opened);
  if (missing !== null) return { kind: "refused", sentence: missing };
  const collections = new Set(questions.map(({ collection }) => collection));
  const folders = new Map([...collections].map((name) => [name, join(options.documentsFolder, name)]));
  const ingest = await ingestCollections(rochdale, folders, tools);
  const lines = await askAll({ ids: options.systems, opened, collections, questions, folder, done: begun.done }, tools);
  if (lines.length < questions.length * options.systems.length) return { kind: "interrupted" };
  const comparison = compareSystems(options.systems, scoreAll(questions, lines, tools), seededRandom(BOOTSTRAP_SEED));
  const { profile, chat, embedding } = rochdale.models;
  const report = { ...comparison, models: { profile, chat, embedding }, ingest, problems: loaded.problems };
  const table = renderSystems(report);
  await folder.finish(report, table);
  return { kind: "done", report, table };
}

type Asking = {
  readonly ids: readonly SystemId[];
  readonly opened: OpenedForComparison;
  readonly collections: ReadonlySet<string>;
  readonly questions: readonly EvalQuestion[];
  readonly folder: AnswersFolder;
  readonly done: ReadonlyMap<string, AnswerLine>;
};

async function askAll(asking: Asking, tools: ComparisonTools): Promise<readonly AnswerLine[]> {
  const { ids, questions, folder, done } = asking;
  const { signal, progress, cpuSeconds } = tools;
  const systems = await openSystems({ ...asking, ...tools, folder: join(folder.dataFolder, "quickstart") });
  const line = new ProgressLine("Answers", progress);
  const total = questions.length * ids.length;
  const keys = questions.flatMap(({ id }) => ids.map((system) => answerKey(system, id)));
  let answered = keys.filter((key) => done.has(key)).length;
  line.show(answered, total);
  const lines = await askInTurn({
    systems,
    questions,
    done,
    signal,
    now: progress.now,
    cpuSeconds,
    forget: async () => {
      if (asking.opened.chatModel !== null) await forgetPrompt(asking.opened.chatModel, signal);
    },
    onAnswer: async (answer) => {
      await folder.append(answer);
      answered += 1;
      line.show(answered, total, `${answer.id} ${answer.system}`);
    },
  });
  line.end();
  return lines;
}

function scoreAll(questions: readonly EvalQuestion[], lines: readonly AnswerLine[], tools: ComparisonTools) {
  const byId = new Map(questions.map((question) => [question.id, question]));
  return lines.flatMap((line) => {
    const question = byId.get(line.id);
    return question === undefined ? [] : [scoreAnswer(question, line, tools.detectLanguage)];
  });
}
