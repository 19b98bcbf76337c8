/**
 * The names of the model's own sentence that stand in no citation. A rule of its own, sharing nothing with the code
 * that answers; see `README.md`, "Loose names". Knows nothing of right and wrong.
 */
import { citationText } from "./answer-checks.ts";
import { quoteWords, unifyCharacters } from "./normalise.ts";
import type { Prediction } from "./prediction.ts";

type Word = { readonly text: string; readonly capital: boolean; readonly opens: boolean; readonly joined: boolean };

/** Null without a sentence, and where every citation is in another language than the reply: names are translated. */
export function looseNames(prediction: Prediction): readonly string[] | null {
  const { sentence, citations, language } = prediction;
  if (sentence === null) return null;
  const foreign = citations.filter((citation) => citation.language !== "und" && citation.language !== language);
  if (citations.length > 0 && foreign.length === citations.length) return null;
  const known = [...new Set(citations.flatMap((citation) => quoteWords(citationText(citation))))];
  return [...new Set(namesIn(sentence, language))].filter((name) => !isKnown(name, known));
}

/**
 * Words with a capital inside a sentence. In German, where every noun has one: only acronyms, what follows "Herr" or
 * "Frau", and runs of two or more.
 */
export function namesIn(sentence: string, language: string): readonly string[] {
  const words = wordsOf(sentence);
  const candidates = words.map((word) => word.capital && !word.opens && !NOT_NAMES.has(word.text.toLowerCase()));
  const isName = (index: number): boolean => {
    if (candidates[index] !== true || language !== "de") return candidates[index] === true;
    const [before, word, after] = [words[index - 1], words[index], words[index + 1]];
    if (word === undefined || ACRONYM.test(word.text)) return true;
    if (word.joined && before !== undefined && /^(?:Herrn?|Frau)$/u.test(before.text)) return true;
    return (
      (word.joined && candidates[index - 1] === true) || (after?.joined === true && candidates[index + 1] === true)
    );
  };
  return words.filter((_, index) => isName(index)).map(({ text }) => text);
}

const ACRONYM = /^\p{Lu}\p{L}*\p{Lu}/u;

/** Dates have their numbers checked; titles and the polite "you" of Danish and German name nobody. */
const NOT_NAMES = new Set([
  ...["en", "de"].flatMap((language) => [...monthsIn(language), ...weekdaysIn(language)]),
  ..."de dem deres sie ihr ihre ihren ihrem ihrer ihnen".split(" "),
  ..."dr prof mr mrs ms mme herr herrn frau hr fru".split(" "),
]);

function monthsIn(language: string): string[] {
  const format = new Intl.DateTimeFormat(language, { month: "long", timeZone: "UTC" });
  return Array.from({ length: 12 }, (_, month) => format.format(Date.UTC(2024, month, 1)).toLowerCase());
}

function weekdaysIn(language: string): string[] {
  const format = new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" });
  return Array.from({ length: 7 }, (_, day) => format.format(Date.UTC(2024, 0, day + 1)).toLowerCase());
}

function wordsOf(sentence: string): readonly Word[] {
  const text = unifyCharacters(sentence);
  let end = 0;
  return [...text.matchAll(/\p{L}[\p{L}\p{M}\p{N}'-]*/gu)].map((match): Word => {
    const between = text.slice(end, match.index);
    end = match.index + match[0].length;
    return {
      text: match[0],
      capital: /^\p{Lu}./u.test(match[0]),
      opens: opensSentence(text.slice(0, match.index)),
      joined: between === " ",
    };
  });
}

/** Nothing before, or the end of a sentence; the full stop of "Dr." and its like ends none. */
function opensSentence(before: string): boolean {
  const rest = before.replace(/[\s"'([*-]+$/u, "");
  if (rest === "") return true;
  return /[.!?:]$/u.test(rest) && !/(?<!\p{L})(?:Dr|Mr|Mrs|Ms|Prof|St|Hr|Fr|Art|Nr|No|Abs)\.$/u.test(rest);
}

/** An ending of at most this many letters may differ: "Members" and "member", "Vorstands" and "Vorstand". */
const ENDING_LETTERS = 2;
const STEM_LETTERS = 4;

function isKnown(name: string, known: readonly string[]): boolean {
  const isThere = (word: string) => word.length < 2 || known.some((other) => sameButEnding(word, other));
  return quoteWords(name).every(isThere) || quoteWords(name.replaceAll("-", " ")).every(isThere);
}

function sameButEnding(left: string, right: string): boolean {
  const [short, long] = left.length <= right.length ? [left, right] : [right, left];
  if (short === long) return true;
  return short.length >= STEM_LETTERS && long.startsWith(short) && long.length - short.length <= ENDING_LETTERS;
}
