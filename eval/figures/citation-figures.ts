/** Figures of what is cited: on the gold quotes, verbatim, not too long. */
import { isVerbatim } from "../citation-checks.ts";
import { average, type FigureSpecs, share } from "./figure.ts";

/** No member reads more before the answer: a page of bylaws holds 250 to 500 words. */
const MANY_WORDS = 250;

export const CITATION_FIGURES = {
  "citation precision": average("more", ({ citationMatch: match }) =>
    match === null || match.cited === 0 ? null : match.onSection / match.cited,
  ),
  "citation precision, strict": average("more", ({ citationMatch: match }) =>
    match === null || match.cited === 0 ? null : match.onQuote / match.cited,
  ),
  "citation recall": average("more", ({ citationMatch: match }) =>
    match === null ? null : match.found / match.wanted,
  ),
  "citations all verbatim": share("more", ({ citations }) =>
    citations.length > 0 ? citations.every(isVerbatim) : null,
  ),
  "over 250 words quoted": share("less", (score) =>
    score.citations.length > 0 ? score.wordsQuoted > MANY_WORDS : null,
  ),
} satisfies FigureSpecs;
