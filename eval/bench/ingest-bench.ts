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
    /** Of a second collection of the same size, with the pauses for questions. */
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
  const questions = takeInTurn(spreadOver(files, plan.questions), plan.questions);
  const meanwhile = await askMeanwhile(plan, parts, rochdale, questions);
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
  const line = new ProgressLine(`Ingest of ${pages} pages`, progress);
  const begun = progress.now();
  let storedSeconds = 0;
  const { result, peak } = await withPeakMemory(() =>
    rochdale.ingest({
      paths: [join(folder, collection)],
      collection,
      signal,
      onProgress({ kind, done, total }) {
        if (kind !== "vectors") storedSeconds = (progress.now() - begun) / 1000;
        line.show(done, total);
      },
    }),
  ).finally(() => line.end());
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

/** Asks of both collections while the second is read in and embedded, and once more when nothing else goes on. */
async function askMeanwhile(
  plan: IngestPlan,
  parts: IngestBenchParts,
  rochdale: Rochdale,
  questions: readonly string[],
): Promise<IngestReport["meanwhile"]> {
  let running = true;
  const second = timeIngest(plan, parts, rochdale, SECOND).finally(() => {
    running = false;
  });
  second.catch(() => {}); // awaited below; a failed question comes first
  const busy = await askAll(plan, parts, rochdale, questions, () => running);
  const { seconds, peak } = await second;
  const idle = await askAll({ ...plan, pauseMs: 0 }, parts, rochdale, questions, () => true);
  const [asked, alone] = [waiting(busy), waiting(idle)];
  return { seconds, peak, asked, idle: alone, ratio: asked && alone && asked.p95Ms / alone.p95Ms };
}

async function askAll(
  { pauseMs }: IngestPlan,
  { progress, signal }: IngestBenchParts,
  rochdale: Rochdale,
  questions: readonly string[],
  mayGoOn: () => boolean,
): Promise<number[]> {
  const times: number[] = [];
  for (const question of questions) {
    if (!mayGoOn()) break;
    signal.throwIfAborted();
    const options = { rochdale, collections: [FIRST, SECOND], signal, now: progress.now };
    times.push((await askTimed(options, question)).fullAnswer);
    await sleep(pauseMs, undefined, { signal });
  }
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
