/**
 * The whole benchmark, part after part: ingest, questions, memory, tokens, retrieval at size. What it needs comes in;
 * each part can be interrupted. Figures are reported, never judged here.
 */
import { arch, cpus, platform, totalmem } from "node:os";
import type { Rochdale } from "../../bot/rochdale.ts";
import { ProgressLine, type ProgressSink } from "../progress-line.ts";
import { askTimed, type QuestionTime, type QuestionTimes, summariseTimes, takeInTurn } from "./question-times.ts";
import { type RetrievalTimes, timeRetrieval } from "./retrieval-times.ts";
import { measureTokenRates, type TokenRateOptions, type TokenRates } from "./token-rates.ts";

export type BenchPlan = {
  /** Questions that are timed, at least 20 for a median worth printing. */
  readonly timedQuestions: number;
  /** Questions asked in a row, the timed ones among them, before memory is read. */
  readonly questionsBeforeMemory: number;
  readonly tokenRounds: number;
  readonly retrievalSizes: readonly number[];
  readonly retrievalQuestions: number;
};

export const FULL_PLAN: BenchPlan = {
  timedQuestions: 25,
  questionsBeforeMemory: 50,
  tokenRounds: 7,
  retrievalSizes: [1_000, 10_000, 100_000],
  retrievalQuestions: 50,
};

/** For CI: every part runs, the figures are rough. */
export const QUICK_PLAN: BenchPlan = {
  timedQuestions: 5,
  questionsBeforeMemory: 5,
  tokenRounds: 2,
  retrievalSizes: [1_000],
  retrievalQuestions: 20,
};

export type BenchParts = {
  /** Opens a Rochdale on an empty data folder, without the sample. */
  readonly openRochdale: () => Promise<Rochdale>;
  /** Opens the models of the same profile by themselves. */
  readonly openModels: () => Promise<AsyncDisposable & { readonly bench: TokenRateOptions["compare"] }>;
  readonly documentsFolder: string;
  readonly questions: readonly string[];
  readonly progress: ProgressSink;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
};

export type IngestRate = {
  readonly files: number;
  readonly passages: number;
  readonly seconds: number;
  /** Reading, cutting, indexing and embedding (passages and their sentences) together. */
  readonly passagesPerSecond: number;
};

export type MemoryUse = {
  readonly afterQuestions: number;
  readonly residentBytes: Readonly<Record<string, number>>;
  readonly sumBytes: number;
};

export type BenchReport = {
  readonly machine: Readonly<Record<string, string | number>>;
  readonly models: { readonly profile: string; readonly chat: string | null; readonly embedding: string | null };
  readonly ingest: IngestRate;
  readonly questions: QuestionTimes;
  readonly memory: MemoryUse;
  readonly tokens: TokenRates | null;
  readonly retrieval: readonly RetrievalTimes[];
};

const COLLECTION = "sample";

export async function runBench(plan: BenchPlan, parts: BenchParts): Promise<BenchReport> {
  const answering = await benchAnswering(plan, parts);
  const tokens = await benchTokens(plan, parts);
  const retrieval: RetrievalTimes[] = [];
  for (const passages of plan.retrievalSizes) retrieval.push(await benchRetrieval(passages, plan, parts));
  return { machine: describeMachine(), ...answering, tokens, retrieval };
}

async function benchAnswering(plan: BenchPlan, parts: BenchParts) {
  await using rochdale = await parts.openRochdale();
  for (const notice of rochdale.models.notices) parts.say(notice);
  const ingest = await benchIngest(rochdale, parts);
  const times = await benchQuestions(rochdale, plan, parts);
  const memory = sumMemory(times.length, await rochdale.memory());
  const { profile, chat, embedding } = rochdale.models;
  const questions = summariseTimes(times.slice(0, plan.timedQuestions));
  return { models: { profile, chat, embedding }, ingest, questions, memory };
}

async function benchIngest(rochdale: Rochdale, parts: BenchParts): Promise<IngestRate> {
  const line = new ProgressLine("Ingest", parts.progress);
  const begun = parts.progress.now();
  const reports = await rochdale.ingest({
    paths: [parts.documentsFolder],
    collection: COLLECTION,
    signal: parts.signal,
    onProgress: ({ done, total }) => line.show(done, total),
  });
  line.end();
  const seconds = (parts.progress.now() - begun) / 1000;
  const passages = rochdale.documents(COLLECTION).reduce((sum, document) => sum + document.passages, 0);
  return { files: reports.length, passages, seconds, passagesPerSecond: passages / seconds };
}

/** One question is asked before the clock counts: it loads models and vectors. */
async function benchQuestions(rochdale: Rochdale, plan: BenchPlan, parts: BenchParts): Promise<QuestionTime[]> {
  const line = new ProgressLine("Questions", parts.progress);
  const options = { rochdale, collections: [COLLECTION], signal: parts.signal, now: parts.progress.now };
  const [first = ""] = parts.questions;
  await askTimed(options, first);
  const count = Math.max(plan.timedQuestions, plan.questionsBeforeMemory);
  const times: QuestionTime[] = [];
  for (const question of takeInTurn(parts.questions, count)) {
    parts.signal.throwIfAborted();
    times.push(await askTimed(options, question));
    line.show(times.length, count);
  }
  line.end();
  return times;
}

async function benchTokens(plan: BenchPlan, parts: BenchParts): Promise<TokenRates | null> {
  const line = new ProgressLine("Token rates", parts.progress);
  await using models = await parts.openModels();
  const onProgress = (done: number, total: number) => line.show(done, total);
  const { tokenRounds: rounds } = plan;
  return await measureTokenRates({ compare: models.bench, rounds, signal: parts.signal, onProgress }).finally(() =>
    line.end(),
  );
}

async function benchRetrieval(passages: number, plan: BenchPlan, parts: BenchParts): Promise<RetrievalTimes> {
  const line = new ProgressLine(`Index of ${passages} passages`, parts.progress);
  try {
    return await timeRetrieval({
      passages,
      questions: plan.retrievalQuestions,
      signal: parts.signal,
      now: parts.progress.now,
      onProgress: (done, total) => line.show(done, total),
    });
  } finally {
    line.end();
  }
}

function sumMemory(afterQuestions: number, residentBytes: Readonly<Record<string, number>>): MemoryUse {
  const sumBytes = Object.values(residentBytes).reduce((sum, bytes) => sum + bytes, 0);
  return { afterQuestions, residentBytes, sumBytes };
}

/** What the figures were measured on. */
export function describeMachine(): Readonly<Record<string, string | number>> {
  const processors = cpus();
  return {
    platform: `${platform()}-${arch()}`,
    processor: processors[0]?.model ?? "unknown",
    cores: processors.length,
    memoryBytes: totalmem(),
    node: process.version,
  };
}
