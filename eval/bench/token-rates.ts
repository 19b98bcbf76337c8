/**
 * Tokens per second of our way of generating, beside a bare loop over the same model in the same process (same
 * threads, context, prompt tokens). Rounds alternate, so that a busy machine hurts both alike. Knows the model
 * process's two requests and nothing of llama.cpp.
 */
import type { ChatTurn, Request, Result } from "../../bot/llama/protocol.ts";
import { quantile } from "../statistics.ts";

export type Rates = { readonly prefillTokensPerSecond: number; readonly decodeTokensPerSecond: number };

export type TokenRates = {
  readonly promptTokens: number;
  readonly newTokens: number;
  readonly rounds: number;
  readonly ours: Rates;
  readonly bare: Rates;
  /** ours / bare; the goal is at least 0.9 (issue A). */
  readonly ratio: Rates;
};

export type TokenRateOptions = {
  /** The model process, of which only this is needed. */
  readonly request: (request: Request, options: { readonly signal: AbortSignal }) => Promise<Result>;
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

const TURNS: readonly ChatTurn[] = [
  { role: "system", content: "You answer members' questions about the documents of a co-operative." },
  { role: "user", content: `${PARAGRAPH.repeat(REPEATS)}\n\nDescribe at length how a general meeting is called.` },
];

type Round = Rates & { readonly promptTokens: number; readonly newTokens: number };

export async function measureTokenRates(options: TokenRateOptions): Promise<TokenRates> {
  const ours: Round[] = [];
  const bare: Round[] = [];
  await options.request({ kind: "warm-up" }, { signal: options.signal });
  await runBare(options);
  for (let round = 0; round < options.rounds; round += 1) {
    ours.push(await runOurs(options));
    bare.push(await runBare(options));
    options.onProgress(round + 1, options.rounds);
  }
  const [first] = ours;
  const [our, plain] = [medianRates(ours), medianRates(bare)];
  return {
    promptTokens: first?.promptTokens ?? 0,
    newTokens: first?.newTokens ?? 0,
    rounds: options.rounds,
    ours: our,
    bare: plain,
    ratio: {
      prefillTokensPerSecond: our.prefillTokensPerSecond / plain.prefillTokensPerSecond,
      decodeTokensPerSecond: our.decodeTokensPerSecond / plain.decodeTokensPerSecond,
    },
  };
}

async function runOurs({ request, signal }: TokenRateOptions): Promise<Round> {
  const result = await request(
    { kind: "generate", turns: TURNS, maxTokens: NEW_TOKENS, temperature: 0, grammar: null, stop: [], bench: true },
    { signal },
  );
  if (result.kind !== "generate") throw new Error(`Expected the result of \`generate\`, got \`${result.kind}\`.`);
  const { promptTokens, newTokens, prefillMs, decodeMs } = result;
  return {
    promptTokens,
    newTokens,
    prefillTokensPerSecond: (promptTokens * 1000) / prefillMs,
    decodeTokensPerSecond: ((newTokens - 1) * 1000) / decodeMs,
  };
}

async function runBare({ request, signal }: TokenRateOptions): Promise<Round> {
  const result = await request({ kind: "bench-bare", turns: TURNS, newTokens: NEW_TOKENS }, { signal });
  if (result.kind !== "bench-bare") throw new Error(`Expected the result of \`bench-bare\`, got \`${result.kind}\`.`);
  return result.figures;
}

function medianRates(rounds: readonly Rates[]): Rates {
  const median = (key: keyof Rates) =>
    quantile(
      rounds.map((round) => round[key]),
      0.5,
    ) ?? 0;
  return {
    prefillTokensPerSecond: median("prefillTokensPerSecond"),
    decodeTokensPerSecond: median("decodeTokensPerSecond"),
  };
}
