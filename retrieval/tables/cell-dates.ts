/** Reads days, months and quarters in cells. What may be day or month first is read only when the column tells. Pure. */
import { findDays } from "../dates.ts";

export type Span = { readonly from: string; readonly to: string };
export type DayOrder = "day-first" | "month-first" | null;

const ISO = /^((?:19|20)\d{2})-(\d{2})-(\d{2})(?:[ T]\d{2}:\d{2}(?::\d{2})?)?$/u;
const YEAR_MONTH = /^((?:19|20)\d{2})-(0[1-9]|1[0-2])$/u;
const FIGURES = /^(\d{1,2})([./-])(\d{1,2})\2((?:19|20)\d{2})$/u;
const QUARTER = /^(?:((?:19|20)\d{2})[ -/]*[QTK]([1-4])|[QTK]([1-4])[ -/]*((?:19|20)\d{2}))$/iu;

/** Which order the days of a column prove: "25/03/2024" is day first; points are only written so. */
export function dayOrder(texts: readonly string[]): DayOrder {
  const parts = texts.flatMap((text) => FIGURES.exec(text) ?? []);
  const figures = texts.flatMap((text) => {
    const match = FIGURES.exec(text);
    return match === null ? [] : [match];
  });
  if (parts.length === 0) return null;
  const dayFirst = figures.some((match) => match[2] === "." || Number(match[1]) > 12);
  const monthFirst = figures.some((match) => match[2] !== "." && Number(match[3]) > 12);
  if (dayFirst === monthFirst) return null;
  return dayFirst ? "day-first" : "month-first";
}

/** A cell that is a day, a month or a quarter, whole; else null. */
export function cellSpan(text: string, order: DayOrder): Span | null {
  const iso = ISO.exec(text);
  if (iso) return oneDay(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const month = YEAR_MONTH.exec(text);
  if (month) return monthSpan(Number(month[1]), Number(month[2]));
  const quarter = QUARTER.exec(text);
  if (quarter) return quarterSpan(Number(quarter[1] ?? quarter[4]), Number(quarter[2] ?? quarter[3]));
  const figures = FIGURES.exec(text);
  if (figures) {
    const [first, second, year] = [Number(figures[1]), Number(figures[3]), Number(figures[4])];
    if (order === "day-first") return oneDay(year, second, first);
    return order === "month-first" ? oneDay(year, first, second) : null;
  }
  const [day, ...others] = /\p{L}/u.test(text) && text.length <= 24 ? findDays(text) : [];
  return day === undefined || others.length > 0 ? null : { from: day, to: day };
}

function oneDay(year: number, month: number, day: number): Span | null {
  if (month < 1 || month > 12 || day < 1 || day > lastDay(year, month)) return null;
  const text = isoDay(year, month, day);
  return { from: text, to: text };
}

export function monthSpan(year: number, month: number): Span {
  return { from: isoDay(year, month, 1), to: isoDay(year, month, lastDay(year, month)) };
}

export function quarterSpan(year: number, quarter: number): Span {
  const last = quarter * 3;
  return { from: isoDay(year, last - 2, 1), to: isoDay(year, last, lastDay(year, last)) };
}

export function yearSpan(year: number): Span {
  return { from: `${year}-01-01`, to: `${year}-12-31` };
}

function lastDay(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function isoDay(year: number, month: number, day: number): string {
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}
