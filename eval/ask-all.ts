/**
 * Asks every question of a set against its own collection and hands over each prediction as it comes. A question that
 * fails is written down as failed and the run goes on; only an abort ends it. Knows nothing of files or scores.
 */
import type { Decision, Retrieved } from "../bot/answer-types.ts";
import type { Rochdale } from "../bot/rochdale.ts";
import { cpuSecondsOfTree } from "./cpu-seconds.ts";
import { failedPrediction, type Prediction, toPrediction } from "./prediction.ts";
import type { EvalQuestion } from "./question-set.ts";

export type AskAllOptions = {
  readonly rochdale: Pick<Rochdale, "ask">;
  readonly questions: readonly EvalQuestion[];
  /** Predictions of an earlier part of the same run, by question id. */
  readonly done: ReadonlyMap<string, Prediction>;
  readonly signal: AbortSignal;
  readonly onPrediction: (prediction: Prediction) => Promise<void>;
};

/** All predictions in the order of the questions, as far as the run came. */
export async function askAll(options: AskAllOptions): Promise<readonly Prediction[]> {
  const predictions: Prediction[] = [];
  for (const question of options.questions) {
    const earlier = options.done.get(question.id);
    if (earlier !== undefined) {
      predictions.push(earlier);
      continue;
    }
    if (options.signal.aborted) break;
    const prediction = await askOne(options.rochdale, question, options.signal);
    if (prediction === null) break;
    predictions.push(prediction);
    await options.onPrediction(prediction);
  }
  return predictions;
}

/** The prediction, or null when the run was interrupted meanwhile. */
async function askOne(
  rochdale: Pick<Rochdale, "ask">,
  question: EvalQuestion,
  signal: AbortSignal,
): Promise<Prediction | null> {
  let retrieved: readonly Retrieved[] = [];
  let decision: Decision | undefined;
  const before = cpuSecondsOfTree();
  try {
    const answer = await rochdale.ask({
      question: question.question,
      history: question.history,
      collections: [question.collection],
      asOf: question.as_of,
      fresh: true,
      signal,
      onRetrieved: (passages) => {
        retrieved = passages;
      },
      onDecision: (made) => {
        decision = made;
      },
    });
    const after = cpuSecondsOfTree();
    const cpuSeconds = before === null || after === null ? null : after - before;
    return signal.aborted ? null : toPrediction(question.id, answer, retrieved, decision, cpuSeconds);
  } catch (error) {
    return signal.aborted ? null : failedPrediction(question, error);
  }
}
