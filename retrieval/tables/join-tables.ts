/**
 * Joins two tables over a column that both have by the same name, when every value of the one stands exactly once in
 * the other. Pure.
 */
import type { Column, Row, Table } from "./table.ts";
import { sameWord, tableWords } from "./words.ts";

/** The rows of `left`, each with the cells of its row of `right`; null when the two have no such column. */
export function joinTables(left: Table, right: Table): Table | null {
  const keys = sharedColumn(left, right);
  if (keys === null) return null;
  const [a, b] = keys;
  const rightRows = new Map(dataRows(right).map((row) => [keyOf(row, b), row]));
  if (rightRows.size < dataRows(right).length || rightRows.has("")) return null;
  const rows: Row[] = [];
  for (const row of dataRows(left)) {
    const other = rightRows.get(keyOf(row, a));
    if (other === undefined) return null;
    rows.push({
      ...row,
      cells: [...row.cells, ...without(other.cells, b)],
      sources: [...row.sources, ...other.sources],
    });
  }
  const once = new Set(rows.map((row) => keyOf(row, a))).size === rows.length;
  const added = without(right.columns, b).map((column): Column => ({ ...column, repeated: column.repeated || !once }));
  return {
    ...left,
    titles: [...left.titles, ...right.titles],
    columns: [...left.columns, ...added],
    rows,
    header: [...left.header, ...right.header],
    notes: [...left.notes, ...right.notes],
    // Where one row of `right` stands beside several of `left`, a row is what it was in `left`.
    aboutPeople: left.aboutPeople || (right.aboutPeople && once),
    doubtfulTotals: left.doubtfulTotals || right.doubtfulTotals,
  };
}

const KEY_KINDS = ["text", "identifier", "year"];

function sharedColumn(left: Table, right: Table): readonly [number, number] | null {
  const pairs = left.columns.flatMap((one, a) =>
    right.columns.flatMap((other, b) => (isKey(one, other) ? [[a, b] as const] : [])),
  );
  return pairs.length === 1 ? (pairs[0] ?? null) : null;
}

function isKey(one: Column, other: Column): boolean {
  if (!KEY_KINDS.includes(one.kind) || !KEY_KINDS.includes(other.kind) || one.personal || other.personal) return false;
  const [a, b] = [tableWords(one.name), tableWords(other.name)];
  return a.length > 0 && a.length === b.length && a.every((word, at) => sameWord(word, b[at] ?? ""));
}

function dataRows({ rows }: Table): readonly Row[] {
  return rows.filter(({ kind }) => kind === "data");
}

function keyOf(row: Row, column: number): string {
  return (row.cells[column]?.text ?? "").toLowerCase();
}

function without<T>(list: readonly T[], at: number): T[] {
  return list.filter((_, index) => index !== at);
}
