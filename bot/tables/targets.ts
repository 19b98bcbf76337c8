/** Which column a question asks for: the one that it names, the only one with prices, the only one with figures. Pure. */
import { isPriceList } from "../../retrieval/tables/measures.ts";
import type { Column } from "../../retrieval/tables/table.ts";
import { conceptsOf, hasConcept } from "../../retrieval/tables/words.ts";
import type { TableQuestion } from "./read-question.ts";
import { CONNECTORS, matches, type TableWords } from "./table-words.ts";

/** `words` are those of the question that the column's name does not explain. */
export type Target = { readonly column: number; readonly words: readonly string[]; readonly named: boolean };

/** What may stand in a column's name without being said: it tells the measure, not another thing. */
const NEUTRAL = ["amount", "price", "cost", "year", "month", "quarter", "week", "day", "date"];
const NEUTRAL_WORDS = new Set(
  (
    "no nr number zahl anzahl nombre numero antal antallet count value wert valeur valor vaerdi total per pro par por je since seit depuis desde siden net netto brutto gross " +
    "eur euro euros kwh mwh m2 m3 living worked work usable at end au am pr as den el al fin monthly yearly annual"
  ).split(" "),
);
const MEASURES = ["number", "money", "percent"];

export function isMeasure({ kind }: Column): boolean {
  return MEASURES.includes(kind);
}

export function targetsOf(question: TableQuestion, own: TableWords): readonly Target[] {
  const named = own.table.columns.flatMap((column, x) =>
    mayAnswer(question, column) ? (namedTarget(question, own, x) ?? []) : [],
  );
  const targets = named
    .filter((one) => !named.some((other) => saysMore(other, one)))
    .map(({ column, words }) => ({ column, words, named: true }));
  return [...targets, ...unnamedTargets(question, own, targets)];
}

const FIGURE_ASKS = [
  "count",
  "total",
  "average",
  "median",
  "most",
  "least",
  "dearest",
  "cheapest",
  "difference",
  "rise",
  "fall",
] as const;

/** "When" asks for a day, "how many" for a figure. */
function mayAnswer({ asks, asksWhen }: TableQuestion, column: Column): boolean {
  if (asksWhen) return column.kind === "date" || column.kind === "year";
  return !FIGURE_ASKS.some((ask) => asks.has(ask)) || isMeasure(column);
}

type Named = { readonly column: number; readonly words: readonly string[]; readonly missing: number };

/** Does another column's name hold all that this one's explains, and more of it, or nothing beside it? */
function saysMore(other: Named, one: Named): boolean {
  if (!other.words.every((word) => one.words.includes(word))) return false;
  return other.words.length < one.words.length || other.missing < one.missing;
}

function namedTarget({ words }: TableQuestion, own: TableWords, column: number): Named | null {
  const names = own.columns[column] ?? [];
  const said = words.filter((word) => matches(word, names));
  if (said.length === 0) return null;
  const years = names.filter(isYear);
  const asked = words.filter(isYear);
  if (years.length > 0 && asked.some((year) => !years.includes(year))) return null;
  const missing = names.filter((name) => !matches(name, words) && !CONNECTORS.has(name));
  if (!missing.every(isNeutral)) return null;
  if (said.every(isYear) && !names.every((name) => isYear(name) || isNeutral(name))) return null;
  return {
    column,
    words: words.filter((word) => !said.includes(word)),
    missing: missing.filter((name) => !isYear(name)).length,
  };
}

function isYear(word: string): boolean {
  return /^(?:19|20)\d{2}$/u.test(word);
}

function isNeutral(word: string): boolean {
  return (
    /^\d+$/u.test(word) ||
    NEUTRAL_WORDS.has(word) ||
    conceptsOf(word).some((concept) => NEUTRAL.includes(concept)) ||
    isMonthName(word)
  );
}

function isMonthName(word: string): boolean {
  return (
    /^(?:jan|feb|fev|mar|apr|avr|abr|may|mai|jun|jul|jui|aug|aou|ago|sep|set|oct|okt|nov|dec|dez|dic|des)\p{L}{0,7}$/u.test(
      word,
    ) && word.length >= 5
  );
}

/** No column is named: prices where the price is asked, else the only column of figures. */
function unnamedTargets(question: TableQuestion, own: TableWords, named: readonly Target[]): Target[] {
  const { columns } = own.table;
  const all = columns.flatMap((column, x) => (isMeasure(column) ? [x] : []));
  const money = all.filter((x) => columns[x]?.kind === "money");
  const asksMoney =
    question.asksPrice ||
    question.asks.has("dearest") ||
    question.asks.has("cheapest") ||
    (question.asks.has("much") && isPriceList(own.table));
  const of = (concepts: readonly string[]) =>
    all.filter((x) => concepts.some((one) => hasConcept(own.columns[x] ?? [], one)));
  const chosen = asksMoney
    ? firstFilled([
        withYear(question, own, plainest(own, of(["price"]))),
        withYear(question, own, of(["actual"])),
        withYear(question, own, of(["cost", "amount"])),
        money.length === 1 ? money : [],
      ])
    : all.length === 1 &&
        (named.length === 0 || (question.asks.has("much") && named.every(({ column }) => !all.includes(column))))
      ? all
      : [];
  return chosen
    .filter((column) => !named.some((target) => target.column === column))
    .flatMap((column) => {
      const years = (own.columns[column] ?? []).filter(isYear);
      const asked = question.words.filter(isYear);
      if (years.length > 0 && asked.some((year) => !years.includes(year))) return [];
      const words = question.words.filter((word) => !matches(word, own.columns[column] ?? []));
      return [{ column, words, named: false }];
    });
}

/** "Price" before "Reduced price": what nobody said is not meant. */
function plainest(own: TableWords, columns: readonly number[]): readonly number[] {
  const plain = columns.filter((x) => (own.columns[x] ?? []).every((word) => isNeutral(word) || CONNECTORS.has(word)));
  return plain.length > 0 ? plain : columns;
}

function withYear({ words }: TableQuestion, own: TableWords, columns: readonly number[]): readonly number[] {
  const years = words.filter(isYear);
  const fitting = columns.filter((x) => years.some((year) => own.columns[x]?.includes(year)));
  return fitting.length > 0 ? fitting : columns;
}

function firstFilled(lists: readonly (readonly number[])[]): readonly number[] {
  return lists.find((list) => list.length > 0) ?? [];
}
