/**
 * Finds tables among a page's lines: with drawn borders, which come as they are, and without, where rows have cells
 * that stand apart and below each other. Knows nothing of how lines were found.
 */
import { sectionNumber } from "../section-number.ts";
import { joinLines } from "./hyphens.ts";
import { listMarker } from "./list-marker.ts";
import type { Cell, Line } from "./pdf-lines.ts";
import type { RuledTable } from "./pdf-parts.ts";
import type { Piece } from "./pieces.ts";
import { looksLikeHeader, tablePieces } from "./tables.ts";

/** Two lines beside each other may be a letterhead; three rows are a table, and two below a header in bold. */
const FEWEST_ROWS = 3;
/** Cells of one column begin (or, for numbers, end) within this many ems of each other, or overlap. */
const ALIGNED = 1;
/** Rows stand at most this many ems apart; a line of a wrapped cell follows closer. */
const ROW_STEP = 3;
const WRAP_STEP = 1.4;

/** Stretches of lines that are prose, and tables between them, in order. */
export type Stretch =
  | { readonly kind: "lines"; readonly lines: readonly Line[] }
  | { readonly kind: "table"; readonly pieces: readonly Piece[] };

/** A row with the lines its cells are wrapped into. */
type Row = { readonly line: Line; readonly wrapped: Line[] };
type Run = { columns: readonly Cell[]; readonly rows: Row[] };

export function splitTables(lines: readonly Line[], known: (word: string) => boolean): Stretch[] {
  const stretches: Stretch[] = [];
  let run: Run | null = null;
  let ruled: Line[] = [];
  const endRun = (): void => {
    if (run !== null) addRun(stretches, withHeaderAbove(stretches, run), known);
    run = null;
  };
  const endRuled = (): void => {
    if (ruled.length > 0) stretches.push({ kind: "table", pieces: ruledPieces(ruled, known) });
    ruled = [];
  };
  for (const line of lines) {
    if (line.table !== undefined) {
      endRun();
      if (!goesOn(ruled, line)) endRuled();
      ruled.push(line);
      continue;
    }
    endRuled();
    if (run !== null && takes(run, line)) continue;
    endRun();
    if (isRow(line)) run = { columns: line.cells, rows: [{ line, wrapped: [] }] };
    else addProse(stretches, [line]);
  }
  endRun();
  endRuled();
  return stretches;
}

function addProse(stretches: Stretch[], lines: readonly Line[]): void {
  const previous = stretches[stretches.length - 1];
  if (previous?.kind === "lines") {
    stretches[stretches.length - 1] = { kind: "lines", lines: [...previous.lines, ...lines] };
  } else stretches.push({ kind: "lines", lines });
}

/** A table that is cut by the end of a page has the same borders on the next. */
function goesOn(tables: readonly Line[], line: Line): boolean {
  const last = tables[tables.length - 1];
  if (last?.table === undefined || line.table === undefined || line.page !== last.page + 1) return false;
  const near = Math.abs(line.x0 - last.x0) < 5 && Math.abs(line.x1 - last.x1) < 5;
  return near && last.table.rows[0]?.length === line.table.rows[0]?.length;
}

function ruledPieces(lines: readonly Line[], known: (word: string) => boolean): Piece[] {
  const texts = ({ rows }: RuledTable) => rows.map((row) => row.map((cell) => joinLines(cell, known)));
  const parts = lines.flatMap((line) => (line.table ? [{ rows: texts(line.table), line }] : []));
  const [first] = parts;
  if (first === undefined) return [];
  const bold = first.line.table?.headers ?? 0;
  const headers = bold > 0 && bold < first.rows.length ? bold : looksLikeHeader(first.rows) ? 1 : 0;
  const header = JSON.stringify(first.rows.slice(0, headers));
  const pieces = parts.flatMap(({ rows, line }, index) => {
    const repeated = index > 0 && headers > 0 && JSON.stringify(rows.slice(0, headers)) === header;
    return onPage(tablePieces(repeated ? rows.slice(headers) : rows, index === 0 ? headers : 0), line.page);
  });
  return pieces.filter((piece, index) => piece.kind !== "table-end" || index === pieces.length - 1);
}

function onPage(pieces: readonly Piece[], page: number): Piece[] {
  return pieces.map((piece) => (piece.kind === "table-end" ? piece : { ...piece, page }));
}

/** A hanging number or bullet stands apart from its text too, but is no cell. */
function isRow(line: Line): boolean {
  if (line.cells.length < 2) return false;
  const first = line.cells[0]?.text ?? "";
  if (listMarker(`${first} x`) !== null) return false;
  return line.cells.length > 2 || sectionNumber(`${first} X`) === null;
}

/** Adds a line to the run as a row or as part of its last row, if it is one. */
function takes(run: Run, line: Line): boolean {
  const last = run.rows[run.rows.length - 1];
  const above = last?.wrapped.at(-1) ?? last?.line;
  if (last === undefined || above === undefined || above.column !== line.column) return false;
  if (line.page !== above.page) return line.page === above.page + 1 && takesAsRow(run, line, run.columns.length);
  const step = (line.y - above.y) / line.size;
  if (step < 0 || step > ROW_STEP) return false;
  if (isWrapped(run, line, step) && line.bold === above.bold) {
    last.wrapped.push(line);
    return true;
  }
  return takesAsRow(run, line, 2);
}

function takesAsRow(run: Run, printed: Line, fewestCells: number): boolean {
  const line = splitAtColumns(printed, run.columns);
  if (!isRow(line) || line.cells.length < fewestCells) return false;
  const wider = line.cells.length > run.columns.length ? line.cells : run.columns;
  const rows = [...run.rows.map((row) => row.line), line];
  if (!rows.every((row) => placesOf(row.cells, wider, line.size) !== null)) return false;
  run.columns = widened(wider, rows, line.size);
  run.rows.push({ line, wrapped: [] });
  return true;
}

/** Cells that stand closer than cells do elsewhere are told apart by the columns that are known. */
function splitAtColumns(line: Line, columns: readonly Cell[]): Line {
  const finer = line.chunks.length > line.cells.length && line.chunks.length <= columns.length;
  return finer && placesOf(line.chunks, columns, line.size) !== null ? { ...line, cells: line.chunks } : line;
}

/** Headers often stand so close that they were read as one line of text: the columns below part them. */
function withHeaderAbove(stretches: Stretch[], run: Run): Run {
  const previous = stretches[stretches.length - 1];
  const [first] = run.rows;
  const above = previous?.kind === "lines" ? previous.lines.at(-1) : undefined;
  if (above === undefined || first === undefined || previous?.kind !== "lines" || run.rows.length < 2) return run;
  const step = (first.line.y - above.y) / above.size;
  const near = above.page === first.line.page && above.column === first.line.column && step > 0 && step <= ROW_STEP;
  const line = splitAtColumns(above, run.columns);
  if (!near || line === above || line.cells.length !== run.columns.length) return run;
  stretches[stretches.length - 1] = { kind: "lines", lines: previous.lines.slice(0, -1) };
  return { columns: widened(run.columns, [line], line.size), rows: [{ line, wrapped: [] }, ...run.rows] };
}

/** The column of each cell, from left to right; null when a cell fits none or two share one. */
function placesOf(cells: readonly Cell[], columns: readonly Cell[], size: number): number[] | null {
  const places = cells.map((cell) => {
    const over = columns.flatMap((column, index) => (cell.x0 < column.x1 && column.x0 < cell.x1 ? [index] : []));
    if (over.length > 0) return over.length === 1 ? (over[0] ?? -1) : -1;
    const near = ALIGNED * size;
    return columns.findIndex((one) => Math.abs(cell.x0 - one.x0) < near || Math.abs(cell.x1 - one.x1) < near);
  });
  const rising = places.every((place, index) => place >= 0 && (index === 0 || place > (places[index - 1] ?? -1)));
  return rising && places[0] === 0 ? places : null;
}

function widened(columns: readonly Cell[], rows: readonly Line[], size: number): Cell[] {
  return columns.map((column, index) => {
    const cells = rows.flatMap(({ cells: own }) => own.filter((_, at) => placesOf(own, columns, size)?.[at] === index));
    return {
      text: "",
      x0: Math.min(column.x0, ...cells.map((cell) => cell.x0)),
      x1: Math.max(column.x1, ...cells.map((cell) => cell.x1)),
    };
  });
}

/** A line close below a row whose parts stand in its columns, fewer than there are, and open nothing of their own. */
function isWrapped(run: Run, line: Line, step: number): boolean {
  if (step > WRAP_STEP || line.cells.length >= run.columns.length) return false;
  const inside = line.cells.every((cell) =>
    run.columns.some((column, index) => {
      const next = run.columns[index + 1]?.x0 ?? column.x1 + line.size;
      return Math.abs(cell.x0 - column.x0) < ALIGNED * line.size && cell.x1 < next;
    }),
  );
  if (!inside || listMarker(line.text) !== null || sectionNumber(line.text) !== null) return false;
  const [first] = line.cells;
  const [column] = run.columns;
  const belowFirst = first !== undefined && column !== undefined && first.x0 < column.x1;
  return !belowFirst || /^[\p{Ll}(]/u.test(line.text) || rowsStandFurther(run, step);
}

function rowsStandFurther({ rows }: Run, step: number): boolean {
  const steps = rows.slice(1).map(({ line }, index) => {
    const before = rows[index];
    const above = before?.wrapped.at(-1) ?? before?.line ?? line;
    return (line.y - above.y) / line.size;
  });
  return steps.length > 0 && steps.every((one) => one > step * 1.15);
}

function addRun(stretches: Stretch[], run: Run, known: (word: string) => boolean): void {
  const [first, second] = run.rows;
  const rows = run.rows.map((row) => cellsOf(row, run.columns, known));
  const bold = first?.line.bold === true && second?.line.bold === false;
  const isTable = rows.length >= FEWEST_ROWS || (rows.length === 2 && bold && looksLikeHeader(rows));
  if (!isTable) {
    addProse(
      stretches,
      run.rows.flatMap(({ line, wrapped }) => [line, ...wrapped]),
    );
    return;
  }
  const header = first?.line.bold === true || looksLikeHeader(rows) ? 1 : 0;
  const pieces = rows.flatMap((cells, index): Piece[] => {
    const repeated = index > 0 && header === 1 && JSON.stringify(cells) === JSON.stringify(rows[0]);
    const page = run.rows[index]?.line.page ?? 1;
    return repeated ? [] : [{ kind: "row", cells, header: index < header, page }];
  });
  stretches.push({ kind: "table", pieces: [...pieces, { kind: "table-end" }] });
}

function cellsOf({ line, wrapped }: Row, columns: readonly Cell[], known: (word: string) => boolean): string[] {
  const lines = columns.map((): string[] => []);
  const places = placesOf(line.cells, columns, line.size) ?? line.cells.map((_, index) => index);
  line.cells.forEach((cell, index) => {
    lines[places[index] ?? index]?.push(cell.text);
  });
  for (const cell of wrapped.flatMap(({ cells }) => cells)) {
    const nearest = columns.findIndex((column) => Math.abs(column.x0 - cell.x0) < ALIGNED * line.size);
    lines[Math.max(0, nearest)]?.push(cell.text);
  }
  return lines.map((parts) => joinLines(parts, known));
}
