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

/** The `count` rows nearest to `query` among those `allowed` lets through, best first. */
export function searchExact(
  matrix: VectorMatrix,
  query: Float32Array,
  count: number,
  allowed: (id: number) => boolean,
): Neighbour[] {
  const best: { id: number; similarity: number }[] = [];
  let floor = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < matrix.ids.length; row += 1) {
    const similarity = dot(query, matrix.data, row * matrix.dimensions);
    if (similarity <= floor && best.length >= count) continue;
    const id = matrix.ids[row] as number;
    if (!allowed(id)) continue;
    insert(best, { id, similarity }, count);
    floor = best[best.length - 1]?.similarity ?? floor;
  }
  return best;
}

function insert(best: { id: number; similarity: number }[], neighbour: Neighbour, count: number): void {
  let position = best.length;
  while (position > 0 && (best[position - 1] as Neighbour).similarity < neighbour.similarity) position -= 1;
  best.splice(position, 0, neighbour);
  if (best.length > count) best.pop();
}

/** How near a query is to a collection as a whole: mean and standard deviation of its cosines. */
export type Background = { readonly mean: number; readonly deviation: number };

/** Rows looked at for the background: evenly spread, enough for two digits. */
const BACKGROUND_ROWS = 2_000;

/** Only rows that may be read take part; none of them gives mean 0 and deviation 1. */
export function similarityBackground(
  matrix: VectorMatrix,
  query: Float32Array,
  allowed: ReadonlySet<number>,
): Background {
  const step = Math.max(1, Math.floor(matrix.ids.length / BACKGROUND_ROWS));
  const similarities: number[] = [];
  for (let row = 0; row < matrix.ids.length; row += step) {
    if (allowed.has(matrix.ids[row] as number)) similarities.push(dot(query, matrix.data, row * matrix.dimensions));
  }
  if (similarities.length === 0) return { mean: 0, deviation: 1 };
  const mean = similarities.reduce((sum, value) => sum + value, 0) / similarities.length;
  const variance = similarities.reduce((sum, value) => sum + (value - mean) ** 2, 0) / similarities.length;
  return { mean, deviation: Math.sqrt(variance) || 1 };
}
