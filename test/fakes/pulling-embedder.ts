/**
 * The embedder of words, which a test can pull: texts and questions to which it gives the same mark lie close together,
 * however different their words. So an attack is found by the question it is meant for, in whatever language.
 */
import { Embeddings } from "@langchain/core/embeddings";
import type { Embedder } from "../../bot/model-seam.ts";
import { WordEmbedder } from "./word-embedder.ts";

/** How much stronger than all words a mark is. */
const PULL = 3;

export class PullingEmbedder extends Embeddings implements Embedder {
  readonly fingerprint = "pulling-words-64";
  readonly dimensions: number;
  readonly #words = new WordEmbedder();
  readonly #markOf: (text: string) => string | null;

  /** @param markOf the mark of a text or question; null for none. */
  constructor(markOf: (text: string) => string | null) {
    super({});
    this.#markOf = markOf;
    this.dimensions = this.#words.dimensions;
  }

  async embedQuery(text: string): Promise<number[]> {
    const own = unit(await this.#words.embedQuery(text));
    const mark = this.#markOf(text);
    if (mark === null) return own;
    const pull = unit(await this.#words.embedQuery(mark));
    return own.map((value, index) => value + PULL * (pull[index] ?? 0));
  }

  embedDocuments(texts: string[]): Promise<number[][]> {
    return Promise.all(texts.map((text) => this.embedQuery(text)));
  }
}

function unit(vector: readonly number[]): number[] {
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}
