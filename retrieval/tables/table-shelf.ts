/**
 * The typed tables of stored documents, made when first asked for and kept while the document stays as it is. Knows
 * nothing of questions.
 */
import type { CorpusStore, DocumentVersion } from "../../corpora/corpus-store.ts";
import { readTables } from "./read-tables.ts";
import type { Stretch, Table } from "./table.ts";

export type TableShelf = {
  tablesOf(documentId: number): readonly Table[];
  /** Stretches of a document that are not read out: cells of personal columns, whole rows where a row is a person. */
  hiddenIn(document: Pick<DocumentVersion, "id" | "personalColumns">): readonly Stretch[];
};

type Kept = { readonly state: string; readonly tables: readonly Table[] };

/** Documents whose tables are kept: a table of 1,000 rows takes about a megabyte. */
const KEPT = 64;

export function createTableShelf(corpus: Pick<CorpusStore, "documentById" | "textById" | "blocks">): TableShelf {
  const known = new Map<number, Kept>();
  const tablesOf = (id: number): readonly Table[] => {
    const version = corpus.documentById(id);
    if (version === null) return [];
    const state = JSON.stringify([version.sha256, version.title, version.personalColumns]);
    const before = known.get(id);
    const kept = before?.state === state ? before : { state, tables: read(corpus, version) };
    known.delete(id);
    known.set(id, kept);
    const [oldest] = known.keys();
    if (known.size > KEPT && oldest !== undefined) known.delete(oldest);
    return kept.tables;
  };
  return {
    tablesOf,
    hiddenIn: ({ id, personalColumns }) => (personalColumns.length === 0 ? [] : tablesOf(id).flatMap(hiddenOf)),
  };
}

function read(corpus: Pick<CorpusStore, "textById" | "blocks">, version: DocumentVersion): readonly Table[] {
  return readTables({
    id: version.id,
    record: version,
    format: version.format,
    text: corpus.textById(version.id),
    sections: version.sections,
    blocks: corpus.blocks(version.id),
  });
}

function hiddenOf({ aboutPeople, columns, rows, documentId }: Table): Stretch[] {
  if (aboutPeople) return rows.flatMap(({ kind, sources }) => (kind === "data" ? sources : []));
  return rows.flatMap(({ cells }) =>
    cells.flatMap(({ start, end }, x) =>
      columns[x]?.personal === true && end > start ? [{ documentId, start, end }] : [],
    ),
  );
}
