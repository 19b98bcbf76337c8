/** Prints one ODS cell from its typed attributes and its displayed text. Knows nothing of rows or files. */
import { clockText, numberText, percentText } from "./number-text.ts";
import type { Attributes } from "./sax.ts";
import type { Budget, CellKind, SheetBuilder } from "./sheet.ts";

const ERROR = /^(?:#(?:DIV\/0!|REF!|NAME\?|VALUE!|N\/A|NUM!|NULL!)|Err:\d{3})$/u;

/** `attributes.text` is the displayed text. */
export function odsCell(
  sheet: SheetBuilder,
  row: number,
  column: number,
  attributes: Attributes,
  budget: Budget,
): void {
  const shown = (attributes.text ?? "").replace(/\s+/gu, " ").trim();
  if (attributes["calcext:value-type"] === "error" || (attributes["table:formula"] && ERROR.test(shown))) {
    budget.spend(1);
    sheet.error(row, column, shown);
    return;
  }
  const { text, kind } = printed(attributes, shown);
  if (text === "") budget.spend(1);
  sheet.cell(row, column, {
    text,
    kind,
    down: span(attributes["table:number-rows-spanned"]),
    across: span(attributes["table:number-columns-spanned"]),
  });
}

function span(value: string | undefined): number {
  const count = Number(value ?? 1);
  return Number.isInteger(count) && count > 0 ? count : 1;
}

function printed(attributes: Attributes, shown: string): { text: string; kind: CellKind } {
  const value = Number(attributes["office:value"]);
  const truth = /^of:=(TRUE|FALSE)\(\)$/u.exec(attributes["table:formula"] ?? "")?.[1];
  if (truth !== undefined) return { text: truth, kind: "boolean" };
  switch (attributes["office:value-type"]) {
    case "float":
      return { text: withUnit(value, shown, ""), kind: "number" };
    case "currency":
      return { text: withUnit(value, shown, attributes["office:currency"] ?? ""), kind: "number" };
    case "percentage":
      return { text: percentText(value, { decimals: shownDecimals(value * 100, shown) }), kind: "number" };
    case "date":
      return { text: dateText(attributes["office:date-value"] ?? shown), kind: "date" };
    case "time":
      return { text: timeText(attributes["office:time-value"] ?? shown), kind: "date" };
    case "boolean":
      return { text: attributes["office:boolean-value"] === "true" ? "TRUE" : "FALSE", kind: "boolean" };
    default:
      return { text: shown === "" ? (attributes["office:string-value"] ?? "") : shown, kind: "text" };
  }
}

const DIGITS_SHOWN = /\d(?:[\d.,'’\u00A0\u202F ]*\d)?/u;

/** "1.234,50 €" for 1234.5 → "1234.50 €"; what stands before the number and is no currency stays before it. */
function withUnit(value: number, shown: string, currency: string): string {
  const digits = DIGITS_SHOWN.exec(shown)?.[0] ?? "";
  const integer = /^0\d+$/u.test(digits) ? digits.length : 1;
  const number = numberText(value, { decimals: shownDecimals(value, shown), integerDigits: integer });
  if (digits === "" || /\d/u.test(shown.replace(digits, ""))) return [number, currency].join(" ").trim();
  const [before = "", after = ""] = shown.split(digits).map((part) => part.replace(/^[\s()+−-]+|[\s()+−-]+$/gu, ""));
  if (/^\p{L}{0,2}E?$/u.test(after) && /e[+-]?$/iu.test(after)) return number;
  if (after !== "" || currency !== "") return `${number} ${after || before || currency}`;
  return /^\p{Sc}$/u.test(before) ? `${number} ${before}` : `${before} ${number}`.trim();
}

/** How many decimals are displayed: the digits behind the last comma or point, when that reading gives the value. */
function shownDecimals(value: number, shown: string): number | null {
  const digits = DIGITS_SHOWN.exec(shown)?.[0].replace(/\s/gu, "");
  if (digits === undefined) return null;
  const [, whole = "", rest = ""] = /^(.*)[.,](\d+)$/u.exec(digits) ?? [];
  const read = Number(`${whole.replace(/\D/gu, "")}.${rest}`);
  if (rest === "" || Math.abs(read - Math.abs(value)) > 0.51 * 10 ** -rest.length) return 0;
  return rest.length;
}

/** "2024-05-01T00:00:00" → "2024-05-01"; a time of day stays, to the second. */
function dateText(value: string): string {
  const [, day = value, clock = ""] = /^(-?\d{4,}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d)?))?/u.exec(value) ?? [];
  const time = clock.replace(/:00$/u, (end) => (clock.length > 5 ? "" : end));
  return time === "" || time === "00:00" ? day : `${day} ${time}`;
}

/** An ISO 8601 duration "PT37H30M00S" → "37:30". */
function timeText(value: string): string {
  const match = /^(-?)P(?:(\d+)D)?T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d+)?S)?$/u.exec(value);
  if (match === null) return value;
  const [, sign = "", days = "0", hours = "0", minutes = "0", seconds = "0"] = match;
  return sign + clockText(((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds));
}
