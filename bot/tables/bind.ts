/**
 * Explains every word of a question by a table: by a condition on its rows, by the name of a column in use, by what a
 * row is, or by the table's title. A word that nothing explains leaves no reading. Pure.
 */

import { yearSpan } from "../../retrieval/tables/cell-dates.ts";
import { unitSign } from "../../retrieval/tables/numbers.ts";
import type { Condition, Field } from "../../retrieval/tables/query.ts";
import { conceptsOf, tableWords } from "../../retrieval/tables/words.ts";
import { foldText } from "../../retrieval/terms.ts";
import type { AskedRange, AskedTime, TableQuestion } from "./read-question.ts";
import { matches, type NamedValue, type TableWords } from "./table-words.ts";

export type Binding = {
  readonly conditions: readonly Condition[];
  /** Words that only a title, or the operation, explains: the fewer, the closer the reading. */
  readonly titled: number;
  readonly counted: boolean;
};

export type BindOptions = {
  /** Words still to be explained. */
  readonly words: readonly string[];
  /** Columns whose names may be mentioned: the one asked for, the one that names the row. */
  readonly used: readonly number[];
  /** May a word name what a row is? */
  readonly entity: boolean;
  /** Words that the operation itself explains, such as "costs" beside an amount of money. */
  readonly soft: (word: string) => boolean;
};

type Option = { readonly covers: readonly string[]; readonly condition: Condition; readonly field: Field };

/** More readings than this are no reading. */
const MOST_BINDINGS = 60;
const MOST_CONDITIONS = 4;

/** The readings in which titles explain the fewest words. */
export function bind(question: TableQuestion, own: TableWords, options: BindOptions): readonly Binding[] {
  const choices: Option[] = [
    ...valueOptions(own, options, question.words),
    ...yearOptions(own, options),
    ...numberOptions(own, options),
    ...wordOptions(own, options),
  ];
  const required = [
    ...question.times.map((time) => timeOptions(own, options, time)),
    ...question.ranges.map((range) => rangeOptions(own, options, range)),
  ];
  const found: Binding[] = [];
  const search = (
    left: readonly string[],
    chosen: readonly Option[],
    deferred: readonly string[],
    titled: number,
    counted: boolean,
  ): void => {
    if (found.length > MOST_BINDINGS) return;
    const [word] = left;
    if (word === undefined) {
      if (deferred.every((one) => isMentioned(own, options, chosen, one)))
        found.push({ conditions: chosen.map(({ condition }) => condition), titled, counted });
      return;
    }
    const rest = left.slice(1);
    for (const option of choices) {
      const free = chosen.length < MOST_CONDITIONS && !chosen.some(({ field }) => field === option.field);
      if (free && option.covers.includes(word))
        search(
          left.filter((one) => !option.covers.includes(one)),
          [...chosen, option],
          deferred,
          titled,
          counted,
        );
    }
    const isTime = choices.some(({ covers, condition }) => condition.kind === "during" && covers.includes(word));
    if (!isTime && isSpoken(own, word)) search(rest, chosen, [...deferred, word], titled, counted);
    if (options.soft(word)) search(rest, chosen, deferred, titled + 1, counted);
    if (options.entity && own.entities.some((names) => matches(word, names)))
      search(rest, chosen, deferred, titled, true);
    else if (matches(word, own.titles)) search(rest, chosen, deferred, titled + 1, counted);
  };
  for (const given of combinations(required)) {
    const covered = given.flatMap(({ covers }) => covers);
    search(
      options.words.filter((word) => !covered.includes(word)),
      given,
      [],
      0,
      false,
    );
  }
  const fewest = Math.min(...found.map(({ titled }) => titled));
  return found.filter(({ titled }) => titled === fewest);
}

const PEOPLE = ["person", "household", "size"];

/** May the word be the name of a column, or of what an interval measures? */
function isSpoken(own: TableWords, word: string): boolean {
  if (own.columns.some((names) => matches(word, names)) || concerns(word, PEOPLE)) return true;
  return own.table.columns.some(({ kind }, x) => kind === "interval" && matches(word, textsOf(own, x)));
}

function concerns(word: string, concepts: readonly string[]): boolean {
  return conceptsOf(word).some((concept) => concepts.includes(concept));
}

/** Does the word name a column in use, or the people whose number an interval holds? */
function isMentioned(own: TableWords, options: BindOptions, chosen: readonly Option[], word: string): boolean {
  const used = [...options.used, ...chosen.flatMap(({ field }) => (field === "group" ? [] : [field]))];
  if (used.some((x) => matches(word, own.columns[x] ?? []))) return true;
  const interval = chosen.find(({ condition }) => condition.kind === "holds");
  if (interval === undefined || interval.field === "group") return false;
  const spoken = [...(own.columns[interval.field] ?? []), ...textsOf(own, interval.field)];
  return matches(word, spoken) || (concerns(word, PEOPLE) && spoken.some((one) => concerns(one, PEOPLE)));
}

function textsOf({ table }: TableWords, column: number): readonly string[] {
  return [...new Set(table.rows.flatMap((row) => tableWords(row.cells[column]?.text ?? "")))].filter(
    (word) => !/^\d/u.test(word),
  );
}

function combinations(required: readonly (readonly Option[])[]): Option[][] {
  return required.reduce<Option[][]>(
    (all, options) =>
      all.flatMap((chosen) =>
        options.filter(({ field }) => !chosen.some((one) => one.field === field)).map((option) => [...chosen, option]),
      ),
    [[]],
  );
}

/** Values whose names the question says: in each column those that say most of it, whole names before parts. */
function valueOptions(own: TableWords, { words, used }: BindOptions, said: readonly string[]): Option[] {
  const [target] = used;
  const named = own.values.flatMap((value) => {
    if (value.field === target) return [];
    const covers = words.filter((word) => matches(word, [...value.head, ...value.tail]));
    const whole = value.head.length > 0 && value.head.every((part) => matches(part, said));
    if (covers.length === 0 || !whole) return [];
    return [{ value, covers, exact: value.tail.every((part) => matches(part, said)) }];
  });
  return named.flatMap((one) => {
    const rivals = named.filter((other) => other !== one && other.value.field === one.value.field);
    const covered = (other: Named) => one.covers.every((word) => other.covers.includes(word));
    if (rivals.some((other) => covered(other) && other.covers.length > one.covers.length)) return [];
    const equal = rivals.filter((other) => covered(other) && other.covers.length === one.covers.length);
    if (equal.some((other) => better(other, one))) return [];
    const texts = [one, ...equal.filter((other) => !better(one, other))].map(({ value }) => value.text);
    // Two names alike in all that is said cannot be told apart.
    if (texts.length > 1) return [];
    return [
      { covers: one.covers, field: one.value.field, condition: { kind: "is", field: one.value.field, texts } as const },
    ];
  });
}

type Named = { readonly value: NamedValue; readonly covers: readonly string[]; readonly exact: boolean };

function better(one: Named, other: Named): boolean {
  return one.exact && !other.exact;
}

/** The columns of days that a time may be about: those that the question names, else the only one there is. */
function timeColumns(own: TableWords, words: readonly string[], near: readonly string[] = []): number[] {
  const dated = own.table.columns.flatMap(({ kind }, x) => (kind === "date" || kind === "year" ? [x] : []));
  const isNamed = (x: number) => [...words, ...near].some((word) => matches(word, own.columns[x] ?? []));
  const named = dated.filter(isNamed);
  if (named.length > 0) return named;
  return dated.length === 1 || dated[0] === 0 ? dated.slice(0, 1) : [];
}

function yearOptions(own: TableWords, { words, used }: BindOptions): Option[] {
  return words
    .filter((word) => /^(?:19|20)\d{2}$/u.test(word))
    .flatMap((year) =>
      timeColumns(own, words)
        .filter((field) => field !== used[0])
        .map((field) => ({
          covers: [year],
          field,
          condition: { kind: "during", field, ...yearSpan(Number(year)) } as const,
        })),
    );
}

function timeOptions(own: TableWords, { words }: BindOptions, { readings, near }: AskedTime): Option[] {
  return timeColumns(own, words, near).flatMap((field) =>
    readings.map((span) => ({ covers: [], field, condition: { kind: "during", field, ...span } as const })),
  );
}

function rangeOptions(own: TableWords, { words, used }: BindOptions, { low, high, unit, near }: AskedRange): Option[] {
  const fits = own.table.columns.flatMap(({ kind, unit: own_ }, x) => {
    if (kind !== "number" && kind !== "money" && kind !== "percent") return [];
    const named = near.some((word) => matches(word, own.columns[x] ?? []));
    return named || (unit !== null && own_ !== null && isUnit(unit, own_)) ? [x] : [];
  });
  const named = fits.filter((x) => [...near, ...words].some((word) => matches(word, own.columns[x] ?? [])));
  return (named.length > 0 ? named : fits.length === 1 ? fits : []).map((field) => ({
    covers: near.filter((word) => {
      const isName = matches(word, own.columns[field] ?? []) && field !== used[0];
      return words.includes(word) && (isName || isUnit(word, own.table.columns[field]?.unit ?? ""));
    }),
    field,
    condition: { kind: "within", field, low, high },
  }));
}

/** "m2" is "m²", "euros" are "€". */
function isUnit(word: string, unit: string): boolean {
  return word === unit || foldText(unit) === word || unitSign(word) === unit || (unit === "kr" && word === "kroner");
}

/** "A household of three": the row whose size holds it; "3 rooms": the rows whose rooms are three. */
function numberOptions(own: TableWords, { words, used }: BindOptions): Option[] {
  return words
    .filter((word) => /^\d{1,6}$/u.test(word))
    .flatMap((word) =>
      own.table.columns.flatMap(({ kind }, field): Option[] => {
        if (field === used[0]) return [];
        const value = Number(word);
        if (kind === "interval" && speaksOf(own, field, words))
          return [{ covers: [word], field, condition: { kind: "holds", field, value } }];
        const after = words[words.indexOf(word) + 1] ?? "";
        if (kind !== "number" || !matches(after, own.columns[field] ?? [])) return [];
        return [{ covers: [word], field, condition: { kind: "within", field, low: value, high: value } }];
      }),
    );
}

/** Does the question say what the intervals measure: persons, years, square metres? */
function speaksOf(own: TableWords, field: number, words: readonly string[]): boolean {
  const spoken = [...(own.columns[field] ?? []), ...textsOf(own, field)];
  const people = spoken.some((word) => concerns(word, PEOPLE));
  return words.some((word) => matches(word, spoken) || (people && concerns(word, PEOPLE)));
}

const YES = /^(?:yes|ja|oui|s[ií]|true|x|✓|✔)$/iu;

/** "… have left": the day of leaving is filled; "… are paid": the column says yes. */
function wordOptions(own: TableWords, { words, used }: BindOptions): Option[] {
  return own.table.columns.flatMap(({ kind }, field): Option[] => {
    const covers = words.filter((word) => matches(word, own.columns[field] ?? []));
    if (covers.length === 0 || used.includes(field)) return [];
    if (kind === "date" && field > 0) return [{ covers, field, condition: { kind: "filled", field } }];
    if (kind !== "boolean") return [];
    const texts = [...new Set(own.table.rows.map((row) => row.cells[field]?.text ?? ""))].filter((text) =>
      YES.test(text),
    );
    return texts.length === 0 ? [] : [{ covers, field, condition: { kind: "is", field, texts } }];
  });
}
