import fc from "fast-check";
import { expect, test } from "vitest";
import { toMatrix } from "../../retrieval/vector-index.ts";
import { dot, mergeNeighbours, normaliseVector, searchExact, similarityBackground } from "../../retrieval/vectors.ts";

const vectors = fc.array(fc.array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 }), {
  minLength: 1,
  maxLength: 30,
});

test("exact search agrees with sorting everything", () => {
  fc.assert(
    fc.property(vectors, fc.integer({ min: 1, max: 10 }), (rows, count) => {
      const matrix = toMatrix(rows.map((row, id) => ({ id, vector: normaliseVector(row) })));
      const query = normaliseVector([1, -0.5, 0.25, 0]);
      const found = searchExact(matrix, query, count, (id) => id % 3 !== 0);
      const all = matrix.ids
        .filter((id) => id % 3 !== 0)
        .map((id) => dot(query, matrix.data, id * 4))
        .toSorted((a, b) => b - a)
        .slice(0, count);
      expect(found.map(({ similarity }) => similarity)).toEqual(all);
    }),
  );
});

test("several matrices are searched, and their background taken, as if they were one", () => {
  fc.assert(
    fc.property(vectors, fc.nat({ max: 30 }), fc.integer({ min: 1, max: 10 }), (all, cut, count) => {
      const rows = all.map((row, id) => ({ id, vector: normaliseVector(row) }));
      const parts = [toMatrix(rows.slice(0, cut)), toMatrix(rows.slice(cut))];
      const query = normaliseVector([1, -0.5, 0.25, 0]);
      const found = parts.map((matrix) => searchExact(matrix, query, count, () => true));
      expect(mergeNeighbours(found, count)).toEqual(searchExact(toMatrix(rows), query, count, () => true));
      const languages = new Map(rows.map(({ id }) => [id, id % 3 === 0 ? "en" : "de"]));
      expect(similarityBackground(parts, query, languages)).toEqual(
        similarityBackground([toMatrix(rows)], query, languages),
      );
    }),
  );
});

test("the background looks at evenly spread rows, across the border of two matrices as well", () => {
  const rows = Array.from({ length: 4_001 }, (_, id) => ({ id, vector: normaliseVector([id % 7, id % 5, 1, 2]) }));
  const languages = new Map(rows.map(({ id }) => [id, "en"]));
  const query = normaliseVector([1, -0.5, 0.25, 0]);
  expect(similarityBackground([toMatrix(rows.slice(0, 333)), toMatrix(rows.slice(333))], query, languages)).toEqual(
    similarityBackground([toMatrix(rows)], query, languages),
  );
});

test("a zero vector stays zero", () => {
  expect([...normaliseVector([0, 0])]).toEqual([0, 0]);
});
