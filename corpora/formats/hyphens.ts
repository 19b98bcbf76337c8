/** Joins printed lines into running text, undoing hyphenation but not real hyphens. Knows nothing of formats. */

const SOFT = /[\u00AD\u2010]$/u;
/** "bestyrelses- og", "Vor- und": the hyphen stands for a left-out word and stays. */
const SUSPENDED = /^(?:og|and|und|et|oder|or|ou|eller|och|en|of|y|e|i|bzw\.?|sowie|samt|til|to|bis)(?=\s|$)/iu;
/** First parts that European languages commonly join with a real hyphen. */
const PREFIX =
  /(?:^|[^\p{L}])(?:co|non|self|ex|anti|vice|post|pre|re|semi|sub|multi|inter|e|auto|mi|demi|sous|long|well|full|part)-$/iu;

/** "twenty-one", "quatre-vingt": numbers in words keep their hyphens. */
const TENS =
  /(?:^|[^\p{L}])(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|vingt|trente|quarante|cinquante|soixante|quatre|dix)-$/iu;
const ONES =
  /^(?:one|two|three|four|five|six|seven|eight|nine|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|deux|trois|quatre|cinq|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?)(?!\p{L})/iu;

/** `known` says whether a word stands unbroken somewhere in the document. */
export function joinLines(parts: readonly string[], known: (word: string) => boolean = () => false): string {
  return parts.reduce((text, line) => (text === "" ? line : joinTwo(text, line, known)), "");
}

function joinTwo(text: string, line: string, known: (word: string) => boolean): string {
  if (SOFT.test(text)) return text.slice(0, -1) + line;
  if (!/\p{L}-$/u.test(text)) return `${text} ${line}`;
  if (!/^\p{Ll}/u.test(line)) return /^[\p{Lu}\d]/u.test(line) ? text + line : `${text} ${line}`;
  if (SUSPENDED.test(line)) return `${text} ${line}`;
  return keepsHyphen(text, line, known) ? text + line : text.slice(0, -1) + line;
}

function keepsHyphen(text: string, line: string, known: (word: string) => boolean): boolean {
  if (TENS.test(text) && ONES.test(line)) return true;
  const left = /([\p{L}-]+)-$/u.exec(text)?.[1]?.toLowerCase() ?? "";
  const right = /^[\p{L}-]+/u.exec(line)?.[0].toLowerCase() ?? "";
  if (known(left + right)) return false;
  if (known(`${left}-${right}`)) return true;
  return known(right) && (PREFIX.test(text) || (known(left) && left.length >= 4));
}

/** The unbroken words of some lines, hyphenated compounds included, for `joinLines`. */
export function wordsOf(texts: readonly string[]): (word: string) => boolean {
  const words = new Set<string>();
  for (const text of texts) {
    const inner = text.replace(/[\p{L}-]+-$/u, "").replace(/^[\p{Ll}-]+/u, "");
    for (const word of inner.toLowerCase().match(/\p{L}+(?:-\p{L}+)*/gu) ?? []) words.add(word);
  }
  return (word) => words.has(word);
}
