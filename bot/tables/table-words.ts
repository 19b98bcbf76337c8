/** What of a table can be named in a question: its titles, columns, values and what a row is. Pure; made once a table. */
import { isPriceList } from "../../retrieval/tables/measures.ts";
import type { Field } from "../../retrieval/tables/query.ts";
import type { Column, Table } from "../../retrieval/tables/table.ts";
import { conceptsOf, hasConcept, sameWord, tableWords } from "../../retrieval/tables/words.ts";
import { foldText } from "../../retrieval/terms.ts";

export type NamedValue = {
  readonly field: Field;
  readonly text: string;
  readonly head: readonly string[];
  readonly tail: readonly string[];
};

export type TableWords = {
  readonly table: Table;
  readonly titles: readonly string[];
  /** By column: the words of its name, without its unit. */
  readonly columns: readonly (readonly string[])[];
  readonly values: readonly NamedValue[];
  /** The column that names a row: the first one of text in which no value stands twice. */
  readonly label: number | null;
  /** Words that name what one row is ("member"), empty when rows cannot be counted as something. */
  readonly entities: readonly (readonly string[])[];
};

const NAMED_KINDS = ["text", "identifier"];
/** Lists are called so; the words do not say of what. */
const LIST_WORDS = new Set(
  "list register registry table overview liste verzeichnis ubersicht tabelle registre tableau lista listado registro llista llistat fortegnelse oversigt s de des der of the del dels d en i".split(
    " ",
  ),
);
/** Articles, prepositions and conjunctions of the six languages: a name may have them unsaid. */
export const CONNECTORS: ReadonlySet<string> = new Set(
  (
    "a an the of and or in on at to for with by from per der die das dem den des und oder fur mit von im am zu zur zum " +
    "le la les l de du des d et ou au aux pour avec par en el los las del y o con para por els i amb al als og af med til pa pr om"
  ).split(" "),
);

const known = new WeakMap<Table, TableWords>();

export function wordsOfTable(table: Table): TableWords {
  const before = known.get(table);
  if (before !== undefined) return before;
  const made = makeWords(table);
  known.set(table, made);
  return made;
}

function makeWords(table: Table): TableWords {
  const data = table.rows.filter(({ kind }) => kind === "data");
  const columns = table.columns.map((column) => tableWords(withoutUnit(column)));
  const fields: Field[] = ["group", ...table.columns.flatMap(({ kind }, x) => (NAMED_KINDS.includes(kind) ? [x] : []))];
  const values = fields.flatMap((field) =>
    [...new Set(data.map((row) => (field === "group" ? (row.group ?? "") : (row.cells[field]?.text ?? ""))))]
      .filter((text) => text !== "")
      .map((text) => namedValue(field, text)),
  );
  const isLabel = (x: number) => {
    const texts = data.map((row) => row.cells[x]?.text ?? "");
    return new Set(texts).size === texts.length && !texts.includes("");
  };
  const label = table.columns.findIndex(({ kind }, x) => kind === "text" && isLabel(x));
  const titles = [...new Set(table.titles.flatMap(tableWords))];
  const own = { table, titles, columns, values, label: label < 0 ? null : label };
  return { ...own, entities: entitiesOf(own) };
}

function withoutUnit({ name, unit }: Column): string {
  const bare = name.replace(/[([][^()[\]]{1,14}[)\]]/gu, " ").replaceAll("_", " ");
  return unit === null ? bare : bare.replace(/\b(?:eur|usd|gbp|chf|dkk|kr|kwh|mwh)\s*$/iu, " ");
}

/** "Table saw, planer or lathe (red)": the head must be named; a tail in brackets or after a preposition need not be. */
function namedValue(field: Field, text: string): NamedValue {
  const bare = text.replace(/[([][^)\]]*[)\]]/gu, " ");
  const comma = bare.indexOf(",");
  const [head, tail] = comma < 0 ? [bare, ""] : [bare.slice(0, comma), bare.slice(comma + 1)];
  const first = foldText(tail).trim().split(/\s+/u)[0] ?? "";
  const loose = CONNECTORS.has(first);
  const words = (part: string) => tableWords(part).filter((word) => !CONNECTORS.has(word));
  return { field, text, head: words(loose ? head : `${head} ${tail}`), tail: words(loose ? tail : "") };
}

/** A row is what its label column is called, or what the table is called when it has names or numbers of its rows. */
function entitiesOf({ table, columns, label }: Omit<TableWords, "entities">): (readonly string[])[] {
  if (isPriceList(table)) return [];
  const found: (readonly string[])[] = [];
  if (label !== null) found.push(meaningful(columns[label] ?? []));
  const numbered = table.columns.findIndex(({ kind }) => kind === "identifier");
  const named = columns.findIndex((words) => hasConcept(words, "name") && words.length === 1);
  const dated = table.columns[0]?.kind === "date" && !isTimeLabel(table);
  if (numbered >= 0)
    found.push(
      meaningful(
        (columns[numbered] ?? []).filter((word) => !/^(?:no|nr|num|number|nummer|numero|id|code|codi)$/u.test(word)),
      ),
    );
  if (numbered >= 0 || named >= 0 || dated) {
    for (const title of table.titles.slice(0, 2)) found.push(meaningful(tableWords(title)));
  }
  return found.filter((words) => words.length > 0 && words.length <= 2);
}

function meaningful(words: readonly string[]): readonly string[] {
  return words.filter(
    (word) =>
      !LIST_WORDS.has(word) &&
      !/^(?:19|20)\d{2}$/u.test(word) &&
      !(conceptsOf(word).includes("name") && words.length > 1),
  );
}

function isTimeLabel({ rows }: Table): boolean {
  const texts = rows.filter(({ kind }) => kind === "data").map((row) => row.cells[0]?.text ?? "");
  const whole = rows.some((row) => {
    const value = row.cells[0]?.value;
    return value?.kind === "date" && value.from !== value.to;
  });
  return whole || new Set(texts).size === texts.length;
}

export function matches(word: string, words: readonly string[]): boolean {
  return words.some((other) => sameWord(word, other));
}
