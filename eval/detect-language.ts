/**
 * Tells the language of a reply's own words, with `eld` narrowed to the languages Rochdale speaks. Answers null
 * rather than guess: a wrong guess would count as a wrong reply.
 */
import { eld } from "eld/small";
import { REPLY_LANGUAGES } from "../bot/answer-types.ts";

/** Fewer letters than this ("Statuts, p. 4") tell a detector nothing. */
const MIN_LETTERS = 25;

export function makeLanguageDetector(): (text: string) => string | null {
  const detector = eld.newInstance();
  detector.setLanguageSubset([...REPLY_LANGUAGES]);
  return (text) => {
    if ((text.match(/\p{L}/gu)?.length ?? 0) < MIN_LETTERS) return null;
    const guess = detector.detect(text);
    return guess.isReliable() && guess.language !== "" ? guess.language : null;
  };
}
