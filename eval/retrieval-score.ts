/**
 * How well the ranked passages of one question fit its gold evidence. Passages longer than a passage may be count as
 * cut. Knows nothing of answers.
 */
import { passageHoldsQuote } from "./quote-match.ts";

export type Evidence = { readonly file: string; readonly quote: string };

export type RetrievalScore = {
  /** Rank, from 1, of the first passage from a gold file; null when none is. */
  readonly documentRank: number | null;
  /** Rank, from 1, of the first passage that holds a gold quote; null when none does. */
  readonly quoteRank: number | null;
  /** nDCG of the first ten, see `gainOfRanking`. */
  readonly ndcg: number;
};

const NDCG_DEPTH = 10;

export function scoreRetrieval(
  retrieved: readonly { readonly file: string; readonly text: string }[],
  evidence: readonly Evidence[],
): RetrievalScore {
  const files = new Set(evidence.map(({ file }) => file));
  const held = retrieved.map((passage) =>
    evidence.flatMap(({ quote }, index) => (passageHoldsQuote(passage.text, quote) ? [index] : [])),
  );
  return {
    documentRank: rankOf(retrieved.map(({ file }) => files.has(file))),
    quoteRank: rankOf(held.map((quotes) => quotes.length > 0)),
    ndcg: gainOfRanking(held, evidence.length),
  };
}

function rankOf(flags: readonly boolean[]): number | null {
  const index = flags.indexOf(true);
  return index === -1 ? null : index + 1;
}

/**
 * Normalised discounted cumulative gain at 10 (Järvelin & Kekäläinen 2002; discount log2(rank + 1)) with binary gain:
 * a passage gains 1 when it holds a gold quote that no passage before it held, so overlapping passages are not paid
 * twice. The ideal ranking holds one new quote per rank.
 */
function gainOfRanking(held: readonly (readonly number[])[], quotes: number): number {
  const seen = new Set<number>();
  let gain = 0;
  for (const [index, passage] of held.slice(0, NDCG_DEPTH).entries()) {
    if (passage.some((quote) => !seen.has(quote))) gain += 1 / Math.log2(index + 2);
    for (const quote of passage) seen.add(quote);
  }
  let ideal = 0;
  for (let index = 0; index < Math.min(quotes, NDCG_DEPTH); index += 1) ideal += 1 / Math.log2(index + 2);
  return ideal === 0 ? 0 : gain / ideal;
}
