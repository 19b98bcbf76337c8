/** Puts a page's positioned letters into lines in reading order. Knows nothing of pdf.js and nothing of paragraphs. */
import { columnsOf } from "./pdf-columns.ts";
import {
  countLetters,
  type Letters,
  mergeRow,
  type Part,
  placed,
  type RuledTable,
  rowsOf,
  type View,
} from "./pdf-parts.ts";
import { takeTables } from "./pdf-ruled-tables.ts";
import type { Rule } from "./pdf-rules.ts";

/** Positions in points from the page's upper left corner; `y` is the baseline; `column` 0 spans the page. */
export type Line = {
  readonly text: string;
  readonly x0: number;
  readonly x1: number;
  readonly y: number;
  readonly size: number;
  readonly bold: boolean;
  readonly page: number;
  readonly pageHeight: number;
  readonly column: number;
  /** Counts the stretches between spanning lines, so that a column's end is seen. */
  readonly band: number;
  /** What wide gaps part on this line; one cell in running text. */
  readonly cells: readonly Cell[];
  /** The same parted by narrower gaps, which may be nothing but wide spaces. */
  readonly chunks: readonly Cell[];
  /** A whole table with drawn borders; `text` is empty then. */
  readonly table?: RuledTable;
};

export type Cell = { readonly text: string; readonly x0: number; readonly x1: number };

export function pageLines(letters: readonly Letters[], page: number, view: View, rules: readonly Rule[] = []): Line[] {
  const { tables, rest } = takeTables(
    letters.flatMap((one) => placed(one, view)),
    rules,
  );
  return columnsOf(rowsOf([...rest, ...tables])).flatMap(({ row, column, band }) =>
    withoutTables(row).flatMap((parts): Line[] => {
      const line = lineOf(mergeRow(parts), parts, { column, band, page, pageHeight: view.height });
      return line.text === "" && line.table === undefined ? [] : [line];
    }),
  );
}

/** What stands beside a table on the same height is a line of its own. */
function withoutTables(row: readonly Part[]): Part[][] {
  const letters = row.filter((part) => part.table === undefined);
  const tables = row.filter((part) => part.table !== undefined).map((part) => [part]);
  return letters.length > 0 ? [letters, ...tables] : tables;
}

function lineOf(part: Part, row: readonly Part[], place: Pick<Line, "column" | "band" | "page" | "pageHeight">): Line {
  const cells = row.map(({ text, x0, x1 }) => ({ text: text.trim(), x0, x1 }));
  const bold = part.boldLetters > countLetters(part.text) * 0.8;
  const { x0, x1, y, size, table } = part;
  const chunks = row.flatMap((one) => one.chunks).map((one) => ({ ...one, text: one.text.trim() }));
  return { text: part.text.trim(), x0, x1, y, size, bold, cells, chunks, ...place, ...(table ? { table } : {}) };
}
