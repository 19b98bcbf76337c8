/**
 * The tables of the index: passages, sentences, one full-text table per collection, and vectors keyed by what they
 * stand for. Knows SQLite and FTS5; ranks nothing itself.
 */
import { createHash } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { IndexVersionError } from "../corpora/corpus-store.ts";
import { CELL_SEPARATOR } from "../corpora/document-builder.ts";
import { cutPassages, type Passage, type PassageSource, spellOutRow } from "./passages.ts";
import { searchTerms } from "./terms.ts";

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

/** What may be read: one collection, on one day. `current` is false for a day in the past. */
export type ReadingScope = { readonly collection: number; readonly day: string; readonly current: boolean };

/** A text that has no vector yet. */
export type Unembedded = { readonly hash: string; readonly text: string };

export interface IndexStore {
  /** Cuts and indexes a document; call inside the corpus store's transaction. Returns the number of passages. */
  indexDocument(collection: number, documentId: number, source: PassageSource): number;
  /** Takes a document's rows out of the index; call before the document itself is removed. */
  unindexDocument(collection: number, documentId: number): void;
  countPassages(documentId: number): number;
  /** Ids by BM25, best first. `terms` come from `searchTerms`; only passages in scope take part. */
  searchText(scope: ReadingScope, terms: readonly string[], limit: number): { id: number; score: number }[];
  /** Ids of all passages in scope, each with the language of its document. */
  allowedPassages(scope: ReadingScope): ReadonlyMap<number, string>;
  passages(ids: readonly number[]): PassageRow[];
  sentences(passageIds: readonly number[]): SentenceRow[];
  /** In how many passages of the collection a term stands, and how many passages there are. */
  documentFrequency(collection: number, terms: readonly string[]): { total: number; frequency: Map<string, number> };
  /** Vectors of the passages of a collection, in id order. */
  passageVectors(collection: number, fingerprint: string): { id: number; vector: Float32Array }[];
  /** Changes whenever the set of passage vectors changes. */
  vectorState(collection: number, fingerprint: string): string;
  vectors(hashes: readonly string[], fingerprint: string): Map<string, Float32Array>;
  putVectors(fingerprint: string, vectors: readonly { hash: string; vector: Float32Array }[]): void;
  /** Texts of a collection without a vector, passages first; at most `limit`. */
  unembedded(collection: number, fingerprint: string, limit: number): Unembedded[];
  countUnembedded(collection: number, fingerprint: string): number;
  /** Deletes vectors that no text uses any more. */
  dropUnusedVectors(): void;
}

const SCHEMA = `
CREATE TABLE IF NOT EXISTS passages (
  id INTEGER PRIMARY KEY AUTOINCREMENT, document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
  collection_id INTEGER NOT NULL, section INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  page INTEGER, heading TEXT NOT NULL, hash TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS passages_by_document ON passages(document_id);
CREATE INDEX IF NOT EXISTS passages_by_collection ON passages(collection_id);
CREATE TABLE IF NOT EXISTS sentences (
  id INTEGER PRIMARY KEY AUTOINCREMENT, passage_id INTEGER NOT NULL REFERENCES passages(id) ON DELETE CASCADE,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL, block INTEGER NOT NULL, lead TEXT NOT NULL, hash TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS sentences_by_passage ON sentences(passage_id);
CREATE TABLE IF NOT EXISTS embedding_texts (hash TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS vectors (
  hash TEXT NOT NULL, fingerprint TEXT NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (hash, fingerprint)
) STRICT, WITHOUT ROWID;
`;

/** The filter of every query. Superseded versions count only inside the days in which they were in force. */
const IN_SCOPE = `p.collection_id = :collection AND (
  (d.status IN ('adopted', 'superseded')
    AND (d.in_force_from IS NULL OR d.in_force_from <= :day)
    AND (d.in_force_to IS NULL OR d.in_force_to >= :day)
    AND (d.status = 'adopted' OR d.in_force_to IS NOT NULL)
    AND (d.in_force_from IS NOT NULL OR d.adopted_on IS NULL OR d.adopted_on <= :day))
  OR (d.status IN ('draft', 'proposed')
    AND (:current = 1 OR (d.adopted_on IS NOT NULL AND d.adopted_on <= :day))))`;

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

/** Opens the index that lies in the corpus database, creating its tables; refuses one of another format. */
export function openIndexStore(database: DatabaseSync): IndexStore {
  prepareIndex(database);
  const fullText = (collection: number) => `passages_fts_${Math.trunc(collection)}`;
  const known = new Set<number>();
  let allowedKey = "";
  let allowedIds: ReadonlyMap<number, string> = new Map();
  const ensureFullText = (collection: number) => {
    if (known.has(collection)) return;
    const name = fullText(collection);
    database.exec(
      `CREATE VIRTUAL TABLE IF NOT EXISTS ${name} USING fts5(heading, body, content='', contentless_delete=1);
       CREATE VIRTUAL TABLE IF NOT EXISTS ${name}_terms USING fts5vocab(${name}, row);`,
    );
    known.add(collection);
  };

  return {
    indexDocument(collection, documentId, source) {
      ensureFullText(collection);
      const passages = cutPassages(source);
      const insertPassage = database.prepare(
        `INSERT INTO passages (document_id, collection_id, section, start, "end", page, heading, hash)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
      );
      const insertText = database.prepare(
        `INSERT INTO ${fullText(collection)} (rowid, heading, body) VALUES (?, ?, ?)`,
      );
      const insertSentence = database.prepare(
        'INSERT INTO sentences (passage_id, start, "end", block, lead, hash) VALUES (?, ?, ?, ?, ?, ?)',
      );
      const remember = database.prepare("INSERT OR IGNORE INTO embedding_texts (hash, text) VALUES (?, ?)");
      const hashOf = (text: string) => {
        const hash = createHash("sha256").update(text).digest("hex").slice(0, 32);
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
            hashOf(passageEmbeddingText(passage, body)),
          ),
        );
        insertText.run(
          id,
          searchTerms(`${source.labels} ${passage.heading}`).join(" "),
          searchTerms(`${tableHeader(passage)} ${body}`).join(" "),
        );
        for (const sentence of passage.sentences) {
          const text = source.text.slice(sentence.start, sentence.end);
          const hash = hashOf(sentenceEmbeddingText(passage.heading, sentence.lead, text));
          insertSentence.run(id, sentence.start, sentence.end, sentence.block, sentence.lead, hash);
        }
      }
      return passages.length;
    },
    unindexDocument(collection, documentId) {
      ensureFullText(collection);
      database
        .prepare(`DELETE FROM ${fullText(collection)} WHERE rowid IN (SELECT id FROM passages WHERE document_id = ?)`)
        .run(documentId);
      database.prepare("DELETE FROM passages WHERE document_id = ?").run(documentId);
    },
    countPassages(documentId) {
      return countRow.parse(
        database.prepare("SELECT count(*) AS count FROM passages WHERE document_id = ?").get(documentId),
      ).count;
    },
    searchText(scope, terms, limit) {
      if (terms.length === 0) return [];
      ensureFullText(scope.collection);
      const match = [...new Set(terms)].map((term) => `"${term.replace(/[^\p{L}\p{N}]/gu, "")}"`).join(" OR ");
      const name = fullText(scope.collection);
      return database
        .prepare(
          `SELECT p.id AS id, bm25(${name}, ${HEADING_WEIGHT}, 1.0) AS rank FROM ${name}
           JOIN passages p ON p.id = ${name}.rowid JOIN documents d ON d.id = p.document_id
           WHERE ${name} MATCH :match AND ${IN_SCOPE} ORDER BY rank, p.id LIMIT :limit`,
        )
        .all({ match, limit, ...scopeParameters(scope) })
        .map((row) => z.object({ id: z.number(), rank: z.number() }).parse(row))
        .map(({ id, rank }) => ({ id, score: -rank }));
    },
    allowedPassages(scope) {
      const row = database.prepare("SELECT revision FROM collections WHERE id = ?").get(scope.collection);
      const key = JSON.stringify([scope, row?.revision ?? null]);
      if (key === allowedKey) return allowedIds;
      const rows = database
        .prepare(
          `SELECT p.id, json_extract(d.record, '$.language') AS language FROM passages p JOIN documents d ON d.id = p.document_id WHERE ${IN_SCOPE}`,
        )
        .all(scopeParameters(scope));
      allowedKey = key;
      allowedIds = new Map(rows.map((one) => [one.id as number, one.language as string]));
      return allowedIds;
    },
    passages(ids) {
      const query = database.prepare(
        'SELECT id, document_id AS documentId, section, start, "end", page, heading FROM passages WHERE id = ?',
      );
      return ids.flatMap((id) => {
        const row = query.get(id);
        return row === undefined ? [] : [passageRow.parse(row)];
      });
    },
    sentences(passageIds) {
      const query = database.prepare(
        'SELECT id, passage_id AS passageId, start, "end", block, lead, hash FROM sentences WHERE passage_id = ? ORDER BY id',
      );
      return passageIds.flatMap((id) => query.all(id).map((row) => sentenceRow.parse(row)));
    },
    documentFrequency(collection, terms) {
      ensureFullText(collection);
      const total = countRow.parse(
        database.prepare("SELECT count(*) AS count FROM passages WHERE collection_id = ?").get(collection),
      ).count;
      const query = database.prepare(`SELECT doc AS count FROM ${fullText(collection)}_terms WHERE term = ?`);
      const frequency = new Map<string, number>();
      for (const term of new Set(terms)) {
        const row = query.get(term);
        frequency.set(term, row === undefined ? 0 : countRow.parse(row).count);
      }
      return { total, frequency };
    },
    passageVectors(collection, fingerprint) {
      return database
        .prepare(
          `SELECT p.id, v.vector FROM passages p JOIN vectors v ON v.hash = p.hash AND v.fingerprint = ?
           WHERE p.collection_id = ? ORDER BY p.id`,
        )
        .all(fingerprint, collection)
        .map((row) => ({ id: row.id as number, vector: asVector(row.vector as Uint8Array) }));
    },
    vectorState(collection, fingerprint) {
      const row = database
        .prepare(
          `SELECT (SELECT revision FROM collections WHERE id = ?) AS revision,
           (SELECT value FROM meta WHERE key = 'vectors_written') AS written`,
        )
        .get(collection);
      const state = z.object({ revision: z.number(), written: z.string().nullable() }).parse(row);
      return `${fingerprint.slice(0, 12)}-${state.revision}-${state.written ?? 0}`;
    },
    vectors(hashes, fingerprint) {
      const query = database.prepare("SELECT vector FROM vectors WHERE hash = ? AND fingerprint = ?");
      const found = new Map<string, Float32Array>();
      for (const hash of hashes) {
        const row = query.get(hash, fingerprint);
        if (row !== undefined) found.set(hash, asVector(row.vector as Uint8Array));
      }
      return found;
    },
    putVectors(fingerprint, vectors) {
      const insert = database.prepare("INSERT OR REPLACE INTO vectors (hash, fingerprint, vector) VALUES (?, ?, ?)");
      database.exec("BEGIN IMMEDIATE");
      try {
        for (const { hash, vector } of vectors) {
          insert.run(hash, fingerprint, new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength));
        }
        database.exec(
          `INSERT INTO meta (key, value) VALUES ('vectors_written', '1')
           ON CONFLICT (key) DO UPDATE SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT)`,
        );
        database.exec("COMMIT");
      } catch (error) {
        database.exec("ROLLBACK");
        throw error;
      }
    },
    unembedded(collection, fingerprint, limit) {
      return database
        .prepare(`${UNEMBEDDED} ORDER BY kind, first LIMIT ?`)
        .all(collection, fingerprint, collection, fingerprint, limit)
        .map((row) => z.object({ hash: z.string(), text: z.string() }).parse(row));
    },
    countUnembedded(collection, fingerprint) {
      return countRow.parse(
        database
          .prepare(`SELECT count(*) AS count FROM (${UNEMBEDDED})`)
          .get(collection, fingerprint, collection, fingerprint),
      ).count;
    },
    dropUnusedVectors() {
      database.exec(
        `DELETE FROM embedding_texts WHERE hash NOT IN (SELECT hash FROM passages UNION SELECT hash FROM sentences);
         DELETE FROM vectors WHERE hash NOT IN (SELECT hash FROM embedding_texts);`,
      );
    },
  };
}

/** BM25 weight of a hit in title or headings against one in the body: see eval/LOG.md. */
const HEADING_WEIGHT = 1.0;

const UNEMBEDDED = `SELECT t.hash, t.text, min(u.kind) AS kind, min(u.id) AS first FROM (
    SELECT hash, 0 AS kind, id FROM passages WHERE collection_id = ?
      AND hash NOT IN (SELECT hash FROM vectors WHERE fingerprint = ?)
    UNION ALL
    SELECT s.hash, 1 AS kind, s.id FROM sentences s JOIN passages p ON p.id = s.passage_id WHERE p.collection_id = ?
      AND s.hash NOT IN (SELECT hash FROM vectors WHERE fingerprint = ?)
  ) u JOIN embedding_texts t ON t.hash = u.hash GROUP BY t.hash`;

function prepareIndex(database: DatabaseSync): void {
  database.exec(SCHEMA);
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

function scopeParameters(scope: ReadingScope) {
  return { collection: scope.collection, day: scope.day, current: scope.current ? 1 : 0 };
}

function asVector(bytes: Uint8Array): Float32Array {
  return new Float32Array(bytes.slice().buffer);
}

/** What a passage is to the embedder: headings in front (answering.md 1), the text behind. */
function passageEmbeddingText(passage: Passage, body: string): string {
  return `${passage.heading}\n${tableHeader(passage)}${body}`;
}

function tableHeader(passage: Passage): string {
  const lead = passage.sentences[0]?.lead ?? "";
  return lead.includes(CELL_SEPARATOR) ? `${lead}\n` : "";
}

/** What a sentence is to the embedder: "heading: lead sentence", a table row spelled out with its column names. */
function sentenceEmbeddingText(heading: string, lead: string, sentence: string): string {
  const nearest = heading.split(" > ").at(-1) ?? "";
  if (lead.includes(CELL_SEPARATOR)) return `${nearest}: ${spellOutRow(lead, sentence)}`;
  return `${nearest}: ${lead === "" ? "" : `${lead} `}${sentence}`;
}
