/**
 * The database of a co-op: collections and document versions with their stored text. Opens the file, checks its
 * version, and owns the tables of documents. Knows nothing of passages, vectors or questions.
 */
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { checkDatabase, DatabaseDamaged, meansDamage } from "./check-database-store.ts";
import type { Block, Decided, DocumentRecord, Format, Period, Section } from "./document.ts";
import { FORMATS, RANKS, STATUSES } from "./document.ts";
import { type LifeChange, type LifeEntry, live } from "./life.ts";
import { type AuditEntry, LIFE_SCHEMA, lifeTables } from "./life-store.ts";
import { transactionOn } from "./transaction-store.ts";
import { dropUpgradeCopies, keepBeforeUpgrade, type OnUpgradeStep } from "./upgrade-store.ts";

/** Raised whenever a table changes its meaning; an older one is brought up to date, a newer one refused. */
export const SCHEMA_VERSION = 2;

export type CollectionId = number;

export type CollectionInfo = {
  readonly id: CollectionId;
  readonly name: string;
  readonly title: string;
  readonly contact: string | null;
  /** Grows with every change of the collection's documents: caches are keyed by it. */
  readonly revision: number;
};

/** A stored version; its record is as it stands now, after all that was decided about it. */
export type DocumentVersion = DocumentRecord & {
  readonly id: number;
  /** The days on which it is in force, in order. */
  readonly periods: readonly Period[];
  readonly collection: string;
  readonly format: Format;
  readonly pages: number | null;
  readonly sections: readonly Section[];
  readonly warnings: readonly string[];
  readonly sha256: string;
};

export type NewDocument = Omit<DocumentVersion, "id" | "collection" | "periods"> & {
  readonly text: string;
  readonly blocks: readonly Block[];
};

/** The text of a file before a correction of it was loaded. */
export type FormerText = Decided & {
  readonly sha256: string;
  readonly text: string;
  readonly sections: readonly Section[];
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
  documentByFile(collection: string, file: string): DocumentVersion | null;
  /** Versions of a collection that say of themselves that they change another text. */
  amendingDocuments(collection: string): readonly DocumentVersion[];
  /** The stored text of a file, or null. */
  text(collection: CollectionId, file: string): string | null;
  textById(documentId: number): string;
  blocks(documentId: number): readonly Block[];
  /** The records as they were loaded, before anything was decided about them. */
  loadedRecords(collection: CollectionId): readonly (DocumentRecord & { readonly id: number })[];
  /**
   * Adds the version of `document.file`, or puts a corrected text in its place: id and history stay, the former text
   * is kept. Call inside `transaction`. Returns its id.
   */
  putDocument(collection: CollectionId, document: NewDocument, decided: Decided): number;
  /** Writes the record as it was loaded anew: status and dates that a later edition changed. */
  updateRecord(documentId: number, record: DocumentRecord): void;
  /** What was decided about a version, in the order in which it was. */
  life(documentId: number): readonly LifeEntry[];
  /** Adds a decision to a version's history; its record and its days in force follow. Call inside `transaction`. */
  decide(documentId: number, change: LifeChange, decided: Decided): void;
  /** Texts that a version had before they were corrected, newest first. */
  formerTexts(documentId: number): readonly FormerText[];
  /** One line of who did what to the documents and when. Lines are never changed. */
  audit(entry: AuditEntry): void;
  /** The newest first; of one collection or file where named. */
  auditLog(about: {
    readonly collection?: string;
    readonly file?: string;
    readonly limit: number;
  }): readonly AuditEntry[];
  /** Who loaded the text that a file has now; null where nobody wrote it down. */
  loadedBy(collection: string, file: string): string | null;
  removeDocument(documentId: number): void;
  touch(collection: CollectionId): void;
  /**
   * Writes the whole file anew and empties its log: of what was deleted no byte stays. False when another process is
   * at work on it.
   */
  shred(): boolean;
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
/**
 * From version 1 on: `record` stays as it was loaded, `current_record` is what has become of it, and so are the columns
 * that queries look at.
 */
const SCHEMA_2 = `ALTER TABLE documents ADD COLUMN current_record TEXT; ${LIFE_SCHEMA}`;

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
  // One or none in an index of version 1.
  amends: z.preprocess(
    (value) => (Array.isArray(value) ? value : value === null ? [] : [value]),
    z.array(z.object({ file: z.string(), section: nullableText })),
  ),
  contact: nullableText,
  public: z.boolean(),
  personalColumns: z.array(z.string()),
  version: nullableText,
  guessed: z.array(z.string()),
});

const documentRow = z.object({
  id: z.number(),
  periods: z.string(),
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
export function openCorpusStore(path: string, onUpgradeStep: OnUpgradeStep = () => {}): CorpusStore {
  if (path !== ":memory:") mkdirSync(dirname(path), { recursive: true });
  const database = openDatabase(path, onUpgradeStep);
  return makeStore(database);
}

function openDatabase(path: string, onStep: OnUpgradeStep): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: BUSY_MS });
  try {
    database.exec("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;");
    checkDatabase(database, path);
    prepareSchema(database, path, onStep);
  } catch (cause) {
    database.close();
    if (meansDamage(cause)) throw new DatabaseDamaged(path, cause.message, cause);
    throw cause;
  }
  return database;
}

/** The index was written by another version: its sentence says what to do. */
export class IndexVersionError extends Error {}

/** @throws IndexVersionError when a newer Rochdale has written this database. */
export function refuseNewer(database: DatabaseSync, path: string): number {
  const { user_version: format } = versionRow.parse(database.prepare("PRAGMA user_version").get());
  if (format <= SCHEMA_VERSION) return format;
  throw new IndexVersionError(
    `Expected the index \`${path}\` to have format ${SCHEMA_VERSION} or an older one, got format ${format}: ` +
      "use the Rochdale that wrote it, or move the file away and load the documents again with `rochdale ingest`.",
  );
}

const versionRow = z.object({ user_version: z.number() });

/** All of it or nothing; of a database that is there already, a copy is kept first. */
function prepareSchema(database: DatabaseSync, path: string, onStep: OnUpgradeStep): void {
  database.exec("BEGIN IMMEDIATE");
  try {
    const format = refuseNewer(database, path);
    if (format !== SCHEMA_VERSION) {
      if (format > 0) keepCopy(database, path, format, onStep);
      upgrade(database, format, onStep);
      onStep("before-upgrade-commit");
    }
    database.exec("COMMIT");
    if (format !== SCHEMA_VERSION) onStep("after-upgrade-commit");
  } catch (error) {
    database.exec("ROLLBACK");
    throw error;
  }
}

function keepCopy(database: DatabaseSync, path: string, format: number, onStep: OnUpgradeStep): void {
  onStep("upgrade-begun");
  try {
    keepBeforeUpgrade(database, path, format, onStep);
  } catch (cause) {
    const why = cause instanceof Error && "code" in cause ? String(cause.code) : "an error";
    throw new IndexVersionError(
      `Expected to keep a copy of \`${path}\` before it is brought up to date, got ${why}. Make room for another file of its size, or give the folder back to its owner, and start again; nothing was changed.`,
      { cause },
    );
  }
}

function upgrade(database: DatabaseSync, format: number, onStep: OnUpgradeStep): void {
  if (format < 1) database.exec(SCHEMA);
  if (format < 2) {
    database.exec(SCHEMA_2);
    onStep("tables-made");
    for (const { id } of z.array(idRow).parse(database.prepare("SELECT id FROM documents").all())) {
      settle(database, id);
      onStep("row-settled");
    }
  }
  database.exec(`PRAGMA user_version=${SCHEMA_VERSION}`);
}

const idRow = z.object({ id: z.number() });

/** Works out what has become of a version and writes it where queries look. */
function settle(database: DatabaseSync, documentId: number): void {
  const row = database.prepare("SELECT record FROM documents WHERE id = ?").get(documentId);
  const loaded = recordSchema.parse(JSON.parse(z.object({ record: z.string() }).parse(row).record));
  const tables = lifeTables(database);
  const { record, periods } = live(loaded, tables.life(documentId));
  database
    .prepare(
      `UPDATE documents SET status = ?, rank = ?, adopted_on = ?, in_force_from = ?, in_force_to = ?, current_record = ?
       WHERE id = ?`,
    )
    .run(
      record.status,
      record.rank,
      record.adoptedOn,
      record.inForceFrom,
      record.inForceTo,
      JSON.stringify(record),
      documentId,
    );
  tables.putPeriods(documentId, periods);
}

const SELECT_DOCUMENT = `SELECT d.id, c.name AS collection, d.current_record AS record, d.format, d.pages, d.sections,
  d.warnings, d.sha256, (SELECT json_group_array(json_object('from', p.from_day, 'to', p.to_day) ORDER BY p.position)
    FROM periods p WHERE p.document_id = d.id) AS periods
  FROM documents d JOIN collections c ON c.id = d.collection_id`;

function makeStore(database: DatabaseSync): CorpusStore {
  const tables = lifeTables(database);
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
    documentByFile(collection, file) {
      const row = database.prepare(`${SELECT_DOCUMENT} WHERE c.name = ? AND d.file = ?`).get(collection, file);
      return row === undefined ? null : parseDocument(row);
    },
    amendingDocuments(collection) {
      return database
        .prepare(
          `${SELECT_DOCUMENT} WHERE c.name = ? AND json_array_length(d.current_record, '$.amends') > 0 ORDER BY d.id`,
        )
        .all(collection)
        .map(parseDocument);
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
    loadedRecords(collection) {
      return z
        .array(z.object({ id: z.number(), record: z.string() }))
        .parse(
          database.prepare("SELECT id, record FROM documents WHERE collection_id = ? ORDER BY file").all(collection),
        )
        .map(({ id, record }) => ({ ...recordSchema.parse(JSON.parse(record)), id }));
    },
    putDocument(collection, document, decided) {
      const record = recordSchema.parse(document);
      const before = database
        .prepare("SELECT id, sha256, text FROM documents WHERE collection_id = ? AND file = ?")
        .get(collection, record.file);
      const isAnother = before?.sha256 !== document.sha256 || before?.text !== document.text;
      if (before !== undefined && isAnother) tables.keepText(Number(before.id), decided);
      const { id } = idRow.parse(
        database
          .prepare(
            `INSERT INTO documents (collection_id, file, status, rank, record, format, pages, sha256, text, sections,
             blocks, warnings) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
             ON CONFLICT (collection_id, file) DO UPDATE SET record = excluded.record, format = excluded.format,
             pages = excluded.pages, sha256 = excluded.sha256, text = excluded.text, sections = excluded.sections,
             blocks = excluded.blocks, warnings = excluded.warnings RETURNING id`,
          )
          .get(
            collection,
            record.file,
            record.status,
            record.rank,
            JSON.stringify(record),
            document.format,
            document.pages,
            document.sha256,
            document.text,
            JSON.stringify(document.sections),
            JSON.stringify(document.blocks),
            JSON.stringify(document.warnings),
          ),
      );
      settle(database, id);
      return id;
    },
    updateRecord(documentId, record) {
      database
        .prepare("UPDATE documents SET record = ? WHERE id = ?")
        .run(JSON.stringify(recordSchema.parse(record)), documentId);
      settle(database, documentId);
    },
    life: (documentId) => tables.life(documentId),
    decide(documentId, change, decided) {
      tables.addLife(documentId, change, decided);
      settle(database, documentId);
    },
    formerTexts: (documentId) => tables.formerTexts(documentId),
    audit: (entry) => tables.audit(entry),
    auditLog: (about) => tables.auditLog(about),
    loadedBy: (collection, file) => tables.loadedBy(collection, file),
    removeDocument(documentId) {
      database.prepare("DELETE FROM documents WHERE id = ?").run(documentId);
    },
    touch(collection) {
      database.prepare("UPDATE collections SET revision = revision + 1 WHERE id = ?").run(collection);
    },
    shred: () => shredFile(database),
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

/** Another process may be writing for so long, in milliseconds. */
const BUSY_MS = 30_000;
const SHRED_WAIT_MS = 1_000;

const checkpointRow = z.object({ busy: z.number() });

/**
 * `secure_delete` overwrites deleted rows, but not copies that were left between rows when pages were rearranged:
 * VACUUM writes every page anew.
 */
function shredFile(database: DatabaseSync): boolean {
  try {
    const path = database.location();
    if (path !== null) dropUpgradeCopies(path);
    // Nothing else in this process goes on while it waits.
    database.exec(`PRAGMA busy_timeout = ${SHRED_WAIT_MS}; VACUUM;`);
    return checkpointRow.parse(database.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get()).busy === 0;
  } catch (error) {
    if (error instanceof Error && /locked|busy|in progress/u.test(error.message)) return false;
    throw error;
  } finally {
    database.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
  }
}

function parseDocument(row: unknown): DocumentVersion {
  const parsed = documentRow.parse(row);
  return {
    ...recordSchema.parse(JSON.parse(parsed.record)),
    id: parsed.id,
    periods: parseJson<Period[]>(parsed.periods),
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
