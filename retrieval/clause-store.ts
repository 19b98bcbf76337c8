/**
 * The table of clauses: where each numbered clause of a document stands, so that it can be looked up by its name.
 * An older data folder gets it when it is opened, from the stored texts. Ranks nothing.
 */
import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import type { Block, Rank, Section, Status } from "../corpora/document.ts";
import { RANKS, STATUSES } from "../corpora/document.ts";
import { transactionOn } from "../corpora/transaction-store.ts";
import { type ClauseMark, clauseKey } from "./clause-path.ts";
import { type ClauseSource, findClauses } from "./clauses.ts";
import { IN_SCOPE, type ReadingScope, scopeCollections, scopeParameters } from "./reading-scope-store.ts";

/** A clause that may be read, half-open offsets into its document's stored text. */
export type StoredClause = {
  readonly documentId: number;
  readonly mark: ClauseMark;
  readonly counted: boolean;
  readonly start: number;
  readonly end: number;
  readonly rank: Rank;
  readonly status: Status;
};

export type TitledDocument = {
  readonly id: number;
  readonly title: string;
  readonly file: string;
  readonly rank: Rank;
};

/** Clauses by their names, for those who ask. */
export interface ClauseIndex {
  /** Clauses of that path in scope, in the order of their documents and places. */
  clauses(scope: ReadingScope, path: readonly string[]): StoredClause[];
  /** Ids of the passages that hold any of a stretch of a document, in order. */
  passagesWithin(documentId: number, start: number, end: number): number[];
  /** Documents in scope that have passages. */
  titledDocuments(scope: ReadingScope): TitledDocument[];
}

export interface ClauseStore extends ClauseIndex {
  addClauses(collection: number, documentId: number, source: ClauseSource): void;
  removeClauses(documentId: number): void;
}

/** Raised when clauses are recognised differently; they are then found anew in all stored texts. */
const CLAUSES_FORMAT = "1";

const SCHEMA = `
CREATE TABLE IF NOT EXISTS clauses (
  id INTEGER PRIMARY KEY, document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
  collection_id INTEGER NOT NULL, key TEXT NOT NULL, mark TEXT NOT NULL, counted INTEGER NOT NULL,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS clauses_by_key ON clauses(collection_id, key);
CREATE INDEX IF NOT EXISTS clauses_by_document ON clauses(document_id);
`;

const MARKS = ["sign", "article", "bare", "division", "annex", "item"] as const satisfies readonly ClauseMark[];
const clauseRow = z.object({
  documentId: z.number(),
  mark: z.enum(MARKS),
  counted: z.number().transform((value) => value === 1),
  start: z.number(),
  end: z.number(),
  rank: z.enum(RANKS),
  status: z.enum(STATUSES),
});
const titledRow = z.object({ id: z.number(), title: z.string(), file: z.string(), rank: z.enum(RANKS) });

/** The tables of passages and documents must be there. */
export function openClauseStore(database: DatabaseSync): ClauseStore {
  database.exec(SCHEMA);
  const addClauses: ClauseStore["addClauses"] = (collection, documentId, source) => {
    const insert = database.prepare(
      'INSERT INTO clauses (document_id, collection_id, key, mark, counted, start, "end") VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    for (const { mark, path, counted, start, end } of findClauses(source)) {
      insert.run(documentId, collection, clauseKey(path), mark, counted ? 1 : 0, start, end);
    }
  };
  const removeClauses = (documentId: number) => {
    database.prepare("DELETE FROM clauses WHERE document_id = ?").run(documentId);
  };
  refresh(database, addClauses);
  const select = database.prepare(
    `SELECT p.document_id AS documentId, p.mark, p.counted, p.start, p."end", d.rank, d.status
     FROM clauses p JOIN documents d ON d.id = p.document_id
     WHERE p.key = :key AND ${IN_SCOPE} ORDER BY p.document_id, p.start`,
  );
  return {
    addClauses,
    removeClauses,
    clauses: (scope, path) =>
      scopeCollections(scope.collections)
        .flatMap((collection) => select.all({ key: clauseKey(path), ...scopeParameters(scope, collection) }))
        .map((row) => clauseRow.parse(row)),
    passagesWithin: (documentId, start, end) =>
      database
        .prepare('SELECT id FROM passages WHERE document_id = ? AND start < ? AND "end" > ? ORDER BY start')
        .all(documentId, end, start)
        .map((row) => z.object({ id: z.number() }).parse(row).id),
    titledDocuments: (scope) =>
      scopeCollections(scope.collections)
        .flatMap((collection) =>
          database
            .prepare(
              `SELECT DISTINCT d.id, json_extract(d.record, '$.title') AS title, d.file, d.rank
               FROM passages p JOIN documents d ON d.id = p.document_id WHERE ${IN_SCOPE} ORDER BY d.id`,
            )
            .all(scopeParameters(scope, collection)),
        )
        .map((row) => titledRow.parse(row)),
  };
}

const storedRow = z.object({
  id: z.number(),
  collection: z.number(),
  text: z.string(),
  sections: z.string(),
  blocks: z.string(),
});

/** Finds the clauses of all indexed documents anew where that was never done, or by other rules. */
function refresh(database: DatabaseSync, add: ClauseStore["addClauses"]): void {
  const known = database.prepare("SELECT value FROM meta WHERE key = 'clauses_format'").get();
  if (known?.value === CLAUSES_FORMAT) return;
  transactionOn(database)(() => {
    database.exec("DELETE FROM clauses");
    const indexed = database.prepare(
      `SELECT id, collection_id AS collection, text, sections, blocks FROM documents
       WHERE id IN (SELECT document_id FROM passages)`,
    );
    for (const row of indexed.iterate()) {
      const { id, collection, text, sections, blocks } = storedRow.parse(row);
      add(collection, id, { text, sections: JSON.parse(sections) as Section[], blocks: JSON.parse(blocks) as Block[] });
    }
    database.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES ('clauses_format', ?)").run(CLAUSES_FORMAT);
  });
}
