/**
 * A stored document in, its typed tables out. Every row keeps its place in the stored text, so that it can be quoted.
 * Pure; knows nothing of questions.
 */
import type { Block, DocumentRecord, Format, Section } from "../../corpora/document.ts";
import { CELL_SEPARATOR } from "../../corpora/document-builder.ts";
import { findDays } from "../dates.ts";
import { foldText } from "../terms.ts";
import { type ColumnReading, readColumn, tableSign } from "./column-kind.ts";
import { unitSign } from "./numbers.ts";
import { isHeaderRow, type PrintedRow, sortRows } from "./row-kinds.ts";
import type { Cell, Column, Row, Stretch, Table } from "./table.ts";
import { checkTotals } from "./totals.ts";

export type TableSource = {
  readonly id: number;
  readonly record: Pick<DocumentRecord, "title" | "file" | "personalColumns">;
  readonly format: Format;
  readonly text: string;
  readonly sections: readonly Section[];
  readonly blocks: readonly Block[];
};

/** "Amounts in 1,000 €": what is printed is not what is meant, so such a table is not read. */
const SCALED =
  /\b(?:in|en|i|em)\s+(?:thousands?|millions?|tausend|tsd|mio|milliers|milers|miles|millones|milions|tusind|mill?)\b|\b1[.,' ]?000\s*(?:€|eur|kr|usd|gbp|chf)|\b(?:k€|t€|keur|teur|tsd\.? ?€|mio\.? ?€)/iu;
/** "All amounts in euros": said once above the table. */
const CURRENCY_OF_ALL =
  /\b(?:amounts?|figures?|values?|prices?|betrage|angaben|werte|preise|montants?|chiffres|prix|importes?|cifras|precios|imports?|xifres|preus|belob|tal|priser)\b[^.;\n]{0,30}?\b(?:in|en|i)\s+(euros?|eur|€|us dollars?|usd|pounds?|gbp|kroner|dkk|kr)(?![\p{L}\p{N}])/u;
/** A list of one column has nothing to look up. */
const FEWEST_COLUMNS = 2;
/** Their cells are numbers, which readers write with a decimal point. */
const SPREADSHEETS: readonly Format[] = ["xlsx", "ods"];
/** Lines between heading and table that may name it. */
const CAPTION_LINES = 3;

export function readTables(source: TableSource): Table[] {
  const groups = new Map<number, number[]>();
  source.blocks.forEach((block, position) => {
    if (block.kind === "row" && block.table !== null) {
      groups.set(block.table.index, [...(groups.get(block.table.index) ?? []), position]);
    }
  });
  return [...groups.values()].flatMap((positions) => readTable(source, positions) ?? []);
}

function readTable(source: TableSource, positions: readonly number[]): Table | null {
  const printed = withoutTitleAsHeader(positions.map((position) => printRow(source, position)));
  const first = source.blocks[positions[0] ?? 0];
  const marked = printed.filter((row) => row.header);
  const headerAt =
    marked.length > 0 ? printed.findIndex((row) => row.header) : printed.findIndex((_, at) => isHeaderRow(printed, at));
  if (headerAt < 0 || first === undefined) return null;
  const headers = marked.length > 0 ? marked : printed.slice(headerAt, headerAt + 1);
  const names = joinNames(headers);
  const body = printed
    .slice(headerAt + 1)
    .filter((row) => !row.header && row.cells.map(textOf).join() !== names.join());
  if (names.length < FEWEST_COLUMNS || body.some((row) => row.cells.length > names.length)) return null;
  const above = printed.slice(0, headerAt).filter((row) => !row.header);
  const { titles, name } = titlesOf(source, first, positions[0] ?? 0, above);
  if (SCALED.test(foldText([...titles, ...names].join(" \n ")))) return null;
  const sorted = sortRows(body, names.length);
  if (sorted.rows.length === 0) return null;
  const readings = readColumns(source, names, sorted.rows, statedCurrency(titles));
  const rows = sorted.rows.map(
    (row): Row => ({
      kind: row.kind,
      group: row.group,
      cells: names.map((_, x) => typed(row.cells[x] ?? { text: "", start: row.end, end: row.end }, readings[x])),
      sources: [{ documentId: source.id, start: row.start, end: row.end }],
    }),
  );
  const columns = names.map((column, x) => describe(column, readings[x], source.record.personalColumns));
  const checked = checkTotals(rows, columns);
  const notes = sorted.notes.map((row) => ({ ...place(source, row), text: row.text }));
  return {
    documentId: source.id,
    name,
    titles,
    columns,
    rows: checked.rows,
    header: headers.map((row) => place(source, row)),
    notes,
    statedDay: statedDay([...titles.slice(1), ...notes.map((note) => note.text)]),
    aboutPeople: columns.some(({ personal }) => personal) && !isTimeSeries(columns, checked.rows),
    doubtfulTotals: checked.doubtful || sorted.doubtful,
  };
}

/** A title in the first cell of a wide table is no header, whatever the reader of the file took it for. */
function withoutTitleAsHeader(rows: readonly PrintedRow[]): readonly PrintedRow[] {
  const filled = (row: PrintedRow) => row.cells.filter(({ text }) => text !== "").length;
  const wide = rows.some((row) => !row.header && filled(row) > 2);
  return rows.map((row) => (wide && row.header && filled(row) === 1 ? { ...row, header: false } : row));
}

type PrintedCell = { readonly text: string; readonly start: number; readonly end: number };

function printRow({ blocks, text }: TableSource, position: number): PrintedRow {
  const { start = 0, end = 0, table = null } = blocks[position] ?? {};
  const own = text.slice(start, end);
  let at = start;
  const cells = own.split(CELL_SEPARATOR).map((cell): PrintedCell => {
    const lead = cell.length - cell.trimStart().length;
    const from = at + lead;
    at += cell.length + CELL_SEPARATOR.length;
    return { text: cell.trim(), start: from, end: from + cell.trim().length };
  });
  return { cells, start, end, text: own, header: table?.header === true };
}

function textOf({ text }: PrintedCell): string {
  return text;
}

/** Names of several header rows are joined, each word once. */
function joinNames(headers: readonly PrintedRow[]): string[] {
  const width = Math.max(...headers.map(({ cells }) => cells.length));
  return Array.from({ length: width }, (_, x) =>
    [...new Set(headers.map(({ cells }) => cells[x]?.text ?? "").filter((text) => text !== ""))].join(" "),
  );
}

function typed(cell: PrintedCell, reading: ColumnReading | undefined): Cell {
  return { ...cell, value: reading?.read(cell.text) ?? { kind: "text" } };
}

/** What a spreadsheet's own numbers are written with; other formats are asked cell by cell. */
function readColumns(
  { format }: TableSource,
  names: readonly string[],
  rows: readonly { kind: string; cells: readonly PrintedCell[] }[],
  stated: string | null,
) {
  const data = rows.filter(({ kind }) => kind === "data");
  const sign =
    tableSign(data.flatMap(({ cells }) => cells.map(textOf))) ?? (SPREADSHEETS.includes(format) ? "." : null);
  return names.map((name, x) =>
    readColumn(
      name,
      data.map(({ cells }) => cells[x]?.text ?? ""),
      sign,
      x,
      stated,
    ),
  );
}

function describe(name: string, reading: ColumnReading | undefined, personal: readonly string[]): Column {
  const folded = foldText(name).trim();
  return {
    name,
    kind: reading?.kind ?? "text",
    unit: reading?.unit ?? null,
    clean: reading?.clean ?? false,
    personal: personal.some((column) => foldText(column).trim() === folded),
    repeated: false,
  };
}

/** A first column of days, quarters or years, each once: then a row is a time, not a person. */
function isTimeSeries(columns: readonly Column[], rows: readonly Row[]): boolean {
  const kind = columns[0]?.kind;
  if (kind !== "date" && kind !== "year") return false;
  const cells = rows.filter((row) => row.kind === "data").map((row) => row.cells[0]?.text ?? "");
  return columns[0]?.personal !== true && new Set(cells).size === cells.length;
}

function titlesOf(source: TableSource, first: Block, position: number, above: readonly PrintedRow[]) {
  const path = source.sections[first.section]?.path ?? [];
  const captions: string[] = [];
  for (let at = position - 1; at >= 0 && captions.length < CAPTION_LINES; at -= 1) {
    const block = source.blocks[at];
    if (block === undefined || block.section !== first.section || block.kind !== "paragraph") break;
    captions.unshift(source.text.slice(block.start, block.end));
  }
  const inside = above.map((row) =>
    row.cells
      .map(textOf)
      .filter((text) => text !== "")
      .join(" "),
  );
  const file = source.record.file.replace(/\.[^.]+$/u, "").replace(/^.*\//u, "");
  const caption = inside.find((line) => line.length <= 80);
  const name = caption ?? path[path.length - 1] ?? source.record.title;
  return { name, titles: [name, source.record.title, file, ...path, ...captions, ...inside] };
}

function statedCurrency(lines: readonly string[]): string | null {
  const said = lines.flatMap((line) => CURRENCY_OF_ALL.exec(foldText(line))?.[1] ?? []).map(currencySign);
  const [first = null] = said;
  return said.every((sign) => sign === first) ? first : null;
}

function currencySign(word: string): string {
  if (word === "kroner") return "kr";
  if (word.endsWith("dollar") || word.endsWith("dollars")) return "$";
  return word.startsWith("pound") ? "£" : unitSign(word);
}

const OF_THE_DAY =
  /(?<!\p{L})(?:as (?:of|at)|stand(?:\s*:| vom| am)?|(?:situation |[ée]tat )?au|a fecha de|a (?:data )?de|pr\.|per|opgjort)(?!\p{L})/iu;

/** The one day that the lines around a table say it is of. */
function statedDay(lines: readonly string[]): string | null {
  const days = new Set(lines.filter((line) => OF_THE_DAY.test(line)).flatMap(findDays));
  return days.size === 1 ? ([...days][0] ?? null) : null;
}

function place({ id }: TableSource, { start, end }: PrintedRow): Stretch {
  return { documentId: id, start, end };
}
