/** What kind of things a column holds, from its name and its filled cells. Pure; changes no cell. */
import { foldText } from "../terms.ts";
import { cellSpan, type DayOrder, dayOrder } from "./cell-dates.ts";
import { readInterval } from "./intervals.ts";
import { type DecimalSign, isCurrency, numberValue, printedNumber, provenSign, unitSign } from "./numbers.ts";
import type { CellValue, ColumnKind } from "./table.ts";
import { hasConcept, tableWords } from "./words.ts";

export type ColumnReading = {
  readonly kind: ColumnKind;
  readonly unit: string | null;
  readonly clean: boolean;
  readonly read: (text: string) => CellValue;
};

const MISSING = /^(?:[-–—./]+|n\/?a\.?|n\.?v\.?|k\.? ?a\.?|n\.?d\.?|s\/d|unbekannt|unknown|\?+)$/iu;
const BOOLEAN = /^(?:yes|no|ja|nein|oui|non|s[ií]|nej|true|false|x|✓|✔|✗)$/iu;
const YEAR = /^(?:19|20)\d{2}$/u;
const ID_NAME =
  /(?:^|[\s_.-])(?:no|nr|num|nº|n°|n|id|code|ref|référence|numero|número|nummer|clave|codi|kode|line|zeile|pos)\.?$/iu;
const TIME_CONCEPTS = ["year", "built", "join", "leave", "opened", "born", "date"];
/** "Planned", "Actual", "Cost": where the lines above say that amounts are in euros, these are. */
const AMOUNT_CONCEPTS = ["amount", "price", "cost", "plan", "actual", "income", "expense"];
/** A column is of a kind when at least this share of its filled cells is; it is clean only when all are. */
const MOSTLY = 0.6;
/** So many rows of nothing but years are years, whatever the column is called. */
const YEARS_ENOUGH = 3;

export function isEmpty(text: string): boolean {
  return text === "";
}

export function isMissing(text: string): boolean {
  return MISSING.test(text);
}

/** @param texts the cells of the data rows; @param sign the table's decimal sign where it is proven; @param position its place: 1, 2, 3 in the first column number the rows; @param stated the currency that the lines above the table say its amounts are in. */
export function readColumn(
  name: string,
  texts: readonly string[],
  sign: DecimalSign,
  position = 0,
  stated: string | null = null,
): ColumnReading {
  const filled = texts.filter((text) => !isEmpty(text) && !isMissing(text));
  const words = tableWords(name);
  const isAmount = AMOUNT_CONCEPTS.some((concept) => hasConcept(words, concept));
  const headerUnit = unitOfName(name) ?? (isAmount ? stated : null);
  if (filled.length === 0) return reading("text", null, true, () => TEXT);
  if (isIdentifier(name, filled, position)) return reading("identifier", null, true, () => TEXT);
  if (isYears(words, filled, headerUnit)) return reading("year", null, true, (text) => yearValue(text));
  if (filled.every((text) => BOOLEAN.test(text))) return reading("boolean", null, true, () => TEXT);
  const order = dayOrder(filled);
  const dated = filled.filter((text) => cellSpan(text, order) !== null).length;
  if (dated >= filled.length * MOSTLY)
    return reading("date", null, dated === filled.length, (text) => dateValue(text, order));
  return numberColumn(filled, headerUnit, sign) ?? intervalColumn(filled) ?? reading("text", null, true, () => TEXT);
}

const TEXT: CellValue = { kind: "text" };

function reading(
  kind: ColumnKind,
  unit: string | null,
  clean: boolean,
  read: (text: string) => CellValue,
): ColumnReading {
  return {
    kind,
    unit,
    clean,
    read: (text) => (isEmpty(text) ? { kind: "empty" } : isMissing(text) ? { kind: "missing" } : read(text)),
  };
}

function isIdentifier(name: string, filled: readonly string[], position: number): boolean {
  const distinct = new Set(filled).size === filled.length;
  if (!distinct) return false;
  const folded = foldText(name).trim();
  const running = position === 0 && filled.length > 2 && filled.every((text, index) => text === String(index + 1));
  const codes = filled.some((text) => /^0\d+$/u.test(text)) && filled.every((text) => /^\d+$/u.test(text));
  const coded = filled.every((text) => /\d/u.test(text));
  return (
    (coded && ID_NAME.test(folded) && !/\p{L} (?:of|de|d) /u.test(folded)) ||
    running ||
    codes ||
    (coded && /nummer$/u.test(folded))
  );
}

function isYears(words: readonly string[], filled: readonly string[], unit: string | null): boolean {
  if (unit !== null || !filled.every((text) => YEAR.test(text))) return false;
  return TIME_CONCEPTS.some((concept) => hasConcept(words, concept)) || filled.length >= YEARS_ENOUGH;
}

function yearValue(text: string): CellValue {
  return YEAR.test(text) ? { kind: "date", from: `${text}-01-01`, to: `${text}-12-31` } : TEXT;
}

function dateValue(text: string, order: DayOrder): CellValue {
  const span = cellSpan(text, order);
  return span === null ? TEXT : { kind: "date", ...span };
}

function numberColumn(filled: readonly string[], headerUnit: string | null, table: DecimalSign): ColumnReading | null {
  const printed = filled.map(printedNumber);
  const numbers = printed.filter((one) => one !== null);
  if (numbers.length < filled.length * MOSTLY) return null;
  const proven = new Set(numbers.flatMap(({ digits }) => provenSign(digits) ?? []));
  const sign = proven.size > 1 ? null : ([...proven][0] ?? table);
  const units = new Set(numbers.map(({ unit }) => unit));
  const ownUnit = units.size === 1 ? ([...units][0] ?? null) : null;
  const mixed =
    units.size > 1 && !(units.size === 2 && units.has(null) && headerUnit !== null && units.has(headerUnit));
  const unit = ownUnit ?? headerUnit;
  // "1 person", "2 persons": what is counted, not a unit of measure.
  if (mixed && [...units].every((one) => one !== null && /^\p{Ll}{4,}$/u.test(one))) return null;
  if (ownUnit !== null && /^\p{Ll}{5,}$/u.test(ownUnit)) return null;
  const read = (text: string): CellValue => {
    const one = printedNumber(text);
    const value = one === null ? null : numberValue(one.digits, sign);
    if (one === null || value === null) return TEXT;
    return { kind: "number", value: one.negative ? -value : value, unit: one.unit ?? unit };
  };
  const clean = !mixed && filled.every((text) => read(text).kind === "number");
  return reading(isCurrency(unit) ? "money" : unit === "%" ? "percent" : "number", unit, clean, read);
}

function intervalColumn(filled: readonly string[]): ColumnReading | null {
  if (!filled.every((text) => readInterval(text) !== null)) return null;
  return reading("interval", null, true, (text) => {
    const interval = readInterval(text);
    return interval === null ? TEXT : { kind: "interval", ...interval };
  });
}

const NAME_UNIT =
  /(?:[([]\s*(?:in |en |i )?([^()[\]]{1,12})\s*[)\]]|(?:\s|_)(?:in |en |i )?(€|\$|£|%|EUR|USD|GBP|CHF|DKK|kr\.?|kWh|MWh|m²|m2|m³|m3|km|kg))\s*$/iu;

/** "Fee (€)", "fee_eur", "Verbrauch in kWh" → the unit; null when the name has none. */
export function unitOfName(name: string): string | null {
  const match = NAME_UNIT.exec(name);
  const unit = match?.[1]?.trim() ?? match?.[2] ?? null;
  if (unit === null || /\s|\d{3}/u.test(unit)) return null;
  return unitSign(unit);
}

/** The decimal sign that the figures of a table prove together; null when none does or when they disagree. */
export function tableSign(texts: readonly string[]): DecimalSign {
  const proven = new Set(texts.flatMap((text) => provenSign(printedNumber(text)?.digits ?? "") ?? []));
  return proven.size === 1 ? ([...proven][0] ?? null) : null;
}
