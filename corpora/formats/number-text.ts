/**
 * Prints numbers, dates and times of spreadsheet cells unambiguously: decimal point, no grouping, ISO dates, the unit
 * behind the number. Knows nothing of files, and nothing of any country's habits.
 */

/** A cell holds 15 digits; what comes behind them is noise of binary fractions. */
const DIGITS = 15;
/** A number that somebody typed has at most so many decimals; longer tails are computed (1/3) and cut as displayed. */
const TYPED_DECIMALS = 4;

/** `decimals` and `integerDigits` as displayed; null where the cell has no format of its own. */
export type NumberLook = { readonly decimals: number | null; readonly integerDigits?: number };

/** 0.1 + 0.2 → "0.3"; 1234.5 shown with two decimals → "1234.50"; never in exponents, never rounded to the display. */
export function numberText(value: number, { decimals, integerDigits = 1 }: NumberLook = { decimals: null }): string {
  const plain = plainDigits(value);
  if (decimals === null) return plain;
  const own = plain.split(".")[1]?.length ?? 0;
  const text = own > TYPED_DECIMALS || own < decimals ? fixed(value, decimals) : plain;
  return padInteger(text, integerDigits);
}

function plainDigits(value: number): string {
  const short = String(Number(value.toPrecision(DIGITS)));
  if (!short.includes("e")) return short;
  return value.toLocaleString("en", { useGrouping: false, maximumSignificantDigits: DIGITS });
}

/** Rounds as a spreadsheet does, half away from zero; 1.005 is 1.01. */
function fixed(value: number, decimals: number): string {
  const places = Math.min(decimals, 20);
  const shift = 10 ** Math.min(places, 6);
  const near = Number((Math.abs(value) * shift).toPrecision(DIGITS));
  const rounded = places > 6 || near > 1e15 ? Math.abs(value) : Math.round(near) / shift;
  const text = rounded.toFixed(places);
  return value < 0 && Number(text) !== 0 ? `-${text}` : text;
}

/** "00000" keeps the leading zeros of a postcode or member number. */
function padInteger(text: string, integerDigits: number): string {
  const [, sign = "", integer = "", rest = ""] = /^(-?)(\d+)(.*)$/u.exec(text) ?? [];
  return integer === "" ? text : sign + integer.padStart(Math.min(integerDigits, 30), "0") + rest;
}

/** 0.05 → "5 %". */
export function percentText(value: number, look: NumberLook): string {
  return `${numberText(Number((value * 100).toPrecision(DIGITS)), look)} %`;
}

export type DateLook = { readonly date: boolean; readonly time: boolean; readonly elapsed: boolean };

const DAY_MS = 86_400_000;
/** Day 0 of the two calendars that Excel writes: 1899-12-30 behind the leap day of 1900 that never was, 1904-01-01. */
const EPOCH = { 1900: Date.UTC(1899, 11, 30), 1904: Date.UTC(1904, 0, 1) };
/** 9999-12-31, the last day that a cell can hold. */
const LAST_SERIAL = 2_958_465;

/** A serial day → "2024-05-01", with the time when there is one; null for a number that is no day. */
export function serialText(serial: number, look: DateLook, system: 1900 | 1904): string | null {
  if (look.elapsed) return elapsedText(serial);
  if (serial < 0 || serial > LAST_SERIAL + 1) return null;
  const shifted = system === 1900 && serial < 60 && serial >= 1 ? serial + 1 : serial;
  const iso = new Date(EPOCH[system] + Math.round(shifted * 86_400) * 1000).toISOString();
  const time = clockText(Math.round((serial % 1) * 86_400) % 86_400);
  if (!look.date || (serial < 1 && look.time)) return time;
  return time === "00:00" ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${time}`;
}

/** Days → hours and minutes, beyond 24 hours too: 1.5625 → "37:30". */
export function elapsedText(days: number): string {
  const seconds = Math.round(Math.abs(days) * (DAY_MS / 1000));
  return (days < 0 ? "-" : "") + clockText(seconds);
}

/** Seconds only when there are any. */
export function clockText(seconds: number): string {
  const two = (count: number): string => String(count).padStart(2, "0");
  const rest = seconds % 60;
  const text = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}`;
  return rest === 0 ? text : `${text}:${two(rest)}`;
}
