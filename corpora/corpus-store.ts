/**
 * The database of a co-op: collections and document versions with their stored text. Opens the file, checks its
 * version, and owns the tables of documents. Knows nothing of passages, vectors or questions.
 */
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import type { DocumentRecord } from "./document.ts";
import { type Block, FORMATS, type Format, RANKS, type Section, STATUSES } from "./document.ts";
import { transactionOn } from "./transaction-store.ts";

/** Raised whenever a table changes its meaning; an index of another version is refused. */
export const SCHEMA_VERSION = 1;

export type CollectionId = number;

export type CollectionInfo = {
  readonly id: CollectionId;
  readonly name: string;
  readonly title: string;
  readonly contact: string | null;
  /** Grows with every change of the collection's documents: caches are keyed by it. */
  readonly revision: number;
};

export type DocumentVersion = DocumentRecord & {
  readonly id: number;
  readonly collection: string;
  readonly format: Format;
  readonly pages: number | null;
  readonly sections: readonly Section[];
  readonly warnings: readonly string[];
  readonly sha256: string;
};

export type NewDocument = Omit<DocumentVersion, "id" | "collection"> & {
  readonly text: string;
  readonly blocks: readonly Block[];
};

export interface CorpusStore extends Disposable {
  readonly database: DatabaseSync;
  /** Creates the collection if need be and gives its row. */
  ensureCollection(name: string, about?: { title: string | null; contact: string | null }): CollectionInfo;
  collection(name: string): CollectionInfo | null;
  /** `isPublic`: it holds documents and each is marked `public`, drafts and earlier editions too. */
  collections(): readonly (CollectionInfo & { readonly documents: number; readonly isPublic: boolean })[];
  documents(collection: CollectionId): readonly DocumentVersion[];
  documentById(id: number): DocumentVersion | null;
  /** The stored text of a file, or null. */
  text(collection: CollectionId, file: string): string | null;
  textById(documentId: number): string;
  blocks(documentId: number): readonly Block[];
  /** Adds or replaces the version of `document.file`; call inside `transaction`. Returns its id. */
  putDocument(collection: CollectionId, document: NewDocument): number;
  /** Writes status and dates that a later edition changed. */
  updateRecord(documentId: number, record: DocumentRecord): void;
  removeDocument(documentId: number): void;
  touch(collection: CollectionId): void;
  /** A small remembered text, such as what the sample was built from; null when it was never put. */
  setting(key: string): string | null;
  putSetting(key: string, value: string): void;
  /** All or nothing: an exception rolls everything back. */
  transaction<T>(work: () => T): T;
}

const SCHEMA = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE collections (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, title TEXT NOT NULL, contact TEXT, revision INTEGER NOT NULL
) STRICT;
CREATE TABLE documents (
  id INTEGER PRIMARY KEY AUTOINCREMENT, collection_id INTEGER NOT NULL REFERENCES collections(id) ON DELETE CASCADE,
  file TEXT NOT NULL, status TEXT NOT NULL, rank TEXT NOT NULL, adopted_on TEXT, in_force_from TEXT, in_force_to TEXT,
  record TEXT NOT NULL, format TEXT NOT NULL, pages INTEGER, sha256 TEXT NOT NULL, text TEXT NOT NULL,
  sections TEXT NOT NULL, blocks TEXT NOT NULL, warnings TEXT NOT NULL, UNIQUE (collection_id, file)
) STRICT;
`;

const nullableText = z.string().nullable();
const recordSchema = z.object({
  file: z.string(),
  title: z.string(),
  language: z.string(),
  rank: z.enum(RANKS),
  status: z.enum(STATUSES),
  adoptedOn: nullableText,
  inForceFrom: nullableText,
  inForceTo: nullableText,
  decidedBy: nullableText,
  replaces: nullableText,
  amends: z.object({ file: z.string(), section: nullableText }).nullable(),
  contact: nullableText,
  public: z.boolean(),
  personalColumns: z.array(z.string()),
  version: nullableText,
  guessed: z.array(z.string()),
});

const documentRow = z.object({
  id: z.number(),
  collection: z.string(),
  record: z.string(),
  format: z.enum(FORMATS),
  pages: z.number().nullable(),
  sections: z.string(),
  warnings: z.string(),
  sha256: z.string(),
});

const collectionRow = z.object({
  id: z.number(),
  name: z.string(),
  title: z.string(),
  contact: nullableText,
  revision: z.number(),
});

const countedCollectionRow = collectionRow.extend({
  documents: z.number(),
  isPublic: z.number().transform((all) => all === 1),
});

/**
 * Opens (or creates) the database file; `:memory:` for tests.
 * @throws Error with the remedy when the file was written by another version of Rochdale or is no database.
 */
export function openCorpusStore(path: string): CorpusStore {
  if (path !== ":memory:") mkdirSync(dirname(path), { recursive: true });
  const database = openDatabase(path);
  return makeStore(database);
}

function openDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: 30_000 });
  try {
    database.exec("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;");
    prepareSchema(database, path);
  } catch (cause) {
    database.close();
    if (cause instanceof IndexVersionError) throw cause;
    throw new Error(
      `Expected \`${path}\` to be a Rochdale index, got a file that SQLite cannot read: move it away and load the documents again.`,
      { cause },
    );
  }
  return database;
}

/** The index was written by another version: its sentence says what to do. */
export class IndexVersionError extends Error {}

function prepareSchema(database: DatabaseSync, path: string): void {
  database.exec("BEGIN IMMEDIATE");
  try {
    const version = z.object({ user_version: z.number() }).parse(database.prepare("PRAGMA user_version").get());
    if (version.user_version === 0) {
      database.exec(SCHEMA);
      database.exec(`PRAGMA user_version=${SCHEMA_VERSION}`);
    } else if (version.user_version !== SCHEMA_VERSION) {
      throw new IndexVersionError(
        `Expected the index \`${path}\` to have format ${SCHEMA_VERSION}, got format ${version.user_version}: ` +
          "move the file away and load the documents again with `rochdale ingest`, or use the Rochdale that wrote it.",
      );
    }
    database.exec("COMMIT");
  } catch (error) {
    database.exec("ROLLBACK");
    throw error;
  }
}

const SELECT_DOCUMENT = `SELECT d.id, c.name AS collection, d.record, d.format, d.pages, d.sections, d.warnings, d.sha256
  FROM documents d JOIN collections c ON c.id = d.collection_id`;

function makeStore(database: DatabaseSync): CorpusStore {
  const store: CorpusStore = {
    database,
    ensureCollection(name, about) {
      database
        .prepare("INSERT INTO collections (name, title, contact, revision) VALUES (?, ?, ?, 0) ON CONFLICT DO NOTHING")
        .run(name, about?.title ?? name, about?.contact ?? null);
      if (about) {
        database
          .prepare("UPDATE collections SET title = ?, contact = ? WHERE name = ?")
          .run(about.title ?? name, about.contact, name);
      }
      return collectionRow.parse(database.prepare("SELECT * FROM collections WHERE name = ?").get(name));
    },
    collection(name) {
      const row = database.prepare("SELECT * FROM collections WHERE name = ?").get(name);
      return row === undefined ? null : collectionRow.parse(row);
    },
    collections() {
      return database
        .prepare(
          `SELECT c.*, count(d.id) AS documents,
           coalesce(min(json_extract(d.record, '$.public')), 0) AS isPublic
           FROM collections c LEFT JOIN documents d ON d.collection_id = c.id GROUP BY c.id ORDER BY c.name`,
        )
        .all()
        .map((row) => countedCollectionRow.parse(row));
    },
    documents(collection) {
      return database
        .prepare(`${SELECT_DOCUMENT} WHERE d.collection_id = ? ORDER BY d.file`)
        .all(collection)
        .map(parseDocument);
    },
    documentById(id) {
      const row = database.prepare(`${SELECT_DOCUMENT} WHERE d.id = ?`).get(id);
      return row === undefined ? null : parseDocument(row);
    },
    text(collection, file) {
      const row = database
        .prepare("SELECT text FROM documents WHERE collection_id = ? AND file = ?")
        .get(collection, file);
      return row === undefined ? null : z.object({ text: z.string() }).parse(row).text;
    },
    textById(documentId) {
      const row = database.prepare("SELECT text FROM documents WHERE id = ?").get(documentId);
      return z.object({ text: z.string() }).parse(row).text;
    },
    blocks(documentId) {
      const row = database.prepare("SELECT blocks FROM documents WHERE id = ?").get(documentId);
      return row === undefined ? [] : parseJson<Block[]>(z.object({ blocks: z.string() }).parse(row).blocks);
    },
    putDocument(collection, document) {
      database.prepare("DELETE FROM documents WHERE collection_id = ? AND file = ?").run(collection, document.file);
      const { id } = z.object({ id: z.number() }).parse(
        database
          .prepare(
            `INSERT INTO documents (collection_id, file, status, rank, adopted_on, in_force_from, in_force_to, record,
             format, pages, sha256, text, sections, blocks, warnings)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
          )
          .get(
            collection,
            ...recordColumns(document),
            document.format,
            document.pages,
            document.sha256,
            document.text,
            JSON.stringify(document.sections),
            JSON.stringify(document.blocks),
            JSON.stringify(document.warnings),
          ),
      );
      return id;
    },
    updateRecord(documentId, record) {
      database
        .prepare(
          `UPDATE documents SET file = ?, status = ?, rank = ?, adopted_on = ?, in_force_from = ?, in_force_to = ?,
           record = ? WHERE id = ?`,
        )
        .run(...recordColumns(record), documentId);
    },
    removeDocument(documentId) {
      database.prepare("DELETE FROM documents WHERE id = ?").run(documentId);
    },
    touch(collection) {
      database.prepare("UPDATE collections SET revision = revision + 1 WHERE id = ?").run(collection);
    },
    setting(key) {
      const row = database.prepare("SELECT value FROM meta WHERE key = ?").get(`setting:${key}`);
      return row === undefined ? null : z.object({ value: z.string() }).parse(row).value;
    },
    putSetting(key, value) {
      database.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)").run(`setting:${key}`, value);
    },
    transaction: transactionOn(database),
    [Symbol.dispose]() {
      if (database.isOpen) database.close();
    },
  };
  return store;
}

function recordColumns(record: DocumentRecord) {
  const own = recordSchema.parse(record);
  return [own.file, own.status, own.rank, own.adoptedOn, own.inForceFrom, own.inForceTo, JSON.stringify(own)] as const;
}

function parseDocument(row: unknown): DocumentVersion {
  const parsed = documentRow.parse(row);
  return {
    ...recordSchema.parse(JSON.parse(parsed.record)),
    id: parsed.id,
    collection: parsed.collection,
    format: parsed.format,
    pages: parsed.pages,
    sections: parseJson<Section[]>(parsed.sections),
    warnings: parseJson<string[]>(parsed.warnings),
    sha256: parsed.sha256,
  };
}

/** For JSON that this very file wrote. */
function parseJson<T>(text: string): T {
  return JSON.parse(text) as T;
}
