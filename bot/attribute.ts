/**
 * Finds the sentence that the model's words came from, and how far it carries them. Small models point well and
 * assert badly (answering.md 4): the pointer is kept, the words are checked. Pure.
 */
import { foldText, searchTerms } from "../retrieval/terms.ts";
import type { ScoredSentence } from "./evidence.ts";

export type Attribution = {
  readonly source: ScoredSentence;
  /** Share of the idf weight of the model's new words that stands in the source or beside it, 0 to 1. */
  readonly support: number;
  /** Share of the model's words that are only the question's, 0 to 1. */
  readonly echo: number;
};

/** A number that agrees is worth two words. */
const NUMBER_WEIGHT = 2;

/** @param weightOf gives a term's idf; null when there is nothing to attribute to. */
export function attribute(
  sentence: string,
  question: string,
  shown: readonly ScoredSentence[],
  weightOf: (term: string) => number,
): Attribution | null {
  const asked = new Set(searchTerms(question));
  const said = [...new Set(searchTerms(sentence))];
  const fresh = said.filter((term) => !asked.has(term));
  const terms = fresh.length > 0 ? fresh : said;
  const weigh = (term: string) => weightOf(term) * (/\p{N}/u.test(term) ? NUMBER_WEIGHT : 1);
  const total = terms.reduce((sum, term) => sum + weigh(term), 0);
  const share = (text: string) => {
    const present = new Set(searchTerms(text));
    return terms.reduce((sum, term) => sum + (present.has(term) ? weigh(term) : 0), 0) / (total || 1);
  };
  const ranked = shown
    .map((candidate, rank) => ({ candidate, share: share(`${candidate.lead} ${candidate.text}`), rank }))
    .toSorted((a, b) => b.share - a.share || a.rank - b.rank);
  const best = ranked[0];
  if (best === undefined) return null;
  const support = share(neighbourhood(best.candidate));
  return { source: best.candidate, support, echo: said.length === 0 ? 1 : 1 - fresh.length / said.length };
}

/** The sentence with those before and after it in its passage. */
function neighbourhood(source: ScoredSentence): string {
  const all = source.passage.sentences;
  const index = all.findIndex((sentence) => sentence.id === source.id);
  return [source.lead, ...all.slice(Math.max(0, index - 1), index + 2).map((sentence) => sentence.text)].join(" ");
}

/** Numbers of a text, separators and spaces inside them taken out: "1,000" and "1 000" are "1000". */
export function numbersIn(text: string): string[] {
  const matches = text.normalize("NFKC").match(/\d+(?:[.,'’ ]\d+)*/gu) ?? [];
  return matches.map((match) =>
    match
      .replace(/[.,'’ ](?=\d{3}(?!\d))/gu, "")
      .replace(/[,'’]/gu, ".")
      .replace(/\.0+$/u, ""),
  );
}

/** Words written with a capital inside a sentence: names, mostly; in German every noun, which only makes it stricter. */
export function namesIn(sentence: string): string[] {
  const words = sentence.match(/[\p{L}\p{N}'’-]+/gu) ?? [];
  return words.slice(1).filter((word) => /^\p{Lu}/u.test(word));
}

/** Numbers and names of the sentence that stand neither in the evidence nor in the question. */
export function unsupported(sentence: string, evidence: string, question: string): string[] {
  const known = new Set([...numbersIn(evidence), ...numbersIn(question)]);
  const terms = new Set(searchTerms(`${evidence} ${question}`));
  const folded = foldText(`${evidence} ${question}`);
  const names = namesIn(sentence).filter((name) => {
    const folding = foldText(name);
    return !folded.includes(folding) && !searchTerms(name).every((term) => terms.has(term));
  });
  return [...numbersIn(sentence).filter((number) => !known.has(number)), ...names];
}

/** "Yes.", "Non", "Ja, …": an opening that asserts a verdict. */
export function opensWithVerdict(sentence: string): boolean {
  return /^(?:yes|no|ja|nein|doch|oui|non|s[íi]|nej|jo)(?![\p{L}\p{N}])/iu.test(sentence);
}
