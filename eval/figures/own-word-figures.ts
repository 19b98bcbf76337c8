/** Figures of the reply's own words: the model's sentence, and the language of everything that is not quoted. */
import { type FigureSpecs, share } from "./figure.ts";

export const OWN_WORD_FIGURES = {
  "own sentence right": share("more", (score) => score.sentenceVerdict && score.sentenceVerdict === "right"),
  "loose numbers in sentence": share("less", (score) => (score.hasSentence ? score.looseNumbers.length > 0 : null)),
  "loose names in sentence": share("less", ({ looseNames }) => looseNames && looseNames.length > 0),
  "opens with yes or no": share(null, (score) => score.opensWithYesOrNo),
  "yes or no right": share("more", (score) =>
    score.opensWithYesOrNo === true ? score.sentenceVerdict && score.sentenceVerdict === "right" : null,
  ),
  "language matches": share("more", (score) => score.languageMatch),
} satisfies FigureSpecs;
