/**
 * "How much more … than", "by how much did … rise between 2022 and 2023": two figures of one table, one taken from the
 * other. Sure only when exactly two columns, or two rows of one column, are named. Pure.
 */
import type { Condition, QueryResult } from "../../retrieval/tables/query.ts";
import { matchingRows, rounded } from "../../retrieval/tables/run-query.ts";
import type { Row } from "../../retrieval/tables/table.ts";
import { bind } from "./bind.ts";
import type { Reading } from "./interpret.ts";
import type { TableQuestion } from "./read-question.ts";
import { matches, type TableWords } from "./table-words.ts";
import { isMeasure, targetsOf } from "./targets.ts";

const COMPARING = new Set(
  ("between and than more less higher lower under over below above from to zwischen und als mehr weniger hoher niedriger unter uber von bis beim bei " +
    "entre et que plus moins de a y mas menos i mes menys mellem og end mere mindre over under fra til").split(" "),
);

type Figure = { readonly value: number; readonly unit: string | null; readonly row: Row };

export function differences(question: TableQuestion, own: TableWords): (readonly [Reading, QueryResult])[] {
  const { asks } = question;
  const asked = asks.has("difference") || asks.has("rise") || asks.has("fall");
  if (!asked || asks.has("refused") || asks.has("share") || asks.has("average")) return [];
  const words = question.words.filter((word) => !COMPARING.has(word));
  const plain = { ...question, words };
  const columns = betweenColumns(plain, own);
  const found = columns.length > 0 ? columns : betweenRows(plain, own);
  return found.flatMap(({ first, second, titled, conditions, column }) => {
    const change = rounded(second.value - first.value, 6);
    if (first.unit !== second.unit || (asks.has("rise") && change < 0) || (asks.has("fall") && change > 0)) return [];
    const reading: Reading = { table: own.table, conditions, operation: { kind: "look-up", column }, titled };
    const rows = [...new Set([first.row, second.row])];
    return [[reading, { value: { kind: "number", number: Math.abs(change), unit: first.unit }, rows }] as const];
  });
}

type Pair = { readonly first: Figure; readonly second: Figure; readonly titled: number; readonly conditions: readonly Condition[]; readonly column: number };

/** Two columns of figures, each named by a word of its own; one row. */
function betweenColumns(question: TableQuestion, own: TableWords): Pair[] {
  const { words } = question;
  const measures = own.table.columns.flatMap((column, x) => (isMeasure(column) ? [x] : []));
  const named = measures.filter((x) => words.some((word) => matches(word, own.columns[x] ?? [])));
  const most = Math.max(0, ...named.map((x) => saidOf(own, x, words).length));
  const best = named.filter((x) => saidOf(own, x, words).length === most);
  const [a, b] = best;
  if (a === undefined || b === undefined || best.length !== 2) return [];
  const ofA = words.filter((word) => matches(word, own.columns[a] ?? []));
  const ofB = words.filter((word) => matches(word, own.columns[b] ?? []));
  if (!ofA.some((word) => !ofB.includes(word)) || !ofB.some((word) => !ofA.includes(word))) return [];
  const rest = words.filter((word) => !ofA.includes(word) && !ofB.includes(word));
  return bind(question, own, { words: rest, used: [a, b], entity: false, soft: () => false }).flatMap(({ conditions, titled }) => {
    const rows = matchingRows(own.table, conditions) ?? [];
    const [row] = rows;
    const [first, second] = [figure(row, a), figure(row, b)];
    if (rows.length !== 1 || first === null || second === null) return [];
    return [{ first, second, titled, conditions, column: a }];
  });
}

function saidOf(own: TableWords, x: number, words: readonly string[]): readonly string[] {
  return (own.columns[x] ?? []).filter((name) => matches(name, words));
}

/** Two rows of one column: each is what is left when the words of the other are taken away. */
function betweenRows(question: TableQuestion, own: TableWords): Pair[] {
  return targetsOf(question, own).flatMap((target) => {
    const column = own.table.columns[target.column];
    if (column === undefined || !isMeasure(column)) return [];
    const whole = { used: [target.column], entity: false, soft: () => false };
    const pairs: Pair[] = [];
    const [...words] = target.words;
    for (const [at, one] of words.entries()) {
      for (const other of words.slice(at + 1)) {
        const figures = [one, other].map((left) => {
          const bound = bind(question, own, { ...whole, words: words.filter((word) => word === left || (word !== one && word !== other)) });
          const [binding] = bound;
          const rows = binding === undefined || bound.length > 1 ? [] : (matchingRows(own.table, binding.conditions) ?? []);
          const found = rows.length === 1 ? figure(rows[0], target.column) : null;
          return found === null || binding === undefined ? null : { found, binding };
        });
        const [a, b] = figures;
        if (a == null || b == null || a.found.row === b.found.row || !alike(a.binding.conditions, b.binding.conditions)) continue;
        pairs.push({ first: a.found, second: b.found, titled: a.binding.titled + b.binding.titled, conditions: [...a.binding.conditions, ...b.binding.conditions], column: target.column });
      }
    }
    return pairs;
  });
}

/** Conditions on the same columns, of the same kind. */
function alike(one: readonly Condition[], other: readonly Condition[]): boolean {
  const shape = (conditions: readonly Condition[]) => conditions.map(({ kind, field }) => `${kind} ${field}`).toSorted().join();
  return shape(one) === shape(other);
}

function figure(row: Row | undefined, column: number): Figure | null {
  const value = row?.cells[column]?.value;
  return row === undefined || value?.kind !== "number" ? null : { value: value.value, unit: value.unit, row };
}
