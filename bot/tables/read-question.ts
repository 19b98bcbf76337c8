/**
 * What a question asks of a table, before any table is looked at: the operation, times, comparisons, and the words that
 * must all be found in the table. Pure; knows nothing of tables.
 */
import { dayAfter, dayBefore } from "../../corpora/editions.ts";
import { monthSpan, quarterSpan, type Span, yearSpan } from "../../retrieval/tables/cell-dates.ts";
import { unitSign } from "../../retrieval/tables/numbers.ts";
import { conceptsOf, numberWord, tableWords } from "../../retrieval/tables/words.ts";
import { foldText } from "../../retrieval/terms.ts";
import type { ReplyLanguage } from "../answer-types.ts";
import { type Ask, LEXICONS, type Lexicon, type Relation } from "./lexicon.ts";

/** Days asked for; "until 2020" can be read with and without 2020, so there may be two readings. */
export type AskedTime = { readonly readings: readonly Span[]; readonly near: readonly string[] };
export type AskedRange = {
  readonly low: number;
  readonly high: number;
  readonly unit: string | null;
  readonly near: readonly string[];
};

export type TableQuestion = {
  readonly asks: ReadonlySet<Ask>;
  /** Every one of these must be explained by the table; years and other figures are among them. */
  readonly words: readonly string[];
  readonly times: readonly AskedTime[];
  readonly ranges: readonly AskedRange[];
  readonly asksWhen: boolean;
  readonly asksWho: boolean;
  /** "Which house …": the words of the noun after the question word; null when there is none. */
  readonly noun: readonly string[] | null;
  /** "What does it cost": a price or an amount of money is wanted, whatever its column is called. */
  readonly asksPrice: boolean;
  /** "How many flats": the first word of what is counted, a compound in its parts. */
  readonly counted: readonly string[];
};

const PRICE_VERBS = new Set(
  (
    "cost costs costing pay pays kostet kosten gekostet kostete kosteten zahlt zahlen zahle coute coutent couter paye payer paient payent " +
    "cuesta cuestan costaba costo costado paga pagan pagar costa costen costar costat paguen koster kostede koste betaler betale"
  ).split(" "),
);
const WHEN = /(?<!\p{L})(?:when|wann|quand|cuando|quan|hvornar)(?!\p{L})/u;
const WHO = /(?<!\p{L})(?:who|wer|qui a|qui est|quien|quienes|qui es|hvem)(?!\p{L})/u;
const WHICH = /(?<!\p{L})(?:which|what|welche[rsnm]?|quel(?:le)?s?|que|cual|quin(?:a|s|es)?|hvilke[nt]?)\s+(\p{L}+)/u;

/** @param question as asked; its language decides which words are taken for operations. */
export function readTableQuestion(question: string, language: ReplyLanguage): TableQuestion {
  const reader = new QuestionReader(question, LEXICONS[language]);
  return reader.read(true);
}

/** The same without comparisons: "child under 12" may be the name of a row. */
export function readAsNames(question: string, language: ReplyLanguage): TableQuestion {
  return new QuestionReader(question, LEXICONS[language]).read(false);
}

const NUMBER = String.raw`(\d+(?:[.,]\d+)?)(?!\p{L}|\p{N}|[.,]\p{N})`;
const DETERMINER = String.raw`(?:(?:the|year|of|in|den|dem|das|jahr|im|le|la|l'|l’|an|annee|el|ano|any|aret|ar|of the year|en)\s+){0,2}`;

/** "A budget of more than": what is compared stands a few words before. */
const WORDS_BEFORE = 3;

class QuestionReader {
  readonly #lexicon: Lexicon;
  readonly #times: AskedTime[] = [];
  readonly #ranges: AskedRange[] = [];
  readonly #asks = new Set<Ask>();
  #rest: string;
  readonly #months: readonly string[];
  readonly #time: string;

  constructor(question: string, lexicon: Lexicon) {
    this.#lexicon = lexicon;
    this.#months = lexicon.months.split(" ");
    const month = `(?:${this.#months.map((name) => `${name.slice(0, 3)}\\p{L}*`).join("|")})`;
    this.#time = `((?:19|20)\\d{2}-\\d{2}-\\d{2}|\\d{1,2}\\.\\s?\\d{1,2}\\.\\s?(?:19|20)\\d{2}|(?:\\d{1,2}(?:\\.|st|nd|rd|th|er)?\\s+)?(?:de |d')?${month}(?: de| del)? (?:19|20)\\d{2}|q[1-4] (?:19|20)\\d{2}|(?:19|20)\\d{2})(?![\\p{L}\\p{N}])`;
    const [exceeded, inOtherWords] = lexicon.exceeded;
    const plain = figures(foldText(nouns(question))).replace(
      new RegExp(`(?<!\\p{L})(?:${exceeded})(?!\\p{L})`, "gu"),
      inOtherWords,
    );
    this.#rest = ` ${countedArticles(plain, lexicon.articles)} `;
  }

  read(withComparisons: boolean): TableQuestion {
    const folded = this.#rest;
    const noun = tableWords(WHICH.exec(folded)?.[1] ?? "");
    if (withComparisons) {
      this.#takeRanges();
      this.#takeRelations();
    }
    this.#takeTimes();
    let after = "";
    for (const [ask, pattern] of this.#lexicon.asks) {
      const found = new RegExp(`(?<![\\p{L}\\p{N}])(?:${pattern})(?:(?<=['’])|(?![\\p{L}\\p{N}]))`, "gu");
      this.#rest = this.#rest.replace(found, (...parts: unknown[]) => {
        this.#asks.add(ask);
        if (ask === "count")
          after = this.#rest.slice(Number(parts.find((part) => typeof part === "number")) + String(parts[0]).length);
        return " ";
      });
    }
    const functions = new Set(this.#lexicon.functions.split(" "));
    const own = this.#rest.match(/[\p{L}\p{N}]+(?:[.,]\p{N}+)*/gu) ?? [];
    const asksPrice = own.some((word) => PRICE_VERBS.has(word));
    const words = own
      .filter((word) => !functions.has(word) && !PRICE_VERBS.has(word))
      .flatMap((word) => tableWords(word));
    return {
      asks: this.#asks,
      words: [...new Set(words)],
      times: this.#times,
      ranges: this.#ranges,
      asksWhen: WHEN.test(folded),
      asksWho: WHO.test(folded),
      noun: noun.length > 0 && noun.every((word) => words.includes(word)) ? noun : null,
      asksPrice,
      counted: countedIn(after, functions).filter((word) => words.includes(word)),
    };
  }

  #takeRanges(): void {
    for (const [open, middle] of this.#lexicon.ranges) {
      this.#take(`${open}\\s+${DETERMINER}${this.#time}\\s+${middle}\\s+${DETERMINER}${this.#time}`, (a, b, near) => {
        const [from, to] = [this.#span(a), this.#span(b)];
        if (from === null || to === null || this.#isDifference()) return false;
        this.#times.push({ readings: [{ from: from.from, to: to.to }], near });
        return true;
      });
      this.#take(`${open}\\s+${NUMBER}\\s+${middle}\\s+${NUMBER}`, (a, b, near) => {
        if (this.#isDifference()) return false;
        this.#ranges.push({ low: decimal(a), high: decimal(b), unit: unitIn(near), near });
        return true;
      });
    }
  }

  #takeRelations(): void {
    for (const [relation, pattern] of this.#lexicon.relations) {
      this.#take(`(?:${pattern})\\s+${DETERMINER}${this.#time}`, (text, _, near) => {
        const span = this.#span(text);
        const readings = span === null ? null : timeReadings(relation, span);
        if (readings === null) return false;
        this.#times.push({ readings, near });
        return true;
      });
      this.#take(`(?:${pattern})\\s+${NUMBER}`, (text, _, near) => {
        const limits = numberLimits(relation, decimal(text));
        if (limits === null) return false;
        this.#ranges.push({ ...limits, unit: unitIn(near), near });
        return true;
      });
    }
  }

  /** Days, months and quarters; a year alone stays among the words, since it may be the name of a column. */
  #takeTimes(): void {
    this.#take(this.#time, (text, _, near) => {
      if (/^\d{4}$/u.test(text)) return false;
      const span = this.#span(text);
      if (span === null) return false;
      this.#times.push({ readings: [span], near });
      return true;
    });
  }

  /** "Between 2022 and 2023" names two columns or rows when a difference is asked for. */
  #isDifference(): boolean {
    return this.#lexicon.asks.some(
      ([ask, pattern]) =>
        ["difference", "rise", "fall"].includes(ask) &&
        new RegExp(`(?<!\\p{L})(?:${pattern})(?!\\p{L})`, "u").test(this.#rest),
    );
  }

  #take(pattern: string, use: (first: string, second: string, near: readonly string[]) => boolean): void {
    const found = new RegExp(`(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])`, "gu");
    this.#rest = this.#rest.replace(found, (...parts: unknown[]) => {
      const groups = parts.slice(1).filter((part) => typeof part === "string");
      const offset = Number(parts.find((part) => typeof part === "number") ?? 0);
      const [whole = ""] = parts;
      const after = this.#rest.slice(offset + String(whole).length);
      const before = this.#rest.slice(0, offset).trim();
      const next = /^\s*([\p{L}€$£%][\p{L}\p{N}]*)/u.exec(after)?.slice(1) ?? [];
      const near = [...next, ...(before.match(/\p{L}+/gu) ?? []).slice(-WORDS_BEFORE).toReversed()];
      const [first = "", second = ""] = groups;
      return use(first, second, near) ? " " : String(whole);
    });
  }

  #span(text: string): Span | null {
    const iso = /^(\d{4})-(\d{2})-(\d{2})$/u.exec(text);
    if (iso) return { from: text, to: text };
    const figures = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})$/u.exec(text);
    if (figures) return day(Number(figures[3]), Number(figures[2]), Number(figures[1]));
    const year = Number(/(?:19|20)\d{2}$/u.exec(text)?.[0]);
    const quarter = /^q([1-4]) /u.exec(text);
    if (quarter) return quarterSpan(year, Number(quarter[1]));
    const named = /(\p{L}{3,})(?: de| del)? \d{4}$/u.exec(text);
    if (named === null) return yearSpan(year);
    const month = this.#months.findIndex(
      (name) => named[1] === name || (named[1]?.length === 3 && name.startsWith(named[1])),
    );
    if (month < 0) return null;
    const first = /^(\d{1,2})/u.exec(text);
    return first === null ? monthSpan(year, month + 1) : day(year, month + 1, Number(first[1]));
  }
}

function countedIn(after: string, functions: ReadonlySet<string>): string[] {
  return tableWords(after.match(/\p{L}+/gu)?.find((word) => !functions.has(word)) ?? "");
}

function day(year: number, month: number, date: number): Span {
  const text = [String(year), String(month).padStart(2, "0"), String(date).padStart(2, "0")].join("-");
  return { from: text, to: text };
}

const BEGINNING = "0001-01-01";
const END = "9999-12-31";

function timeReadings(relation: Relation, { from, to }: Span): Span[] | null {
  switch (relation) {
    case "before":
      return [{ from: BEGINNING, to: dayBefore(from) }];
    case "after":
      return [{ from: dayAfter(to), to: END }];
    case "since":
      return [{ from, to: END }];
    case "until":
      return [
        { from: BEGINNING, to },
        { from: BEGINNING, to: dayBefore(from) },
      ];
    default:
      return null;
  }
}

function numberLimits(relation: Relation, value: number): { low: number; high: number } | null {
  const step = Math.max(1, Math.abs(value)) * Number.EPSILON * 4;
  switch (relation) {
    case "over":
      return { low: value + step, high: Infinity };
    case "under":
      return { low: -Infinity, high: value - step };
    case "at-least":
      return { low: value, high: Infinity };
    case "at-most":
      return { low: -Infinity, high: value };
    default:
      return null;
  }
}

function decimal(text: string): number {
  return Number(text.replace(",", "."));
}

function unitIn([next = ""]: readonly string[]): string | null {
  if (/^[€$£%]$/u.test(next) || /^(?:eur|euros?|dkk|kr|kroner|usd|gbp|chf)$/u.test(next))
    return unitSign(next === "kroner" ? "kr" : next);
  return /^(?:m[23]|kwh|mwh|kg|km)$/u.test(next) ? next : null;
}

/**
 * "Das Ist" is the actual figure, "ist" the verb: only capitals tell, and only inside a sentence. "Spend" is kept apart
 * from the German "Spende".
 */
function nouns(question: string): string {
  return question
    .replace(/(?<=\p{L}\s)Ist(?!\p{L})/gu, "Istwert")
    .replace(/(?<!\p{L})spend(?!\p{L})/gu, "spent")
    .replace(/\bhow (?:big|large)\b/giu, "what size")
    .replace(/\bwie groß(?!\p{L})/giu, "welche Größe");
}

/** Number words as figures, where they are no words of another meaning. */
function figures(folded: string): string {
  return folded.replace(/\p{L}+/gu, (word) => {
    const figure = numberWord(word);
    return figure === null ? word : String(figure);
  });
}

/** "A person", "eine Person": the article is the number one. */
function countedArticles(folded: string, articles: string): string {
  const article = new RegExp(`(?<!\\p{L})(?:${articles.split(" ").join("|")}) (?=(\\p{L}+))`, "gu");
  return folded.replace(article, (whole, noun: string) => (conceptsOf(noun).includes("person") ? "1 " : whole));
}
