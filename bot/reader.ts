/**
 * The reading model's work on one prefix: one short sentence and, when asked for, a second look at it. Knows LangChain's
 * chat-model interface and nothing of llama.cpp.
 */

import { type ReaderInput, readerPrompt } from "../prompts/reader-prompt.ts";
import { type Prompt, toMessages } from "../prompts/segments.ts";
import type { ReplyLanguage } from "./answer-types.ts";
import type { ScoredSentence } from "./evidence.ts";
import type { ChatModel } from "./model-seam.ts";
import { shownPassages } from "./shown-passages.ts";

/** `sentence`: the model's own words, trimmed, one line. */
export type Reading = { readonly sentence: string };

/** New tokens at most: one short sentence. */
const MAX_TOKENS = 80;
/** More than so many tokens can hold: a model that does not heed the limit is let go here. */
const MOST_CHARACTERS = 25 * MAX_TOKENS;

const LANGUAGE_NAMES: Readonly<Record<ReplyLanguage, string>> = {
  en: "English",
  de: "German",
  fr: "French",
  es: "Spanish",
  ca: "Catalan",
  da: "Danish",
};

export type ReadingTask = {
  /** What the model reads, best first (`readerSentences`). */
  readonly sentences: readonly ScoredSentence[];
  readonly history: ReaderInput["history"];
  readonly question: string;
  readonly language: ReplyLanguage;
  readonly signal: AbortSignal;
};

/** One short sentence. @throws what the model throws, and the signal's reason when aborted. */
export async function read(model: ChatModel, task: ReadingTask, onText: (text: string) => void): Promise<Reading> {
  const prompt = readerPrompt(inputOf(task), { kind: "answer", language: LANGUAGE_NAMES[task.language] });
  return { sentence: await generate(model, prompt, task.signal, onText) };
}

/**
 * ln p(yes) − ln p(no) for "is this sentence stated, and does it answer?"; null when the model cannot score. What was
 * read for the sentence is not read again. @throws as `read`.
 */
export async function lookAgain(model: ChatModel, task: ReadingTask, sentence: string): Promise<number | null> {
  return scoreYes(model, readerPrompt(inputOf(task), { kind: "stated", answer: sentence }), task.signal);
}

function inputOf({ sentences, history, question }: ReadingTask): ReaderInput {
  return { passages: shownPassages(sentences), history, question };
}

async function generate(
  model: ChatModel,
  prompt: Prompt,
  signal: AbortSignal,
  onText: (text: string) => void,
): Promise<string> {
  let text = "";
  const stream = await model.stream(toMessages(prompt), { signal, maxTokens: MAX_TOKENS });
  for await (const chunk of stream) {
    const piece = chunk.text;
    if (piece === "") continue;
    text += piece;
    onText(piece);
    if (text.length > MOST_CHARACTERS) break;
  }
  signal.throwIfAborted();
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
