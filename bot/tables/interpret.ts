/**
 * All readings of a question over one table, as queries. Nothing is guessed: a reading explains every word of the
 * question. Pure; runs no query.
 */
import { additive, isPriceList } from "../../retrieval/tables/measures.ts";
import type { Condition, Operation, Query } from "../../retrieval/tables/query.ts";
import { matchingRows } from "../../retrieval/tables/run-query.ts";
import { conceptsOf, hasConcept, wordKey } from "../../retrieval/tables/words.ts";
import { type Binding, bind } from "./bind.ts";
import type { TableQuestion } from "./read-question.ts";
import { matches, type TableWords } from "./table-words.ts";
import { isMeasure, type Target, targetsOf } from "./targets.ts";

export type Reading = Query & { readonly titled: number };

export function interpret(question: TableQuestion, own: TableWords): readonly Reading[] {
  if (
    question.asks.has("refused") ||
    question.asks.has("difference") ||
    question.asks.has("rise") ||
    question.asks.has("fall")
  )
    return [];
  if (question.asks.has("share")) return countReadings(question, own, "share");
  if (question.asks.has("list")) return [];
  const asked = targetsOf(question, own).flatMap((target) => targetReadings(question, own, target));
  return question.asks.has("count") ? [...asked, ...countReadings(question, own, "count")] : asked;
}

/** "How many members joined in 2024": rows are counted, and something must say what a row is. */
function countReadings(question: TableQuestion, own: TableWords, kind: "count" | "share"): Reading[] {
  if ([...question.asks].some((ask) => !["count", "share", "much", "total"].includes(ask))) return [];
  const used = own.label === null ? [] : [own.label];
  const found = bind(question, own, { words: question.words, used: [-1, ...used], entity: true, soft: () => false });
  return found
    .filter(
      ({ counted, conditions }) => counted && !isFigure(question, own) && (kind === "count" || conditions.length === 1),
    )
    .map(({ conditions, titled }) => ({ table: own.table, conditions, operation: { kind }, titled }));
}

/** "How many flats" is answered by a column of flats; "how many members joined", in a table of members, by "Joined". */
function isCounted({ counted, words }: TableQuestion, own: TableWords, target: Target): boolean {
  const names = own.columns[target.column] ?? [];
  if (counted.some((word) => matches(word, names))) return true;
  const event = ["join", "leave"].some((concept) => hasConcept(names, concept) && hasConcept(words, concept));
  return event && counted.some((word) => matches(word, own.titles));
}

/** Is what is counted a figure of each row ("how many flats")? Then rows are not what is counted. */
function isFigure({ counted }: TableQuestion, own: TableWords): boolean {
  const isEntity = own.entities.some((names) => counted.some((word) => matches(word, names)));
  return (
    !isEntity &&
    own.table.columns.some(
      (column, x) => isMeasure(column) && counted.some((word) => matches(word, own.columns[x] ?? [])),
    )
  );
}

function targetReadings(question: TableQuestion, own: TableWords, target: Target): Reading[] {
  const column = own.table.columns[target.column];
  if (column === undefined) return [];
  const { asks } = question;
  if (question.asksWhen && column.kind !== "date" && column.kind !== "year") return [];
  if (asks.has("count") && !(column.kind === "number" && isCounted(question, own, target))) return [];
  if ((asks.has("dearest") || asks.has("cheapest")) && column.kind !== "money") return [];
  const extreme = extremeOf(question);
  const label = extreme === null ? null : labelOf(question, own, target);
  if (label === "none") return [];
  const used = [target.column, ...(label === null ? [] : [label])];
  const bound = bind(question, own, { words: target.words, used, entity: true, soft: softFor(own, target, question) });
  return bound.flatMap((binding) => {
    const operation = operationOf(question, own, target, binding, extreme, label);
    return operation === null
      ? []
      : [{ table: own.table, conditions: binding.conditions, operation, titled: binding.titled }];
  });
}

function extremeOf({ asks }: TableQuestion): "largest" | "smallest" | null {
  if (asks.has("most") || asks.has("dearest")) return "largest";
  return asks.has("least") || asks.has("cheapest") ? "smallest" : null;
}

/**
 * The column that tells which row it is: named by "which house", or the label where the row itself is asked for. Null
 * where the figure is asked for, "none" where a row is and nothing names it.
 */
function labelOf(
  { noun, words, asksWho, asks }: TableQuestion,
  own: TableWords,
  target: Target,
): number | "none" | null {
  const candidates = own.table.columns.flatMap(({ kind }, x) =>
    x !== target.column && !["number", "money", "percent"].includes(kind) ? [x] : [],
  );
  const called = (...said: readonly string[]) =>
    candidates.find((x) => said.every((word) => matches(word, own.columns[x] ?? [])));
  if (noun !== null) {
    const isAbout = (names: readonly string[]) => noun.every((word) => matches(word, names));
    const itself = candidates.find((x) => wordKey(noun.join("")) === wordKey((own.columns[x] ?? []).join("")));
    if (itself !== undefined) return itself;
    if (isAbout(own.columns[target.column] ?? [])) return null;
    return called(...noun) ?? own.label ?? "none";
  }
  if (asksWho) return candidates.find((x) => hasConcept(own.columns[x] ?? [], "name")) ?? "none";
  if (!asks.has("dearest") && !asks.has("cheapest")) return null;
  const [first] = words.flatMap((word) => called(word) ?? []);
  return first ?? null;
}

/** What an amount of money explains by itself ("costs", "expenses"), and what a quantity does ("consumption"). */
export function softFor(own: TableWords, target: Target, question: TableQuestion): (word: string) => boolean {
  const column = own.table.columns[target.column];
  const spent = isOfCosts(own) ? ["actual"] : [];
  const money = column?.kind === "money" ? ["amount", "cost", ...spent, ...(question.asksPrice ? ["price"] : [])] : [];
  const quantity = column?.unit != null && /^(?:kWh|MWh|m³|m3|l|kg|t)$/u.test(column.unit) ? ["consumption"] : [];
  const soft = [...money, ...quantity];
  const currency = (word: string) =>
    column?.kind === "money" && /^(?:euros?|eur|kroner|kr|pounds?|dollars?)$/u.test(word);
  return (word) => currency(word) || conceptsOf(word).some((concept) => soft.includes(concept));
}

/** Invoices and expenses: an amount there is one that was spent, where no column tells planned and spent apart. */
function isOfCosts({ titles, columns }: TableWords): boolean {
  const words = [...titles, ...columns.flat()];
  if (hasConcept(words, "plan") || hasConcept(columns.flat(), "actual") || hasConcept(words, "income")) return false;
  return ["expense", "cost", "invoice", "supplier"].some((concept) => hasConcept(words, concept));
}

function operationOf(
  { asks }: TableQuestion,
  own: TableWords,
  { column }: Target,
  { conditions, titled }: Binding,
  extreme: "largest" | "smallest" | null,
  label: number | null,
): Operation | null {
  const about = own.table.columns[column];
  if (about === undefined) return null;
  if (extreme !== null) {
    if (!isMeasure(about) || asks.has("total") || asks.has("average")) return null;
    return label === null ? { kind: extreme, column } : { kind: `row-of-${extreme}`, column, label };
  }
  if (asks.has("average") || asks.has("median")) {
    // The mean of shares and prices, and of something that rows are not, is not what it seems.
    const isPlain = additive(own.table, column) || (about.kind === "number" && !isPriceList(own.table));
    if (!isPlain || asks.has("total") || titled > 0) return null;
    return { kind: asks.has("median") ? "median" : "average", column };
  }
  if (asks.has("total")) return isMeasure(about) ? totalOf(own, column, conditions) : null;
  const rows = matchingRows(own.table, conditions) ?? [];
  if (rows.length === 1) return { kind: "look-up", column };
  if (!isMeasure(about) || !additive(own.table, column))
    return conditions.length > 0 ? { kind: "look-up", column } : null;
  if (conditions.length === 0) return null;
  return conditions.some((condition) => isOfSeveral(own, condition)) ? { kind: "sum", column } : null;
}

/** "The total for the roof": one row is no sum, and several are. */
function totalOf(own: TableWords, column: number, conditions: readonly Condition[]): Operation | null {
  const rows = matchingRows(own.table, conditions);
  if (rows === null || rows.length === 0) return null;
  return rows.length === 1 ? { kind: "look-up", column } : { kind: "sum", column };
}

/** A condition that is not the name of a row. */
function isOfSeveral(own: TableWords, condition: Condition): boolean {
  return condition.kind !== "is" || condition.field !== own.label;
}
