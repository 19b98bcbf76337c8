/** Figures of retrieval, on answerable questions with evidence: was the right passage found, and at which rank? */
import { average, type FigureSpecs, type Measure, share } from "./figure.ts";

const documentAt =
  (depth: number): Measure =>
  ({ retrieval }) =>
    retrieval && isWithin(retrieval.documentRank, depth);

const quoteAt =
  (depth: number): Measure =>
  ({ retrieval }) =>
    retrieval && isWithin(retrieval.quoteRank, depth);

function isWithin(rank: number | null, depth: number): boolean {
  return rank !== null && rank <= depth;
}

export const RETRIEVAL_FIGURES = {
  "doc@1": share(null, documentAt(1)),
  "doc@5": share(null, documentAt(5)),
  "quote@1": share("more", quoteAt(1)),
  "quote@3": share(null, quoteAt(3)),
  "quote@5": share("more", quoteAt(5)),
  "quote@10": share(null, quoteAt(10)),
  MRR: average("more", ({ retrieval }) => retrieval && (retrieval.quoteRank === null ? 0 : 1 / retrieval.quoteRank)),
  "nDCG@10": average("more", ({ retrieval }) => (retrieval === null ? null : retrieval.ndcg)),
} satisfies FigureSpecs;
