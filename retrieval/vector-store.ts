/**
 * The vectors of passages and sentences, keyed by hash of text and fingerprint of embedder, and the texts that still
 * lack one. A vector whose bytes were changed is as good as none: it is dropped, and made again from its text. Knows
 * SQLite; compares nothing.
 */
import type { DatabaseSync } from "node:sqlite";
import { crc32 } from "node:zlib";
import { z } from "zod";
import { transactionOn } from "../corpora/transaction-store.ts";
import type { OnIndexStep } from "./index-steps.ts";

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

const LACKS = (table: string) =>
  `NOT EXISTS (SELECT 1 FROM vectors v WHERE v.hash = ${table}.hash AND v.fingerprint = :fingerprint)`;

/** Both in the order of an index, so that the first rows come without looking at the rest. */
const UNEMBEDDED = {
  passages: `SELECT t.hash, t.text FROM passages p JOIN embedding_texts t ON t.hash = p.hash
    WHERE p.collection_id = :collection AND ${LACKS("p")} ORDER BY p.id LIMIT :limit`,
  sentences: `SELECT t.hash, t.text FROM passages p JOIN sentences s ON s.passage_id = p.id
    JOIN embedding_texts t ON t.hash = s.hash
    WHERE p.collection_id = :collection AND ${LACKS("s")} ORDER BY p.id, s.id LIMIT :limit`,
} as const;

const COUNT_UNEMBEDDED = `SELECT count(*) AS count FROM (
    SELECT hash FROM passages p WHERE p.collection_id = :collection AND ${LACKS("p")}
    UNION
    SELECT s.hash FROM passages p JOIN sentences s ON s.passage_id = p.id
      WHERE p.collection_id = :collection AND ${LACKS("s")}
  )`;

const EMBEDDED_PASSAGES = `SELECT count(*) AS passages, coalesce(sum(
    ${LACKS("p")} OR EXISTS (SELECT 1 FROM sentences s WHERE s.passage_id = p.id AND ${LACKS("s")})
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
export function openVectorStore(database: DatabaseSync, onStep: OnIndexStep = () => {}): VectorStore {
  const transaction = transactionOn(database);
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
  /** They count as missing from here on; whoever embeds makes them again. A full disk leaves them, and unused. */
  const dropDamaged = (rows: readonly Readonly<Record<string, unknown>>[]) => {
    const hashes = JSON.stringify(rows.map(({ hash }) => hash));
    try {
      database.exec("BEGIN IMMEDIATE");
      try {
        database.prepare("DELETE FROM vectors WHERE hash IN (SELECT value FROM json_each(:hashes))").run({ hashes });
        database.prepare(COUNT_WRITTEN).run({ hashes });
        database.exec("COMMIT");
      } catch (error) {
        database.exec("ROLLBACK");
        throw error;
      }
    } catch {
      // What could not be dropped is found again, and not used, the next time.
    }
  };
  return {
    countCollection(collection) {
      const row = database.prepare("SELECT count(*) AS count FROM passages WHERE collection_id = ?").get(collection);
      return z.object({ count: z.number() }).parse(row).count;
    },
    passageVectors(collection, fingerprint) {
      const rows = database
        .prepare(
          `SELECT p.id, v.hash, v.vector, v.sum FROM passages p JOIN vectors v ON v.hash = p.hash AND v.fingerprint = ?
           WHERE p.collection_id = ? ORDER BY p.id`,
        )
        .all(fingerprint, collection);
      const sound = rows.filter((row) => isSound(row, fingerprint));
      if (sound.length < rows.length) dropDamaged(rows.filter((row) => !isSound(row, fingerprint)));
      return sound.map((row) => ({ id: row.id as number, vector: asVector(row.vector as Uint8Array) }));
    },
    vectorState: (collection, fingerprint) => state(collection, fingerprint, "vectors_written"),
    matrixState: (collection, fingerprint) => state(collection, fingerprint, "passage_vectors_written"),
    vectors(hashes, fingerprint) {
      const query = database.prepare("SELECT hash, vector, sum FROM vectors WHERE hash = ? AND fingerprint = ?");
      const rows = hashes.map((hash) => query.get(hash, fingerprint)).filter((row) => row !== undefined);
      const sound = rows.filter((row) => isSound(row, fingerprint));
      if (sound.length < rows.length) dropDamaged(rows.filter((row) => !isSound(row, fingerprint)));
      return new Map(sound.map((row) => [row.hash as string, asVector(row.vector as Uint8Array)]));
    },
    putVectors(fingerprint, vectors) {
      const insert = database.prepare(
        "INSERT OR REPLACE INTO vectors (hash, fingerprint, vector, sum) VALUES (?, ?, ?, ?)",
      );
      transaction(() => {
        for (const { hash, vector } of vectors) {
          const bytes = new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
          insert.run(hash, fingerprint, bytes, sumOf(hash, fingerprint, bytes));
        }
        onStep("vectors-put");
        database.prepare(COUNT_WRITTEN).run({ hashes: JSON.stringify(vectors.map(({ hash }) => hash)) });
        onStep("vectors-counted");
      });
      onStep("vectors-stored");
    },
    unembedded(collection, fingerprint, limit) {
      const texts = new Map<string, Unembedded>();
      const take = (query: string) => {
        for (const row of database.prepare(query).all({ collection, fingerprint, limit: limit - texts.size }))
          texts.set(row.hash as string, { hash: row.hash as string, text: row.text as string });
      };
      take(UNEMBEDDED.passages);
      if (texts.size < limit) take(UNEMBEDDED.sentences);
      return [...texts.values()];
    },
    countUnembedded(collection, fingerprint) {
      const row = database.prepare(COUNT_UNEMBEDDED).get({ collection, fingerprint });
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

/** Of a vector and its place: a vector that landed at another text's is damaged too. */
function sumOf(hash: string, fingerprint: string, bytes: Uint8Array): number {
  return crc32(bytes, crc32(`${hash}\n${fingerprint}\n`));
}

/** Vectors of a time before the sums have none, and are believed. */
function isSound(row: Readonly<Record<string, unknown>>, fingerprint: string): boolean {
  const bytes = row.vector as Uint8Array;
  if (bytes.length === 0 || bytes.length % Float32Array.BYTES_PER_ELEMENT !== 0) return false;
  return row.sum === null || row.sum === sumOf(row.hash as string, fingerprint, bytes);
}

function asVector(bytes: Uint8Array): Float32Array {
  return new Float32Array(bytes.slice().buffer);
}
