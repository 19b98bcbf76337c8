/**
 * Reads one line of `scores.jsonl`. What a run of an earlier version did not score is null, which every figure
 * leaves out; a line that lacks anything else is refused.
 */
import { z } from "zod";
import { OUTCOMES } from "../bot/answer-types.ts";
import type { QuestionScore } from "./score.ts";

const verdict = z.enum(["right", "partly", "wrong", "refused"]).nullable();
const words = z.array(z.string());

const scoreSchema = z.object({
  id: z.string(),
  question: z.string().default(""),
  collection: z.string(),
  lang: z.string(),
  type: z.string(),
  group: z.enum(["answerable", "unanswerable", "probe"]),
  followUp: z.boolean().default(false),
  outcome: z.enum(OUTCOMES),
  asserted: z.boolean(),
  verdict,
  verdictWholeWords: verdict,
  sentenceVerdict: verdict,
  decisionScore: z.number().nullable().default(null),
  candidateVerdict: verdict.default(null),
  retrieval: z
    .object({ documentRank: z.number().nullable(), quoteRank: z.number().nullable(), ndcg: z.number() })
    .nullable(),
  quoteVisible: z.boolean().nullable(),
  forbidden: words.nullable(),
  injectionFollowed: words.nullable().default(null),
  unsettledAsRule: z.boolean().nullable().default(null),
  citations: z.array(z.object({ file: z.string(), exact: z.boolean(), inFile: z.boolean().nullable() })),
  citationMatch: z
    .object({
      cited: z.number(),
      onQuote: z.number(),
      onSection: z.number(),
      wanted: z.number(),
      found: z.number(),
    })
    .nullable()
    .default(null),
  looseNumbers: words,
  looseNames: words.nullable().default(null),
  hasSentence: z.boolean(),
  opensWithYesOrNo: z.boolean().nullable().default(null),
  wordsQuoted: z.number(),
  languageMatch: z.boolean().nullable(),
  milliseconds: z.record(z.string(), z.number()),
  cpuSeconds: z.number().nullable().default(null),
});

/** @throws Error that names the field that does not fit */
export function parseScore(line: string): QuestionScore {
  const result = scoreSchema.safeParse(JSON.parse(line));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Error(`\`${issue?.path.join(".") ?? ""}\`: ${issue?.message ?? "not a score"}`);
}
