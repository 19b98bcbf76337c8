/**
 * Cuts blocks into sentences with exact offsets. Knows nothing of passages or scores.
 */
import type { Block } from "../corpora/document.ts";

/** A sentence of the stored text, half-open UTF-16 offsets; list items and table rows count as one sentence each. */
export type Sentence = { readonly start: number; readonly end: number; readonly block: number };

/** Longer pieces are cut at a semicolon or a word border, so that one "sentence" never fills a whole reply. */
const MAX_SENTENCE_WORDS = 70;

const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });

/** What `Intl.Segmenter` takes for the end of a sentence but is an abbreviation, a number or an initial. */
const NOT_AN_END =
  /(?:^|[\s(])(?:\p{L}|\d{1,3}|art|arts|abs|nr|no|nos|bzw|ca|evtl|ggf|inkl|max|min|vgl|z\.\s?b|u\.\s?a|d\.\s?h|i\.e|e\.g|etc|p|pp|cf|ex|env|stk|kl|f\.eks|jf|pkt|sr|sra|dr|mr|mrs|ms|st|vs|inc|ltd|co|sec|para|approx|núm|pág|p\.\s?ex)\.\s*$/iu;

/** Sentences of a text's blocks, in order; headings are left out. */
export function splitSentences(text: string, blocks: readonly Block[]): Sentence[] {
  return blocks.flatMap((block, index) => {
    if (block.kind === "heading") return [];
    if (block.kind === "row") return [{ start: block.start, end: block.end, block: index }];
    return splitProse(text.slice(block.start, block.end)).map(([start, end]) => ({
      start: block.start + start,
      end: block.start + end,
      block: index,
    }));
  });
}

/** Offsets of the sentences of one paragraph. */
export function splitProse(paragraph: string): [number, number][] {
  const pieces: [number, number][] = [];
  let start = 0;
  for (const { segment, index } of segmenter.segment(paragraph)) {
    const end = index + segment.length;
    if (end < paragraph.length && NOT_AN_END.test(paragraph.slice(start, end))) continue;
    pieces.push([start, end]);
    start = end;
  }
  if (start < paragraph.length) pieces.push([start, paragraph.length]);
  return pieces.flatMap(([from, to]) => cutLong(paragraph, from, to)).map(([from, to]) => trimmed(paragraph, from, to));
}

function cutLong(paragraph: string, from: number, to: number): [number, number][] {
  if (countWords(paragraph.slice(from, to)) <= MAX_SENTENCE_WORDS) return [[from, to]];
  const middle = (from + to) / 2;
  const cuts = [...paragraph.slice(from, to).matchAll(/;\s|:\s(?=\p{Lu})|\s(?=\([a-z\divx]{1,4}\)\s)/gu)].map(
    (m) => from + m.index + 1,
  );
  const spaces = [...paragraph.slice(from, to).matchAll(/\s/gu)].map((m) => from + m.index);
  const best = nearest(cuts, middle) ?? nearest(spaces, middle);
  if (best === undefined || best <= from || best >= to) return [[from, to]];
  return [...cutLong(paragraph, from, best), ...cutLong(paragraph, best, to)];
}

function nearest(positions: readonly number[], middle: number): number | undefined {
  return positions.toSorted((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0];
}

function trimmed(text: string, from: number, to: number): [number, number] {
  const piece = text.slice(from, to);
  const lead = piece.length - piece.trimStart().length;
  return [from + lead, from + Math.max(lead, piece.trimEnd().length)];
}

export function countWords(text: string): number {
  return text.match(/\S+/gu)?.length ?? 0;
}
