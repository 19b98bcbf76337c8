/**
 * Chooses what the reading model sees: the best sentences, few and short, since reading them is most of a reply's
 * time. Pure; knows nothing of models or prompts.
 */
import { CELL_SEPARATOR } from "../corpora/document-builder.ts";
import type { ShownPassage } from "../prompts/reader-prompt.ts";
import { countWords } from "../retrieval/sentences.ts";
import type { ScoredSentence } from "./evidence.ts";

/** At most this many sentences, and words in them; the best two are read whatever their length (eval/LOG.md). */
const READER_SENTENCES = 5;
const READER_WORDS = 75;
const ALWAYS_READ = 2;
/** Of a sentence that introduces a list only the end is read, in words. */
const LEAD_WORDS = 25;

/** The sentences that the model reads, best first. */
export function readerSentences(sentences: readonly ScoredSentence[]): ScoredSentence[] {
  const chosen: ScoredSentence[] = [];
  let words = 0;
  for (const sentence of sentences) {
    if (chosen.length === READER_SENTENCES) break;
    const length = countWords(sentence.text);
    if (chosen.length >= ALWAYS_READ && words + length > READER_WORDS) continue;
    chosen.push(sentence);
    words += length;
  }
  return chosen;
}

/**
 * Groups sentences by passage under its nearest heading, passages in rank order, sentences in reading order, a common
 * introduction once.
 */
export function shownPassages(chosen: readonly ScoredSentence[]): ShownPassage[] {
  const passages = [...new Set(chosen.map((sentence) => sentence.passage))].toSorted((a, b) => b.score - a.score);
  return passages.map((passage) => {
    const own = chosen.filter((sentence) => sentence.passage === passage).toSorted((a, b) => a.start - b.start);
    const sentences = own.map(({ lead, text }, index) =>
      withoutAddresses(lead === "" || lead === own[index - 1]?.lead ? text : `(${shortLead(lead)}) ${text}`),
    );
    return { heading: passage.heading.split(HEADING_SEPARATOR).at(-1) ?? "", sentences };
  });
}

/** As passages join their headings. */
const HEADING_SEPARATOR = " > ";

/** Of a web address the host is enough to read; the rest costs as many tokens as a sentence. */
function withoutAddresses(text: string): string {
  return text.replace(/(https?:\/\/[^\s/)]+)\/[^\s)]+/gu, "$1/…");
}

/** The header of a table stays whole; of prose the last words are what introduces. */
function shortLead(lead: string): string {
  if (lead.includes(CELL_SEPARATOR)) return lead;
  const words = lead.split(/\s+/u);
  return words.length <= LEAD_WORDS ? lead : `… ${words.slice(-LEAD_WORDS).join(" ")}`;
}
