/**
 * Runs a query over a typed table. Null wherever a figure could be wrong: a cell that was not understood, a figure that
 * is missing, a printed total that disagrees. Pure.
 */
import { additive, differsInUnit, mixesIncomeAndCosts } from "./measures.ts";
import type { Condition, Query, QueryResult, Value } from "./query.ts";
import { readLabel } from "./row-labels.ts";
import type { Row, Table } from "./table.ts";
import { sameWord } from "./words.ts";

export function runQuery({ table, conditions, operation }: Query): QueryResult | null {
  const rows = matchingRows(table, conditions);
  if (rows === null) return null;
  switch (operation.kind) {
    case "count":
      return table.doubtfulTotals ? null : { value: plain(rows.length), rows };
    case "share":
      return share(table, rows);
    case "look-up":
      return lookUp(table, rows, operation.column);
    case "sum":
      return sum(table, rows, operation.column, conditions);
    case "average":
    case "median":
    case "smallest":
    case "largest": {
      const numbers = figures(table, rows, operation.column);
      if (numbers === null || (numbers.length < rows.length && rows.length > 0)) return null;
      const number = AGGREGATES[operation.kind](numbers);
      const told = operation.kind === "smallest" || operation.kind === "largest";
      const own = told ? rows.filter((_, at) => numbers[at] === number) : rows;
      return { value: { kind: "number", number, unit: unitOf(table, operation.column) }, rows: own };
    }
    case "row-of-smallest":
    case "row-of-largest": {
      const numbers = figures(table, rows, operation.column);
      if (numbers === null || numbers.length < rows.length) return null;
      const extreme = operation.kind === "row-of-largest" ? Math.max(...numbers) : Math.min(...numbers);
      const own = rows.filter((_, at) => numbers[at] === extreme);
      const text = own[0]?.cells[operation.label]?.text ?? "";
      // A name that stands in several rows would need their figures added up first.
      if (new Set(rows.map((row) => row.cells[operation.label]?.text)).size < rows.length) return null;
      return own.length === 1 && text !== "" ? { value: { kind: "text", text }, rows: own } : null;
    }
    case "difference":
      return difference(table, rows, operation.column, operation.from);
    case "printed-total": {
      const row = table.rows[operation.row];
      const found = figureOf(row, operation.column);
      return row === undefined || found === null ? null : { value: { kind: "number", ...found }, rows: [row] };
    }
    case "list": {
      const texts = [...new Set(rows.map((row) => row.cells[operation.column]?.text ?? ""))].filter(
        (text) => text !== "",
      );
      return texts.length === 0 ? null : { value: { kind: "texts", texts }, rows };
    }
    default:
      return operation satisfies never;
  }
}

const AGGREGATES = {
  average: (numbers: readonly number[]) => rounded(total(numbers) / numbers.length, 2),
  median: (numbers: readonly number[]) => {
    const sorted = numbers.toSorted((a, b) => a - b);
    const middle = Math.floor(sorted.length / 2);
    const upper = sorted[middle] ?? 0;
    return sorted.length % 2 === 1 ? upper : rounded(((sorted[middle - 1] ?? 0) + upper) / 2, 2);
  },
  smallest: (numbers: readonly number[]) => Math.min(...numbers),
  largest: (numbers: readonly number[]) => Math.max(...numbers),
} as const;

function plain(number: number): Value {
  return { kind: "number", number, unit: null };
}

/** The data rows that fulfil all conditions; null when a cell cannot be judged. */
export function matchingRows(table: Table, conditions: readonly Condition[]): Row[] | null {
  const rows: Row[] = [];
  for (const row of table.rows) {
    if (row.kind !== "data") continue;
    const judged = conditions.map((condition) => fulfils(row, condition));
    if (judged.includes(false)) continue;
    if (judged.includes(null)) return null;
    rows.push(row);
  }
  return rows;
}

function fulfils(row: Row, condition: Condition): boolean | null {
  if (condition.kind === "is") {
    const text = condition.field === "group" ? row.group : row.cells[condition.field]?.text;
    return text !== null && text !== undefined && condition.texts.includes(text);
  }
  const value = row.cells[condition.field]?.value ?? { kind: "empty" };
  if (condition.kind === "filled" || condition.kind === "unfilled") {
    const filled = value.kind !== "empty" && value.kind !== "missing";
    return filled === (condition.kind === "filled");
  }
  if (value.kind === "empty" || value.kind === "missing") return false;
  if (condition.kind === "during") return value.kind === "date" ? lies(value, condition) : null;
  if (condition.kind === "within")
    return value.kind === "number" ? value.value >= condition.low && value.value <= condition.high : null;
  return value.kind === "interval" ? value.low <= condition.value && condition.value <= value.high : null;
}

/** Null where a month or a quarter lies partly in the days asked for. */
function lies(
  span: { readonly from: string; readonly to: string },
  days: { readonly from: string; readonly to: string },
) {
  if (span.from >= days.from && span.to <= days.to) return true;
  return span.to < days.from || span.from > days.to ? false : null;
}

function lookUp(table: Table, rows: readonly Row[], column: number): QueryResult | null {
  const cells = rows.map((row) => row.cells[column]);
  const texts = new Set(cells.map((cell) => cell?.text ?? ""));
  const [cell] = cells;
  if (cell === undefined || texts.size !== 1) return null;
  if (rows.length > 1 && additive(table, column)) return null;
  const { value, text } = cell;
  if (value.kind === "empty" || value.kind === "missing") return null;
  if (value.kind === "number") return { value: { kind: "number", number: value.value, unit: value.unit }, rows };
  return text === "" ? null : { value: { kind: "text", text }, rows };
}

function difference(
  table: Table,
  rows: readonly Row[],
  column: number,
  from: { readonly column: number; readonly conditions: readonly Condition[] },
): QueryResult | null {
  const others = matchingRows(table, from.conditions);
  const [first, second] = [figureOf(rows[0], column), figureOf(others?.[0], from.column)];
  if (rows.length !== 1 || others?.length !== 1 || first === null || second === null || first.unit !== second.unit)
    return null;
  const number = Math.abs(rounded(first.number - second.number, 6));
  return { value: { kind: "number", number, unit: first.unit }, rows: [...new Set([...rows, ...others])] };
}

/** The figure of one cell, null where it is none. */
export function figureOf(
  row: Row | undefined,
  column: number,
): { readonly number: number; readonly unit: string | null } | null {
  const value = row?.cells[column]?.value;
  return value?.kind === "number" ? { number: value.value, unit: value.unit } : null;
}

/** The figures of a clean column; null when it is none. */
function figures({ columns }: Table, rows: readonly Row[], column: number): number[] | null {
  const { kind, clean } = columns[column] ?? {};
  if (clean !== true || (kind !== "number" && kind !== "money" && kind !== "percent") || rows.length === 0) return null;
  return rows.flatMap((row) => {
    const value = row.cells[column]?.value;
    return value?.kind === "number" ? [value.value] : [];
  });
}

function sum(table: Table, rows: readonly Row[], column: number, conditions: readonly Condition[]): QueryResult | null {
  const numbers = figures(table, rows, column);
  if (numbers === null || table.doubtfulTotals || !additive(table, column) || differsInUnit(table, rows)) return null;
  const added = rounded(total(numbers), 6);
  const printed = printedTotals(table, rows, column, conditions);
  if (printed.some((one) => Math.abs(one - added) > 0.0051 * Math.max(1, rows.length))) return null;
  if (printed.length === 0 && (numbers.length < rows.length || mixesIncomeAndCosts(table, rows))) return null;
  return { value: { kind: "number", number: printed[0] ?? added, unit: unitOf(table, column) }, rows };
}

/** What the table itself prints as the sum of these very rows: of all, or of one group. */
function printedTotals(table: Table, rows: readonly Row[], column: number, conditions: readonly Condition[]): number[] {
  const all = rows.length === table.rows.filter(({ kind }) => kind === "data").length;
  const [only] = conditions;
  const group = conditions.length === 1 && only?.kind === "is" && only.field === "group" ? only.texts[0] : undefined;
  return table.rows.flatMap((row) => {
    if (row.kind !== "total" && row.kind !== "subtotal") return [];
    const value = row.cells[column]?.value;
    if (value?.kind !== "number") return [];
    const rest = readLabel(labelOf(row)).rest;
    const ofAll = all && rest.length === 0 && row.kind === "total";
    const ofGroup =
      group !== undefined &&
      rest.length > 0 &&
      rest.every((word) => readLabel(group).rest.some((one) => sameWord(one, word)));
    return ofAll || ofGroup ? [value.value] : [];
  });
}

export function labelOf(row: Row): string {
  return row.cells.find(({ text, value }) => value.kind === "text" && /\p{L}/u.test(text))?.text ?? "";
}

function share(table: Table, rows: readonly Row[]): QueryResult | null {
  const all = table.rows.filter(({ kind }) => kind === "data").length;
  if (table.doubtfulTotals || all === 0) return null;
  return { value: { kind: "number", number: rounded((rows.length / all) * 100, 1), unit: "%" }, rows };
}

function unitOf({ columns }: Table, column: number): string | null {
  return columns[column]?.unit ?? null;
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}

/** Sums of decimal figures carry noise in their last binary digits. */
export function rounded(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}
