/**
 * Brings texts that say the same into the same shape, so that a quotation is recognised across formats: one Unicode
 * form, one kind of quote and dash, no soft hyphens, no markup, single spaces. Knows nothing of questions or scores.
 */

/** A passage counts as cut at this many words: the unit of recall figures (design.md, "Passage"). */
export const PASSAGE_WORDS = 180;

/**
 * One Unicode form (NFKC), one kind of quote and dash, no soft hyphens or other invisible characters. Line breaks and
 * markup stay.
 */
export function unifyCharacters(text: string): string {
  return text
    .replace(/[‘’‚‛′´`]/gu, "'")
    .replace(/[“”„‟″«»]/gu, '"')
    .normalize("NFKC")
    .replace(/[\u00ad\u200b-\u200d\u2060\ufeff]/gu, "")
    .replace(/[\u2010-\u2015\u2212]/gu, "-");
}

/** The words of a text as a plain split at white space sees them, cut after `limit`. */
export function cutAtWords(text: string, limit: number = PASSAGE_WORDS): string {
  let count = 0;
  for (const match of text.matchAll(/\S+/gu)) {
    count += 1;
    if (count > limit) return text.slice(0, match.index);
  }
  return text;
}

export function countWords(text: string): number {
  return text.match(/\S+/gu)?.length ?? 0;
}

/**
 * The text that keys are looked up in: markup (asterisks, underscores around words, backslashes, quote marks of
 * Markdown) dropped, white space collapsed. Numbers, punctuation and case stay. A hyphen at a line's end is ambiguous
 * ("two-⏎thirds", "meet-⏎ing"), so both readings are returned.
 */
export function keyTexts(text: string): readonly string[] {
  const plain = unifyCharacters(text)
    .replace(/^\s*>+/gmu, " ")
    .replace(/[*\\]/gu, "")
    .replace(/(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])/gu, "");
  const readings = [plain.replace(/(?<=\p{L})-\s*\n\s*(?=\p{L})/gu, ""), plain.replace(/-\s*\n\s*/gu, "-")];
  return [...new Set(readings.map((reading) => reading.replace(/\s+/gu, " ").trim()))];
}

/** "3.", "(a)", "iv)" standing alone: the number of a list item, which a parser may keep or drop. */
const LIST_NUMBER = /^\(?(?:\p{N}{1,3}|[a-z]|[ivxl]{1,5})[.)]+$/iu;

/**
 * The words a quotation is recognised by: letters and digits only, in lower case, list numbers and markup dropped. A
 * hyphen between letters joins them, so that a word hyphenated at a line's end equals the same word unbroken, and
 * "two-thirds" equals "two-⏎thirds".
 */
export function quoteWords(text: string): readonly string[] {
  const joined = unifyCharacters(text)
    .replace(/[\\*~]/gu, "")
    .replace(/(?<=\p{L})-\s*\n?\s*(?=\p{L})/gu, "");
  return joined
    .split(/\s+/u)
    .filter((chunk) => !LIST_NUMBER.test(chunk))
    .flatMap((chunk) => chunk.toLowerCase().match(/[\p{L}\p{N}\p{M}]+/gu) ?? []);
}
