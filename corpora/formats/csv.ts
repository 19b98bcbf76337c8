/** Reads CSV: separator sniffed, one table, its first row the header when it reads like one. */
import { parse } from "csv-parse/sync";
import type { ParsedDocument } from "../document.ts";
import { decodeText, lines } from "./decode-text.ts";
import type { Limits } from "./limits.ts";
import { buildDocument } from "./pieces.ts";
import { looksLikeHeader, tablePieces } from "./tables.ts";
import { Unreadable } from "./unreadable.ts";

const SEPARATORS = [",", ";", "\t", "|"];

export function readCsv(bytes: Uint8Array, _fileName: string, limits: Limits): ParsedDocument {
  const text = decodeText(bytes);
  if (text.length > limits.maxCharacters) throw new Unreadable(tooLong(text.length, limits.maxCharacters));
  const named = /^sep=(.)\r?\n/iu.exec(text);
  const body = named ? text.slice(named[0].length) : text;
  const rows = parseRows(body, named?.[1] ?? sniffSeparator(body));
  const pieces = tablePieces(rows, looksLikeHeader(rows) ? 1 : 0);
  return buildDocument(pieces, { format: "csv", title: null, maxCharacters: limits.maxCharacters });
}

export function tooLong(got: number, limit: number): string {
  const [limitText, gotText] = [limit, got].map((count) => count.toLocaleString("en"));
  return `holds \`${gotText}\` characters of text, more than the ${limitText} that one document may have: split it and load the parts.`;
}

function parseRows(text: string, delimiter: string): string[][] {
  const options = { delimiter, relax_column_count: true, skip_empty_lines: true, bom: true };
  try {
    return parse(text, options);
  } catch {
    return parse(text, { ...options, quote: null });
  }
}

/** The separator that cuts the first lines into the most columns of an equal number. */
export function sniffSeparator(text: string): string {
  const sample = lines(text.slice(0, 20_000))
    .filter((line) => line.trim() !== "")
    .slice(0, 30);
  const scored = SEPARATORS.map((separator) => {
    const counts = sample.map((line) => unquoted(line).split(separator).length);
    const columns = counts[0] ?? 1;
    const equal = counts.filter((count) => count === columns).length / Math.max(1, counts.length);
    return { separator, score: columns < 2 ? 0 : equal * 10 + Math.min(columns, 20) / 20 };
  });
  return scored.reduce((best, one) => (one.score > best.score ? one : best)).separator;
}

function unquoted(line: string): string {
  return line.replace(/"(?:[^"]|"")*"/gu, "");
}
