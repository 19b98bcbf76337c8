/**
 * Finds the tables of a sheet: regions parted by blank rows and columns, notes above and footnotes below them, and
 * their header rows. Knows nothing of file formats or number formats.
 */
import type { ParsedDocument } from "../document.ts";
import { TextTooLongError } from "../document-builder.ts";
import type { Limits } from "./limits.ts";
import { buildDocument, coreTitle, type Piece } from "./pieces.ts";
import type { Cell, Sheet } from "./sheet.ts";
import { type Grid, headerCount, joinedHeader } from "./sheet-header.ts";
import { tablePieces } from "./tables.ts";

/** A rectangle of the sheet; rows without any cell are not in `rows`. */
type Region = { readonly rows: number[]; readonly columns: readonly number[] };

/** Names that programs give to a new sheet. */
const UNNAMED = /^(?:sheet|tabelle|feuil(?:le)?|hoja|full|ark|blad|foglio|planilha|лист)\s?\d*$/iu;

/** A workbook as a document, a section for each sheet. @param coreXml the file's own account of its title. */
export function buildWorkbook(
  format: "ods" | "xlsx",
  sheets: readonly Sheet[],
  coreXml: string | null,
  { maxCharacters }: Limits,
): ParsedDocument {
  return buildDocument(
    sheets.flatMap((sheet) => sheetPieces(sheet, maxCharacters)),
    {
      format,
      title: workbookTitle(coreTitle(coreXml), sheets),
      warnings: sheets.flatMap((sheet) => sheet.warnings),
      maxCharacters,
    },
  );
}

/** A file's own title, else the name of its only sheet; "" where the file name says more. */
function workbookTitle(own: string | null, sheets: readonly Sheet[]): string {
  const filled = sheets.filter((sheet) => sheet.rows.size > 0);
  const [only] = filled;
  return own ?? (filled.length === 1 && only !== undefined && !UNNAMED.test(only.name) ? only.name : "");
}

/** @throws TextTooLongError where the separators of so many cells alone would fill the document. */
function sheetPieces(sheet: Sheet, maxCharacters: number): Piece[] {
  const pieces = gridPieces(sheet, maxCharacters);
  return pieces.length === 0 ? [] : [{ kind: "heading", text: sheet.name, level: 1 }, ...pieces];
}

/** The same without the sheet's name, for files that are one grid. */
export function gridPieces(sheet: Sheet, maxCharacters: number): Piece[] {
  return regions(sheet, maxCharacters).flatMap((region) => regionPieces(sheet, region, maxCharacters));
}

function regions(sheet: Sheet, maxCharacters: number): Region[] {
  const found: Region[] = [];
  const bands = stretches([...sheet.rows.keys()].sort((a, b) => a - b));
  for (const region of bands.flatMap((rows) => sideBySide(sheet, rows, maxCharacters))) {
    const above = found.findLastIndex((other) => overlaps(other, region));
    const table = found[above];
    if (table !== undefined && continues(sheet, table, region)) for (const row of region.rows) table.rows.push(row);
    else found.push({ rows: [...region.rows], columns: region.columns });
  }
  return found;
}

/** [1, 2, 3, 7, 8] → [[1, 2, 3], [7, 8]]. */
function stretches(sorted: readonly number[]): number[][] {
  return sorted.reduce<number[][]>((all, at) => {
    const last = all[all.length - 1];
    if (last !== undefined && last[last.length - 1] === at - 1) last.push(at);
    else all.push([at]);
    return all;
  }, []);
}

/** Blank columns part tables only where each side is one: a lone blank column is often mere spacing. */
function sideBySide(sheet: Sheet, rows: readonly number[], maxCharacters: number): Region[] {
  const used = usedColumns(sheet, rows);
  if (rows.length * used.length > maxCharacters) throw new TextTooLongError(maxCharacters);
  const groups = stretches(used);
  if (groups.length === 1) return [{ rows: [...rows], columns: used }];
  const parts = groups.map((columns): Region => ({ rows: usedRows(sheet, rows, columns), columns }));
  if (parts.length > 1 && parts.every((part) => standsAlone(sheet, part, rows.length))) return parts;
  return [{ rows: [...rows], columns: groups.flat() }];
}

/** Two columns or more with a header of their own, or a few notes beside a longer table. */
function standsAlone(sheet: Sheet, { rows, columns }: Region, bandRows: number): boolean {
  const grid = gridOf(sheet, { rows, columns });
  if (columns.length > 1) return rows.length === 1 ? bandRows === 1 : headerCount(grid) > 0;
  return rows.length * 3 <= bandRows && rows.every((row) => cellAt(sheet, row, columns[0] ?? 0)?.kind === "text");
}

function overlaps(above: Region, below: Region): boolean {
  return below.columns.some((column) => column >= (above.columns[0] ?? 0) && column <= (above.columns.at(-1) ?? 0));
}

/** Notes and header rows of a table stand in these. */
const TOP_ROWS = 40;

/**
 * Below a blank row the table goes on when the rows lie in its columns and bring no header over values of their own.
 * Where nothing but text stands on either side, one blank row is spacing and more are an end.
 */
function continues(sheet: Sheet, above: Region, below: Region): boolean {
  const columns = new Set(above.columns);
  if (above.columns.length < 2 || !below.columns.every((column) => columns.has(column))) return false;
  const upper = withoutNotes(gridOf(sheet, { rows: above.rows.slice(0, TOP_ROWS), columns: above.columns })).table;
  const lower = gridOf(sheet, { rows: below.rows.slice(0, TOP_ROWS), columns: above.columns });
  if (headerCount(upper) === 0) return false;
  const first = lower.find((row) => row.filter((cell) => cell !== null).length > 1) ?? [];
  if (hasValue([first])) return headerCount(lower) === 0;
  const gap = (below.rows[0] ?? 0) - (above.rows.at(-1) ?? 0);
  return gap === 2 && first.length > 0 && !hasValue(lower) && !hasValue(upper.slice(1));
}

function hasValue(grid: Grid): boolean {
  return grid.some((row) => row.some((cell) => cell !== null && cell.kind !== "text"));
}

function usedColumns(sheet: Sheet, rows: readonly number[]): number[] {
  const used = new Set<number>();
  for (const row of rows) for (const column of sheet.rows.get(row)?.keys() ?? []) used.add(column);
  return [...used].sort((a, b) => a - b);
}

function usedRows(sheet: Sheet, rows: readonly number[], columns: readonly number[]): number[] {
  return rows.filter((row) => columns.some((column) => cellAt(sheet, row, column) !== null));
}

function cellAt(sheet: Sheet, row: number, column: number): Cell | null {
  return sheet.rows.get(row)?.get(column) ?? null;
}

function gridOf(sheet: Sheet, { rows, columns }: Region): Grid {
  return rows.map((row) => columns.map((column) => cellAt(sheet, row, column)));
}

function regionPieces(sheet: Sheet, region: Region, maxCharacters: number): Piece[] {
  if (region.rows.length * region.columns.length > maxCharacters) throw new TextTooLongError(maxCharacters);
  const { above, table, below } = withoutNotes(gridOf(sheet, region));
  const paragraphs = (rows: Grid): Piece[] =>
    rows.map((row) => ({ kind: "paragraph", text: row.flatMap((cell) => cell?.text ?? []).join(" ") }));
  const headers = headerCount(table);
  const firstRow = region.rows.indexOf(region.rows[above.length] ?? 0);
  const header = headers === 0 ? [] : [joinedHeader(table.slice(0, headers))];
  const body = spreadDown(table, headers);
  return [
    ...paragraphs(above),
    ...(firstRow < 0 || table.length === 0 ? [] : tablePieces([...header, ...body], header.length)),
    ...paragraphs(below),
  ];
}

/** A cell merged over rows is said in each of them; one merged over columns leaves the others empty. */
function spreadDown(table: Grid, headers: number): string[][] {
  const texts = table.map((row) => row.map((cell) => cell?.text ?? ""));
  table.forEach((row, y) => {
    row.forEach((cell, x) => {
      if (cell === null || cell.down < 2 || y < headers) return;
      for (let dy = 1; dy < cell.down && y + dy < table.length; dy += 1) {
        const line = texts[y + dy];
        if (line?.[x] === "") line[x] = cell.text;
      }
    });
  });
  return texts.slice(headers);
}

/** Lines of text at the top and bottom of a region that are no rows: a title, "As of …", "* without VAT". */
function withoutNotes(grid: Grid): { above: Grid; table: Grid; below: Grid } {
  const width = grid[0]?.length ?? 0;
  if (width < 2) return oneColumn(grid);
  let from = preambleRows(grid, width);
  while (from < grid.length && isNoteAbove(grid[from] ?? [], width)) from += 1;
  let to = grid.length;
  while (to > from + 1 && isFootnote(grid[to - 1] ?? [], grid[to - 2] ?? [])) to -= 1;
  return { above: grid.slice(0, from), table: grid.slice(from, to), below: grid.slice(to) };
}

/** Short rows ("Printed | 2024-05-01") above a header that fills the width: how many, 0 where there is none. */
function preambleRows(grid: Grid, width: number): number {
  const filled = (row: readonly (Cell | null)[]): number => row.filter((cell) => cell !== null).length;
  const first = grid.slice(0, TOP_ROWS).findIndex((row) => filled(row) >= width * 0.6);
  if (first < 1 || width < 4 || headerCount(grid.slice(first)) === 0) return 0;
  return grid.slice(0, first).every((row) => filled(row) <= 2 && row[0] !== null) ? first : 0;
}

/** One column is a table when it reads as a list of short entries, else text. */
function oneColumn(grid: Grid): { above: Grid; table: Grid; below: Grid } {
  const texts = grid.map((row) => row[0]?.text ?? "");
  const short = texts.every((text) => text.length <= 40 && !/[.:;!?]$/u.test(text));
  return grid.length >= 3 && short ? { above: [], table: grid, below: [] } : { above: grid, table: [], below: [] };
}

/** One text alone in its row: at the left, or merged over the whole width. A group's name over a few columns is none. */
function isNoteAbove(row: readonly (Cell | null)[], width: number): boolean {
  const filled = row.flatMap((cell, at) => (cell === null ? [] : [{ cell, at }]));
  const [only] = filled;
  if (only === undefined || filled.length > 1) return only === undefined;
  return only.at === 0 || only.cell.across < 2 || only.cell.across >= width;
}

const FOOTNOTE = /^(?:[*†‡¹²³⁴⁵⁶⁷⁸⁹]|\(?\d{1,2}\)\s|\[\d{1,2}\]|\p{L}[\p{L} .]{2,24}:\s)/u;

/** One text at the left with a footnote's mark, or a sentence, or merged over several columns. A name alone is a row. */
function isFootnote(row: readonly (Cell | null)[], previous: readonly (Cell | null)[]): boolean {
  const filled = row.filter((cell) => cell !== null);
  const [only] = filled;
  if (only === undefined || filled.length > 1 || only.kind !== "text") return false;
  if (row[0] === only && isGroupName(only, previous)) return false;
  return FOOTNOTE.test(only.text) || only.across > 1 || /^(?=.{25,})(?:\S+\s+){3,}\S+$/u.test(only.text);
}

/** Where the row above is a lone short text too, both are rows of a list with gaps. */
function isGroupName(cell: Cell, previous: readonly (Cell | null)[]): boolean {
  const lone = previous.filter((one) => one !== null).length === 1;
  return lone && cell.text.length < 25 && !FOOTNOTE.test(cell.text) && (previous[0]?.text.length ?? 0) < 25;
}
