/** What may be done with a column's figures: which are added up, which are prices or rates. Pure; general vocabulary. */
import type { Row, Table } from "./table.ts";
import { hasConcept, tableWords } from "./words.ts";

/** Figures of a time that may be added over several times; the number of members at each year's end may not. */
const FLOWS = [
  "join",
  "leave",
  "paid",
  "actual",
  "plan",
  "cost",
  "amount",
  "income",
  "expense",
  "hours",
  "consumption",
];
const FLOW_KINDS = [
  "electricity",
  "water",
  "heating",
  "invoice",
  "repair",
  "maintenance",
  "insurance",
  "rent",
  "deposit",
];
const NOT_ADDED = new Set(
  (
    "average mean durchschnitt mittel mittelwert moyenne media promedio mitjana gennemsnit rate rates quote taux tasa taxa sats " +
    "percent percentage prozent anteil pourcentage porcentaje percentatge procent share min max minimum maximum age alter edad edat " +
    "alder temperature index rank rang note score level stand pro per par por je"
  ).split(" "),
);

/** May the figures of this column be added over rows? */
export function additive(table: Table, column: number): boolean {
  const own = table.columns[column];
  if (own === undefined || own.repeated || (own.kind !== "number" && own.kind !== "money")) return false;
  const words = tableWords(own.name);
  if (hasConcept(words, "price") || own.unit?.includes("/") === true || own.unit === "°C") return false;
  if (words.some((word) => NOT_ADDED.has(word) && !isSharesOfMembers(table, own.kind))) return false;
  if (isPriceList(table) && own.kind === "money") return false;
  if (!hasTimeLabel(table)) return true;
  return own.kind === "money" || [...FLOWS, ...FLOW_KINDS].some((concept) => hasConcept(words, concept));
}

/** "Shares" in a list of members are things that are held; in other tables they are parts of a whole. */
function isSharesOfMembers(table: Table, kind: string): boolean {
  return (
    kind === "number" &&
    table.columns.some((column) => column.kind === "identifier" || hasConcept(tableWords(column.name), "name"))
  );
}

/** A table with a column of prices: its rows are offers. */
export function isPriceList({ columns }: Table): boolean {
  return columns.some(
    ({ kind, name }) => (kind === "money" || kind === "number") && hasConcept(tableWords(name), "price"),
  );
}

/** Is each row a day, month, quarter or year of its own? */
export function hasTimeLabel({ columns, rows }: Table): boolean {
  const at = columns.findIndex(({ kind }) => kind === "date" || kind === "year");
  if (at < 0 || at > 1) return false;
  const texts = rows.filter(({ kind }) => kind === "data").map((row) => row.cells[at]?.text ?? "");
  return (
    new Set(texts).size === texts.length &&
    texts.length > 1 &&
    columns.slice(0, at).every(({ kind }) => kind === "date")
  );
}

const UNIT_NAMES = /^(?:unit|units|einheit|unite|unité|unidad|unitat|enhed)$/iu;

/** Do the rows measure in different units, as a column "Unit" says? */
export function differsInUnit({ columns }: Table, rows: readonly Row[]): boolean {
  const at = columns.findIndex(({ name }) => UNIT_NAMES.test(name.trim()));
  return at >= 0 && new Set(rows.map((row) => row.cells[at]?.text ?? "")).size > 1;
}

/** Do some rows stand under income and others under costs? Their sum says nothing. */
export function mixesIncomeAndCosts({ columns }: Table, rows: readonly Row[]): boolean {
  const lists = [
    rows.map(({ group }) => group ?? ""),
    ...columns.map((_, x) => rows.map((row) => row.cells[x]?.text ?? "")),
  ];
  return lists.some((list) => {
    const words = [...new Set(list)].map(tableWords);
    const has = (concept: string) => words.some((one) => hasConcept(one, concept));
    return has("income") && (has("expense") || has("cost") || (list === lists[0] && words.length > 1));
  });
}
