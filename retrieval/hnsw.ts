/**
 * The HNSW graph over a vector matrix, through the optional `hnswlib-node`. A cache: it can always be rebuilt from
 * the vectors, is checked against its hash before the library (native, and trusting) reads it and against exact search
 * before it is believed, and is left out where the library is missing.
 */
import { createHash } from "node:crypto";
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { type Neighbour, searchExact, type VectorMatrix } from "./vectors.ts";

export interface HnswGraph {
  /** The `count` nearest rows, best first. */
  search(query: Float32Array, count: number): Neighbour[];
}

/** Graph parameters measured in models-and-retrieval.md D.2: recall 1.000 at 10,000 and 100,000 vectors with ef 100. */
const LINKS = 16;
const BUILD_EFFORT = 200;
const SEARCH_EFFORT = 100;

/** A graph that finds less than this share of the true ten nearest is thrown away. */
const MINIMUM_RECALL = 0.95;
const CHECKED_QUERIES = 20;

type Library = typeof import("hnswlib-node");

/** The library, or null where it is not installed or not built. */
export async function loadHnswLibrary(): Promise<Library | null> {
  try {
    const loaded = (await import("hnswlib-node")) as Library & { readonly default?: Library };
    return loaded.default ?? loaded;
  } catch {
    return null;
  }
}

/**
 * Reads the graph's cache file, or builds it where that is asked for (five minutes at 100,000 vectors: never while a
 * question waits). Null when there is none or it cannot be trusted.
 */
export async function openHnswGraph(options: {
  readonly matrix: VectorMatrix;
  readonly folder: string;
  readonly name: string;
  readonly build: boolean;
}): Promise<HnswGraph | null> {
  const library = await loadHnswLibrary();
  if (library === null) return null;
  const { matrix } = options;
  const file = join(options.folder, `${options.name}.hnsw`);
  const isThere = existsSync(file) && (await isAsWritten(file));
  if (!options.build && !isThere) return null;
  const graph = new library.HierarchicalNSW("ip", matrix.dimensions);
  if (isThere) {
    await graph.readIndex(file);
  } else {
    await build(graph, matrix);
    await save(graph, file, options.folder);
  }
  graph.setEf(SEARCH_EFFORT);
  const search = searcher(graph, matrix);
  return selfCheck(matrix, search) ? { search } : null;
}

type Graph = InstanceType<Library["HierarchicalNSW"]>;

async function build(graph: Graph, matrix: VectorMatrix): Promise<void> {
  graph.initIndex(matrix.ids.length, LINKS, BUILD_EFFORT, 1);
  for (let row = 0; row < matrix.ids.length; row += 1) {
    graph.addPoint(rowOf(matrix, row), row);
    if (row % 50 === 0) await new Promise((resume) => setImmediate(resume));
  }
}

async function save(graph: Graph, file: string, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const old of readdirSync(folder)) if (/\.hnsw(?:\.sha256)?$/u.test(old)) rmSync(join(folder, old));
  await graph.writeIndex(`${file}.partial`);
  writeFileSync(hashFile(file), await sha256Of(`${file}.partial`));
  renameSync(`${file}.partial`, file);
}

const hashFile = (file: string): string => `${file}.sha256`;

/** A damaged graph can crash the library, or send it round in circles. */
async function isAsWritten(file: string): Promise<boolean> {
  return existsSync(hashFile(file)) && readFileSync(hashFile(file), "utf8") === (await sha256Of(file));
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest("hex");
}

/** Removes the files of a collection's graphs: they hold the vectors of its texts. */
export function dropGraphs(folder: string, collection: number): void {
  if (!existsSync(folder)) return;
  const own = readdirSync(folder).filter((name) => name.startsWith(`${collection}-`) && name.includes(".hnsw"));
  for (const name of own) rmSync(join(folder, name));
}

function searcher(graph: Graph, matrix: VectorMatrix) {
  return (query: Float32Array, count: number): Neighbour[] => {
    const found = graph.searchKnn([...query], Math.min(count, matrix.ids.length));
    return found.neighbors.map((row, index) => ({
      id: matrix.ids[row] as number,
      similarity: 1 - (found.distances[index] as number),
    }));
  };
}

/** Compares with exact search on rows spread over the matrix. */
function selfCheck(matrix: VectorMatrix, search: (query: Float32Array, count: number) => Neighbour[]): boolean {
  let found = 0;
  let wanted = 0;
  for (let query = 0; query < CHECKED_QUERIES; query += 1) {
    const vector = Float32Array.from(rowOf(matrix, Math.floor((query * matrix.ids.length) / CHECKED_QUERIES)));
    const truth = searchExact(matrix, vector, 10, () => true);
    const ids = new Set(search(vector, 10).map(({ id }) => id));
    wanted += truth.length;
    found += truth.filter(({ id }) => ids.has(id)).length;
  }
  return found >= MINIMUM_RECALL * wanted;
}

function rowOf(matrix: VectorMatrix, row: number): number[] {
  return [...matrix.data.subarray(row * matrix.dimensions, (row + 1) * matrix.dimensions)];
}
