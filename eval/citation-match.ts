/**
 * How well the citations of one reply fit the gold quotes of its question: the counts behind citation precision and
 * recall. Works on words (`quote-match.ts`); knows nothing of outcomes or keys.
 */
import { quoteWords } from "./normalise.ts";
import type { PredictedCitation, Prediction } from "./prediction.ts";
import { holdsQuote, passageHoldsQuote } from "./quote-match.ts";
import type { Evidence } from "./retrieval-score.ts";

export type CitationMatch = {
  readonly cited: number;
  /** Citations that hold a gold quote or lie inside one. */
  readonly onQuote: number;
  /** These, and those from the section that a gold quote stands in. */
  readonly onSection: number;
  /** Gold quotes, those that say the same counted once. */
  readonly wanted: number;
  /** Gold quotes that stand in a citation. */
  readonly found: number;
};

export function matchCitations(
  prediction: Pick<Prediction, "citations" | "retrieved">,
  evidence: readonly Evidence[],
): CitationMatch {
  const { citations } = prediction;
  const sections = goldSections(prediction, evidence);
  const onQuote = citations.map(({ quote }) => evidence.some((gold) => isOnQuote(quote, gold.quote)));
  const onSection = citations.filter((citation, index) => onQuote[index] || sections.has(placeOf(citation)));
  const texts = joinNeighbours(citations);
  const groups = sameQuotes(evidence);
  const isFound = (group: readonly string[]) => group.some((gold) => texts.some((text) => holdsQuote(text, gold)));
  return {
    cited: citations.length,
    onQuote: onQuote.filter(Boolean).length,
    onSection: onSection.length,
    wanted: groups.length,
    found: groups.filter(isFound).length,
  };
}

/** A citation of fewer words than this may lie in a quote by chance ("of the Board"). */
const MIN_WORDS_INSIDE = 5;

/** Holds the gold quote, or is a piece of it. */
function isOnQuote(cited: string, gold: string): boolean {
  if (holdsQuote(cited, gold)) return true;
  return quoteWords(cited).length >= MIN_WORDS_INSIDE && holdsQuote(gold, cited);
}

/** Where gold quotes stand, as far as a retrieved passage or a citation shows it; a place without a name is none. */
function goldSections(
  { citations, retrieved }: Pick<Prediction, "citations" | "retrieved">,
  evidence: readonly Evidence[],
): ReadonlySet<string> {
  const passages = retrieved.filter(({ text }) => evidence.some(({ quote }) => passageHoldsQuote(text, quote)));
  const cited = citations.filter(({ quote }) => evidence.some((gold) => holdsQuote(quote, gold.quote)));
  return new Set([...passages, ...cited].filter(({ section }) => section !== "").map(placeOf));
}

function placeOf({ file, section }: { readonly file: string; readonly section: string }): string {
  return `${file}\0${section}`;
}

/** Gold quotes of the same words (one holds the other) are one: two editions that say the same. */
function sameQuotes(evidence: readonly Evidence[]): readonly (readonly string[])[] {
  const groups: string[][] = [];
  for (const { quote } of evidence) {
    const group = groups.find((members) =>
      members.some((other) => holdsQuote(quote, other) || holdsQuote(other, quote)),
    );
    if (group === undefined) groups.push([quote]);
    else group.push(quote);
  }
  return groups;
}

/** At most this many characters (space, line breaks) part two quotations that are one piece of text. */
const MAX_GAP = 3;

/** The texts cited, quotations that follow each other in a file put together. */
function joinNeighbours(citations: readonly PredictedCitation[]): readonly string[] {
  const texts: string[] = [];
  let last: PredictedCitation | undefined;
  const inOrder = citations.toSorted((a, b) => (a.file === b.file ? a.start - b.start : a.file < b.file ? -1 : 1));
  for (const citation of inOrder) {
    const gap = citation.file === last?.file ? citation.start - last.end : -1;
    if (gap >= 0 && gap <= MAX_GAP) texts.push(`${texts.pop()} ${citation.quote}`);
    else texts.push(citation.quote);
    last = citation;
  }
  return texts;
}
