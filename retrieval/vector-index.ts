/**
 * Nearest passages of collections by vector: exact search over each one's matrix, kept in memory; above a measured
 * size its graph (HNSW) when one is at hand and nothing is filtered out. Knows nothing of text.
 */
import type { CorpusStore } from "../corpora/corpus-store.ts";
import { type HnswGraph, openHnswGraph } from "./hnsw.ts";
import type { IndexStore } from "./index-store.ts";
import { scopeCollections } from "./reading-scope-store.ts";
import {
  type Background,
  mergeNeighbours,
  type Neighbour,
  searchExact,
  similarityBackground,
  type VectorMatrix,
} from "./vectors.ts";

export interface VectorIndex {
  readonly fingerprint: string;
  /** `allowed`: the passages that may be read, with their languages; `background` is what `background()` gave. */
  search(
    collections: readonly number[],
    query: Float32Array,
    count: number,
    allowed: ReadonlyMap<number, string>,
    background: Background,
  ): Promise<readonly Neighbour[]>;
  /** Those of `allowed` that have no vector yet; nothing else tells a far passage from one that was not looked at. */
  lacking(collections: readonly number[], allowed: ReadonlyMap<number, string>): Promise<ReadonlySet<number>>;
  /** Builds the graph of a collection that is large enough for one; call after an ingest. */
  prepare(collection: number): Promise<void>;
  /** Forgets what is kept in memory; it is loaded again when it is asked for. */
  forget(): void;
  /** The query's cosines with the collections as a whole: what a near one has to stand out from. */
  background(
    collections: readonly number[],
    query: Float32Array,
    allowed: ReadonlyMap<number, string>,
  ): Promise<Background>;
}

/** Below this many passages exact search in JavaScript takes under 10 ms (`rochdale bench`). */
export const HNSW_MINIMUM = 20_000;

type Loaded = {
  readonly key: string;
  readonly matrix: VectorMatrix;
  readonly graph: HnswGraph | null;
  /** Has every passage its vector? */
  readonly complete: boolean;
};

export function createVectorIndex(options: {
  readonly corpus: CorpusStore;
  readonly index: IndexStore;
  readonly fingerprint: string;
  /** Folder for the graph's cache file, or null to search exactly whatever the size. */
  readonly graphFolder: string | null;
  /** Passages from which a collection gets a graph. */
  readonly graphFrom?: number | undefined;
}): VectorIndex {
  const { graphFrom = HNSW_MINIMUM } = options;
  const cache = new Map<number, Loaded>();

  async function load(collection: number, build = false): Promise<Loaded> {
    const key = options.index.matrixState(collection, options.fingerprint);
    const known = cache.get(collection);
    if (known?.key === key && !build) return known;
    const matrix = toMatrix(options.index.passageVectors(collection, options.fingerprint));
    const graph =
      options.graphFolder !== null && matrix.ids.length >= graphFrom
        ? await openHnswGraph({
            matrix,
            folder: options.graphFolder,
            name: `${collection}-${options.fingerprint}-${key}`,
            build,
          })
        : null;
    const complete = matrix.ids.length === options.index.countCollection(collection);
    const loaded = { key, matrix, graph, complete };
    cache.set(collection, loaded);
    return loaded;
  }

  async function loadAll(collections: readonly number[]): Promise<readonly Loaded[]> {
    const all: Loaded[] = [];
    for (const collection of scopeCollections(collections)) all.push(await load(collection));
    return all;
  }

  return {
    fingerprint: options.fingerprint,
    async search(collections, query, count, allowed, { offsets }) {
      const all = await loadAll(collections);
      const unfiltered = allowed.size >= all.reduce((sum, { matrix }) => sum + matrix.ids.length, 0);
      const offsetOf = (id: number) => offsets.get(allowed.get(id) ?? "") ?? 0;
      const mayRead = (id: number) => allowed.has(id);
      const found = all.map(({ matrix, graph }) =>
        graph !== null && unfiltered && offsets.size <= 1
          ? graph.search(query, count).filter(({ id }) => mayRead(id))
          : searchExact(matrix, query, count, mayRead, offsetOf),
      );
      return mergeNeighbours(found, count);
    },
    async lacking(collections, allowed) {
      const all = await loadAll(collections);
      if (all.every(({ complete }) => complete)) return new Set();
      const lacking = new Set(allowed.keys());
      for (const { matrix } of all) for (const id of matrix.ids) lacking.delete(id);
      return lacking;
    },
    async prepare(collection) {
      await load(collection, true);
    },
    forget() {
      cache.clear();
    },
    async background(collections, query, allowed) {
      const matrices = (await loadAll(collections)).map(({ matrix }) => matrix);
      return similarityBackground(matrices, query, allowed);
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
