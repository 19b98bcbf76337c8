/**
 * Reads XLSX: workbook, shared strings and styles, then each sheet cell by cell; formulas by the value that the
 * spreadsheet program left beside them. Knows nothing of tables.
 */
import type { ParsedDocument } from "../document.ts";
import { TextTooLongError } from "../document-builder.ts";
import type { Limits } from "./limits.ts";
import { type CellFormat, formatOf, formattedNumber } from "./number-format.ts";
import { type Attributes, localName, walkXml } from "./sax.ts";
import { cellPlace, createBudget, createSheetBuilder, type Sheet, type SheetBuilder } from "./sheet.ts";
import { buildWorkbook } from "./sheet-pieces.ts";
import { Unreadable } from "./unreadable.ts";
import { type Members, memberText, unzipWithin } from "./zip.ts";

type Workbook = {
  readonly sheets: readonly { readonly name: string; readonly hidden: boolean; readonly relation: string }[];
  readonly system: 1900 | 1904;
};
type Shared = {
  readonly strings: readonly string[];
  readonly formats: readonly CellFormat[];
  readonly system: 1900 | 1904;
};

export function readXlsx(bytes: Uint8Array, _fileName: string, limits: Limits): ParsedDocument {
  const members = unzipWithin(bytes, limits, (name) => /\.(?:xml|rels)$/iu.test(name));
  const sheets = readSheets(members, limits);
  return buildWorkbook("xlsx", sheets, memberText(members, "docProps/core.xml"), limits);
}

function readSheets(members: Members, limits: Limits): Sheet[] {
  try {
    const workbook = readWorkbook(memberText(members, "xl/workbook.xml") ?? "");
    const paths = readRelations(memberText(members, "xl/_rels/workbook.xml.rels") ?? "", "xl");
    const shared: Shared = {
      strings: readStrings(memberText(members, find(members, "sharedStrings.xml")) ?? ""),
      formats: readFormats(memberText(members, find(members, "styles.xml")) ?? ""),
      system: workbook.system,
    };
    const budget = createBudget(limits.maxCharacters);
    return workbook.sheets.flatMap(({ name, hidden, relation }) => {
      const path = paths.get(relation) ?? "";
      const xml = memberText(members, path);
      if (xml === null || !/worksheets?\//u.test(path)) return [];
      const builder = createSheetBuilder(budget);
      readCells(xml, shared, builder);
      if (hasComments(members, path)) builder.comment();
      return [builder.finish(name, hidden)];
    });
  } catch (cause) {
    if (cause instanceof RangeError || cause instanceof TextTooLongError) throw cause;
    throw new Unreadable(
      "is damaged (its sheets cannot be read): open it in your spreadsheet program, save it again and load that.",
      { cause },
    );
  }
}

/** Writers disagree on capitals and folders of the two parts; the name is theirs all the same. */
function find(members: Members, name: string): string {
  const wanted = name.toLowerCase();
  return Object.keys(members).find((path) => path.toLowerCase().endsWith(`/${wanted}`)) ?? "";
}

function readWorkbook(xml: string): Workbook {
  const sheets: Workbook["sheets"][number][] = [];
  let system: 1900 | 1904 = 1900;
  walkXml(xml, {
    open(name, attributes) {
      const local = localName(name);
      if (local === "workbookPr" && isTrue(attributes.date1904)) system = 1904;
      if (local !== "sheet" || attributes.name === undefined) return;
      const relation = Object.entries(attributes).find(([key]) => key.endsWith(":id"))?.[1] ?? "";
      sheets.push({ name: attributes.name, hidden: /hidden/iu.test(attributes.state ?? ""), relation });
    },
    close: () => {},
  });
  return { sheets, system };
}

/** Id → path from the root of the package. */
export function readRelations(xml: string, folder: string): Map<string, string> {
  const paths = new Map<string, string>();
  walkXml(xml, {
    open(_, { Id, Target, TargetMode }) {
      if (Id === undefined || Target === undefined || TargetMode === "External") return;
      paths.set(Id, Target.startsWith("/") ? Target.slice(1) : resolved(`${folder}/${Target}`));
    },
    close: () => {},
  });
  return paths;
}

function resolved(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else parts.push(part);
  }
  return parts.join("/");
}

function hasComments(members: Members, sheet: string): boolean {
  const [folder, file] = [sheet.slice(0, sheet.lastIndexOf("/")), sheet.slice(sheet.lastIndexOf("/") + 1)];
  return /relationships\/(?:threadedComment|comments)"/u.test(
    memberText(members, `${folder}/_rels/${file}.rels`) ?? "",
  );
}

/** Shared strings with their runs joined; phonetic readings (`rPh`) are no text of the cell. */
function readStrings(xml: string): string[] {
  const strings: string[] = [];
  const text = textCollector();
  if (xml === "") return strings;
  walkXml(xml, {
    open(name) {
      if (localName(name) === "si") text.start();
      text.open(localName(name));
    },
    close(name) {
      text.close(localName(name));
      if (localName(name) === "si") strings.push(text.end());
    },
    text: text.add,
  });
  return strings;
}

/** Joins the `t` elements of a rich text. "_x000D_" is how a control character is written. */
function textCollector() {
  let parts: string[] = [];
  let [inside, phonetic] = [false, false];
  return {
    start: () => {
      parts = [];
    },
    open: (name: string) => {
      if (name === "t" || name === "v") inside = true;
      if (name === "rPh") phonetic = true;
    },
    close: (name: string) => {
      if (name === "t" || name === "v") inside = false;
      if (name === "rPh") phonetic = false;
    },
    add: (text: string) => {
      if (inside && !phonetic) parts.push(text);
    },
    end: () =>
      parts.join("").replace(/_x([0-9A-F]{4})_/gu, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
  };
}

/** The number format of each entry of `cellXfs`, in order. */
function readFormats(xml: string): CellFormat[] {
  const codes = new Map<number, string>();
  const formats: CellFormat[] = [];
  let inCells = false;
  if (xml === "") return formats;
  walkXml(xml, {
    open(name, attributes) {
      const local = localName(name);
      if (local === "cellXfs") inCells = true;
      if (local === "numFmt") codes.set(Number(attributes.numFmtId), attributes.formatCode ?? "");
      if (local !== "xf" || !inCells) return;
      const id = Number(attributes.numFmtId ?? 0);
      formats.push(formatOf(id, codes.get(id)));
    },
    close(name) {
      if (localName(name) === "cellXfs") inCells = false;
    },
  });
  return formats;
}

const GENERAL: CellFormat = { kind: "general" };

function readCells(xml: string, shared: Shared, sheet: SheetBuilder): void {
  let [row, column, inside] = [-1, -1, false];
  let about: Attributes = {};
  const text = textCollector();
  walkXml(xml, {
    open(name, attributes) {
      const local = localName(name);
      if (local === "row") {
        row = attributes.r === undefined ? row + 1 : Number(attributes.r) - 1;
        column = -1;
        if (isTrue(attributes.hidden)) sheet.hiddenRow(row, 1);
      } else if (local === "c") {
        column = cellPlace(attributes.r ?? "")?.column ?? column + 1;
        [about, inside] = [attributes, true];
        text.start();
      } else if (local === "col" && isTrue(attributes.hidden)) {
        sheet.hiddenColumn(Number(attributes.min) - 1, Number(attributes.max) - Number(attributes.min) + 1);
      } else if (local === "mergeCell") merge(sheet, attributes.ref ?? "");
      if (inside) text.open(local);
    },
    close(name) {
      const local = localName(name);
      text.close(local);
      if (local !== "c") return;
      inside = false;
      putCell(sheet, { row, column }, about, text.end(), shared);
    },
    text: text.add,
  });
}

function merge(sheet: SheetBuilder, range: string): void {
  const [from, to] = range.split(":").map(cellPlace);
  if (from && to) sheet.merge(from.row, from.column, to.row - from.row + 1, to.column - from.column + 1);
}

function putCell(
  sheet: SheetBuilder,
  { row, column }: { row: number; column: number },
  about: Attributes,
  raw: string,
  { strings, formats, system }: Shared,
): void {
  const put = (text: string, kind: "text" | "number" | "date" | "boolean"): void =>
    sheet.cell(row, column, { text: text.replace(/\s+/gu, " ").trim(), kind, down: 1, across: 1 });
  if (about.t === "e") sheet.error(row, column, raw.trim());
  else if (about.t === "s") put(strings[Number(raw)] ?? "", "text");
  else if (about.t === "b") put(raw.trim() === "1" || raw === "true" ? "TRUE" : "FALSE", "boolean");
  else if (about.t === "d")
    put(
      raw
        .trim()
        .replace("T", " ")
        .replace(/[ ]00:00(?::00(?:\.0+)?)?Z?$|Z$/u, ""),
      "date",
    );
  else if (about.t === "str" || about.t === "inlineStr") put(raw, "text");
  else if (raw.trim() !== "") putNumber(raw.trim(), formats[Number(about.s ?? 0)] ?? GENERAL, system, put);
}

function putNumber(
  raw: string,
  format: CellFormat,
  system: 1900 | 1904,
  put: (text: string, kind: "text" | "number" | "date") => void,
): void {
  const value = Number(raw);
  if (!Number.isFinite(value)) put(raw, "text");
  else put(formattedNumber(value, format, system), format.kind === "date" ? "date" : "number");
}

function isTrue(value: string | undefined): boolean {
  return value === "1" || value === "true";
}
