/**
 * Is every citation verbatim? Twice: exactly, against the stored text by its offsets, and independently, against the
 * file itself. Knows nothing of questions.
 */
import type { PredictedCitation } from "./prediction.ts";
import { rawReadings, wordLine } from "./raw-text.ts";

export type CitationCheck = {
  readonly file: string;
  /** The quote is the stored text from `start` to `end`. */
  readonly exact: boolean;
  /** The quote's words stand in one piece in the raw file; null for a quote without words or a format not read here. */
  readonly inFile: boolean | null;
};

/** Where the checks get their texts from; both answer null for a file that is not there. */
export type TextSources = {
  readonly storedText: (file: string) => string | null;
  readonly rawText: (file: string) => string | null;
};

export function checkCitation(citation: PredictedCitation, sources: TextSources): CitationCheck {
  const stored = sources.storedText(citation.file);
  const exact =
    stored !== null && citation.quote.length > 0 && stored.slice(citation.start, citation.end) === citation.quote;
  return { file: citation.file, exact, inFile: standsInFile(citation, sources) };
}

export function isVerbatim(check: CitationCheck): boolean {
  return check.exact && check.inFile !== false;
}

function standsInFile(citation: PredictedCitation, sources: TextSources): boolean | null {
  const raw = sources.rawText(citation.file);
  if (raw === null) return null;
  const readings = rawReadings(raw, citation.file);
  if (readings === null) return null;
  const wanted = wordLine(citation.quote);
  if (wanted.trim() === "") return null;
  return readings.some((reading) => reading.includes(wanted));
}
