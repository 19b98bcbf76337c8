/**
 * Does a text hold a gold quotation? Works on normalised words (`normalise.ts`); knows nothing of ranking.
 */
import { cutAtWords, PASSAGE_WORDS, quoteWords } from "./normalise.ts";

/** The share of a quotation's words that must stand in one piece (shared/README.md, "devset/"). */
export const HELD_SHARE = 0.6;

/** Length of the longest run of words that both lists hold (longest common substring, dynamic programming, O(n·m)). */
export function longestSharedRun(left: readonly string[], right: readonly string[]): number {
  let longest = 0;
  let previous = new Uint32Array(right.length + 1);
  for (const word of left) {
    const current = new Uint32Array(right.length + 1);
    for (let column = 1; column <= right.length; column += 1) {
      if (right[column - 1] !== word) continue;
      const run = (previous[column - 1] ?? 0) + 1;
      current[column] = run;
      if (run > longest) longest = run;
    }
    previous = current;
  }
  return longest;
}

/** True when at least `share` of the quotation's words stand in the text in one piece; an empty quotation never does. */
export function holdsQuote(text: string, quote: string, share: number = HELD_SHARE): boolean {
  const wanted = quoteWords(quote);
  if (wanted.length === 0) return false;
  return longestSharedRun(wanted, quoteWords(text)) >= Math.ceil(share * wanted.length - 1e-9);
}

/** As `holdsQuote`, with the passage cut where a passage of full length ends. */
export function passageHoldsQuote(passage: string, quote: string): boolean {
  return holdsQuote(cutAtWords(passage, PASSAGE_WORDS), quote);
}
