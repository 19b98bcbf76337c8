/** Reads the day that `!as-of` begins with, in figures or words, and what follows it. Pure; knows no today. */
import { findDays } from "../../../retrieval/dates.ts";

export type LeadingDay = {
  /** YYYY-MM-DD; the last day of the year where only a year was written. */
  readonly day: string;
  readonly wholeYear: boolean;
  readonly rest: string;
};

/** "1er de maig de 2023" has five words; no day has more. */
const MOST_WORDS = 5;

/** Null when the text does not begin with a day of the calendar. */
export function leadingDay(text: string): LeadingDay | null {
  const year = /^((?:19|20)\d{2})[:,]?(?:\s+|$)/.exec(text);
  if (year?.[1] !== undefined) return { day: `${year[1]}-12-31`, wholeYear: true, rest: text.slice(year[0].length) };
  if (!/^(?:\p{N}|\p{L}{3,10}\.?\s+\d{1,2}(?!\d))/u.test(text)) return null;
  for (const end of wordEnds(text)) {
    const [day] = findDays(text.slice(0, end).replace(/[:,]$/, ""));
    if (day !== undefined) return isDay(day) ? { day, wholeYear: false, rest: text.slice(end).trim() } : null;
  }
  return null;
}

function wordEnds(text: string): number[] {
  return [...text.matchAll(/\S+/gu)].slice(0, MOST_WORDS).map((match) => match.index + match[0].length);
}

/** There is no 31 February. */
function isDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}
