/**
 * Reads numbers as people print them: decimal comma or point, groups, currency, unit, footnote marks. What can be read
 * in two ways is not read. Pure; knows nothing of tables.
 */

/** The sign before the decimals; null where nothing in the table tells. */
export type DecimalSign = "." | "," | null;

const CURRENCY = String.raw`€|\$|£|¥|EUR|USD|GBP|CHF|DKK|SEK|NOK|kr\.?|Euros?|euros?`;
const UNIT = String.raw`%|‰|[\p{L}°][\p{L}°/²³.]{0,11}`;
const DIGITS = String.raw`\d[\d.,'’\s\u00A0\u202F]*`;
const NUMBER = new RegExp(`^([-+−–]?)\\s*(${CURRENCY})?\\s*([-+−–]?)\\s*(${DIGITS})\\s*(${CURRENCY}|${UNIT})?$`, "u");
/** Marks of footnotes behind a figure: "12,5*", "340 ¹", "7 [2]". */
const FOOTNOTE_MARK = /(?<=[\d%€\p{L}²³)])\s*(?:[*†‡]+|(?<![\p{L}])[¹²³⁴⁵⁶⁷⁸⁹⁰]+\)?|\[\p{N}{1,2}\]|(?<=\s)\p{N}\))$/u;

export type PrintedNumber = { readonly digits: string; readonly negative: boolean; readonly unit: string | null };

/** "–1.234,50 €*" → digits "1.234,50", negative, "€"; null when it is no number. */
export function printedNumber(text: string): PrintedNumber | null {
  const match = NUMBER.exec(text.replace(FOOTNOTE_MARK, "").trim());
  if (match === null) return null;
  const [, sign = "", before, inner = "", digits = "", after] = match;
  if (before !== undefined && after !== undefined) return null;
  const unit = before ?? after ?? null;
  return { digits: digits.trim(), negative: /[-−–]/u.test(sign + inner), unit: unit === null ? null : unitSign(unit) };
}

/** One sign for each currency, whatever its spelling. */
export function unitSign(unit: string): string {
  if (/^(?:€|EUR|euros?)$/iu.test(unit)) return "€";
  if (/^(?:\$|USD)$/iu.test(unit)) return "$";
  if (/^(?:£|GBP)$/iu.test(unit)) return "£";
  if (/^(?:kr\.?|DKK)$/iu.test(unit)) return "kr";
  return unit;
}

export function isCurrency(unit: string | null): boolean {
  return unit !== null && new RegExp(`^(?:${CURRENCY})$`, "u").test(unit);
}

/** The decimal sign that a number's own digits prove, or null: "1.234" proves nothing. */
export function provenSign(digits: string): DecimalSign {
  const plain = digits.replace(/[\s\u00A0\u202F'’]/gu, "");
  const points = plain.split(".").length - 1;
  const commas = plain.split(",").length - 1;
  if (points > 0 && commas > 0) return plain.lastIndexOf(".") > plain.lastIndexOf(",") ? "." : ",";
  if (points + commas > 1) return /^\d{1,3}(?:[.,]\d{3})+$/u.test(plain) ? (points > 0 ? "," : ".") : null;
  if (points + commas === 0) return null;
  const sign = points === 1 ? "." : ",";
  const [whole = "", decimals = ""] = plain.split(sign);
  const couldBeGroup = decimals.length === 3 && /^[1-9]\d{0,2}$/u.test(whole);
  return couldBeGroup ? null : sign;
}

/** Digits → value by a decimal sign; null when they do not fit it, or when it is needed and not known. */
export function numberValue(digits: string, sign: DecimalSign): number | null {
  const plain = digits.replace(/(?<=\d)[\s\u00A0\u202F'’](?=\d{3}(?!\d))/gu, "");
  if (/^\d+$/u.test(plain)) return Number(plain);
  if (sign === null) return null;
  const group = sign === "." ? "," : ".";
  const [whole = "", decimals, more] = plain.split(sign);
  if (more !== undefined || (decimals !== undefined && !/^\d+$/u.test(decimals))) return null;
  const grouped = new RegExp(`^\\d{1,3}(?:[${group}]\\d{3})+$`, "u").test(whole);
  if (!grouped && !/^\d+$/u.test(whole)) return null;
  return Number(`${whole.replaceAll(group, "")}.${decimals ?? "0"}`);
}
