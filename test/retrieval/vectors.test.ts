import fc from "fast-check";
import { expect, test } from "vitest";
import { toMatrix } from "../../retrieval/vector-index.ts";
import { dot, normaliseVector, searchExact } from "../../retrieval/vectors.ts";

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

test("a zero vector stays zero", () => {
  expect([...normaliseVector([0, 0])]).toEqual([0, 0]);
});
