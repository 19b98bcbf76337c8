/**
 * Cuts quotations out of the stored texts: chosen sentences in, citations out. Reads each document once for a
 * question. Knows nothing of decisions or wording.
 */
import type { CorpusStore } from "../corpora/corpus-store.ts";
import type { Block } from "../corpora/document.ts";
import type { Citation } from "./answer-types.ts";
import { cite, type QuotedOn } from "./citations.ts";
import { chooseQuotations, type ScoredSentence } from "./evidence.ts";

/** How many sentences are quoted at most, and how many words, whole lists apart. */
export type QuoteLimit = { readonly sentences: number; readonly words: number };

/** What a reply quotes that asserts or offers the closest passages (eval/LOG.md: "Which sentences are quoted"). */
export const FULL_QUOTATION: QuoteLimit = { sentences: 6, words: 165 };
/** What is quoted of the nearest sections when the documents do not answer. */
export const NEAREST_QUOTATION: QuoteLimit = { sentences: 3, words: 80 };

export type Quoter = (sentences: readonly ScoredSentence[], limit: QuoteLimit) => Citation[];

export function makeQuoter(corpus: Pick<CorpusStore, "textById" | "blocks">, on: QuotedOn): Quoter {
  const textOf = remember((id: number): string => corpus.textById(id));
  const blocksOf = remember((id: number): readonly Block[] => corpus.blocks(id));
  return (sentences, { sentences: count, words: maxWords }) =>
    chooseQuotations(sentences, { count, maxWords, blocksOf, textOf }).map((quotation) => {
      const id = quotation.passage.documentId;
      return cite(quotation, textOf(id), blocksOf(id), on);
    });
}

function remember<T>(load: (id: number) => T): (id: number) => T {
  const known = new Map<number, T>();
  return (id) => {
    const before = known.get(id);
    if (before !== undefined) return before;
    const loaded = load(id);
    known.set(id, loaded);
    return loaded;
  };
}
