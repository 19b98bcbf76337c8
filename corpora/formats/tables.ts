/** Decides which of a table's first rows are its header, and joins them into one. Knows nothing of file formats. */
import type { Piece } from "./pieces.ts";

const NUMBER_OR_DATE = /^[-+(]?[\p{Sc}\s]*\d[\d.,'\s%:/-]*[)\p{Sc}%]?(?:\s?\p{L}{1,3})?$/u;
const YEAR = /^(?:19|20)\d{2}$/u;

/** "25 €", "1.234,50", "2024-05-01", "12 %": a value and no name. */
export function looksLikeValue(text: string): boolean {
  return NUMBER_OR_DATE.test(text.trim());
}

/** A header has a name in (nearly) every used column, all different, none a number, and a row below it. */
export function looksLikeHeader(rows: readonly (readonly string[])[]): boolean {
  const first = (rows[0] ?? []).map((cell) => cell.trim());
  const named = first.filter((cell) => cell !== "");
  if (rows.length < 2 || named.length === 0 || named.length < first.length * 0.6) return false;
  if (first.length > 1 && named.length < 2) return false;
  if (new Set(named).size < named.length || named.some((cell) => cell.length > 80)) return false;
  return named.every((cell) => !NUMBER_OR_DATE.test(cell)) || namesYears(first, rows.slice(1));
}

/** "Item | 2023 | 2024" above values: two years at least, the rest names, and not only years below them. */
function namesYears(first: readonly string[], below: readonly (readonly string[])[]): boolean {
  const years = first.flatMap((cell, at) => (YEAR.test(cell) ? [at] : []));
  if (years.length < 2 || !first.every((cell, at) => years.includes(at) || !NUMBER_OR_DATE.test(cell))) return false;
  const values = below.flatMap((row) => years.map((at) => (row[at] ?? "").trim())).filter((cell) => cell !== "");
  return values.some((cell) => !YEAR.test(cell));
}

/** Rows of text → pieces, the first `headers` of them joined into one header; rows without any text go. */
export function tablePieces(rows: readonly (readonly string[])[], headers: number): Piece[] {
  const captions = headers > 1 ? rows.slice(0, headers - 1).findIndex((row) => !isCaption(row)) : 0;
  const above = rows.slice(0, captions === -1 ? headers - 1 : captions);
  const heads = rows.slice(above.length, headers);
  const header = heads.length > 1 ? [joinedRows(heads)] : heads;
  const all = [...header, ...rows.slice(headers)];
  const pieces = all.map((cells, index): Piece => ({ kind: "row", cells, header: index < header.length }));
  return [
    ...above.map((row): Piece => ({ kind: "paragraph", text: row[0] ?? "" })),
    ...pieces.filter((piece) => piece.kind === "row" && piece.cells.some((cell) => cell.trim() !== "")),
    { kind: "table-end" },
  ];
}

/** One text over the whole width names the table and no column. */
function isCaption(row: readonly string[]): boolean {
  return row.length > 1 && row[0]?.trim() !== "" && row.every((cell) => cell === row[0]);
}

/** "2024" above "men" → "2024 / men"; what stands twice, because a cell spans rows, is said once. */
export function joinedRows(rows: readonly (readonly string[])[]): string[] {
  const width = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: width }, (_, x) => {
    const parts = rows.map((row) => (row[x] ?? "").replace(/\s+/gu, " ").trim()).filter((text) => text !== "");
    return parts.filter((text, index) => text !== parts[index - 1]).join(" / ");
  });
}

/** A cell as it is written: `down` and `across` count the rows and columns that it spans, 1 for its own. */
export type SpanCell = { readonly text: string; readonly down: number; readonly across: number };

/** More columns or rows are in no table that is read; the attribute may say anything. */
const WIDEST_SPAN = 200;

/**
 * Places cells that span others on a grid. One that spans rows is said in each; one that spans columns in each where
 * it is a header (`headers` rows), else only in the first.
 */
export function spannedRows(rows: readonly (readonly SpanCell[])[], headers: number): string[][] {
  const grid: (string | undefined)[][] = rows.map(() => []);
  rows.forEach((row, y) => {
    let x = 0;
    for (const { text, down, across } of row) {
      while (grid[y]?.[x] !== undefined) x += 1;
      const wide = Math.min(WIDEST_SPAN, across);
      for (let dy = 0; dy < Math.min(down, WIDEST_SPAN, rows.length - y); dy += 1) {
        for (let dx = 0; dx < wide; dx += 1) {
          const line = grid[y + dy];
          if (line) line[x + dx] = dx === 0 || y < headers ? text : "";
        }
      }
      x += wide;
    }
  });
  return grid.map((row) => Array.from(row, (cell) => cell ?? ""));
}
