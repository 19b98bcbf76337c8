/**
 * The keys of a question: which words a right answer must hold and which it must not. A first judge only: a key can
 * be hit by luck. Knows nothing of outcomes or retrieval.
 */
import { keyTexts } from "./normalise.ts";

/** `stems`: a key of four letters or more may be the beginning of a longer word; `whole-words`: never. */
export type KeyRule = "stems" | "whole-words";

export type KeyOptions = { readonly caseSensitive?: boolean; readonly rule?: KeyRule };

/** Number words are never stems: "four" is not in "fourteen", "six" not in "sixty". */
const NUMBER_WORDS = new Set(
  (
    "one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty hundred thousand " +
    "third fourth fifth sixth seventh eighth ninth tenth " +
    "drei vier fünf sechs sieben acht neun zehn elf zwölf deux trois quatre cinq sept huit neuf onze douze vingt " +
    "trente cent mille tres cuatro cinco seis siete ocho nueve diez once doce veinte quatre cinc sis set vuit nou deu " +
    "tre fire fem seks syv otte ni ti elleve tolv tyve"
  ).split(" "),
);

const STEM_LETTERS = 4;
const PLURAL_LETTERS = 3;

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/gu, "\\$&");
}

/** What may not stand before a key: a letter or digit, and for a number its own front part ("1," of "1,500"). */
function leftBorder(key: string): string {
  if (/^\p{N}/u.test(key)) return "(?<![\\p{L}\\p{N}]|\\p{N}[.,']|\\p{N}{4}-|\\p{N}{4}-\\p{N}{2}-)";
  return /^\p{L}/u.test(key) ? "(?<![\\p{L}\\p{N}])" : "";
}

/** What may not stand after a key. A unit or an ending may follow a number: "2/3rds", "10€", "5pm". */
function rightBorder(key: string, rule: KeyRule): string {
  if (/\p{N}$/u.test(key)) return rule === "stems" ? "(?!\\p{N}|[.,']\\p{N})" : "(?![\\p{L}\\p{N}]|[.,']\\p{N})";
  const lastWord = key.match(/\p{L}+$/u)?.[0].toLowerCase();
  if (lastWord === undefined) return "";
  if (rule === "whole-words" || NUMBER_WORDS.has(lastWord)) return "(?![\\p{L}\\p{N}])";
  if (lastWord.length >= STEM_LETTERS) return "";
  return lastWord.length >= PLURAL_LETTERS ? "(?!(?!s(?![\\p{L}\\p{N}]))[\\p{L}\\p{N}])" : "(?![\\p{L}\\p{N}])";
}

/**
 * Is the key in the text, at word and number borders? "4" is not in "2024", nor "10" in "10.50" or in the date
 * "2024-03-10". Numbers are compared as written: "1000" is not in "1,000" (the sets list both spellings).
 */
export function holdsKey(text: string, key: string, options: KeyOptions = {}): boolean {
  const rule = options.rule ?? "stems";
  const flags = options.caseSensitive === true ? "u" : "iu";
  return keyTexts(key).some((wanted) => {
    if (wanted === "") return false;
    const pattern = new RegExp(leftBorder(wanted) + escapePattern(wanted) + rightBorder(wanted, rule), flags);
    return keyTexts(text).some((reading) => pattern.test(reading));
  });
}

export type KeyJudgement = {
  readonly hits: number;
  readonly wanted: number;
  /** Forbidden keys that were found. */
  readonly forbidden: readonly string[];
};

/** Every inner list of `mustInclude` needs one hit (any case); `mustNotInclude` is looked up in exact case. */
export function judgeKeys(
  text: string,
  keys: { readonly mustInclude: readonly (readonly string[])[]; readonly mustNotInclude: readonly string[] },
  rule: KeyRule = "stems",
): KeyJudgement {
  return {
    hits: keys.mustInclude.filter((list) => list.some((key) => holdsKey(text, key, { rule }))).length,
    wanted: keys.mustInclude.length,
    forbidden: keys.mustNotInclude.filter((key) => holdsKey(text, key, { rule, caseSensitive: true })),
  };
}

/** Right: every list hit and nothing forbidden. Partly: some hit. Wrong: none hit, or something forbidden said. */
export function verdictOf(judgement: KeyJudgement): "right" | "partly" | "wrong" {
  if (judgement.forbidden.length > 0 || judgement.hits === 0) return "wrong";
  return judgement.hits === judgement.wanted ? "right" : "partly";
}
