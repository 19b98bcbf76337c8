/**
 * Nearest passages of a collection by vector: exact search over a matrix kept in memory; above a measured size a
 * graph (HNSW) when one is at hand and nothing is filtered out. Knows nothing of text.
 */
import type { CorpusStore } from "../corpora/corpus-store.ts";
import { type HnswGraph, openHnswGraph } from "./hnsw.ts";
import type { IndexStore } from "./index-store.ts";
import { type Background, type Neighbour, searchExact, similarityBackground, type VectorMatrix } from "./vectors.ts";

export interface VectorIndex {
  readonly fingerprint: string;
  /** `allowed`: the passages that may be read, with their languages; `background` is what `background()` gave. */
  search(
    collection: number,
    query: Float32Array,
    count: number,
    allowed: ReadonlyMap<number, string>,
    background: Background,
  ): Promise<Neighbour[]>;
  /** Builds the graph of a collection that is large enough for one; call after an ingest. */
  prepare(collection: number): Promise<void>;
  /** The query's cosines with the collection as a whole: what a near one has to stand out from. */
  background(collection: number, query: Float32Array, allowed: ReadonlyMap<number, string>): Promise<Background>;
}

/** Below this many passages exact search in JavaScript takes under 10 ms (`rochdale bench`). */
export const HNSW_MINIMUM = 20_000;

type Loaded = { readonly key: string; readonly matrix: VectorMatrix; readonly graph: HnswGraph | null };

export function createVectorIndex(options: {
  readonly corpus: CorpusStore;
  readonly index: IndexStore;
  readonly fingerprint: string;
  /** Folder for the graph's cache file, or null to search exactly whatever the size. */
  readonly graphFolder: string | null;
}): VectorIndex {
  const cache = new Map<number, Loaded>();

  async function load(collection: number, build = false): Promise<Loaded> {
    const key = options.index.vectorState(collection, options.fingerprint);
    const known = cache.get(collection);
    if (known?.key === key && !build) return known;
    const matrix = toMatrix(options.index.passageVectors(collection, options.fingerprint));
    const graph =
      options.graphFolder !== null && matrix.ids.length >= HNSW_MINIMUM
        ? await openHnswGraph({
            matrix,
            folder: options.graphFolder,
            name: `${collection}-${options.fingerprint}-${key}`,
            build,
          })
        : null;
    const loaded = { key, matrix, graph };
    cache.set(collection, loaded);
    return loaded;
  }

  return {
    fingerprint: options.fingerprint,
    async search(collection, query, count, allowed, { offsets }) {
      const { matrix, graph } = await load(collection);
      if (graph !== null && allowed.size >= matrix.ids.length && offsets.size <= 1) return graph.search(query, count);
      const offsetOf = (id: number) => offsets.get(allowed.get(id) ?? "") ?? 0;
      return searchExact(matrix, query, count, (id) => allowed.has(id), offsetOf);
    },
    async prepare(collection) {
      await load(collection, true);
    },
    async background(collection, query, allowed) {
      return similarityBackground((await load(collection)).matrix, query, allowed);
    },
  };
}

/** Lays vectors side by side; an empty list gives an empty matrix. */
export function toMatrix(rows: readonly { id: number; vector: Float32Array }[]): VectorMatrix {
  const dimensions = rows[0]?.vector.length ?? 0;
  const data = new Float32Array(rows.length * dimensions);
  rows.forEach(({ vector }, row) => {
    data.set(vector, row * dimensions);
  });
  return { ids: rows.map(({ id }) => id), dimensions, data };
}
