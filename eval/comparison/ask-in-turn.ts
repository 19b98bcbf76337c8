/**
 * Asks every question of all systems in turn, so that a noisy machine hits all alike; who begins goes round. A system
 * that fails is written down as failed; only an abort ends the run. Knows nothing of files or scores.
 */
import type { EvalQuestion } from "../question-set.ts";
import { type AnswerLine, answerKey } from "./answer-line.ts";
import type { System } from "./systems/system.ts";

export type AskInTurnOptions = {
  readonly systems: readonly System[];
  readonly questions: readonly EvalQuestion[];
  /** Answers of an earlier part of the same run, by `answerKey`. */
  readonly done: ReadonlyMap<string, AnswerLine>;
  readonly signal: AbortSignal;
  readonly now: () => number;
  /** Processor seconds so far; null where the machine does not tell. */
  readonly cpuSeconds: () => number | null;
  /** Makes the model forget what it has read: the next system begins as the one before did. Not measured. */
  readonly forget: () => Promise<void>;
  readonly onAnswer: (line: AnswerLine) => Promise<void>;
};

/** All answers, old and new, as far as the run came. */
export async function askInTurn(options: AskInTurnOptions): Promise<readonly AnswerLine[]> {
  const lines: AnswerLine[] = [];
  for (const [position, question] of options.questions.entries()) {
    for (const system of rotate(options.systems, position)) {
      const earlier = options.done.get(answerKey(system.id, question.id));
      const line = earlier ?? (options.signal.aborted ? null : await askOne(system, question, options));
      if (line === null) return lines;
      lines.push(line);
      if (earlier === undefined) await options.onAnswer(line);
    }
  }
  return lines;
}

/** The list from another beginning: that of question 0 is as given, that of question 1 begins with the second. */
export function rotate<T>(list: readonly T[], by: number): readonly T[] {
  const start = list.length === 0 ? 0 : by % list.length;
  return [...list.slice(start), ...list.slice(0, start)];
}

/** The answer, or null when the run was interrupted meanwhile. */
async function askOne(system: System, question: EvalQuestion, options: AskInTurnOptions): Promise<AnswerLine | null> {
  const { signal, now, cpuSeconds } = options;
  await options.forget().catch(() => {}); // a model that is broken breaks the answer too, and is written down there
  const begun = now();
  const before = cpuSeconds();
  const cost = () => {
    const after = cpuSeconds();
    return { totalMs: now() - begun, cpuSeconds: before === null || after === null ? null : after - before };
  };
  try {
    const reply = await system.answer(question, signal);
    return signal.aborted ? null : { system: system.id, id: question.id, ...reply, ...cost() };
  } catch (error) {
    if (signal.aborted) return null;
    const reason = error instanceof Error ? error.message : String(error);
    return { system: system.id, id: question.id, ...NO_REPLY, ...cost(), error: reason };
  }
}

const NO_REPLY = {
  text: "",
  outcome: "failed",
  firstUsefulMs: null,
  promptTokens: null,
  reusedTokens: null,
  language: null,
  ownWords: "",
} as const;
