/**
 * "How much more … than", "by how much did … rise between 2022 and 2023": two figures of one table, one taken from the
 * other. Sure only when exactly two columns, or two rows of one column, are named. Pure.
 */
import type { Condition } from "../../retrieval/tables/query.ts";
import { figureOf, matchingRows } from "../../retrieval/tables/run-query.ts";
import { bind } from "./bind.ts";
import { type Reading, softFor } from "./interpret.ts";
import type { TableQuestion } from "./read-question.ts";
import { matches, type TableWords } from "./table-words.ts";
import { isMeasure, targetsOf } from "./targets.ts";

const COMPARING = new Set(
  (
    "between and than more less higher lower under over below above from to zwischen und als mehr weniger hoher niedriger unter uber von bis beim bei " +
    "entre et que plus moins de a y mas menos i mes menys mellem og end mere mindre over under fra til"
  ).split(" "),
);

export function differences(question: TableQuestion, own: TableWords): readonly Reading[] {
  const { asks } = question;
  const asked = asks.has("difference") || asks.has("rise") || asks.has("fall");
  if (!asked || asks.has("refused") || asks.has("share") || asks.has("average")) return [];
  const words = question.words.filter((word) => !COMPARING.has(word));
  const plain = { ...question, words };
  const columns = betweenColumns(plain, own);
  const found = columns.length > 0 ? columns : betweenRows(plain, own);
  return found
    .filter(({ first, second }) => goesAsAsked(question, own, first, second))
    .map(({ first, second, titled }) => ({
      table: own.table,
      conditions: first.conditions,
      operation: { kind: "difference", column: first.column, from: second },
      titled,
    }));
}

type Place = { readonly column: number; readonly conditions: readonly Condition[] };
type Pair = { readonly first: Place; readonly second: Place; readonly titled: number };

/** What is said to have risen must have risen; the later figure stands in the second place. */
function goesAsAsked({ asks }: TableQuestion, own: TableWords, first: Place, second: Place): boolean {
  const [before, after] = [first, second].map(
    ({ column, conditions }) => figureOf(matchingRows(own.table, conditions)?.[0], column)?.number,
  );
  if (before === undefined || after === undefined) return false;
  return !(asks.has("rise") && after < before) && !(asks.has("fall") && after > before);
}

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
  const bound = bind(question, own, {
    words: rest,
    used: [a, b],
    entity: false,
    soft: softFor(own, { column: a, words: rest, named: true }, question),
  });
  return bound.map(({ conditions, titled }) => ({
    first: { column: a, conditions },
    second: { column: b, conditions },
    titled,
  }));
}

function saidOf(own: TableWords, x: number, words: readonly string[]): readonly string[] {
  return (own.columns[x] ?? []).filter((name) => matches(name, words));
}

/** Two rows of one column: each is what is left when the words of the other are taken away. */
function betweenRows(question: TableQuestion, own: TableWords): Pair[] {
  return targetsOf(question, own).flatMap((target) => {
    const column = own.table.columns[target.column];
    if (column === undefined || !isMeasure(column)) return [];
    const { words } = target;
    const place = (left: readonly string[]) => {
      const bound = bind(question, own, { words: left, used: [target.column], entity: false, soft: () => false });
      const [binding] = bound;
      const rows = binding === undefined || bound.length > 1 ? [] : (matchingRows(own.table, binding.conditions) ?? []);
      return rows.length === 1 && binding !== undefined ? { binding, row: rows[0] } : null;
    };
    const pairs: Pair[] = [];
    for (const [at, one] of words.entries()) {
      for (const other of words.slice(at + 1)) {
        const [a, b] = [other, one].map((dropped) => place(words.filter((word) => word !== dropped)));
        if (a == null || b == null || a.row === b.row || !alike(a.binding.conditions, b.binding.conditions)) continue;
        const places = [a, b].map(({ binding }) => ({ column: target.column, conditions: binding.conditions }));
        const [first, second] = places;
        if (first !== undefined && second !== undefined)
          pairs.push({ first, second, titled: a.binding.titled + b.binding.titled });
      }
    }
    return pairs;
  });
}

/** Conditions on the same columns, of the same kind. */
function alike(one: readonly Condition[], other: readonly Condition[]): boolean {
  const shape = (conditions: readonly Condition[]) =>
    conditions
      .map(({ kind, field }) => `${kind} ${field}`)
      .toSorted()
      .join();
  return shape(one) === shape(other);
}
