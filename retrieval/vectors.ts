/** Arithmetic on embedding vectors and exact search. Vectors are Float32, L2-normalised, so cosine = dot product. Pure. */

export type Neighbour = { readonly id: number; readonly similarity: number };

export function dot(a: Float32Array, b: Float32Array, offsetB = 0): number {
  let sum = 0;
  for (let index = 0; index < a.length; index += 1) sum += (a[index] as number) * (b[offsetB + index] as number);
  return sum;
}

/** Scales to length 1; a zero vector stays zero. */
export function normaliseVector(values: ArrayLike<number>): Float32Array {
  const vector = Float32Array.from(values);
  const length = Math.sqrt(dot(vector, vector));
  return length === 0 ? vector : vector.map((value) => value / length);
}

/** Rows of one matrix with the ids they belong to; `data` holds `ids.length × dimensions` numbers. */
export type VectorMatrix = {
  readonly ids: readonly number[];
  readonly dimensions: number;
  readonly data: Float32Array;
};

/**
 * The `count` rows nearest to `query` among those `allowed` lets through, best first; `offset` is what a row's
 * similarity is lowered by.
 */
export function searchExact(
  matrix: VectorMatrix,
  query: Float32Array,
  count: number,
  allowed: (id: number) => boolean,
  offset: (id: number) => number = () => 0,
): Neighbour[] {
  const best: { id: number; similarity: number }[] = [];
  let floor = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < matrix.ids.length; row += 1) {
    const id = matrix.ids[row] as number;
    if (!allowed(id)) continue;
    const similarity = dot(query, matrix.data, row * matrix.dimensions) - offset(id);
    if (similarity <= floor && best.length >= count) continue;
    insert(best, { id, similarity }, count);
    floor = best[best.length - 1]?.similarity ?? floor;
  }
  return best;
}

/** The best of several searches, best first; the order of equals is that of one search over all rows by id. */
export function mergeNeighbours(found: readonly (readonly Neighbour[])[], count: number): readonly Neighbour[] {
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) return only;
  return found
    .flat()
    .toSorted((a, b) => b.similarity - a.similarity || a.id - b.id)
    .slice(0, count);
}

function insert(best: { id: number; similarity: number }[], neighbour: Neighbour, count: number): void {
  let position = best.length;
  while (position > 0 && (best[position - 1] as Neighbour).similarity < neighbour.similarity) position -= 1;
  best.splice(position, 0, neighbour);
  if (best.length > count) best.pop();
}

/**
 * How near a query is to all that may be read. An embedder finds texts in the question's language nearer than
 * others, whatever they say: `offsets` tells by how much, and cosines less their language's offset can be compared.
 */
export type Background = {
  readonly mean: number;
  /** Standard deviation of the cosines less their offsets. */
  readonly deviation: number;
  /** By language: its mean cosine less the mean of all. */
  readonly offsets: ReadonlyMap<string, number>;
};

/** Rows looked at for the background: evenly spread, enough for two digits. */
const BACKGROUND_ROWS = 2_000;
/** The mean of a language with few passages is drawn to the mean of all as by this many more (eval/LOG.md). */
const SHRINKAGE = 10;

/**
 * Over all rows of all matrices, as if they were one.
 * @param languages by row id, only of rows that may be read; none of them gives mean 0 and deviation 1.
 */
export function similarityBackground(
  matrices: readonly VectorMatrix[],
  query: Float32Array,
  languages: ReadonlyMap<number, string>,
): Background {
  const step = Math.max(1, Math.floor(matrices.reduce((sum, { ids }) => sum + ids.length, 0) / BACKGROUND_ROWS));
  const rows: { language: string; similarity: number }[] = [];
  let first = 0;
  for (const matrix of matrices) {
    let row = first;
    for (; row < matrix.ids.length; row += step) {
      const language = languages.get(matrix.ids[row] as number);
      if (language === undefined) continue;
      rows.push({ language, similarity: dot(query, matrix.data, row * matrix.dimensions) });
    }
    first = row - matrix.ids.length;
  }
  if (rows.length === 0) return { mean: 0, deviation: 1, offsets: new Map() };
  const mean = sumOf(rows) / rows.length;
  const offsets = new Map(
    [...Map.groupBy(rows, ({ language }) => language)].map(([language, own]) => [
      language,
      (sumOf(own) + SHRINKAGE * mean) / (own.length + SHRINKAGE) - mean,
    ]),
  );
  const variance =
    rows.reduce((sum, { language, similarity }) => sum + (similarity - (offsets.get(language) ?? 0) - mean) ** 2, 0) /
    rows.length;
  return { mean, deviation: Math.sqrt(variance) || 1, offsets };
}

function sumOf(rows: readonly { readonly similarity: number }[]): number {
  return rows.reduce((sum, { similarity }) => sum + similarity, 0);
}
