/**
 * What can be checked about a reply by program: numbers that stand in no citation, how much is quoted, which words
 * are the reply's own. Knows nothing of right and wrong.
 */
import { countWords, unifyCharacters } from "./normalise.ts";
import type { PredictedCitation, Prediction } from "./prediction.ts";

/**
 * The numbers of a text in one spelling: "1,000", "1.000", "1 000" and "1'000" are 1000; "37,50" and "37.5" are 37.5.
 * Three digits after a separator count as a group, as everywhere in the sets ("2.500 €" is 2500).
 */
export function numbersIn(text: string): readonly string[] {
  const found = unifyCharacters(text).match(
    /\p{Nd}{1,3}(?:[ .,']\p{Nd}{3})+(?![\p{Nd}])(?:[.,]\p{Nd}+)?|\p{Nd}+(?:[.,]\p{Nd}+)?/gu,
  );
  return (found ?? []).map(canonicalNumber);
}

function canonicalNumber(spelling: string): string {
  const grouped = /^(\p{Nd}{1,3}(?:[ .,']\p{Nd}{3})+)(?:[.,](\p{Nd}+))?$/u.exec(spelling);
  const [whole = "", fraction = ""] = grouped
    ? [(grouped[1] ?? "").replace(/\P{Nd}/gu, ""), grouped[2]]
    : spelling.split(/[.,]/u);
  const digits = whole.replace(/^0+(?=\p{Nd})/u, "");
  const decimals = fraction.replace(/0+$/u, "");
  return decimals === "" ? digits : `${digits}.${decimals}`;
}

/** Numbers of the model's own sentence that stand in no citation (quotation, place or date). */
export function looseNumbers(sentence: string | null, citations: readonly PredictedCitation[]): readonly string[] {
  if (sentence === null) return [];
  const supported = new Set(citations.flatMap((citation) => numbersIn(citationText(citation))));
  return [...new Set(numbersIn(sentence))].filter((number) => !supported.has(number));
}

/** What a citation shows: quotation, place and dates. */
export function citationText(citation: PredictedCitation): string {
  const { quote, document, section, version, adoptedOn, inForceFrom, inForceTo, page } = citation;
  return [quote, document, section, version, adoptedOn, inForceFrom, inForceTo, page].join("\n");
}

/** How many words of the cited files a reply shows. */
export function wordsQuoted(citations: readonly PredictedCitation[]): number {
  return citations.reduce((sum, citation) => sum + countWords(citation.quote), 0);
}

/** What is left of the reply without quotations and without the lines that name documents and sections. */
export function ownWords(prediction: Prediction): string {
  let rest = flatten(prediction.shown);
  const foreign = prediction.citations.flatMap(({ quote, document, section }) => [
    ...quote.split("\n"),
    quote,
    section,
    document,
  ]);
  const named = prediction.nearest.flatMap(({ document, section }) => [section, document]);
  for (const text of [...foreign, ...named].map(flatten).toSorted((a, b) => b.length - a.length)) {
    if (text.length >= MIN_FOREIGN_LETTERS) rest = rest.split(text).join(" ");
  }
  return rest.trim();
}

/** Shorter names ("§ 3", "HR") are left in: taking them out would cut words apart. */
const MIN_FOREIGN_LETTERS = 5;

function flatten(text: string): string {
  return text
    .replace(/^\s*>+/gmu, " ")
    .replace(/\s+/gu, " ")
    .trim();
}
