/**
 * Turns text into search terms: folded, lightly stemmed without knowing the language, clause numbers and days kept whole.
 * User text never reaches FTS5 as syntax: only letters and digits come out of here.
 */

import { findDays } from "./dates.ts";

/** Inflection endings of the languages around us, longest first; a stem keeps at least four letters. */
const SUFFIX =
  /(?:ingen|erne|ungen|ments?|aciones|ations?|ene|ung|ing|ens|ers|ies|ed|ly|en|er|es|et|em|ns|as|os|e|s|n|a|o|t)$/u;

/** Stems are cut at this length: "assemblée" and "assembly" differ, "amend", "amended", "amendment" do not (answering.md 1). */
const MAX_STEM = 7;

/** Letters that NFD does not take apart. */
const FOLD: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  ø: "o",
  œ: "oe",
  ð: "d",
  þ: "th",
  ł: "l",
  đ: "d",
  ı: "i",
};

/** "Règlement intérieur, § 4.2" → ["regleme", "interie", "4", "2", "4x2"]. */
export function searchTerms(text: string): string[] {
  const folded = foldText(text);
  const words = folded.match(/[\p{L}\p{N}]+/gu) ?? [];
  const clauses = [...folded.matchAll(/(?<![\p{L}\p{N}.])\d+(?:\.\d+)+(?![\p{L}\p{N}])/gu)].map((match) =>
    match[0].replaceAll(".", "x"),
  );
  const days = findDays(text).map((day) => day.replaceAll("-", "x"));
  return [...words.map(stem), ...clauses, ...days];
}

/** Lower case without diacritics. */
export function foldText(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/[ßæøœðþłđı]/gu, (letter) => FOLD[letter] ?? letter);
}

export function stem(word: string): string {
  if (/\p{N}/u.test(word) || word.length <= 4) return word;
  const base = word.replace(SUFFIX, "");
  return [...(base.length >= 4 ? base : word)].slice(0, base.length >= 4 ? MAX_STEM : 4).join("");
}
