/**
 * The tables of the index: passages and sentences are written and read here, their words in `full-text-store.ts`,
 * their vectors in `vector-store.ts`. Ranks nothing itself.
 */
import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { IndexVersionError } from "../corpora/corpus-store.ts";
import { type ClauseIndex, openClauseStore } from "./clause-store.ts";
import { passageText, sentenceText, tableHeader } from "./embedding-texts.ts";
import { type Frequencies, openFullText, type TextHit } from "./full-text-store.ts";
import type { OnIndexStep } from "./index-steps.ts";
import { cutPassages, type PassageSource } from "./passages.ts";
import { openAllowedPassages, openTableDocuments, type ReadingScope } from "./reading-scope-store.ts";
import { searchTerms } from "./terms.ts";
import { openVectorStore, type Unembedded, type VectorStore } from "./vector-store.ts";

/** Raised when passages, terms or embedded texts are made differently; an index of another format is refused. */
export const INDEX_FORMAT = 1;

export type PassageRow = {
  readonly id: number;
  readonly documentId: number;
  readonly section: number;
  readonly start: number;
  readonly end: number;
  readonly page: number | null;
  readonly heading: string;
};

export type SentenceRow = {
  readonly id: number;
  readonly passageId: number;
  readonly start: number;
  readonly end: number;
  readonly block: number;
  readonly lead: string;
  readonly hash: string;
};

export interface IndexStore extends VectorStore, ClauseIndex {
  /** Cuts and indexes a document; call inside the corpus store's transaction. Returns the number of passages. */
  indexDocument(collection: number, documentId: number, source: PassageSource): number;
  /** Takes a document's rows out of the index; call before the document itself is removed. */
  unindexDocument(collection: number, documentId: number): void;
  countPassages(documentId: number): number;
  countSentences(documentId: number): number;
  /** Leaves no word of what was taken out in a collection's full-text index. */
  compactText(collection: number): void;
  /** Ids by BM25, best first. `terms` come from `searchTerms`; only passages in scope take part. */
  searchText(scope: ReadingScope, terms: readonly string[], limit: number): TextHit[];
  /** Ids of all passages in scope, each with the language of its document. */
  allowedPassages(scope: ReadingScope): ReadonlyMap<number, string>;
  /** Ids of the documents in scope that are in force and hold a table. */
  tableDocuments(scope: ReadingScope): readonly number[];
  passages(ids: readonly number[]): PassageRow[];
  /** Ids of a document's passages, in order. */
  passagesOf(documentId: number): number[];
  sentences(passageIds: readonly number[]): SentenceRow[];
  /** In how many passages of the collections together a term stands, and how many passages there are. */
  documentFrequency(collections: readonly number[], terms: readonly string[]): Frequencies;
}

const SCHEMA = `
CREATE TABLE IF NOT EXISTS passages (
  id INTEGER PRIMARY KEY AUTOINCREMENT, document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
  collection_id INTEGER NOT NULL, section INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  page INTEGER, heading TEXT NOT NULL, hash TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS passages_by_document ON passages(document_id);
CREATE INDEX IF NOT EXISTS passages_by_collection ON passages(collection_id);
CREATE INDEX IF NOT EXISTS passages_by_hash ON passages(hash);
CREATE TABLE IF NOT EXISTS sentences (
  id INTEGER PRIMARY KEY AUTOINCREMENT, passage_id INTEGER NOT NULL REFERENCES passages(id) ON DELETE CASCADE,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL, block INTEGER NOT NULL, lead TEXT NOT NULL, hash TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS sentences_by_passage ON sentences(passage_id);
CREATE INDEX IF NOT EXISTS sentences_by_hash ON sentences(hash);
CREATE TABLE IF NOT EXISTS embedding_texts (hash TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS vectors (
  hash TEXT NOT NULL, fingerprint TEXT NOT NULL, vector BLOB NOT NULL, sum INTEGER, PRIMARY KEY (hash, fingerprint)
) STRICT, WITHOUT ROWID;
`;
const HAS_SUMS = "SELECT 1 FROM pragma_table_info('vectors') WHERE name = 'sum'";

const passageRow = z.object({
  id: z.number(),
  documentId: z.number(),
  section: z.number(),
  start: z.number(),
  end: z.number(),
  page: z.number().nullable(),
  heading: z.string(),
});
const sentenceRow = z.object({
  id: z.number(),
  passageId: z.number(),
  start: z.number(),
  end: z.number(),
  block: z.number(),
  lead: z.string(),
  hash: z.string(),
});
const idRow = z.object({ id: z.number() });
const countRow = z.object({ count: z.number() });

/**
 * Opens the index that lies in the corpus database, creating its tables; refuses one of another format.
 * @param onStep for tests that end the process at a named step.
 */
export function openIndexStore(database: DatabaseSync, onStep: OnIndexStep = () => {}): IndexStore {
  prepareIndex(database);
  const fullText = openFullText(database);
  const allowedPassages = openAllowedPassages(database);
  const { addClauses, removeClauses, ...clauses } = openClauseStore(database);
  const tableDocuments = openTableDocuments(database);

  return {
    ...clauses,
    indexDocument(collection, documentId, source) {
      const passages = cutPassages(source);
      const insertPassage = database.prepare(
        `INSERT INTO passages (document_id, collection_id, section, start, "end", page, heading, hash)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
      );
      const addText = fullText.adder(collection);
      const insertSentence = database.prepare(
        'INSERT INTO sentences (passage_id, start, "end", block, lead, hash) VALUES (?, ?, ?, ?, ?, ?)',
      );
      const remember = database.prepare("INSERT OR IGNORE INTO embedding_texts (hash, text) VALUES (?, ?)");
      const remembered = ({ hash, text }: Unembedded) => {
        remember.run(hash, text);
        return hash;
      };
      for (const passage of passages) {
        const body = source.text.slice(passage.start, passage.end);
        const { id } = idRow.parse(
          insertPassage.get(
            documentId,
            collection,
            passage.section,
            passage.start,
            passage.end,
            passage.page,
            passage.heading,
            remembered(passageText(source, passage)),
          ),
        );
        onStep("passage-put");
        addText(
          id,
          searchTerms(`${source.labels} ${passage.heading}`).join(" "),
          searchTerms(`${tableHeader(passage)} ${body}`).join(" "),
        );
        onStep("words-put");
        for (const sentence of passage.sentences) {
          const hash = remembered(sentenceText(source, passage, sentence));
          insertSentence.run(id, sentence.start, sentence.end, sentence.block, sentence.lead, hash);
        }
      }
      onStep("sentences-put");
      addClauses(collection, documentId, source);
      onStep("clauses-put");
      return passages.length;
    },
    unindexDocument(collection, documentId) {
      fullText.removeDocument(collection, documentId);
      removeClauses(documentId);
      database.prepare("DELETE FROM passages WHERE document_id = ?").run(documentId);
    },
    countPassages(documentId) {
      return countRow.parse(
        database.prepare("SELECT count(*) AS count FROM passages WHERE document_id = ?").get(documentId),
      ).count;
    },
    countSentences(documentId) {
      return countRow.parse(
        database
          .prepare(
            "SELECT count(*) AS count FROM sentences WHERE passage_id IN (SELECT id FROM passages WHERE document_id = ?)",
          )
          .get(documentId),
      ).count;
    },
    compactText: (collection) => fullText.compact(collection),
    searchText: (scope, terms, limit) => fullText.search(scope, terms, limit),
    allowedPassages,
    tableDocuments,
    passages(ids) {
      const query = database.prepare(
        'SELECT id, document_id AS documentId, section, start, "end", page, heading FROM passages WHERE id = ?',
      );
      return ids.flatMap((id) => {
        const row = query.get(id);
        return row === undefined ? [] : [passageRow.parse(row)];
      });
    },
    passagesOf(documentId) {
      return database
        .prepare("SELECT id FROM passages WHERE document_id = ? ORDER BY id")
        .all(documentId)
        .map((row) => idRow.parse(row).id);
    },
    sentences(passageIds) {
      const query = database.prepare(
        'SELECT id, passage_id AS passageId, start, "end", block, lead, hash FROM sentences WHERE passage_id = ? ORDER BY id',
      );
      return passageIds.flatMap((id) => query.all(id).map((row) => sentenceRow.parse(row)));
    },
    documentFrequency: (collections, terms) => fullText.documentFrequency(collections, terms),
    ...openVectorStore(database, onStep),
  };
}

function prepareIndex(database: DatabaseSync): void {
  database.exec(SCHEMA);
  // Vectors of a time before the sums keep none.
  if (database.prepare(HAS_SUMS).get() === undefined) database.exec("ALTER TABLE vectors ADD COLUMN sum INTEGER");
  database.prepare("INSERT OR IGNORE INTO meta (key, value) VALUES ('index_format', ?)").run(String(INDEX_FORMAT));
  const row = database.prepare("SELECT value FROM meta WHERE key = 'index_format'").get();
  const { value } = z.object({ value: z.string() }).parse(row);
  if (value !== String(INDEX_FORMAT)) {
    throw new IndexVersionError(
      `Expected the index to have passage format ${INDEX_FORMAT}, got format ${value}: ` +
        "move the data folder away and load the documents again with `rochdale ingest`, or use the Rochdale that wrote it.",
    );
  }
}
