/**
 * The reading model's work on one prefix: one short sentence, then two scores of answerability. Knows LangChain's
 * chat-model interface and nothing of llama.cpp.
 */

import { type ReaderInput, readerPrompt, type ShownPassage } from "../prompts/reader-prompt.ts";
import { type Prompt, toMessages } from "../prompts/segments.ts";
import type { ReplyLanguage } from "./answer-types.ts";
import type { ScoredSentence } from "./evidence.ts";
import type { ChatModel } from "./model-seam.ts";

export type Reading = {
  /** The model's own words, trimmed, one sentence. */
  readonly sentence: string;
  /** ln p(yes) − ln p(no) for "do the passages contain the answer?", null when the model cannot score. */
  readonly contains: number | null;
  /** The same for "is the proposed answer stated, and does it answer?". */
  readonly stated: number | null;
};

/** The best sentences that the model sees: reading them is most of a reply's time (eval/LOG.md). */
export const READER_SENTENCES = 8;

/** New tokens at most: one short sentence. */
const MAX_TOKENS = 80;

const LANGUAGE_NAMES: Readonly<Record<ReplyLanguage, string>> = {
  en: "English",
  de: "German",
  fr: "French",
  es: "Spanish",
  ca: "Catalan",
  da: "Danish",
};

export type ReaderQuestion = {
  readonly sentences: readonly ScoredSentence[];
  readonly history: ReaderInput["history"];
  readonly question: string;
  readonly language: ReplyLanguage;
  readonly signal: AbortSignal;
  readonly onText: (text: string) => void;
};

/** @throws what the model throws, and the signal's reason when aborted. */
export async function read(model: ChatModel, about: ReaderQuestion): Promise<Reading> {
  const input = { passages: shownPassages(about.sentences), history: about.history, question: about.question };
  const answerPrompt = readerPrompt(input, { kind: "answer", language: LANGUAGE_NAMES[about.language] });
  const sentence = await generate(model, answerPrompt, about);
  const contains = await scoreYes(model, readerPrompt(input, { kind: "contains" }), about.signal);
  const stated = await scoreYes(model, readerPrompt(input, { kind: "stated", answer: sentence }), about.signal);
  return { sentence, contains, stated };
}

/** Groups sentences by passage, passages in rank order, sentences in reading order. */
export function shownPassages(sentences: readonly ScoredSentence[]): ShownPassage[] {
  const chosen = sentences.slice(0, READER_SENTENCES);
  const passages = [...new Set(chosen.map((sentence) => sentence.passage))].toSorted((a, b) => b.score - a.score);
  return passages.map((passage) => ({
    heading: passage.heading,
    sentences: chosen
      .filter((sentence) => sentence.passage === passage)
      .toSorted((a, b) => a.start - b.start)
      .map((sentence) => (sentence.lead === "" ? sentence.text : `(${sentence.lead}) ${sentence.text}`)),
  }));
}

async function generate(model: ChatModel, prompt: Prompt, about: ReaderQuestion): Promise<string> {
  let text = "";
  const stream = await model.stream(toMessages(prompt), { signal: about.signal, maxTokens: MAX_TOKENS });
  for await (const chunk of stream) {
    const piece = chunk.text;
    if (piece === "") continue;
    text += piece;
    about.onText(piece);
  }
  about.signal.throwIfAborted();
  return firstLine(text);
}

function firstLine(text: string): string {
  return (text.trim().split(/\n/u)[0] ?? "").trim();
}

async function scoreYes(model: ChatModel, prompt: Prompt, signal: AbortSignal): Promise<number | null> {
  if (model.scoreNext === undefined) return null;
  const scores = await model.scoreNext(toMessages(prompt), ["yes", "Yes", "no", "No"], { signal });
  const [yes, Yes, no, No] = scores as [number, number, number, number];
  return logSumExp(yes, Yes) - logSumExp(no, No);
}

function logSumExp(a: number, b: number): number {
  const max = Math.max(a, b);
  return max === Number.NEGATIVE_INFINITY ? max : max + Math.log(Math.exp(a - max) + Math.exp(b - max));
}
