/**
 * Finds days written in words or figures in the languages Rochdale speaks, so that "25 May 2024" and "2024-05-25"
 * are one search term. Pure.
 */

/** The first letters that tell the months apart, folded, in English, German, French, Spanish, Catalan and Danish. */
const MONTHS: readonly (readonly string[])[] = [
  ["jan", "gen", "ene", "jaen"],
  ["feb", "fev"],
  ["mar", "maerz"],
  ["apr", "avr", "abr"],
  ["may", "mai", "maj", "mayo", "maig"],
  ["jun", "juin", "juny"],
  ["jul", "juil"],
  ["aug", "aou", "ago"],
  ["sep", "set"],
  ["oct", "okt", "out"],
  ["nov"],
  ["dec", "dez", "des", "dic"],
];

const DAY_FIRST =
  /(?<!\p{N})(\d{1,2})(?:\.|er|st|nd|rd|th|º|ª)?\s*(?:(?:of|de)\s+|d'|d’)?\s*(\p{L}{3,10})\.?,?\s*(?:de|del)?\s*((?:19|20)\d{2})(?!\p{N})/giu;
const MONTH_FIRST = /(?<!\p{L})(\p{L}{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+((?:19|20)\d{2})(?!\p{N})/giu;
const YEAR_FIRST = /(?<!\p{N})((?:19|20)\d{2})[-_/.]?(0[1-9]|1[0-2])[-_/.]?(0[1-9]|[12]\d|3[01])(?![\p{N}\p{L}])/gu;
const FIGURES = /(?<!\p{N})(\d{1,2})[./](\d{1,2})[./]((?:19|20)\d{2})(?![\p{N}\p{L}])/gu;

/** Days as YYYY-MM-DD, in no particular order; figures are read day first unless only the other order is a day. */
export function findDays(text: string): string[] {
  const days = new Set<string | null>();
  for (const [, day, month, year] of text.matchAll(DAY_FIRST)) days.add(toDay(year, monthNumber(month), Number(day)));
  for (const [, month, day, year] of text.matchAll(MONTH_FIRST)) days.add(toDay(year, monthNumber(month), Number(day)));
  for (const [, year, month, day] of text.matchAll(YEAR_FIRST)) days.add(toDay(year, Number(month), Number(day)));
  for (const [, first, second, year] of text.matchAll(FIGURES)) {
    days.add(toDay(year, Number(second), Number(first)) ?? toDay(year, Number(first), Number(second)));
  }
  days.delete(null);
  return [...days].filter((day) => day !== null);
}

/** 1 to 12 by the first letters of a month's name in any of the languages; 0 for no month. */
export function monthNumber(name = ""): number {
  const folded = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const fits = (start: string) => folded.startsWith(start);
  const index = MONTHS.findIndex((starts) => starts.some(fits));
  return index + 1;
}

function toDay(year: string | undefined, month: number, day: number): string | null {
  if (year === undefined || month < 1 || month > 12 || day < 1 || day > 31) return null;
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}
