/** Reads XLSX: each sheet is a section with one table. Knows nothing of formulas or formats beyond dates. */
import readExcelFile from "read-excel-file/node";
import type { ParsedDocument } from "../document.ts";
import type { Limits } from "./limits.ts";
import { buildDocument, metadataTitle, type Piece } from "./pieces.ts";
import { looksLikeHeader, tablePieces } from "./tables.ts";
import { Unreadable } from "./unreadable.ts";
import { memberText, unzipWithin, zipAgain } from "./zip.ts";

export async function readXlsx(bytes: Uint8Array, _fileName: string, limits: Limits): Promise<ParsedDocument> {
  const members = unzipWithin(bytes, limits, (name) => /\.(?:xml|rels)$/iu.test(name));
  const sheets = await readSheets(zipAgain(members));
  const pieces = sheets.flatMap(({ sheet, data }) => sheetPieces(sheet, data));
  const core = memberText(members, "docProps/core.xml") ?? "";
  const title = metadataTitle(/<dc:title>([^<]*)<\/dc:title>/u.exec(core)?.[1]);
  return buildDocument(pieces, { format: "xlsx", title, maxCharacters: limits.maxCharacters });
}

async function readSheets(bytes: Uint8Array): ReturnType<typeof readExcelFile> {
  try {
    return await readExcelFile(Buffer.from(bytes));
  } catch (cause) {
    throw new Unreadable(
      "is damaged (its sheets cannot be read): open it in your spreadsheet program, save it again and load that.",
      { cause },
    );
  }
}

function sheetPieces(name: string, data: readonly (readonly unknown[])[]): Piece[] {
  const rows = trimmed(data.map((row) => row.map(cellText)));
  if (rows.length === 0) return [];
  const top = rows.findIndex((row) => row.filter((cell) => cell !== "").length > 1);
  const notes = top > 0 ? rows.slice(0, top) : [];
  const table = rows.slice(notes.length);
  return [
    { kind: "heading", text: name, level: 1 },
    ...notes.map((row): Piece => ({ kind: "paragraph", text: row.filter((cell) => cell !== "").join(" ") })),
    ...tablePieces(table, looksLikeHeader(table) ? 1 : 0),
  ];
}

/** Without empty rows, and without columns that are empty throughout. */
function trimmed(rows: readonly string[][]): string[][] {
  const filled = rows.filter((row) => row.some((cell) => cell !== ""));
  const width = Math.max(0, ...filled.map((row) => row.length));
  const used = Array.from({ length: width }, (_, x) => filled.some((row) => (row[x] ?? "") !== ""));
  return filled.map((row) => Array.from({ length: width }, (_, x) => row[x] ?? "").filter((_, x) => used[x]));
}

/** Dates as YYYY-MM-DD (with the time when there is one); numbers to 15 digits, which is all a cell holds. */
function cellText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return dateText(value);
  if (typeof value === "number") return String(Number(value.toPrecision(15)));
  return String(value).replace(/\s+/gu, " ").trim();
}

function dateText(date: Date): string {
  if (Number.isNaN(date.getTime())) return "";
  const [day = "", time = ""] = date.toISOString().split("T");
  return time.startsWith("00:00:00") ? day : `${day} ${time.slice(0, 5)}`;
}
