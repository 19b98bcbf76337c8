/**
 * Reads CSV: separator sniffed, notes above and below told from tables as in a spreadsheet. Cells stay as they are
 * written; what their numbers mean is not known here.
 */
import { parse } from "csv-parse/sync";
import type { ParsedDocument } from "../document.ts";
import { decodeText, lines } from "./decode-text.ts";
import type { Limits } from "./limits.ts";
import { buildDocument } from "./pieces.ts";
import { createBudget, createSheetBuilder, type Sheet } from "./sheet.ts";
import { gridPieces } from "./sheet-pieces.ts";
import { looksLikeValue } from "./tables.ts";
import { Unreadable } from "./unreadable.ts";

const SEPARATORS = [",", ";", "\t", "|"];

export function readCsv(bytes: Uint8Array, _fileName: string, limits: Limits): ParsedDocument {
  const text = decodeText(bytes);
  if (text.length > limits.maxCharacters) throw new Unreadable(tooLong(text.length, limits.maxCharacters));
  const named = /^sep=(.)\r?\n/iu.exec(text);
  const body = named ? text.slice(named[0].length) : text;
  const rows = parseRows(body, named?.[1] ?? sniffSeparator(body));
  return buildDocument(gridPieces(sheetOf(rows, limits.maxCharacters), limits.maxCharacters), {
    format: "csv",
    title: null,
    maxCharacters: limits.maxCharacters,
  });
}

/** Cells by their place; rows of nothing but separators are blank. */
function sheetOf(rows: readonly (readonly string[])[], maxCharacters: number): Sheet {
  const builder = createSheetBuilder(createBudget(maxCharacters));
  for (const [y, row] of rows.entries()) {
    for (const [x, raw] of row.entries()) {
      const text = raw.replace(/\s+/gu, " ").trim();
      builder.cell(y, x, { text, kind: looksLikeValue(text) ? "number" : "text", down: 1, across: 1 });
    }
  }
  return builder.finish("", false);
}

export function tooLong(got: number, limit: number): string {
  const [limitText, gotText] = [limit, got].map((count) => count.toLocaleString("en"));
  return `holds \`${gotText}\` characters of text, more than the ${limitText} that one document may have: split it and load the parts.`;
}

function parseRows(text: string, delimiter: string): string[][] {
  const options = { delimiter, relax_column_count: true, skip_empty_lines: false, bom: true };
  try {
    return parse(text, options);
  } catch {
    return parse(text, { ...options, quote: null });
  }
}

/** The separator that cuts most of the first lines into an equal number of columns, more being better. */
export function sniffSeparator(text: string): string {
  const sample = lines(text.slice(0, 20_000))
    .filter((line) => line.trim() !== "")
    .slice(0, 30)
    .map(unquoted);
  const scored = SEPARATORS.map((separator) => ({ separator, score: separatorScore(sample, separator) }));
  const best = scored.reduce((all, one) => (one.score > all.score ? one : all));
  const other = scored.find((one) => one.separator !== "," && one.score > 0);
  return best.separator === "," && other !== undefined && areDecimals(sample) ? other.separator : best.separator;
}

/** Lines above the header and below the table have few columns or none: the commonest number counts, not the first. */
function separatorScore(sample: readonly string[], separator: string): number {
  const counts = sample.map((line) => line.split(separator).length).filter((count) => count > 1);
  const times = new Map<number, number>();
  for (const count of counts) times.set(count, (times.get(count) ?? 0) + 1);
  const [columns, equal] = [...times].reduce((best, one) => (one[1] > best[1] ? one : best), [1, 0]);
  return columns < 2 ? 0 : (equal / sample.length) * 10 + Math.min(columns, 20) / 20;
}

/** Commas between digits only: "12,50". */
function areDecimals(sample: readonly string[]): boolean {
  return sample.every((line) => !/(?<!\d),|,(?!\d)/u.test(line));
}

function unquoted(line: string): string {
  return line.replace(/"(?:[^"]|"")*"/gu, "");
}
