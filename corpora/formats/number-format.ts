/**
 * Understands Excel's number format codes ("#,##0.00 [$€-407]", "dd.mm.yyyy", "0 %") as far as needed to print a
 * cell unambiguously (ECMA-376 part 1, 18.8.30 and 18.8.31). Knows nothing of files; colours and widths are nothing.
 */
import { type DateLook, type NumberLook, numberText, percentText, serialText } from "./number-text.ts";

export type CellFormat =
  | { readonly kind: "general" }
  | { readonly kind: "text" }
  | { readonly kind: "date"; readonly look: DateLook }
  | { readonly kind: "percent"; readonly look: NumberLook }
  | { readonly kind: "number"; readonly look: NumberLook; readonly before: string; readonly after: string };

/** Codes that files name by number only. 5 to 8 and 41 to 44 show the reader's own currency, so none is printed. */
const BUILT_IN: Readonly<Record<number, string>> = {
  1: "0",
  2: "0.00",
  3: "#,##0",
  4: "#,##0.00",
  5: "#,##0",
  6: "#,##0",
  7: "#,##0.00",
  8: "#,##0.00",
  9: "0%",
  10: "0.00%",
  11: "0.00E+00",
  12: "# ?/?",
  13: "# ??/??",
  18: "h:mm AM/PM",
  19: "h:mm:ss AM/PM",
  20: "h:mm",
  21: "h:mm:ss",
  37: "#,##0",
  38: "#,##0",
  39: "#,##0.00",
  40: "#,##0.00",
  41: "#,##0",
  42: "#,##0",
  43: "#,##0.00",
  44: "#,##0.00",
  45: "mm:ss",
  46: "[h]:mm:ss",
  47: "mm:ss.0",
  48: "##0.0E+0",
  49: "@",
};

/** `code` is the file's own for this number, undefined where it gives none. */
export function formatOf(id: number, code: string | undefined): CellFormat {
  const known = code ?? BUILT_IN[id] ?? (isBuiltInDate(id) ? "yyyy-mm-dd" : undefined);
  return known === undefined ? { kind: "general" } : parseFormat(known);
}

/** 14 to 17 and 22; 27 to 36 and 50 to 58 are dates in East Asian copies of Excel. */
function isBuiltInDate(id: number): boolean {
  return (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
}

/** The first section counts: the others show the same number when it is negative, zero or text. */
export function parseFormat(code: string): CellFormat {
  const section = firstSection(code);
  const bare = section.replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/gu, "");
  if (/^\s*(?:general|standard)\s*$/iu.test(bare) || section.trim() === "") return { kind: "general" };
  if (bare.includes("@")) return { kind: "text" };
  const dates = dateLook(section, bare);
  if (dates !== null) return { kind: "date", look: dates };
  if (!/[0#?]/u.test(bare)) return { kind: "general" };
  if (/[/]|e[+-]/iu.test(bare)) return { kind: "number", look: { decimals: null }, before: "", after: "" };
  const look = numberLook(bare);
  return bare.includes("%") ? { kind: "percent", look } : { kind: "number", look, ...literals(section, bare) };
}

function firstSection(code: string): string {
  return /^(?:"[^"]*"|\\.|\[[^\]]*\]|[^;"\\[])*/u.exec(code)?.[0] ?? "";
}

/** `m` is a month or a minute; alone it is a month. */
function dateLook(section: string, bare: string): DateLook | null {
  const letters = bare.replace(/am\/pm|a\/p/giu, "h").toLowerCase();
  const elapsed = /\[(?:h+|m+|s+)\]/iu.test(section);
  const time = elapsed || /[hs]/u.test(letters);
  const date = /[yd]/u.test(letters) || (!time && /m/u.test(letters));
  if (!date && !time) return null;
  return /[0#?]/u.test(letters.replace(/\.0+/gu, "")) ? null : { date, time, elapsed };
}

function numberLook(bare: string): NumberLook {
  const [, integer = "", fraction = ""] = /([#0?, ]*)(?:\.([0#?]*))?/u.exec(bare.replace(/^[^#0?.]*/u, "")) ?? [];
  const decimals = (fraction.match(/[0?]/gu) ?? []).length;
  const zeros = (integer.match(/0/gu) ?? []).length;
  return { decimals, integerDigits: integer.includes(",") ? 1 : Math.max(1, zeros) };
}

const CURRENCY = /^(?:\p{Sc}|[A-Z]{3}|kr\.?|Kr\.?|Fr\.?|zł|Kč|Ft|lei|лв\.?|[A-Z]{1,2}\$)$/u;

/**
 * Words and signs that the format puts beside the number. Currency goes behind it wherever it is shown. A number that
 * is shown in thousands ("0,\"k\"") is printed in full, so its sign would be wrong and is left out.
 */
function literals(section: string, bare: string): { before: string; after: string } {
  if (/[0#?],+(?=[^0#?,]*$)/u.test(bare)) return { before: "", after: "" };
  const at = section.replace(/"[^"]*"|\[[^\]]*\]|\\./gu, (part) => "_".repeat(part.length));
  const first = at.search(/[0#?]/u);
  const last = at.length - [...at].reverse().join("").search(/[0#?]/u);
  const [before, after] = [literalText(section.slice(0, first)), literalText(section.slice(last))];
  return CURRENCY.test(before) ? { before: "", after: before } : { before, after };
}

function literalText(part: string): string {
  const text = part.replace(
    /\[\$([^\]-]*)(?:-[^\]]*)?\]|\[[^\]]*\]|"([^"]*)"|\\(.)|[_*]./gu,
    (_, sign: string | undefined, quoted: string | undefined, escaped: string | undefined) =>
      sign ?? quoted ?? escaped ?? "",
  );
  return text.replace(/^[\s()+-]+|[\s()+-]+$/gu, "").replace(/\s+/gu, " ");
}

/** A number as the cell's format means it. */
export function formattedNumber(value: number, format: CellFormat, system: 1900 | 1904): string {
  switch (format.kind) {
    case "general":
    case "text":
      return numberText(value);
    case "date":
      return serialText(value, format.look, system) ?? numberText(value);
    case "percent":
      return percentText(value, format.look);
    case "number":
      return [format.before, numberText(value, format.look), format.after].filter((part) => part !== "").join(" ");
    default:
      return format satisfies never;
  }
}
