/**
 * Counts the header rows of a table of typed cells and joins them into one. Knows nothing of files; rows of plain
 * text are judged by tables.ts.
 */
import type { Cell } from "./sheet.ts";
import { joinedRows, looksLikeHeader } from "./tables.ts";

export type Grid = readonly (readonly (Cell | null)[])[];
type Row = readonly (Cell | null)[];

/** More rows than these never stand above a table. */
const MOST_HEADERS = 3;

/** 0 where the first row is data; more than 1 where groups ("2024") stand above columns ("men", "women"). */
export function headerCount(table: Grid): number {
  const [first = [], second = []] = table;
  if (table.length < 2 || !namesColumns(first, table)) return 0;
  let count = 1;
  while (count < MOST_HEADERS && count < table.length - 1 && isGrouped(table, count)) count += 1;
  if (count === 1 && isGroupRow(first) && !isNameRow(second)) return 0;
  return count;
}

/** Texts, or years over columns of values; as many as there are columns, nearly, counting what groups span. */
function namesColumns(row: Row, table: Grid): boolean {
  if (isGroupRow(row)) return isNameRow(spread(row).map((text) => asText(text)));
  if (!isNameRow(row) && !isYearRow(row, table)) return false;
  const texts = table.slice(0, 2).map((line) => line.map((cell, at) => headerText(cell, at, row)));
  return looksLikeHeader(texts) || (isYearRow(row, table) && row.filter((cell) => cell !== null).length >= 3);
}

/** Years and month dates are names here; to the test for plain rows they would be values. */
function headerText(cell: Cell | null, at: number, row: Row): string {
  if (cell === null) return "";
  return cell === row[at] && cell.kind !== "text" ? `year ${cell.text}` : cell.text;
}

function asText(text: string): Cell | null {
  return text === "" ? null : { text, kind: "text", down: 1, across: 1 };
}

function isGroupRow(row: Row): boolean {
  return row.some((cell) => cell !== null && cell.across > 1 && cell.across < row.length);
}

function isNameRow(row: Row): boolean {
  const filled = row.filter((cell) => cell !== null);
  return filled.length > 0 && filled.every((cell) => cell.kind === "text");
}

const YEAR = /^(?:(?:19|20)\d{2}|(?:19|20)\d{2}-\d{2}-\d{2})$/u;

/** "Item | 2023 | 2024" above values: two different years or dates at least, and not every value below is one too. */
function isYearRow(row: Row, table: Grid): boolean {
  const years = row.flatMap((cell, at) => (cell !== null && cell.kind !== "text" ? [{ cell, at }] : []));
  if (years.length < 2 || !years.every(({ cell }) => YEAR.test(cell.text))) return false;
  if (new Set(years.map(({ cell }) => cell.text)).size < years.length) return false;
  const below = table.slice(1).flatMap((line) => years.map(({ at }) => line[at]?.text ?? ""));
  return below.some((text) => text !== "" && !YEAR.test(text));
}

/** Whether row `at` still belongs to the header: the rows above it group columns, and it names them. */
function isGrouped(table: Grid, at: number): boolean {
  const [row = [], above = []] = [table[at], table[at - 1]];
  const grouped = isGroupRow(above) || above.some((cell) => cell !== null && cell.down > 1);
  if (isUnitRow(row, table[at + 1] ?? [])) return true;
  if (!grouped && !fillsGaps(above, row)) return false;
  if (row.every((cell) => cell === null)) return false;
  return isNameRow(row) || (isGroupRow(above) && isYearRow(row, table.slice(at)));
}

/** Groups that were not merged but only written above their first column: "  | 2024 |  | 2025 |  ". */
function fillsGaps(above: Row, row: Row): boolean {
  const gaps = above.filter((cell, at) => at > 0 && cell === null).length;
  const named = row.filter((cell) => cell !== null).length;
  return gaps > 0 && above[0] === null && named >= row.length - 1 && isNameRow(row);
}

const UNIT = /^[[(]?(?:\p{Sc}|%|[\p{L}²³/.]{1,6})[\])]?$/u;

/** "  | € | %" above values. */
function isUnitRow(row: Row, next: Row): boolean {
  const units = row.flatMap((cell, at) => (cell === null ? [] : [{ cell, at }]));
  if (row[0] !== null || units.length === 0) return false;
  return units.every(({ cell, at }) => cell.kind === "text" && UNIT.test(cell.text) && next[at]?.kind === "number");
}

/** "2024" merged over two columns → said in both. */
function spread(row: Row): string[] {
  const texts = row.map((cell) => cell?.text ?? "");
  row.forEach((cell, at) => {
    for (let dx = 1; cell !== null && dx < cell.across && at + dx < row.length; dx += 1) texts[at + dx] ||= cell.text;
  });
  return texts;
}

/** "2024" above "men" → "2024 / men". Unmerged groups hold until the next one. */
export function joinedHeader(rows: Grid): string[] {
  const lines = rows.map((row, y) => {
    const merged = isGroupRow(row) || rows.length === 1 || y === rows.length - 1;
    return merged ? spread(row) : heldOver(row);
  });
  return joinedRows(lines);
}

function heldOver(row: Row): string[] {
  let held = "";
  return row.map((cell) => {
    held = cell?.text ?? held;
    return held;
  });
}
