/**
 * The reading model's part in one answer: what it says of the best sentences and, where its words might be shown, its
 * second look at them. A model that breaks costs its words, never the reply. Knows nothing of prompts or llama.cpp.
 */
import type { AskRequest } from "./answer-types.ts";
import type { ScoredSentence } from "./evidence.ts";
import type { Base } from "./finish.ts";
import { messagesIn } from "./messages.ts";
import type { ChatModel } from "./model-seam.ts";
import { lookAgain, type Reading, type ReadingTask, read } from "./reader.ts";
import { readerSentences } from "./shown-passages.ts";

export type ReadingParts = {
  /** `trusted`: may its pointing and its second look decide (`GATE_READERS`)? */
  readonly chat: { readonly model: ChatModel; readonly id: string; readonly trusted: boolean } | null;
  readonly reportFailure: (error: unknown) => string;
};

export type ReadOnce = {
  readonly reading: Reading | null;
  /** What the member is told about the model's work, if anything. */
  readonly note: string | null;
};

export const NOT_READ: ReadOnce = { reading: null, note: null };

/** @throws only the signal's reason. */
export async function readWithModel(
  parts: ReadingParts,
  request: AskRequest,
  base: Base,
  sentences: readonly ScoredSentence[],
): Promise<ReadOnce> {
  const task = readingTask(request, base, sentences);
  if (parts.chat === null || task.sentences.length === 0) return NOT_READ;
  request.onEvent?.({ kind: "step-begin", step: "reading" });
  let first = true;
  const onText = (text: string) => {
    if (first) base.timer.mark("first-token");
    first = false;
    request.onEvent?.({ kind: "text-delta", text });
  };
  try {
    const reading = await read(parts.chat.model, task, onText);
    base.timer.mark("model");
    return { reading, note: null };
  } catch (error) {
    if (request.signal.aborted) throw error;
    parts.reportFailure(error);
    return { reading: null, note: messagesIn(base.understood.language).modelDied };
  }
}

/**
 * How surely the model, asked again, finds its sentence stated, in log-odds; null when it cannot tell or is not to be
 * asked. @throws only the signal's reason.
 */
export async function secondLook(
  parts: ReadingParts,
  request: AskRequest,
  base: Base,
  sentences: readonly ScoredSentence[],
  { sentence }: Reading,
): Promise<number | null> {
  if (!parts.chat?.trusted) return null;
  request.onEvent?.({ kind: "step-begin", step: "checking" });
  try {
    return await lookAgain(parts.chat.model, readingTask(request, base, sentences), sentence);
  } catch (error) {
    if (request.signal.aborted) throw error;
    parts.reportFailure(error);
    return null;
  }
}

function readingTask(request: AskRequest, { understood }: Base, sentences: readonly ScoredSentence[]): ReadingTask {
  return {
    sentences: readable(sentences),
    history: understood.followUp ? request.history.slice(-2) : [],
    question: understood.question,
    language: understood.language,
    signal: request.signal,
  };
}

/** What the model reads: the best sentences of texts that may speak for the rule. */
export function readable(sentences: readonly ScoredSentence[]): ScoredSentence[] {
  return readerSentences(sentences.filter((sentence) => sentence.standing));
}
