/** Reads "3–4 persons", "5 or more", "up to 1500 €" as intervals, in six languages. Pure; knows nothing of tables. */
import { foldText } from "../terms.ts";

export type Interval = { readonly low: number; readonly high: number };

const NOUN = String.raw`(?:\s*(?:€|eur|m[23]|[\p{L}][\p{L}²³.]{0,15}(?:\s\p{L}{3,12})?))?`;
const NUMBER = String.raw`(\d{1,7}(?:[.,]\d{1,2})?)`;
const OR_MORE = String.raw`(?:\+|or more|and more|and over|and above|und mehr|oder mehr|et plus|ou plus|o mas|y mas|o mes|i mes|eller flere|og flere|og derover|eller mere)`;
const FROM = `(?:from|ab|a partir de|des|desde|des de|fra|at least|mindestens|au moins|al menos|almenys|mindst|>=|≥)`;
const UP_TO = `(?:up to|bis|bis zu|jusqu'a|jusqu’a|hasta|fins a|op til|at most|hochstens|<=|≤)`;
const OVER = `(?:over|above|more than|uber|mehr als|plus de|mas de|mes de|over|mere end|>)`;
const UNDER = `(?:under|below|less than|unter|weniger als|moins de|menos de|menys de|under|mindre end|<)`;

const SHAPES: readonly (readonly [RegExp, (a: number, b: number) => Interval])[] = [
  [shape(`${NUMBER}${NOUN}`), (a) => ({ low: a, high: a })],
  [shape(`${NUMBER}${NOUN}\\s*(?:-|–|—|to|bis|a|à|til|hasta)\\s*${NUMBER}${NOUN}`), (a, b) => ({ low: a, high: b })],
  [shape(`${NUMBER}\\s*${OR_MORE}${NOUN}`), (a) => ({ low: a, high: Infinity })],
  [shape(`${NUMBER}${NOUN}\\s*${OR_MORE}`), (a) => ({ low: a, high: Infinity })],
  [shape(`${FROM}\\s*${NUMBER}${NOUN}`), (a) => ({ low: a, high: Infinity })],
  [shape(`${UP_TO}\\s*${NUMBER}${NOUN}`), (a) => ({ low: -Infinity, high: a })],
  [shape(`${OVER}\\s*${NUMBER}${NOUN}`), (a) => ({ low: above(a), high: Infinity })],
  [shape(`${UNDER}\\s*${NUMBER}${NOUN}`), (a) => ({ low: -Infinity, high: below(a) })],
];

function shape(pattern: string): RegExp {
  return new RegExp(`^${pattern}$`, "u");
}

/** The next number that a double can tell apart: open ends are made closed ones. */
function above(value: number): number {
  return value + Math.max(1, Math.abs(value)) * Number.EPSILON * 4;
}

function below(value: number): number {
  return value - Math.max(1, Math.abs(value)) * Number.EPSILON * 4;
}

/** A cell that is an interval (a single number counts), else null. */
export function readInterval(text: string): Interval | null {
  const folded = foldText(text).trim();
  for (const [pattern, make] of SHAPES) {
    const match = pattern.exec(folded);
    if (match === null) continue;
    const [a, b] = [match[1], match[2]].map((digits) => Number((digits ?? "0").replace(",", ".")));
    const interval = make(a ?? 0, b ?? 0);
    return interval.low <= interval.high ? interval : null;
  }
  return null;
}
