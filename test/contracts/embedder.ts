/** What every embedder behind `bot/model-seam.ts` must do; run against the fake and against the real one. */
import { describe, expect, test } from "vitest";
import type { Embedder } from "../../bot/model-seam.ts";

export function embedderContract(name: string, open: () => Embedder): void {
  describe(`${name} as an embedder`, () => {
    test("gives vectors of its dimensions and of length one", async () => {
      const embedder = open();
      const vectors = [await embedder.embedQuery("notice"), ...(await embedder.embedDocuments(["One vote.", "Dues."]))];
      expect(vectors).toHaveLength(3);
      for (const vector of vectors) {
        expect(vector).toHaveLength(embedder.dimensions);
        expect(Math.hypot(...vector)).toBeCloseTo(1, 4);
      }
    });

    test("gives the same vector for the same text", async () => {
      const embedder = open();
      expect(await embedder.embedQuery("quorum")).toEqual(await embedder.embedQuery("quorum"));
    });

    test("gives no vectors for no passages", async () => {
      expect(await open().embedDocuments([])).toEqual([]);
    });

    test("has a fingerprint", () => {
      expect(open().fingerprint).not.toBe("");
    });
  });
}
