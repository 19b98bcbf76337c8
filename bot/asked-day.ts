/**
 * Which day's rules a question asks for, by its own words: "in 2023", "before the change of 2022", "the old rule". A
 * year that only belongs to what is asked ("the 2024 budget", "minutes of 2022") asks for no day. Pure; what the words
 * mean in a calendar of versions is worked out in `resolve-day.ts`.
 */
import { findDays, monthNumber } from "../retrieval/dates.ts";
import { kindAskedFor } from "./answer-kind.ts";
import type { ReplyLanguage } from "./answer-types.ts";
import { asksForProposal } from "./evidence.ts";
import {
  BEFORE,
  BEFORE_WORDS,
  CHANGE,
  countOf,
  DURING,
  EVENT,
  FORMERLY,
  FROM,
  LAST,
  MEETING,
  MONTH,
  NOW,
  OLD_RULE,
  PARTS_OF_YEAR,
  PAST,
  RELATIVE_YEARS,
  RULES,
  UNTIL,
  YEAR,
  YEARS_AGO,
} from "./time-words.ts";

/** Days from a first to a last one, both YYYY-MM-DD. */
export type Span = { readonly from: string; readonly to: string };

/** `words`: those of the question that say it. */
export type AskedDay = { readonly words: string } & (
  | ({ readonly kind: "during" } & Span)
  /** `until`: the day itself may still count. */
  | ({ readonly kind: "before"; readonly until: boolean } & Span)
  /** From a day to come on. */
  | ({ readonly kind: "from" } & Span)
  /** An edition of the rules, or a change of them, by its year; null: the last change. */
  | { readonly kind: "edition"; readonly before: boolean; readonly year: string; readonly change: boolean }
  /** Before a general meeting: the one in the span, else the last. */
  | { readonly kind: "before-meeting"; readonly span: Span | null }
  /** What held before the rule was changed last. */
  | { readonly kind: "previous" }
);

type Dated = Span & { readonly start: number; readonly end: number; readonly part: boolean };

/** @param today YYYY-MM-DD. Null when the question asks for today's rules, or for no rules of a day. */
export function askedDay(question: string, language: ReplyLanguage, today: string): AskedDay | null {
  if (NOW.test(question) || asksForProposal(question) || EVENT.test(question)) return null;
  if (kindAskedFor(question) === "person") return null;
  return (
    aroundMeeting(question) ??
    edition(question) ??
    (LAST_CHANGE.exec(question) ? { kind: "previous", words: LAST_CHANGE.exec(question)?.[0].trim() ?? "" } : null) ??
    dated(question, language, today) ??
    relative(question, today) ??
    formerly(question, language)
  );
}

const LAST_CHANGE = new RegExp(`${BEFORE_WORDS}\\s+(?:\\p{L}+\\s+){0,2}?${LAST}\\s+${CHANGE}`, "iu");
const BEFORE_MEETING = new RegExp(
  `${BEFORE_WORDS}\\s+(?:\\p{L}+\\s+){0,2}?(?<last>${LAST}\\s+)?${MEETING}(?:\\s+${LAST})?`,
  "iu",
);

/** "Before the last general meeting", "before the general meeting of 2022"; any other is a time limit of some rule. */
function aroundMeeting(question: string): AskedDay | null {
  const match = BEFORE_MEETING.exec(question);
  if (match === null) return null;
  const end = match.index + match[0].length;
  const span = spansOf(question).find(({ start }) => start >= end && start - end < MEETING_DATE_REACH) ?? null;
  const isLast = new RegExp(LAST, "iu").test(match[0]);
  if (span === null && !isLast) return null;
  return { kind: "before-meeting", span, words: question.slice(match.index, span?.end ?? end).trim() };
}

/** "of 21 May 2022": how far behind the meeting its date may begin, in characters. */
const MEETING_DATE_REACH = 16;

const OF_YEAR = "(?:of|from|von|vom|aus|de|del|de l['’]any|d['’]|fra|af)";
const EDITION = new RegExp(
  [
    `(?<y1>${YEAR})(?:er)?[-\\s]+(?:\\p{L}+\\s)?(?:(?<c1>${CHANGE})|(?:${RULES}))`,
    `(?:${RULES})\\s+(?:${OF_YEAR}\\s*)?(?<y2>${YEAR})(?![\\p{L}\\p{N}]|[-/.]\\d)`,
    `(?<c3>${CHANGE})\\s+(?:\\p{L}+\\s+){0,4}?(?:(?:${OF_YEAR}|in|im|en|i)\\s*)?(?<y3>${YEAR})(?![\\p{L}\\p{N}]|[-/.]\\d)`,
  ].join("|"),
  "iu",
);

/** "The 2015 bylaws", "before the change of 2022". */
function edition(question: string): AskedDay | null {
  const match = EDITION.exec(question);
  if (match === null) return null;
  const { y1, y2, y3, c1, c3 } = match.groups ?? {};
  const ahead = question.slice(0, match.index);
  const before = BEFORE.test(ahead);
  const change = (c1 ?? c3) !== undefined;
  if (change && !before && !AFTER.test(ahead)) return null;
  const from = before ? wordStart(ahead, BEFORE) : match.index;
  const words = question.slice(from, match.index + match[0].length).trim();
  return { kind: "edition", before, change, year: y1 ?? y2 ?? y3 ?? "", words };
}

const AFTER =
  /(?<![\p{L}])(?:after|since|nach|seit|après|depuis|después de|tras|desde|després de|des de|efter|siden)(?:\s+\p{L}{1,3})?\s*$/iu;

/** One stretch of time that is said to be when; two of them ask for a comparison, not for a day. */
function dated(question: string, language: ReplyLanguage, today: string): AskedDay | null {
  const said = spansOf(question).flatMap((span) => saidWhen(question, span, language, today) ?? []);
  const [only, second] = said;
  return second === undefined ? (only ?? null) : null;
}

function saidWhen(question: string, span: Dated, language: ReplyLanguage, today: string): AskedDay | null {
  const { from, to, start, end, part } = span;
  const ahead = question.slice(0, start);
  const wordsFrom = (pattern: RegExp) => question.slice(wordStart(ahead, pattern), end).trim();
  if (BEFORE.test(ahead)) return { kind: "before", until: false, from, to, words: wordsFrom(BEFORE) };
  if (UNTIL.test(ahead)) return { kind: "before", until: true, from, to, words: wordsFrom(UNTIL) };
  if (FROM.test(ahead)) return from > today ? { kind: "from", from, to, words: wordsFrom(FROM) } : null;
  if (DURING.test(ahead)) return { kind: "during", from, to, words: wordsFrom(DURING) };
  const byItself =
    part || (language === "de" && (BARE.test(ahead) || (isPast(question, language) && BEHIND_NOUN.test(ahead))));
  const alone = byItself && !OF.test(ahead);
  return alone ? { kind: "during", from, to, words: question.slice(start, end).trim() } : null;
}

/**
 * In German a year needs no preposition. Behind a noun it belongs to that ("Plan 2024"), unless the question is of the
 * past ("war die Werkstatt 2019 geöffnet").
 */
const BARE = /(?:^|[,;:]\s*|(?<![\p{L}])(?!(?:von|vom|seit|der|die|das|des|dem|den|nach|nr)\s)\p{Ll}{2,}\s+)$/u;

/** "The summer party of summer 2026", "since autumn 2025": no time at which something holds. */
const OF = /(?<![\p{L}])(?:of|from|since|von|vom|der|des|seit|du|de|del|depuis|desde|des de|fra|af|siden)\s+$/iu;
const BEHIND_NOUN = /(?<![\p{L}])\p{Lu}\p{L}+\s+$/u;

/** Where the words begin that a pattern finds at the end of a text. */
function wordStart(text: string, pattern: RegExp): number {
  return pattern.exec(text)?.index ?? text.length;
}

const DATE_FORMS = new RegExp(
  [
    `(?<day>\\d{1,2}(?:\\.|er|st|nd|rd|th|º|ª)?\\s*(?:of\\s|de\\s|d['’])?\\s*${MONTH}\\.?,?\\s*(?:de\\s|del\\s)?\\s*${YEAR}|${MONTH}\\.?\\s+\\d{1,2}(?:st|nd|rd|th)?,?\\s+${YEAR}|${YEAR}-\\d{2}-\\d{2}|\\d{1,2}[./]\\d{1,2}[./]${YEAR})`,
    `(?<month>${MONTH})\\.?,?\\s*(?:of\\s|de\\s|del\\s|d['’])?\\s*(?<monthYear>${YEAR})`,
    `(?<year>${YEAR})(?!-\\d|/\\d|\\.\\d)`,
  ]
    .map((form) => `(?<![\\p{L}\\p{N}./-])(?:${form})(?![\\p{L}\\p{N}])`)
    .join("|"),
  "giu",
);

/** All stretches of time that a text names, in their order. */
export function spansOf(text: string): Dated[] {
  return [...text.matchAll(DATE_FORMS)].flatMap((match) => {
    const { day, month, monthYear, year } = match.groups ?? {};
    const place = { start: match.index, end: match.index + match[0].length };
    if (day !== undefined) {
      const [only] = findDays(day);
      return only === undefined ? [] : [{ ...place, from: only, to: only, part: false }];
    }
    if (month !== undefined) {
      const number = monthNumber(month);
      return [{ ...place, ...months(monthYear ?? "", number, number), part: false }];
    }
    return [partOfYear(text.slice(0, match.index), year ?? "", place)];
  });
}

function partOfYear(ahead: string, year: string, place: { readonly start: number; readonly end: number }): Dated {
  for (const [first, last, words] of PARTS_OF_YEAR) {
    const match = words.exec(ahead);
    if (match !== null) return { start: match.index, end: place.end, ...months(year, first, last), part: true };
  }
  return { ...place, ...months(year, 1, 12), part: false };
}

function months(year: string, first: number, last: number): Span {
  const lastDay = new Date(Date.UTC(Number(year), last, 0)).getUTCDate();
  const two = (number: number) => String(number).padStart(2, "0");
  return { from: `${year}-${two(first)}-01`, to: `${year}-${two(last)}-${two(lastDay)}` };
}

/** "Last year", "vor zwei Jahren". */
function relative(question: string, today: string): AskedDay | null {
  const year = Number(today.slice(0, 4));
  for (const [years, pattern] of RELATIVE_YEARS) {
    const match = pattern.exec(question);
    if (match !== null && !OF.test(question.slice(0, match.index)))
      return { kind: "during", ...months(String(year + years), 1, 12), words: match[0] };
  }
  const ago = YEARS_AGO.exec(question);
  const count = countOf(ago?.groups?.n ?? "");
  if (ago === null || count === 0) return null;
  const day = `${year - count}${today.slice(4)}`.replace(/-02-29$/u, "-02-28");
  return { kind: "during", from: day, to: day, words: ago[0] };
}

function formerly(question: string, language: ReplyLanguage): AskedDay | null {
  const match = OLD_RULE.exec(question) ?? (isPast(question, language) ? FORMERLY.exec(question) : null);
  return match === null ? null : { kind: "previous", words: match[0].trim() };
}

function isPast(question: string, language: ReplyLanguage): boolean {
  return PAST[language]?.test(question) ?? false;
}
