/**
 * Tokens per second of our way of generating, beside a bare loop over the same model in the same process (same
 * threads, context, prompt tokens). Both take turns, so that a busy machine hurts both alike. Knows nothing of
 * llama.cpp: the comparison itself is handed in.
 */
import type { BenchComparison, BenchOptions } from "../../bot/llama/models.ts";
import { quantile } from "../statistics.ts";

export type Rates = { readonly prefillTokensPerSecond: number; readonly decodeTokensPerSecond: number };

export type TokenRates = {
  readonly promptTokens: number;
  readonly newTokens: number;
  readonly rounds: number;
  readonly ours: Rates;
  readonly bare: Rates;
  /** Median of ours / bare; the goal is at least 0.9. */
  readonly ratio: Rates;
};

export type TokenRateOptions = {
  /** One round of both loops; null without a chat model. */
  readonly compare: (options: BenchOptions) => Promise<BenchComparison | null>;
  readonly rounds: number;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
};

/** About the prompt of a usual question: twelve sentences with their headings, 400 to 500 tokens (answering.md 5). */
const PARAGRAPH =
  "Notice of a general meeting is given in writing at least twenty days before the day of the meeting, with the " +
  "agenda. If the agenda holds a change of the bylaws, the notice is at least thirty days and the full text is " +
  "attached. Five voting members together may put an item on the agenda until ten days before the meeting. ";
const REPEATS = 6;
const NEW_TOKENS = 48;

const PROMPT = `${PARAGRAPH.repeat(REPEATS)}\n\nDescribe at length how a general meeting is called.`;

/** One round before the clock counts loads the model; null without a chat model. */
export async function measureTokenRates(options: TokenRateOptions): Promise<TokenRates | null> {
  const { compare, signal } = options;
  if ((await compare({ prompt: "Hello", newTokens: 2, signal })) === null) return null;
  const rounds: BenchComparison[] = [];
  for (let round = 0; round < options.rounds; round += 1) {
    const figures = await compare({ prompt: PROMPT, newTokens: NEW_TOKENS, signal });
    if (figures !== null) rounds.push(figures);
    options.onProgress(round + 1, options.rounds);
  }
  return summariseRates(rounds);
}

/** Medians of each loop, and of the ratios round by round: what both suffered alike cancels out there. */
function summariseRates(rounds: readonly BenchComparison[]): TokenRates {
  const median = (pick: (round: BenchComparison) => number) => quantile(rounds.map(pick), 0.5) ?? 0;
  const rates = (pick: (round: BenchComparison, key: keyof Rates) => number): Rates => ({
    prefillTokensPerSecond: median((round) => pick(round, "prefillTokensPerSecond")),
    decodeTokensPerSecond: median((round) => pick(round, "decodeTokensPerSecond")),
  });
  return {
    promptTokens: rounds[0]?.ours.promptTokens ?? 0,
    newTokens: rounds[0]?.ours.newTokens ?? 0,
    rounds: rounds.length,
    ours: rates(({ ours }, key) => ours[key]),
    bare: rates(({ bare }, key) => bare[key]),
    ratio: rates(({ ours, bare }, key) => ours[key] / bare[key]),
  };
}
