/**
 * The local embedder as a LangChain `Embeddings`, usable in any LangChain program. Adds the prefixes that the model was
 * trained with. Knows nothing of processes beyond "ask and get".
 */
import { Embeddings, type EmbeddingsParams } from "@langchain/core/embeddings";
import type { Embedder } from "../model-seam.ts";
import type { EmbeddingEntry } from "./catalogue.ts";
import { type ModelRequests, requestKind } from "./model-requests.ts";

export type EmbedOptions = {
  readonly signal?: AbortSignal;
  /** Texts done so far, of how many. */
  readonly onProgress?: (done: number, total: number) => void;
};

export class LlamaEmbeddings extends Embeddings implements Embedder {
  readonly fingerprint: string;
  readonly dimensions: number;
  readonly #entry: EmbeddingEntry;
  readonly #models: ModelRequests;

  constructor(fields: EmbeddingsParams & { readonly entry: EmbeddingEntry; readonly models: ModelRequests }) {
    super(fields);
    this.#entry = fields.entry;
    this.#models = fields.models;
    this.dimensions = fields.entry.dimensions;
    this.fingerprint = `${fields.entry.id}:${fields.entry.sha256}`;
  }

  /** A vector of length one for a question. */
  async embedQuery(question: string, options: EmbedOptions = {}): Promise<number[]> {
    const [vector] = await this.#embed([this.#entry.prefixes.query + question], options);
    if (vector === undefined) throw new Error("Expected one vector from the model process, got none.");
    return vector;
  }

  /** A vector of length one for each passage; of a long one the first 254 tokens (about 180 words) count. */
  embedDocuments(passages: string[], options: EmbedOptions = {}): Promise<number[][]> {
    return this.#embed(
      passages.map((passage) => this.#entry.prefixes.document + passage),
      options,
    );
  }

  async #embed(texts: readonly string[], options: EmbedOptions): Promise<number[][]> {
    if (texts.length === 0) return [];
    const { vectors } = await requestKind(this.#models, { kind: "embed", texts }, options);
    return vectors.map((vector) => Array.from(vector));
  }
}
