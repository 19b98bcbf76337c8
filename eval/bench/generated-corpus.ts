/**
 * Invents documents and vectors for timing the index at sizes that no sample has. Seeded: the same seed gives the
 * same texts. Word frequencies follow Zipf's law, as in real text, so that full-text search has common and rare words.
 */

import type { ParsedDocument } from "../../corpora/document.ts";
import { createDocumentBuilder } from "../../corpora/document-builder.ts";
import type { Random } from "../statistics.ts";

const VOCABULARY = 20_000;
const SENTENCE_WORDS = 18;
const SENTENCES = 6;
const SYLLABLES = "ba co de fi gu ha lo me ni pu ra so te vu wi zo lan mer tor ben dis kal".split(" ");

/** Words in order of frequency, each different, all of small letters. */
export function inventVocabulary(size = VOCABULARY): readonly string[] {
  return Array.from({ length: size }, (_, index) => {
    let word = "";
    let rest = index + SYLLABLES.length;
    while (rest > 0) {
      word += SYLLABLES[rest % SYLLABLES.length] ?? "";
      rest = Math.floor(rest / SYLLABLES.length);
    }
    return word;
  });
}

/**
 * Draws a rank with probability about 1 / rank: the inverse of the logarithmic cumulative distribution of Zipf's law
 * with exponent 1 (Zipf 1949; continuous approximation).
 */
export function drawWord(vocabulary: readonly string[], random: Random): string {
  const rank = Math.floor(vocabulary.length ** random()) - 1;
  return vocabulary[Math.min(rank, vocabulary.length - 1)] ?? "";
}

function inventSentence(vocabulary: readonly string[], random: Random): string {
  const words = Array.from({ length: SENTENCE_WORDS }, () => drawWord(vocabulary, random));
  return `${words.join(" ")}.`.replace(/^./u, (letter) => letter.toUpperCase());
}

/** A document of `passages` sections, each of which is cut into exactly one passage (108 words). */
export function inventDocument(passages: number, vocabulary: readonly string[], random: Random): ParsedDocument {
  const builder = createDocumentBuilder();
  for (let number = 1; number <= passages; number += 1) {
    builder.heading(`${number}. ${drawWord(vocabulary, random)} ${drawWord(vocabulary, random)}`, 2);
    builder.paragraph(Array.from({ length: SENTENCES }, () => inventSentence(vocabulary, random)).join(" "));
  }
  return builder.finish({ format: "markdown", title: "Invented document", pages: null });
}

/** Rare enough to be searched, common enough to be found: a question of eight words drawn like the text. */
export function inventQuestion(vocabulary: readonly string[], random: Random): string {
  return Array.from({ length: 8 }, () => drawWord(vocabulary, random)).join(" ");
}

/** A vector of length 1 in a random direction: coordinates from the normal distribution (Box & Muller 1958). */
export function inventVector(dimensions: number, random: Random): Float32Array {
  const vector = Float32Array.from({ length: dimensions }, () => {
    return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  });
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}
