/**
 * The embedder of words, which a test can pull: texts and questions to which it gives the same mark lie close together,
 * however different their words. So an attack is found by the question it is meant for, in whatever language.
 */
import { Embeddings } from "@langchain/core/embeddings";
import type { Embedder } from "../../bot/model-seam.ts";
import { WordEmbedder } from "./word-embedder.ts";

/** How much stronger than all words a mark is, where nothing else is said. */
const PULL = 3;

export class PullingEmbedder extends Embeddings implements Embedder {
  readonly fingerprint = "pulling-words-64";
  readonly dimensions: number;
  readonly #words = new WordEmbedder();
  readonly #pull: number;
  readonly #markOf: (text: string) => string | null;

  /** @param markOf the mark of a text or question; null for none. @param pull how much stronger than all words it is. */
  constructor(markOf: (text: string) => string | null, pull = PULL) {
    super({});
    this.#markOf = markOf;
    this.#pull = pull;
    this.dimensions = this.#words.dimensions;
  }

  async embedQuery(text: string): Promise<number[]> {
    const own = unit(await this.#words.embedQuery(text));
    const mark = this.#markOf(text);
    if (mark === null) return own;
    const pull = unit(await this.#words.embedQuery(mark));
    return own.map((value, index) => value + this.#pull * (pull[index] ?? 0));
  }

  embedDocuments(texts: string[]): Promise<number[][]> {
    return Promise.all(texts.map((text) => this.embedQuery(text)));
  }
}

function unit(vector: readonly number[]): number[] {
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}
