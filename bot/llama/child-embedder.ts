/**
 * The embedder inside the model process. Takes texts as they are to be embedded (prefixes are the caller's), gives
 * vectors of length one. Traps that shaped it: README.md, "The embedder".
 */
import type { Llama, LlamaEmbeddingContext, LlamaModel, Token } from "node-llama-cpp";
import type { WorkOptions } from "./child-chat.ts";
import type { EmbedderFile } from "./protocol.ts";
import { TurnLock } from "./turn-lock.ts";

/** Beginning and end token included. llama.cpp keeps 1 MB per token of the longest input for ever: 256 is its price. */
export const MOST_EMBEDDING_TOKENS = 256;
const CONTEXT_TOKENS = 512; // the default, and the only size that was tried in depth; the batch must hold a whole text

export class ChildEmbedder implements AsyncDisposable {
  readonly #model: LlamaModel;
  readonly #context: LlamaEmbeddingContext;
  readonly #turns = new TurnLock();

  private constructor(model: LlamaModel, context: LlamaEmbeddingContext) {
    this.#model = model;
    this.#context = context;
  }

  static async open(llama: Llama, file: EmbedderFile): Promise<ChildEmbedder> {
    const model = await llama.loadModel({ modelPath: file.path, gpuLayers: 0 });
    const context = await model.createEmbeddingContext({ contextSize: CONTEXT_TOKENS, threads: file.threads });
    return new ChildEmbedder(model, context);
  }

  /** One text at a time, so that a question waits for one passage of an ingest at most. */
  async embed(texts: readonly string[], work: WorkOptions): Promise<Float32Array[]> {
    const vectors: Float32Array[] = [];
    for (const text of texts) {
      vectors.push(await this.#turns.run(work.signal, () => this.#embedOne(text)));
      work.onProgress(vectors.length, texts.length);
    }
    return vectors;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#context.dispose();
    await this.#model.dispose();
  }

  async #embedOne(text: string): Promise<Float32Array> {
    const { vector } = await this.#context.getEmbeddingFor(this.#tokens(text));
    return unitLength(vector);
  }

  /** node-llama-cpp never adds the beginning token for this kind of vocabulary, so both are added here. */
  #tokens(text: string): Token[] {
    const content = this.#model.tokenize(text.normalize("NFC").trim(), false).slice(0, MOST_EMBEDDING_TOKENS - 2);
    const { bos, eos } = this.#model.tokens;
    return [...(bos === null ? [] : [bos]), ...content, ...(eos === null ? [] : [eos])];
  }
}

function unitLength(vector: readonly number[]): Float32Array {
  const length = Math.hypot(...vector);
  return Float32Array.from(vector, (value) => (length > 0 ? value / length : 0));
}
