/** Finds tables among a page's lines: rows whose cells stand apart and begin at the same places. Knows no borders. */
import { sectionNumber } from "../section-number.ts";
import { listMarker } from "./list-marker.ts";
import type { Line } from "./pdf-lines.ts";
import type { Piece } from "./pieces.ts";
import { looksLikeHeader, tablePieces } from "./tables.ts";

/** Two lines beside each other may be a letterhead; three rows are a table. */
const FEWEST_ROWS = 3;
/** Cells of one column begin (or, for numbers, end) within this many ems of each other. */
const ALIGNED = 1;

/** Stretches of lines that are prose, and tables between them, in order. */
export type Stretch =
  | { readonly kind: "lines"; readonly lines: readonly Line[] }
  | { readonly kind: "table"; readonly pieces: readonly Piece[] };

export function splitTables(lines: readonly Line[]): Stretch[] {
  const runs = lines.reduce<Line[][]>((all, line) => {
    const run = all[all.length - 1];
    const last = run?.[run.length - 1];
    if (run !== undefined && last !== undefined && sameTable(last, line)) run.push(line);
    else all.push([line]);
    return all;
  }, []);
  return runs.reduce<Stretch[]>((all, run) => {
    const isTable = run.length >= FEWEST_ROWS && isRow(run[0]);
    const previous = all[all.length - 1];
    if (isTable) all.push({ kind: "table", pieces: rowPieces(run) });
    else if (previous?.kind === "lines") all[all.length - 1] = { kind: "lines", lines: [...previous.lines, ...run] };
    else all.push({ kind: "lines", lines: run });
    return all;
  }, []);
}

/** A hanging number or bullet stands apart from its text too, but is no cell. */
function isRow(line: Line | undefined): boolean {
  if (line === undefined || line.cells.length < 2) return false;
  const first = line.cells[0]?.text ?? "";
  return listMarker(`${first} x`) === null && sectionNumber(`${first} X`) === null;
}

/** Headers in bold are often centred over cells that are not. */
function sameTable(above: Line, line: Line): boolean {
  if (!isRow(above) || !isRow(line) || above.cells.length !== line.cells.length) return false;
  if (above.page !== line.page || line.y - above.y > 3 * line.size) return false;
  if (above.bold && !line.bold) return true;
  return line.cells.every((cell, index) => {
    const other = above.cells[index];
    const near = ALIGNED * line.size;
    return other !== undefined && (Math.abs(cell.x0 - other.x0) < near || Math.abs(cell.x1 - other.x1) < near);
  });
}

function rowPieces(run: readonly Line[]): Piece[] {
  const rows = run.map((line) => line.cells.map((cell) => cell.text));
  const header = run[0]?.bold === true || looksLikeHeader(rows) ? 1 : 0;
  const page = run[0]?.page ?? 1;
  return tablePieces(rows, header).map((piece) => (piece.kind === "row" ? { ...piece, page } : piece));
}
