/**
 * Keeps personal cells out of ordinary replies: what is retrieved is shown to reader and member without them, and a
 * quotation is cut around them. Pure.
 */

import type { RankedPassage, RetrievalResult } from "../../retrieval/retrieve.ts";
import type { Stretch } from "../../retrieval/tables/table.ts";

type Hidden = (document: RankedPassage["document"]) => readonly Pick<Stretch, "start" | "end">[];

/** Stands for what is not read out. */
const MASK = "…";

export function withoutPersonal(result: RetrievalResult, hiddenIn: Hidden): RetrievalResult {
  return { ...result, passages: result.passages.map((passage) => maskPassage(passage, hiddenIn(passage.document))) };
}

function maskPassage(passage: RankedPassage, hidden: ReturnType<Hidden>): RankedPassage {
  if (!hidden.some(({ start, end }) => start < passage.end && end > passage.start)) return passage;
  return {
    ...passage,
    text: masked(passage.text, passage.start, hidden),
    sentences: passage.sentences
      .filter((sentence) => visibleParts(sentence, hidden).length > 0)
      .map((sentence) => ({ ...sentence, text: masked(sentence.text, sentence.start, hidden) })),
  };
}

function masked(text: string, offset: number, hidden: ReturnType<Hidden>): string {
  return hidden
    .toSorted((a, b) => b.start - a.start)
    .reduce((left, { start, end }) => {
      const [from, to] = [Math.max(0, start - offset), Math.min(text.length, end - offset)];
      return from < to ? left.slice(0, from) + MASK + left.slice(to) : left;
    }, text);
}

/** What of a stretch may be read out, in order; offsets as they are. */
export function visibleParts<Part extends { readonly start: number; readonly end: number }>(
  stretch: Part,
  hidden: ReturnType<Hidden>,
): Part[] {
  return hidden.reduce<Part[]>(
    (parts, { start, end }) =>
      parts.flatMap((part) => {
        if (end <= part.start || start >= part.end) return [part];
        const before = { ...part, end: start };
        const after = { ...part, start: end };
        return [before, after].filter((one) => one.end > one.start);
      }),
    [stretch],
  );
}
