/** Figures of whole answers to answerable questions, judged by keys, by gold quotes and by the status of the text. */
import type { QuestionScore, Verdict } from "../score.ts";
import { type FigureSpecs, type Measure, share } from "./figure.ts";

const verdictIs =
  (verdict: Verdict): Measure =>
  (score) =>
    score.verdict && score.verdict === verdict;

/** A member finds the right answer: it is asserted, or its passage stands among the closest. */
function isFound({ verdict, outcome, quoteVisible }: QuestionScore): boolean | null {
  if (verdict === null) return null;
  return verdict === "right" || (outcome === "closest-passages" && quoteVisible === true);
}

export const ANSWER_FIGURES = {
  right: share("more", verdictIs("right")),
  partly: share(null, verdictIs("partly")),
  wrong: share(null, verdictIs("wrong")),
  refused: share(null, verdictIs("refused")),
  "asserted and wrong": share("less", verdictIs("wrong")),
  found: share("more", isFound),
  "gold quote visible": share("more", (score) => score.quoteVisible),
  "right by whole words": share(null, (score) => score.verdictWholeWords && score.verdictWholeWords === "right"),
  "superseded quoted as rule": share("less", (score) => score.unsettledAsRule),
  failed: share("less", (score) => score.outcome === "failed"),
} satisfies FigureSpecs;
