/**
 * A deterministic embedder for tests: every stem gets a fixed direction, a text is the sum of its stems. Texts that
 * share words are near, which is all that the tests around it need.
 */
import { createHash } from "node:crypto";
import { Embeddings } from "@langchain/core/embeddings";
import type { Embedder } from "../../bot/model-seam.ts";
import { searchTerms } from "../../retrieval/terms.ts";

const DIMENSIONS = 64;

export class WordEmbedder extends Embeddings implements Embedder {
  readonly fingerprint = "words-64";
  readonly dimensions = DIMENSIONS;

  constructor() {
    super({});
  }

  embedQuery(text: string): Promise<number[]> {
    return Promise.resolve(embed(text));
  }

  embedDocuments(texts: string[]): Promise<number[][]> {
    return Promise.resolve(texts.map(embed));
  }
}

function embed(text: string): number[] {
  const vector = new Array<number>(DIMENSIONS).fill(0);
  for (const term of searchTerms(text)) {
    const bytes = createHash("sha512").update(term).digest();
    for (let index = 0; index < DIMENSIONS; index += 1)
      vector[index] = (vector[index] ?? 0) + ((bytes[index] ?? 0) - 127.5) / 127.5;
  }
  return vector;
}
