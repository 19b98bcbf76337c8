/**
 * The reading model's work on one prefix: one short sentence, then a second look at it. Knows LangChain's
 * chat-model interface and nothing of llama.cpp.
 */

import { type ReaderInput, readerPrompt } from "../prompts/reader-prompt.ts";
import { type Prompt, toMessages } from "../prompts/segments.ts";
import type { ReplyLanguage } from "./answer-types.ts";
import type { ScoredSentence } from "./evidence.ts";
import type { ChatModel } from "./model-seam.ts";
import { shownPassages } from "./shown-passages.ts";

export type Reading = {
  /** The model's own words, trimmed, one sentence. */
  readonly sentence: string;
  /**
   * ln p(yes) − ln p(no) for "is the proposed answer stated, and does it answer?"; null when the model cannot score or is not asked.
   */
  readonly stated: number | null;
};

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
  /** What the model reads, best first (`readerSentences`). */
  readonly sentences: readonly ScoredSentence[];
  readonly history: ReaderInput["history"];
  readonly question: string;
  readonly language: ReplyLanguage;
  /** Is the model asked again whether its answer is stated? */
  readonly secondLook: boolean;
  readonly signal: AbortSignal;
  readonly onText: (text: string) => void;
};

/** @throws what the model throws, and the signal's reason when aborted. */
export async function read(model: ChatModel, about: ReaderQuestion): Promise<Reading> {
  const input = { passages: shownPassages(about.sentences), history: about.history, question: about.question };
  const answerPrompt = readerPrompt(input, { kind: "answer", language: LANGUAGE_NAMES[about.language] });
  const sentence = await generate(model, answerPrompt, about);
  const stated = about.secondLook
    ? await scoreYes(model, readerPrompt(input, { kind: "stated", answer: sentence }), about.signal)
    : null;
  return { sentence, stated };
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
