/**
 * Reads ODS: content.xml cell by cell (ODF 1.3 part 3, 9.1), values by their attributes, units and decimals by what
 * is displayed. Repeated cells are counted before they are made. Knows nothing of tables.
 */
import type { ParsedDocument } from "../document.ts";
import { TextTooLongError } from "../document-builder.ts";
import type { Limits } from "./limits.ts";
import { odsCell } from "./ods-cell.ts";
import { type Attributes, walkXml } from "./sax.ts";
import { type Budget, createBudget, createSheetBuilder, type Sheet, type SheetBuilder } from "./sheet.ts";
import { buildWorkbook } from "./sheet-pieces.ts";
import { Unreadable } from "./unreadable.ts";
import { memberText, unzipWithin } from "./zip.ts";

/** Holds text that is no cell's: comments, drawings, old versions of changed cells. */
const SKIPPED = new Set([
  "office:annotation",
  "draw:frame",
  "draw:custom-shape",
  "draw:g",
  "table:shapes",
  "table:tracked-changes",
  "table:dde-links",
  "office:forms",
]);

/** More rows and columns than any program writes; a place beyond them is damage. */
const LAST_PLACE = 2 ** 24;

export function readOds(bytes: Uint8Array, _fileName: string, limits: Limits): ParsedDocument {
  const members = unzipWithin(bytes, limits, (name) => /^(?:content|meta)\.xml$/u.test(name));
  const sheets = readSheets(memberText(members, "content.xml") ?? "", createBudget(limits.maxCharacters));
  return buildWorkbook("ods", sheets, memberText(members, "meta.xml"), limits);
}

function readSheets(xml: string, budget: Budget): Sheet[] {
  const reader = createReader(budget);
  try {
    walkXml(xml, reader);
  } catch (cause) {
    if (cause instanceof RangeError || cause instanceof TextTooLongError) throw cause;
    throw new Unreadable(
      "is damaged (its sheets cannot be read): open it in your spreadsheet program, save it again and load that.",
      { cause },
    );
  }
  return reader.sheets;
}

type Place = { row: number; column: number; rows: number };

/** Follows the open elements; what stands inside SKIPPED is counted past. */
function createReader(budget: Budget) {
  const sheets: Sheet[] = [];
  const hiddenStyles = new Set<string>();
  let [style, skipped, nested] = ["", 0, 0];
  let sheet: { builder: SheetBuilder; name: string; hidden: boolean } | null = null;
  let place: Place = { row: -1, column: 0, rows: 1 };
  let waiting: { at: number; attributes: Attributes; times: number }[] = [];
  let cell: { attributes: Attributes; text: string[] } | null = null;
  let columns = 0;

  function open(name: string, attributes: Attributes): void {
    if (SKIPPED.has(name) || skipped > 0) {
      if (name === "office:annotation") sheet?.builder.comment();
      skipped += 1;
    } else if (name === "table:table") openTable(attributes);
    else if (name === "style:style") style = attributes["style:name"] ?? "";
    else if (name === "style:table-properties" && attributes["table:display"] === "false") hiddenStyles.add(style);
    else if (sheet !== null && nested === 1) openInside(sheet.builder, name, attributes);
  }

  function openTable(attributes: Attributes): void {
    nested += 1;
    if (nested > 1) return;
    const hidden = hiddenStyles.has(attributes["table:style-name"] ?? "");
    sheet = { builder: createSheetBuilder(budget), name: attributes["table:name"] ?? "", hidden };
    place = { row: 0, column: 0, rows: 1 };
    columns = 0;
  }

  function openInside(builder: SheetBuilder, name: string, attributes: Attributes): void {
    const hidden = /^(?:collapse|filter)$/u.test(attributes["table:visibility"] ?? "");
    if (name === "table:table-column") {
      const count = times(attributes["table:number-columns-repeated"]);
      if (hidden) builder.hiddenColumn(columns, count);
      columns += count;
    } else if (name === "table:table-row") {
      place = { row: place.row, column: 0, rows: times(attributes["table:number-rows-repeated"]) };
      waiting = [];
      if (hidden) builder.hiddenRow(place.row, place.rows);
    } else if (name === "table:table-cell" || name === "table:covered-table-cell") cell = { attributes, text: [] };
    else if (cell !== null && name === "text:p" && cell.text.length > 0) cell.text.push(" ");
    else if (cell !== null && /^text:(?:s|tab|line-break)$/u.test(name)) cell.text.push(" ");
  }

  function close(name: string): void {
    if (skipped > 0) skipped -= 1;
    else if (name === "table:table") closeTable();
    else if (name === "table:table-row" && nested === 1) closeRow();
    else if ((name === "table:table-cell" || name === "table:covered-table-cell") && nested === 1) closeCell(name);
  }

  function closeTable(): void {
    nested -= 1;
    if (nested > 0 || sheet === null) return;
    sheets.push(sheet.builder.finish(sheet.name, sheet.hidden));
    sheet = null;
  }

  function closeCell(name: string): void {
    if (cell === null) return;
    const count = times(cell.attributes["table:number-columns-repeated"]);
    const attributes: Attributes = { ...cell.attributes, text: cell.text.join("") };
    if (name === "table:table-cell" && (attributes.text !== "" || attributes["office:value-type"] !== undefined)) {
      waiting.push({ at: place.column, attributes, times: count });
    }
    place.column = Math.min(place.column + count, LAST_PLACE);
    cell = null;
  }

  function closeRow(): void {
    if (sheet !== null && waiting.length > 0) {
      const length = waiting.reduce(
        (sum, { attributes, times: count }) => sum + (1 + (attributes.text ?? "").length) * count,
        0,
      );
      budget.expect(length * place.rows);
      for (let y = 0; y < place.rows; y += 1) {
        for (const { at, attributes, times: count } of waiting) {
          for (let x = 0; x < count; x += 1) odsCell(sheet.builder, place.row + y, at + x, attributes, budget);
        }
      }
    }
    place.row = Math.min(place.row + place.rows, LAST_PLACE);
  }

  return {
    sheets,
    open,
    close,
    text: (text: string): void => {
      if (cell !== null && skipped === 0 && nested === 1) cell.text.push(text);
    },
  };
}

function times(repeated: string | undefined): number {
  const count = Number(repeated ?? 1);
  return Number.isInteger(count) && count > 0 ? Math.min(count, LAST_PLACE) : 1;
}
