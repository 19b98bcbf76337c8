/** What a typed table is: columns with kind and unit, rows with their places in the stored text. Types alone. */

/** Half-open UTF-16 offsets into the stored text of a document. */
export type Stretch = { readonly documentId: number; readonly start: number; readonly end: number };

/** `unit` is the sign as printed beside the number ("€", "kWh", "%"), null when there is none. Days are YYYY-MM-DD. */
export type CellValue =
  | { readonly kind: "empty" }
  /** A dash, "n/a": somebody says that there is no figure. */
  | { readonly kind: "missing" }
  | { readonly kind: "number"; readonly value: number; readonly unit: string | null }
  /** A day, a month or a quarter: its first and its last day. */
  | { readonly kind: "date"; readonly from: string; readonly to: string }
  /** "3–4 persons", "5 or more": both ends count; -Infinity and Infinity stand for an open end. */
  | { readonly kind: "interval"; readonly low: number; readonly high: number }
  | { readonly kind: "text" };

export type Cell = { readonly text: string; readonly value: CellValue; readonly start: number; readonly end: number };

export const COLUMN_KINDS = [
  "number",
  "money",
  "percent",
  "date",
  "year",
  "interval",
  "boolean",
  "identifier",
  "text",
] as const;
export type ColumnKind = (typeof COLUMN_KINDS)[number];

export type Column = {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Of numbers and money: the one unit of all cells, null when none is printed. */
  readonly unit: string | null;
  /** Is every filled cell of the data rows of this kind, and of one unit? */
  readonly clean: boolean;
  /** Named in the record's `personalColumns`. */
  readonly personal: boolean;
  /** Of a joined table: it came from the other table, and one of its cells may stand in several rows. */
  readonly repeated: boolean;
};

export type RowKind =
  | "data"
  /** The sum of the rows above it since the last heading or sub-total. */
  | "subtotal"
  | "total"
  /** A balance or a result: neither a figure of its own nor a sum. */
  | "derived";

export type Row = {
  readonly kind: RowKind;
  readonly cells: readonly Cell[];
  /** The group that a heading row above, or a sub-total below, puts it in. */
  readonly group: string | null;
  readonly sources: readonly Stretch[];
};

export type Table = {
  readonly documentId: number;
  /** The nearest heading, or the document's title: how the table is called in a reply. */
  readonly name: string;
  /** Headings above it, the document's title and file name, lines between heading and table. */
  readonly titles: readonly string[];
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  readonly header: readonly Stretch[];
  readonly notes: readonly (Stretch & { readonly text: string })[];
  /** The day that the figures say they are of, or null. */
  readonly statedDay: string | null;
  /** Has it a column marked personal, and is a row a person (not a quarter or a year)? */
  readonly aboutPeople: boolean;
  /** A row whose sums look like a total that no word calls so: nothing is added up then. */
  readonly doubtfulTotals: boolean;
};
