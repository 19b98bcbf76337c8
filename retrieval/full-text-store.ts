/**
 * Search by words: one FTS5 table per collection, so that neither ranking nor timing of one tells of another; over
 * several, every collection's BM25 is weighed by how rare a term is in all that may be read. Knows nothing of vectors.
 */
import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { IN_SCOPE, type ReadingScope, scopeCollections, scopeParameters } from "./reading-scope-store.ts";

/** In how many passages each term stands, and how many passages there are. */
export type Frequencies = { readonly total: number; readonly frequency: Map<string, number> };

export type TextHit = { readonly id: number; readonly score: number };

export interface FullText {
  /** Takes passages of a collection in; `heading` and `body` are search terms with spaces between. */
  adder(collection: number): (passageId: number, heading: string, body: string) => void;
  /** Takes a document's passages out; call while they still stand in `passages`. */
  removeDocument(collection: number, documentId: number): void;
  /** Rewrites a collection's table without what was taken out of it, which until then is only marked as gone. */
  compact(collection: number): void;
  /** By BM25, best first. `terms` come from `searchTerms`; only passages in scope take part. */
  search(scope: ReadingScope, terms: readonly string[], limit: number): TextHit[];
  documentFrequency(collections: readonly number[], terms: readonly string[]): Frequencies;
}

/** BM25 weight of a hit in title or headings against one in the body: see eval/LOG.md. */
const HEADING_WEIGHT = 1.0;

const countRow = z.object({ count: z.number() });
const hitRow = z.object({ id: z.number(), rank: z.number() });

export function openFullText(database: DatabaseSync): FullText {
  const known = new Set<number>();
  const table = (collection: number) => {
    const name = `passages_fts_${Math.trunc(collection)}`;
    if (known.has(collection)) return name;
    database.exec(
      `CREATE VIRTUAL TABLE IF NOT EXISTS ${name} USING fts5(heading, body, content='', contentless_delete=1);
       CREATE VIRTUAL TABLE IF NOT EXISTS ${name}_terms USING fts5vocab(${name}, row);`,
    );
    // What is made within a transaction may be rolled back with it.
    if (!database.isTransaction) known.add(collection);
    return name;
  };
  const count = (collection: number, terms: readonly string[]) =>
    countTerms(database, table(collection), collection, terms);

  return {
    adder(collection) {
      const insert = database.prepare(`INSERT INTO ${table(collection)} (rowid, heading, body) VALUES (?, ?, ?)`);
      return (passageId, heading, body) => insert.run(passageId, heading, body);
    },
    removeDocument(collection, documentId) {
      database
        .prepare(`DELETE FROM ${table(collection)} WHERE rowid IN (SELECT id FROM passages WHERE document_id = ?)`)
        .run(documentId);
    },
    compact(collection) {
      const name = table(collection);
      database.exec(`INSERT INTO ${name} (${name}) VALUES ('optimize')`);
    },
    search(scope, terms, limit) {
      const collections = scopeCollections(scope.collections);
      const words = [...new Set(terms.map((term) => term.replace(/[^\p{L}\p{N}]/gu, "")))];
      const [only, ...others] = collections;
      if (words.length === 0 || only === undefined) return [];
      if (others.length === 0) return searchOne(database, table(only), scopeParameters(scope, only), words, limit);
      const counts = collections.map((collection) => ({ collection, ...count(collection, words) }));
      const whole = sumOf(counts);
      return counts
        .flatMap(({ collection, ...own }) => {
          const weighed = weighTerms(own, whole);
          return searchWeighed(database, table(collection), scopeParameters(scope, collection), weighed, limit);
        })
        .toSorted((a, b) => b.score - a.score || a.id - b.id)
        .slice(0, limit);
    },
    documentFrequency(collections, terms) {
      return sumOf(scopeCollections(collections).map((collection) => count(collection, terms)));
    },
  };
}

function countTerms(database: DatabaseSync, name: string, collection: number, terms: readonly string[]): Frequencies {
  const total = countRow.parse(
    database.prepare("SELECT count(*) AS count FROM passages WHERE collection_id = ?").get(collection),
  ).count;
  const query = database.prepare(`SELECT doc AS count FROM ${name}_terms WHERE term = ?`);
  const frequency = new Map<string, number>();
  for (const term of new Set(terms)) {
    const row = query.get(term);
    frequency.set(term, row === undefined ? 0 : countRow.parse(row).count);
  }
  return { total, frequency };
}

function sumOf(counts: readonly Frequencies[]): Frequencies {
  const frequency = new Map<string, number>();
  for (const one of counts) for (const [term, n] of one.frequency) frequency.set(term, (frequency.get(term) ?? 0) + n);
  return { total: counts.reduce((sum, { total }) => sum + total, 0), frequency };
}

type ScopeParameters = ReturnType<typeof scopeParameters>;

/** As FTS5 ranks. */
function searchOne(
  database: DatabaseSync,
  name: string,
  scope: ScopeParameters,
  words: readonly string[],
  limit: number,
): TextHit[] {
  const match = words.map((word) => `"${word}"`).join(" OR ");
  return database
    .prepare(
      `SELECT p.id AS id, bm25(${name}, ${HEADING_WEIGHT}, 1.0) AS rank FROM ${name}
       JOIN passages p ON p.id = ${name}.rowid JOIN documents d ON d.id = p.document_id
       WHERE ${name} MATCH :match AND ${IN_SCOPE} ORDER BY rank, p.id LIMIT :limit`,
    )
    .all({ match, limit, ...scope })
    .map((row) => hitRow.parse(row))
    .map(({ id, rank }) => ({ id, score: -rank }));
}

/** `factor`: what a term is worth in the whole scope over what FTS5 finds it worth in this collection alone. */
type WeighedTerm = { readonly match: string; readonly factor: number };

function weighTerms(own: Frequencies, whole: Frequencies): WeighedTerm[] {
  return [...own.frequency]
    .filter(([, n]) => n > 0)
    .map(([term, n]) => ({
      match: `"${term}"`,
      factor: rarity(whole.total, whole.frequency.get(term) ?? 0) / rarity(own.total, n),
    }));
}

/** Inverse document frequency as FTS5 has it: never below a millionth. */
function rarity(total: number, n: number): number {
  const idf = Math.log((total - n + 0.5) / (n + 0.5));
  return idf > 0 ? idf : 1e-6;
}

/**
 * BM25 is a sum over terms, so each is asked for alone and weighed. What stays the collection's own is the mean
 * length of its passages.
 */
function searchWeighed(
  database: DatabaseSync,
  name: string,
  scope: ScopeParameters,
  terms: readonly WeighedTerm[],
  limit: number,
): TextHit[] {
  return database
    .prepare(
      `WITH hits AS MATERIALIZED (
         SELECT p.id AS id, bm25(${name}, ${HEADING_WEIGHT}, 1.0) * (t.value ->> 'factor') AS rank
         FROM json_each(:terms) t CROSS JOIN ${name} CROSS JOIN passages p CROSS JOIN documents d
         WHERE ${name} MATCH (t.value ->> 'match') AND p.id = ${name}.rowid AND d.id = p.document_id AND ${IN_SCOPE}
       ) SELECT id, sum(rank) AS rank FROM hits GROUP BY id ORDER BY sum(rank), id LIMIT :limit`,
    )
    .all({ terms: JSON.stringify(terms), limit, ...scope })
    .map((row) => hitRow.parse(row))
    .map(({ id, rank }) => ({ id, score: -rank }));
}
