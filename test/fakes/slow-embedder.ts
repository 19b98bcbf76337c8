/** The embedder of words, which embeds documents only as far as a test lets it. Questions are embedded at once. */
import { WordEmbedder } from "./word-embedder.ts";

export class SlowEmbedder extends WordEmbedder {
  /** Texts asked for so far. */
  asked = 0;
  #allowed: number;
  #broken: Error | null = null;
  #more = Promise.withResolvers<void>();

  /** @param allowed texts that are embedded without being let through. */
  constructor(allowed = 0) {
    super();
    this.#allowed = allowed;
  }

  allow(texts: number): void {
    this.#allowed += texts;
    this.#wake();
  }

  /** Fails from now on; `null` mends it. */
  break(error: Error | null): void {
    this.#broken = error;
    this.#wake();
  }

  override async embedDocuments(texts: string[]): Promise<number[][]> {
    this.asked += texts.length;
    while (this.#allowed < texts.length && this.#broken === null) await this.#more.promise;
    if (this.#broken !== null) throw this.#broken;
    this.#allowed -= texts.length;
    return super.embedDocuments(texts);
  }

  #wake(): void {
    this.#more.resolve();
    this.#more = Promise.withResolvers();
  }
}
