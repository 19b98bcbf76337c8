/**
 * Cuts quotations out of the stored texts: chosen sentences in, citations out. Reads each document once for a
 * question. Knows nothing of decisions or wording.
 */
import type { CorpusStore, DocumentVersion } from "../corpora/corpus-store.ts";
import type { Block } from "../corpora/document.ts";
import type { Beside } from "./amended.ts";
import type { Citation } from "./answer-types.ts";
import { cite, type QuotedOn } from "./citations.ts";
import { chooseQuotations, type Quotation, type ScoredSentence } from "./evidence.ts";
import { visibleParts } from "./tables/hide-personal.ts";

/** How many sentences are quoted at most, and how many words, whole lists apart. */
export type QuoteLimit = { readonly sentences: number; readonly words: number };

/** What a reply quotes that asserts or offers the closest passages (eval/LOG.md: "Which sentences are quoted"). */
export const FULL_QUOTATION: QuoteLimit = { sentences: 6, words: 165 };
/** What is quoted of the nearest sections when the documents do not answer. */
export const NEAREST_QUOTATION: QuoteLimit = { sentences: 3, words: 80 };

export type Quoter = (sentences: readonly ScoredSentence[], limit: QuoteLimit) => Citation[];

/**
 * @param hiddenIn stretches of a document that are not read out: quotations are cut around them.
 * @param beside adds what has to stand beside a quotation, over and above the limit.
 */
export function makeQuoter(
  corpus: Pick<CorpusStore, "textById" | "blocks">,
  hiddenIn: (document: DocumentVersion) => readonly { readonly start: number; readonly end: number }[],
  on: QuotedOn,
  beside: Beside = (chosen) => chosen,
): Quoter {
  const textOf = remember((id: number): string => corpus.textById(id));
  const blocksOf = remember((id: number): readonly Block[] => corpus.blocks(id));
  return (sentences, { sentences: count, words: maxWords }) =>
    beside(chooseQuotations(sentences, { count, maxWords, blocksOf, textOf })).flatMap((quotation) => {
      const id = quotation.passage.documentId;
      const text = textOf(id);
      return visibleParts(quotation, hiddenIn(quotation.passage.document))
        .map((part) => (part === quotation ? part : withoutEdges(part, text)))
        .filter(({ start, end }) => end > start)
        .map((part) => cite(part, text, blocksOf(id), on));
    });
}

/** What was cut around a cell begins and ends with its bars. */
function withoutEdges(part: Quotation, text: string): Quotation {
  const own = text.slice(part.start, part.end);
  const inner = own.replace(/^[\s|]+/u, "");
  return {
    ...part,
    start: part.end - inner.length,
    end: part.end - (inner.length - inner.replace(/[\s|]+$/u, "").length),
  };
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
