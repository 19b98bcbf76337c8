/**
 * The vectors of passages and sentences, keyed by hash of text and fingerprint of embedder, and the texts that still
 * lack one. Knows SQLite; compares nothing.
 */
import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";

/** A text that has no vector yet. */
export type Unembedded = { readonly hash: string; readonly text: string };

export type EmbeddedPassages = { readonly passages: number; readonly pending: number };

export interface VectorStore {
  /** How many passages a collection has, with a vector or without. */
  countCollection(collection: number): number;
  /** Vectors of the passages of a collection, in id order. */
  passageVectors(collection: number, fingerprint: string): { id: number; vector: Float32Array }[];
  /** Changes whenever the collection's documents or their vectors change, and only then. */
  vectorState(collection: number, fingerprint: string): string;
  /** The same for documents and the vectors of passages: sentences that get theirs do not change it. */
  matrixState(collection: number, fingerprint: string): string;
  vectors(hashes: readonly string[], fingerprint: string): Map<string, Float32Array>;
  putVectors(fingerprint: string, vectors: readonly { hash: string; vector: Float32Array }[]): void;
  /** Texts of a collection without a vector, passages first; at most `limit`. */
  unembedded(collection: number, fingerprint: string, limit: number): Unembedded[];
  countUnembedded(collection: number, fingerprint: string): number;
  /** How many passages a collection has, and how many of them lack their vector or that of one of their sentences. */
  embeddedPassages(collection: number, fingerprint: string): EmbeddedPassages;
  /** Deletes vectors that no text uses any more. */
  dropUnusedVectors(): void;
}

const UNEMBEDDED = `SELECT t.hash, t.text, min(u.kind) AS kind, min(u.id) AS first FROM (
    SELECT p.hash, 0 AS kind, p.id FROM passages p WHERE p.collection_id = :collection
      AND NOT EXISTS (SELECT 1 FROM vectors v WHERE v.hash = p.hash AND v.fingerprint = :fingerprint)
    UNION ALL
    SELECT s.hash, 1 AS kind, s.id FROM sentences s JOIN passages p ON p.id = s.passage_id
      WHERE p.collection_id = :collection
      AND NOT EXISTS (SELECT 1 FROM vectors v WHERE v.hash = s.hash AND v.fingerprint = :fingerprint)
  ) u JOIN embedding_texts t ON t.hash = u.hash GROUP BY t.hash`;

const EMBEDDED_PASSAGES = `SELECT count(*) AS passages, coalesce(sum(
    NOT EXISTS (SELECT 1 FROM vectors v WHERE v.hash = p.hash AND v.fingerprint = :fingerprint)
    OR EXISTS (SELECT 1 FROM sentences s WHERE s.passage_id = p.id
      AND NOT EXISTS (SELECT 1 FROM vectors v WHERE v.hash = s.hash AND v.fingerprint = :fingerprint))
  ), 0) AS pending FROM passages p WHERE p.collection_id = :collection`;

/** Counts, for each collection that has one of the texts, that its vectors were written; those of passages apart. */
const COUNT_WRITTEN = `INSERT INTO meta (key, value)
  SELECT 'vectors_written:' || collection_id, '1' FROM (
    SELECT collection_id FROM passages WHERE hash IN (SELECT value FROM json_each(:hashes))
    UNION
    SELECT p.collection_id FROM sentences s JOIN passages p ON p.id = s.passage_id
    WHERE s.hash IN (SELECT value FROM json_each(:hashes))
  ) WHERE true
  UNION ALL
  SELECT DISTINCT 'passage_vectors_written:' || collection_id, '1' FROM passages
    WHERE hash IN (SELECT value FROM json_each(:hashes))
  ON CONFLICT (key) DO UPDATE SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT)`;

/** The tables are those of `index-store.ts`. */
export function openVectorStore(database: DatabaseSync): VectorStore {
  const state = (collection: number, fingerprint: string, counter: string) => {
    const row = database
      .prepare(
        `SELECT (SELECT revision FROM collections WHERE id = :collection) AS revision,
         (SELECT value FROM meta WHERE key = :key) AS written`,
      )
      .get({ collection, key: `${counter}:${collection}` });
    const { revision, written } = z.object({ revision: z.number(), written: z.string().nullable() }).parse(row);
    return `${fingerprint.slice(0, 12)}-${revision}-${written ?? 0}`;
  };
  return {
    countCollection(collection) {
      const row = database.prepare("SELECT count(*) AS count FROM passages WHERE collection_id = ?").get(collection);
      return z.object({ count: z.number() }).parse(row).count;
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
    vectorState: (collection, fingerprint) => state(collection, fingerprint, "vectors_written"),
    matrixState: (collection, fingerprint) => state(collection, fingerprint, "passage_vectors_written"),
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
        database.prepare(COUNT_WRITTEN).run({ hashes: JSON.stringify(vectors.map(({ hash }) => hash)) });
        database.exec("COMMIT");
      } catch (error) {
        database.exec("ROLLBACK");
        throw error;
      }
    },
    unembedded(collection, fingerprint, limit) {
      return database
        .prepare(`${UNEMBEDDED} ORDER BY kind, first LIMIT :limit`)
        .all({ collection, fingerprint, limit })
        .map((row) => z.object({ hash: z.string(), text: z.string() }).parse(row));
    },
    countUnembedded(collection, fingerprint) {
      const row = database.prepare(`SELECT count(*) AS count FROM (${UNEMBEDDED})`).get({ collection, fingerprint });
      return z.object({ count: z.number() }).parse(row).count;
    },
    embeddedPassages(collection, fingerprint) {
      const row = database.prepare(EMBEDDED_PASSAGES).get({ collection, fingerprint });
      return z.object({ passages: z.number(), pending: z.number() }).parse(row);
    },
    dropUnusedVectors() {
      database.exec(
        `DELETE FROM embedding_texts WHERE hash NOT IN (SELECT hash FROM passages UNION SELECT hash FROM sentences);
         DELETE FROM vectors WHERE hash NOT IN (SELECT hash FROM embedding_texts);`,
      );
    },
  };
}

function asVector(bytes: Uint8Array): Float32Array {
  return new Float32Array(bytes.slice().buffer);
}
