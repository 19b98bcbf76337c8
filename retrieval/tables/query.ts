/**
 * The form of a question to a table: conditions on its rows and one operation. It can only read, and only what it is
 * given. Types alone; chosen by rule, never written by a model.
 */
import type { Row, Table } from "./table.ts";

/** A column by its place, or the group that a heading row puts a row in. */
export type Field = number | "group";

export type Condition =
  | { readonly kind: "is"; readonly field: Field; readonly texts: readonly string[] }
  /** A day, month, quarter or year that lies in these days, both included. */
  | { readonly kind: "during"; readonly field: number; readonly from: string; readonly to: string }
  | { readonly kind: "within"; readonly field: number; readonly low: number; readonly high: number }
  /** An interval that holds the number. */
  | { readonly kind: "holds"; readonly field: number; readonly value: number }
  | { readonly kind: "filled"; readonly field: number }
  | { readonly kind: "unfilled"; readonly field: number };

export type Operation =
  | { readonly kind: "look-up"; readonly column: number }
  | { readonly kind: "count" }
  | { readonly kind: "sum" | "average" | "median" | "smallest" | "largest"; readonly column: number }
  | { readonly kind: "row-of-smallest" | "row-of-largest"; readonly column: number; readonly label: number }
  /** The figure of the one row of `conditions`, less the figure of the other; told without its sign. */
  | {
      readonly kind: "difference";
      readonly column: number;
      readonly from: { readonly column: number; readonly conditions: readonly Condition[] };
    }
  /** A total as printed: the row by its place in the table. */
  | { readonly kind: "printed-total"; readonly column: number; readonly row: number }
  | { readonly kind: "share" }
  | { readonly kind: "list"; readonly column: number };

export type Query = { readonly table: Table; readonly conditions: readonly Condition[]; readonly operation: Operation };

/** Text is as printed in the cell; numbers are rounded to what the cells can tell. */
export type Value =
  | { readonly kind: "number"; readonly number: number; readonly unit: string | null }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "texts"; readonly texts: readonly string[] };

export type QueryResult = { readonly value: Value; readonly rows: readonly Row[] };
