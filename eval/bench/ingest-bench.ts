/**
 * Reads in an invented collection and tells how near its whole way (reading, cutting, indexing, embedding) comes to
 * embedding alone, how much memory that takes, and what a second one does to questions asked meanwhile. Figures are
 * reported, never judged here.
 */
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Rochdale } from "../../bot/rochdale.ts";
import { ProgressLine, type ProgressSink } from "../progress-line.ts";
import { quantile, seededRandom } from "../statistics.ts";
import { type InventedFile, inventBylaws, writeBylaws } from "./generated-bylaws.ts";
import { type PeakMemory, withPeakMemory } from "./peak-memory.ts";
import { askTimed, takeInTurn } from "./question-times.ts";
import { describeMachine } from "./run-bench.ts";

export type IngestPlan = {
  readonly pages: number;
  readonly questions: number;
  /** Between the end of a question and the next, so that embedding goes on as it does in a co-op's life. */
  readonly pauseMs: number;
  /** Texts that the embedder alone is timed with. */
  readonly bareTexts: number;
};

export const FULL_INGEST: IngestPlan = { pages: 1_000, questions: 20, pauseMs: 5_000, bareTexts: 2_000 };

/** For CI and a first look: every part runs, the figures are rough. */
export const QUICK_INGEST: IngestPlan = { pages: 40, questions: 4, pauseMs: 200, bareTexts: 200 };

export type BareEmbedder = AsyncDisposable & { embedDocuments(texts: string[]): Promise<unknown> };

export type IngestBenchParts = {
  /** An empty folder of its own. */
  readonly folder: string;
  /** Opens a Rochdale on an empty data folder, without the sample. */
  readonly openRochdale: () => Promise<Rochdale>;
  /** Opens the same embedder by itself; null where there is none. */
  readonly openEmbedder: () => Promise<BareEmbedder | null>;
  /** The texts that were embedded for a collection of that Rochdale. */
  readonly embeddedTexts: (collection: string) => readonly string[];
  readonly progress: ProgressSink;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
};

export type IngestFigures = {
  readonly files: number;
  readonly pages: number;
  readonly passages: number;
  /** Until all can be found by their words. */
  readonly storedSeconds: number;
  /** Until all can be found by meaning too. */
  readonly seconds: number;
  readonly peak: PeakMemory;
};

export type Waiting = { readonly questions: number; readonly medianMs: number; readonly p95Ms: number };

export type IngestReport = {
  readonly machine: Readonly<Record<string, string | number>>;
  readonly models: { readonly profile: string; readonly chat: string | null; readonly embedding: string | null };
  readonly ingest: IngestFigures;
  /** Texts: passages and sentences, each once. The share is of the bare embedder's rate; null without one. */
  readonly embedding: {
    readonly texts: number;
    readonly textsPerSecond: number;
    readonly bareTextsPerSecond: number | null;
    readonly share: number | null;
  };
  readonly meanwhile: {
    /** Of reading in a second collection of the same size: until the last question was answered, or all was in. */
    readonly seconds: number;
    readonly peak: PeakMemory;
    readonly asked: Waiting | null;
    readonly idle: Waiting | null;
    /** Asked meanwhile ÷ idle, at the 95th percentile. */
    readonly ratio: number | null;
  };
};

const [FIRST, SECOND] = ["rules", "more-rules"] as const;
const SEEDS = { [FIRST]: 1844, [SECOND]: 1848 } as const;

/** @throws the signal's reason when aborted. */
export async function benchIngest(plan: IngestPlan, parts: IngestBenchParts): Promise<IngestReport> {
  const collections = { [FIRST]: invent(plan, SEEDS[FIRST]), [SECOND]: invent(plan, SEEDS[SECOND]) };
  for (const name of [FIRST, SECOND]) await writeBylaws(join(parts.folder, name), collections[name]);
  const measured = await withRochdale(plan, parts, collections[FIRST]);
  const { texts } = measured;
  const textsPerSecond = texts.length / measured.ingest.seconds;
  const bare = await bareRate(plan, parts, texts);
  return {
    machine: describeMachine(),
    models: measured.models,
    ingest: measured.ingest,
    embedding: {
      texts: texts.length,
      textsPerSecond,
      bareTextsPerSecond: bare,
      share: bare === null ? null : textsPerSecond / bare,
    },
    meanwhile: measured.meanwhile,
  };
}

function invent({ pages }: IngestPlan, seed: number): readonly InventedFile[] {
  return inventBylaws(pages, seededRandom(seed));
}

async function withRochdale(plan: IngestPlan, parts: IngestBenchParts, files: readonly InventedFile[]) {
  await using rochdale = await parts.openRochdale();
  for (const notice of rochdale.models.notices) parts.say(notice);
  const ingest = await timeIngest(plan, parts, rochdale, FIRST);
  const texts = parts.embeddedTexts(FIRST);
  // Two lists of one kind: what a question leaves behind in the model helps the same question alone.
  const questions = takeInTurn(spreadOver(files, 2 * plan.questions), 2 * plan.questions);
  const [alone, busy] = [0, 1].map((which) => questions.filter((_, at) => at % 2 === which)) as [string[], string[]];
  const idle = waiting(await askAll({ ...plan, pauseMs: 0 }, parts, rochdale, alone, "Questions, nothing else"));
  const { seconds, peak, times } = await askMeanwhile(plan, parts, rochdale, busy);
  const asked = waiting(times);
  const meanwhile = { seconds, peak, asked, idle, ratio: asked && idle && asked.p95Ms / idle.p95Ms };
  const { profile, chat, embedding } = rochdale.models;
  return { models: { profile, chat, embedding }, ingest, texts, meanwhile };
}

/** Questions of sections spread evenly over the collection. */
function spreadOver(files: readonly InventedFile[], count: number): readonly string[] {
  const questions = files.flatMap(({ sections }) => sections.map(({ question }) => question));
  const step = Math.max(1, Math.floor(questions.length / count));
  return questions.filter((_, at) => at % step === 0).slice(0, count);
}

async function timeIngest(
  { pages }: IngestPlan,
  { folder, progress, signal }: IngestBenchParts,
  rochdale: Rochdale,
  collection: string,
): Promise<IngestFigures> {
  const reading = new ProgressLine(`Reading of ${pages} pages in files`, progress);
  let embedding: ProgressLine | null = null;
  const begun = progress.now();
  let storedSeconds = 0;
  const { result, peak } = await withPeakMemory(() =>
    rochdale.ingest({
      paths: [join(folder, collection)],
      collection,
      signal,
      onProgress({ kind, done, total }) {
        if (kind === "vectors") embedding ??= new ProgressLine("Embedding of their texts", progress);
        else storedSeconds = (progress.now() - begun) / 1000;
        if (kind !== "file-end") (embedding ?? reading).show(done, total);
      },
    }),
  ).finally(() => reading.end());
  const failed = result.find(({ outcome }) => outcome === "failed");
  if (failed !== undefined) throw new Error(failed.problem ?? `Expected \`${failed.file}\` to be read, got a failure.`);
  const { passages } = rochdale.embedding.progress(collection);
  return {
    files: result.length,
    pages,
    passages,
    storedSeconds,
    seconds: (progress.now() - begun) / 1000,
    peak,
  };
}

/** Asks of both collections while the second is read in and embedded; that ends with the last answer. */
async function askMeanwhile(
  plan: IngestPlan,
  parts: IngestBenchParts,
  rochdale: Rochdale,
  questions: readonly string[],
) {
  const enough = new AbortController();
  const begun = parts.progress.now();
  // Its own progress would run into that of the questions.
  const unseen = { ...parts.progress, write: () => {} };
  const reading = { ...parts, progress: unseen, signal: AbortSignal.any([parts.signal, enough.signal]) };
  const { result, peak } = await withPeakMemory(async () => {
    const second = timeIngest(plan, reading, rochdale, SECOND);
    second.catch(() => {}); // awaited below; a failed question comes first
    let isRunning = true;
    const ended = second.then(
      () => {
        isRunning = false;
      },
      (error: unknown) => {
        isRunning = false;
        if (!enough.signal.aborted) throw error;
      },
    );
    ended.catch(() => {});
    const label = "Questions while as much is read in";
    const times = await askAll(plan, parts, rochdale, questions, label, () => isRunning);
    const seconds = (parts.progress.now() - begun) / 1000;
    enough.abort(new Error("All questions have been asked."));
    await ended;
    return { times, seconds };
  });
  return { ...result, peak };
}

async function askAll(
  { pauseMs }: IngestPlan,
  { progress, signal }: IngestBenchParts,
  rochdale: Rochdale,
  questions: readonly string[],
  label: string,
  mayGoOn: () => boolean = () => true,
): Promise<number[]> {
  const line = new ProgressLine(label, progress);
  line.show(0, questions.length);
  const times: number[] = [];
  for (const question of questions) {
    if (!mayGoOn()) break;
    signal.throwIfAborted();
    const options = { rochdale, collections: [FIRST, SECOND], signal, now: progress.now };
    times.push((await askTimed(options, question)).fullAnswer);
    line.show(times.length, questions.length);
    await sleep(pauseMs, undefined, { signal });
  }
  line.end();
  return times;
}

function waiting(times: readonly number[]): Waiting | null {
  const [medianMs, p95Ms] = [quantile(times, 0.5), quantile(times, 0.95)];
  return medianMs === null || p95Ms === null ? null : { questions: times.length, medianMs, p95Ms };
}

/** Texts a second of the embedder with nothing else to do, on texts spread evenly over those that were embedded. */
async function bareRate(
  { bareTexts }: IngestPlan,
  parts: IngestBenchParts,
  texts: readonly string[],
): Promise<number | null> {
  await using embedder = await parts.openEmbedder();
  if (embedder === null) return null;
  const step = Math.max(1, Math.floor(texts.length / bareTexts));
  const sample = texts.filter((_, at) => at % step === 0);
  await embedder.embedDocuments(sample.slice(0, BATCH)); // loads the model
  const line = new ProgressLine("The embedder alone", parts.progress);
  const begun = parts.progress.now();
  for (let start = 0; start < sample.length; start += BATCH) {
    parts.signal.throwIfAborted();
    await embedder.embedDocuments(sample.slice(start, start + BATCH));
    line.show(Math.min(start + BATCH, sample.length), sample.length);
  }
  line.end();
  return (sample.length * 1000) / (parts.progress.now() - begun);
}

/** Large, so that the way to the model process and back weighs nothing. */
const BATCH = 256;
