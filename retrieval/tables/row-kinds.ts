/** Sorts printed rows into data, totals, group headings and notes, by their filled cells and their words. Pure. */
import { looksLikeHeader } from "../../corpora/formats/tables.ts";
import { readLabel } from "./row-labels.ts";
import type { RowKind } from "./table.ts";

export type PrintedRow = {
  readonly cells: readonly { readonly text: string; readonly start: number; readonly end: number }[];
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly header: boolean;
};

export type SortedRow = PrintedRow & { readonly kind: RowKind; readonly group: string | null };

const NOTE =
  /^(?:[*†‡¹²³⁴⁵⁶⁷⁸⁹]|\(?\[?\p{N}\)|\[\p{N}\]|(?:note|notes|source|sources|quelle|hinweis|anmerkung\p{L}*|remarque|fuente|nota|notas|font|kilde|bemærk\p{L}*|\p{L})\s*[:)])/iu;
/** In a table of two columns a name without a figure may be a heading or a row that lacks its figure. */
const NARROW = 2;
/** Totals stand among the first columns. */
const LABEL_COLUMNS = 3;

/** Could the row at `at`, below nothing but titles, be the header of what follows? */
export function isHeaderRow(rows: readonly PrintedRow[], at: number): boolean {
  const above = rows.slice(0, at).every((row) => filledOf(row).length <= 1);
  return (
    above &&
    filledOf(rows[at]).length > 1 &&
    looksLikeHeader(rows.slice(at).map(({ cells }) => cells.map(({ text }) => text)))
  );
}

export function sortRows(body: readonly PrintedRow[], width: number) {
  const lastWide = body.findLastIndex((row) => filledOf(row).length > 1);
  const rows: SortedRow[] = [];
  const notes: PrintedRow[] = [];
  let group: string | null = null;
  let doubtful = false;
  body.forEach((row, index) => {
    const filled = filledOf(row);
    const [only = ""] = filled;
    if (filled.length === 1 && (index > lastWide || NOTE.test(only))) notes.push(row);
    else if (filled.length === 1) {
      group = only;
      if (width === NARROW) doubtful = true;
    } else {
      const kind = kindOf(row);
      const summed = kind === "data" || kind === "subtotal";
      rows.push({ ...row, kind, group: summed ? group : null });
      if (kind !== "data") group = null;
    }
  });
  return { rows, notes, doubtful };
}

function kindOf({ cells }: PrintedRow): RowKind {
  for (const { text } of cells.slice(0, LABEL_COLUMNS)) {
    if (!/\p{L}/u.test(text)) continue;
    const { kind } = readLabel(text);
    if (kind !== null) return kind;
  }
  return "data";
}

function filledOf(row: PrintedRow | undefined): string[] {
  return (row?.cells ?? []).map(({ text }) => text).filter((text) => text !== "");
}
