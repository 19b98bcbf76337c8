import { expect, test } from "vitest";
import { fuseRankings, ranksOf } from "../../retrieval/fuse.ts";

test("a passage that both rankings like comes before one that a single ranking likes best", () => {
  const fused = fuseRankings([
    { ranks: ranksOf([1, 2, 3]), weight: 1 },
    { ranks: ranksOf([4, 2, 5]), weight: 1 },
  ]);
  expect(fused[0]).toEqual({ id: 2, score: 2 / 62 });
  expect(fused.map(({ id }) => id)).toEqual([2, 1, 4, 3, 5]);
});

test("no rankings give nothing", () => {
  expect(fuseRankings([])).toEqual([]);
});
