/** Decides whether a table's first row is its header. Knows nothing of file formats. */
import type { Piece } from "./pieces.ts";

const NUMBER_OR_DATE = /^[-+(]?[\p{Sc}\s]*\d[\d.,'\s%:/-]*[)\p{Sc}%]?(?:\s?\p{L}{1,3})?$/u;

/** A header has a name in (nearly) every used column, all different, none a number, and a row below it. */
export function looksLikeHeader(rows: readonly (readonly string[])[]): boolean {
  const first = (rows[0] ?? []).map((cell) => cell.trim());
  const named = first.filter((cell) => cell !== "");
  if (rows.length < 2 || named.length === 0 || named.length < first.length * 0.6) return false;
  if (first.length > 1 && named.length < 2) return false;
  return new Set(named).size === named.length && named.every((cell) => cell.length <= 80 && !NUMBER_OR_DATE.test(cell));
}

/** Rows of text → pieces, the first `headers` of them as header; rows without any text go. */
export function tablePieces(rows: readonly (readonly string[])[], headers: number): Piece[] {
  const pieces = rows.map((cells, index): Piece => ({ kind: "row", cells, header: index < headers }));
  return [
    ...pieces.filter((piece) => piece.kind === "row" && piece.cells.some((cell) => cell.trim() !== "")),
    { kind: "table-end" },
  ];
}
