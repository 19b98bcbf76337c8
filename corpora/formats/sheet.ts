/**
 * What every spreadsheet reader yields: sheets of typed, printed cells. Knows nothing of file formats or of tables.
 */
import { TextTooLongError } from "../document-builder.ts";

/** `number` covers amounts, shares and units; `date` times too. */
export type CellKind = "text" | "number" | "date" | "boolean";

/** `text` is what is stored. `down` and `across` count the cells it is merged over, 1 and 1 for a plain one. */
export type Cell = { readonly text: string; readonly kind: CellKind; readonly down: number; readonly across: number };

/** Rows and columns count from 0; only cells that show something are there. */
export type Sheet = {
  readonly name: string;
  readonly rows: ReadonlyMap<number, ReadonlyMap<number, Cell>>;
  readonly warnings: readonly string[];
};

/** Collects the cells of one sheet and what is odd about it. */
export type SheetBuilder = {
  cell(row: number, column: number, cell: Cell): void;
  merge(row: number, column: number, down: number, across: number): void;
  error(row: number, column: number, shown: string): void;
  hiddenRow(row: number, count: number): void;
  hiddenColumn(column: number, count: number): void;
  comment(): void;
  finish(name: string, hidden: boolean): Sheet;
};

/** Counts characters over all sheets of a file, so that repeated cells end before they fill the memory. */
export type Budget = {
  spend(characters: number): void;
  /** Refuses before so much is made; spends nothing. */
  expect(characters: number): void;
};

export function createBudget(maxCharacters: number): Budget {
  let left = maxCharacters;
  const expectRoom = (characters: number): void => {
    if (characters > left) throw new TextTooLongError(maxCharacters);
  };
  return {
    spend(characters) {
      expectRoom(characters);
      left -= characters;
    },
    expect: expectRoom,
  };
}

/** Names of cells that a warning lists before it only counts. */
const NAMED = 5;

export function createSheetBuilder(budget: Budget): SheetBuilder {
  const rows = new Map<number, Map<number, Cell>>();
  const errors: string[] = [];
  const hiddenRows: [number, number][] = [];
  const hiddenColumns: [number, number][] = [];
  let comments = 0;
  return {
    cell(row, column, cell) {
      if (cell.text === "") return;
      budget.spend(cell.text.length + 1);
      const line = rows.get(row) ?? new Map<number, Cell>();
      line.set(column, cell);
      rows.set(row, line);
    },
    merge(row, column, down, across) {
      const anchor = rows.get(row)?.get(column);
      if (anchor !== undefined) rows.get(row)?.set(column, { ...anchor, down, across });
    },
    error(row, column, shown) {
      errors.push(`${cellName(row, column)} (${shown})`);
    },
    hiddenRow(row, count) {
      hiddenRows.push([row, count]);
    },
    hiddenColumn(column, count) {
      hiddenColumns.push([column, count]);
    },
    comment() {
      comments += 1;
    },
    finish(name, hidden) {
      const columns = new Set([...rows.values()].flatMap((line) => [...line.keys()]));
      const rowCount = countUsed(hiddenRows, new Set(rows.keys()));
      const columnCount = countUsed(hiddenColumns, columns);
      const warnings = [
        ...(hidden && rows.size > 0 ? [`Sheet \`${name}\` is hidden in the file; it was read all the same.`] : []),
        ...(rowCount + columnCount > 0 ? [hiddenSentence(name, rowCount, columnCount)] : []),
        ...(errors.length > 0 ? [errorSentence(name, errors)] : []),
        ...(comments > 0 ? [`Sheet \`${name}\`: comments on cells were left out.`] : []),
      ];
      return { name, rows, warnings };
    },
  };
}

/** How many used rows or columns lie in the hidden stretches, each `[first, count]`. */
function countUsed(stretches: readonly (readonly [number, number])[], used: ReadonlySet<number>): number {
  return [...used].filter((at) => stretches.some(([first, count]) => at >= first && at < first + count)).length;
}

function hiddenSentence(name: string, rows: number, columns: number): string {
  const parts = [
    ...(rows > 0 ? [rows === 1 ? "1 row" : `${rows} rows`] : []),
    ...(columns > 0 ? [columns === 1 ? "1 column" : `${columns} columns`] : []),
  ];
  const verb = rows + columns === 1 ? "is" : "are";
  return `Sheet \`${name}\`: ${parts.join(" and ")} that ${verb} hidden in the file ${verb === "is" ? "was" : "were"} read all the same.`;
}

function errorSentence(name: string, errors: readonly string[]): string {
  const more = errors.length > NAMED ? ` and ${errors.length - NAMED} more` : "";
  const [noun, verb] =
    errors.length === 1 ? ["A cell that holds an error was", "it"] : ["Cells that hold errors were", "them"];
  return `Sheet \`${name}\`: ${noun} left empty: ${errors.slice(0, NAMED).join(", ")}${more}. Mend ${verb} and load the file again.`;
}

/** 0, 0 → "A1"; 4, 27 → "AB5". */
export function cellName(row: number, column: number): string {
  let [letters, rest] = ["", column + 1];
  while (rest > 0) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
    rest = Math.floor((rest - 1) / 26);
  }
  return `${letters}${row + 1}`;
}

/** "AB5" → row 4, column 27; null for what is no cell's name. */
export function cellPlace(name: string): { row: number; column: number } | null {
  const match = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/u.exec(name);
  if (match === null) return null;
  const column = [...(match[1] ?? "")].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  return { row: Number(match[2]) - 1, column };
}
