/** Takes the letters that stand in drawn grids out of a page and puts tables in their place. Knows nothing of pdf.js. */
import { findGrids, type Grid } from "./pdf-grids.ts";
import { countLetters, mergeRow, type Part, rowsOf } from "./pdf-parts.ts";
import type { Rule } from "./pdf-rules.ts";

/** A cell with more words than this on the average is a column or box of running text, not of a table. */
const MOST_WORDS = 80;

export function takeTables(
  parts: readonly Part[],
  rules: readonly Rule[],
): { readonly tables: readonly Part[]; readonly rest: readonly Part[] } {
  let rest = parts;
  const tables: Part[] = [];
  for (const grid of findGrids(rules)) {
    const inside = rest.filter((part) => isInside(part, grid));
    const table = toTable(inside, grid);
    if (table === null) continue;
    tables.push(table);
    rest = rest.filter((part) => !inside.includes(part));
  }
  return { tables, rest };
}

/** The middle of its letters, a little above the baseline. */
function isInside(part: Part, { xs, ys }: Grid): boolean {
  const [x, y] = centre(part);
  return x > (xs[0] ?? 0) && x < (xs[xs.length - 1] ?? 0) && y > (ys[0] ?? 0) && y < (ys[ys.length - 1] ?? 0);
}

function centre({ x0, x1, y, size }: Part): readonly [number, number] {
  return [(x0 + x1) / 2, y - size / 3];
}

function toTable(inside: readonly Part[], grid: Grid): Part | null {
  const cells = fillCells(inside, grid, headerRows(fillCells(inside, grid, 0)));
  const used = (cells[0] ?? []).map((_, column) => cells.some((row) => (row[column]?.length ?? 0) > 0));
  if (used.filter(Boolean).length < 2) return null;
  const rows = cells
    .filter((row) => row.some((cell) => cell.length > 0))
    .map((row) => row.filter((_, column) => used[column]));
  const filled = rows.flat().filter((cell) => cell.length > 0);
  const words = filled.reduce(
    (sum, cell) =>
      sum +
      cell
        .map((part) => part.text)
        .join(" ")
        .split(/\s+/u).length,
    0,
  );
  if (words > MOST_WORDS * filled.length) return null;
  const [first] = inside.toSorted((a, b) => a.y - b.y);
  const table = { rows: rows.map((row) => row.map((cell) => cell.map(({ text }) => text))), headers: boldRows(rows) };
  const [x0, x1] = [grid.xs[0] ?? 0, grid.xs[grid.xs.length - 1] ?? 0];
  return {
    text: "",
    x0,
    x1,
    y: first?.y ?? grid.ys[0] ?? 0,
    size: first?.size ?? 10,
    boldLetters: 0,
    chunks: [],
    table,
  };
}

/** Bold rows at the top; where all are bold, none names the others. */
function headerRows(cells: readonly (readonly (readonly Part[])[])[]): number {
  const bold = boldRows(cells);
  return bold < cells.length ? bold : 0;
}

/** A cell that spans rows is repeated in each; one that spans columns in each where it is a header, else in none. */
function fillCells(inside: readonly Part[], grid: Grid, headers: number): Part[][][] {
  const held = new Map<string, Part[]>();
  for (const part of inside) {
    const [x, y] = centre(part);
    const key = keyOf(grid.origin(indexOf(grid.ys, y), indexOf(grid.xs, x)));
    const cell = held.get(key);
    if (cell) cell.push(part);
    else held.set(key, [part]);
  }
  const lines = new Map([...held].map(([key, cell]) => [key, rowsOf(cell).map(mergeRow)]));
  return Array.from({ length: grid.ys.length - 1 }, (_, row) =>
    Array.from({ length: grid.xs.length - 1 }, (_, column) => {
      const origin = grid.origin(row, column);
      return origin.column === column || row < headers ? (lines.get(keyOf(origin)) ?? []) : [];
    }),
  );
}

function keyOf({ row, column }: { readonly row: number; readonly column: number }): string {
  return `${row}/${column}`;
}

function indexOf(borders: readonly number[], at: number): number {
  const index = borders.findIndex((border) => border > at);
  return Math.max(0, index === -1 ? borders.length - 2 : index - 1);
}

function boldRows(rows: readonly (readonly (readonly Part[])[])[]): number {
  const isBold = (row: readonly (readonly Part[])[]) =>
    row.flat().every((part) => part.boldLetters > countLetters(part.text) * 0.8);
  const plain = rows.findIndex((row) => !isBold(row));
  return plain === -1 ? 0 : plain;
}
