/** One line of `answers.jsonl`: what one system said to one question, and what it took. Knows nothing of scores. */
import { z } from "zod";
import { OUTCOMES, REPLY_LANGUAGES } from "../../bot/answer-types.ts";
import { SYSTEM_IDS } from "./systems/system.ts";

const answerLineSchema = z.object({
  system: z.enum(SYSTEM_IDS),
  id: z.string().min(1),
  text: z.string(),
  outcome: z.enum(OUTCOMES),
  firstUsefulMs: z.number().nullable(),
  totalMs: z.number(),
  /** Of all processes together. */
  cpuSeconds: z.number().nullable(),
  promptTokens: z.number().nullable(),
  reusedTokens: z.number().nullable(),
  language: z.enum(REPLY_LANGUAGES).nullable(),
  ownWords: z.string(),
  /** Why it failed, for the operator; absent otherwise. */
  error: z.string().optional(),
});

export type AnswerLine = z.infer<typeof answerLineSchema>;

/** @throws when the line is none, such as one that a crash cut short. */
export function parseAnswerLine(line: string): AnswerLine {
  return answerLineSchema.parse(JSON.parse(line));
}

/** Names an answer among all of a run. */
export function answerKey(system: string, id: string): string {
  return `${system} ${id}`;
}
