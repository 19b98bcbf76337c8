/**
 * One line of `predictions.jsonl`: a question's id, the fields of `ask --json`, the ranked passages. A question is asked
 * of one collection; file names begin with it, like those of the evidence. Knows nothing of scores.
 */
import { z } from "zod";
import type { Answer, Decision, Retrieved } from "../bot/answer-types.ts";
import { OUTCOMES, REPLY_LANGUAGES } from "../bot/answer-types.ts";
import { STATUSES } from "../corpora/document.ts";

const citationSchema = z.object({
  document: z.string(),
  version: z.string().nullable(),
  status: z.enum(STATUSES),
  adoptedOn: z.string().nullable(),
  inForceFrom: z.string().nullable(),
  inForceTo: z.string().nullable(),
  section: z.string(),
  page: z.number().nullable(),
  file: z.string(),
  language: z.string(),
  quote: z.string(),
  start: z.number(),
  end: z.number(),
  rank: z.string().default(""),
});

const predictionSchema = z.object({
  id: z.string(),
  outcome: z.enum(OUTCOMES),
  shown: z.string(),
  sentence: z.string().nullable(),
  language: z.enum(REPLY_LANGUAGES),
  collection: z.string(),
  citations: z.array(citationSchema),
  nearest: z.array(z.object({ document: z.string(), section: z.string() })),
  asked: z.string(),
  asOf: z.string(),
  model: z.string().nullable(),
  milliseconds: z.record(z.string(), z.number()),
  retrieved: z.array(z.object({ file: z.string(), section: z.string(), text: z.string(), score: z.number() })),
  /** Why the reply went as far as it did; absent when nothing was retrieved. */
  decision: z
    .object({
      score: z.number(),
      features: z.record(z.string(), z.number()),
      said: z.string().nullable(),
      candidate: z.string().default(""),
    })
    .optional(),
  /** Processor seconds of all processes together; absent where the machine does not tell. */
  cpuSeconds: z.number().optional(),
  /** The sentence tells a figure worked out from a table: it need not stand in a citation. */
  computed: z.boolean().optional(),
  /** Why the question failed, for the operator; absent otherwise. */
  error: z.string().optional(),
});

export type Prediction = z.infer<typeof predictionSchema>;
export type PredictedCitation = z.infer<typeof citationSchema>;

export function toPrediction(
  id: string,
  answer: Answer,
  retrieved: readonly Retrieved[],
  decision?: Decision,
  cpuSeconds: number | null = null,
): Prediction {
  const { collections, computed, ...own } = answer;
  const placed = (collection: string, file: string) => `${collection}/${file}`;
  return {
    id,
    ...own,
    collection: collections[0] ?? "",
    citations: answer.citations.map(({ collection, file, ...rest }) => ({ ...rest, file: placed(collection, file) })),
    nearest: [...answer.nearest],
    milliseconds: { ...answer.milliseconds },
    retrieved: retrieved.map(({ collection, file, section, text, score }) => ({
      file: placed(collection, file),
      section,
      text,
      score,
    })),
    ...(decision ? { decision: { ...decision, features: { ...decision.features } } } : {}),
    ...(computed ? { computed: true } : {}),
    ...(cpuSeconds === null ? {} : { cpuSeconds }),
  };
}

/** What is written for a question whose answering threw: the run goes on, the question counts as failed. */
export function failedPrediction(
  question: { id: string; question: string; collection: string },
  error: unknown,
): Prediction {
  return {
    id: question.id,
    outcome: "failed",
    shown: "",
    sentence: null,
    language: "en",
    collection: question.collection,
    citations: [],
    nearest: [],
    asked: question.question,
    asOf: "",
    model: null,
    milliseconds: {},
    retrieved: [],
    error: error instanceof Error ? error.message : String(error),
  };
}

export function parsePrediction(line: string): Prediction {
  return predictionSchema.parse(JSON.parse(line));
}

/** All lines that can be read; a line that a crash cut short is none. */
export function parsePredictions(text: string): readonly Prediction[] {
  return text.split("\n").flatMap((line) => {
    try {
      return line === "" ? [] : [parsePrediction(line)];
    } catch {
      return [];
    }
  });
}
