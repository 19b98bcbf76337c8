/**
 * How a question ends: the frame that every answer shares, the endings without quotations, and the clock of its
 * steps. Knows nothing of retrieval or models.
 */
import type { Answer, Outcome } from "./answer-types.ts";
import { messagesIn } from "./messages.ts";
import type { ChosenDay } from "./rules-asked.ts";
import type { Understood } from "./understand.ts";

export type Timer = { readonly milliseconds: Record<string, number>; mark(step: string): void };

/** What every answer to one question has in common. */
export type Base = {
  readonly understood: Understood;
  readonly asOf: string;
  /** Why it is that day: the words of the question that chose it; null when it was said beside it, or is today. */
  readonly chosen: ChosenDay | null;
  readonly collections: readonly string[];
  readonly timer: Timer;
};

/** Each mark is the time since the start, in milliseconds. */
export function startTimer(clock: () => number): Timer {
  const start = clock();
  const milliseconds: Record<string, number> = {};
  return {
    milliseconds,
    mark(step) {
      milliseconds[step] = Math.round((clock() - start) * 10) / 10;
    },
  };
}

export function finish(
  base: Base,
  own: Pick<
    Answer,
    "outcome" | "shown" | "sentence" | "citations" | "nearest" | "notes" | "contact" | "model" | "computed"
  >,
): Answer {
  base.timer.mark("total");
  return {
    ...own,
    language: base.understood.language,
    collections: base.collections,
    asked: base.understood.asked,
    asOf: base.asOf,
    milliseconds: base.timer.milliseconds,
  };
}

/** An answer that is one sentence of ours. */
export function plain(base: Base, outcome: Outcome, shown: string): Answer {
  return finish(base, {
    outcome,
    shown,
    sentence: null,
    citations: [],
    nearest: [],
    notes: [],
    contact: null,
    model: null,
  });
}

/** Cancelled, timed out, or failed with a reference that `reportFailure` gives. */
export function endWithoutAnswer(
  base: Base,
  signal: AbortSignal,
  error: unknown,
  reportFailure: (error: unknown) => string,
): Answer {
  const messages = messagesIn(base.understood.language);
  if (signal.aborted) {
    const timedOut = signal.reason instanceof Error && signal.reason.name === "TimeoutError";
    return timedOut ? plain(base, "timed-out", messages.timedOut) : plain(base, "cancelled", messages.cancelled);
  }
  return plain(base, "failed", messages.failed(reportFailure(error)));
}

/** An abort ends the waiting at once, whatever the work underneath makes of it. */
export function orAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
