/**
 * Puts recognised words on level lines of even type, as if they had been printed there, so that columns, tables and
 * paragraphs are found as in any PDF. Knows nothing of images. Pure.
 */
import type { Letters, View } from "../formats/pdf-parts.ts";
import type { Recognised, RecognisedWord } from "./recogniser.ts";

export type RecognisedPage = { readonly letters: readonly Letters[]; readonly view: View };

/** A page counts as this high, in points, whatever its picture's size: A4. */
const PAGE_HEIGHT = 842;
/** A word of signs alone below this confidence is dust or the edge of the paper. */
const LEAST_CONFIDENCE = 40;
/** The height of capitals with the depth of descenders takes this share of an em. */
const BOX_OF_EM = 0.93;
/** Type is measured roughly: lines within a quarter of the usual size have that size. */
const SAME_SIZE = 0.25;

export function recognisedLetters({ width, height, words }: Recognised): RecognisedPage {
  const scale = PAGE_HEIGHT / Math.max(1, height);
  const lines = [...Map.groupBy(words.filter(isText), ({ line }) => line).values()];
  const slope = median(lines.flatMap(slopeOf));
  const sizes = lines.map(sizeOf);
  const usual = median(sizes);
  const letters = lines.flatMap((line, index) => {
    const own = sizes[index] ?? usual;
    const size = steady(own / usual) * usual * scale;
    const y = median(line.map((word) => word.y + word.height - slope * (word.x + word.width / 2))) * scale;
    return line.map((word) => ({
      text: word.text,
      transform: [size, 0, 0, size, word.x * scale, y],
      width: word.width * scale,
      bold: false,
    }));
  });
  return { letters, view: { transform: [1, 0, 0, 1, 0, 0], width: width * scale, height: PAGE_HEIGHT } };
}

function isText({ text, confidence }: RecognisedWord): boolean {
  return /[\p{L}\p{N}§]/u.test(text) ? confidence >= LEAST_CONFIDENCE / 2 : confidence >= LEAST_CONFIDENCE;
}

/** How far a line falls from left to right: scans lie askew. */
function slopeOf(line: readonly RecognisedWord[]): number[] {
  const [first, last] = [line[0], line[line.length - 1]];
  if (first === undefined || last === undefined || line.length < 4) return [];
  const middle = (word: RecognisedWord) => word.y + word.height / 2;
  return [(middle(last) - middle(first)) / Math.max(1, last.x - first.x)];
}

function sizeOf(line: readonly RecognisedWord[]): number {
  const heights = line.map(({ height }) => height).toSorted((a, b) => a - b);
  return (heights[Math.floor(heights.length * 0.8)] ?? 10) / BOX_OF_EM;
}

/** Larger type in steps of a half, so that the lines of one heading agree. */
function steady(ratio: number): number {
  return Math.abs(ratio - 1) <= SAME_SIZE ? 1 : Math.max(0.5, Math.round(ratio * 2) / 2);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
