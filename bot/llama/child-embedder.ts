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

/** From this many texts on, every worker takes part; a question's own text needs only the first. */
const BATCH_FOR_ALL_WORKERS = 8;

type Worker = { readonly context: LlamaEmbeddingContext; readonly turns: TurnLock };

export class ChildEmbedder implements AsyncDisposable {
  readonly #model: LlamaModel;
  readonly #mostWorkers: number;
  readonly #workers: Promise<Worker>[] = [];

  private constructor(model: LlamaModel, mostWorkers: number) {
    this.#model = model;
    this.#mostWorkers = mostWorkers;
  }

  static async open(llama: Llama, file: EmbedderFile): Promise<ChildEmbedder> {
    const model = await llama.loadModel({ modelPath: file.path, gpuLayers: 0 });
    const embedder = new ChildEmbedder(model, file.workers);
    await embedder.#worker(0);
    return embedder;
  }

  /** One text at a time on each worker, so that a question waits for one passage of an ingest at most. */
  async embed(texts: readonly string[], work: WorkOptions): Promise<Float32Array[]> {
    const vectors: Float32Array[] = [];
    const count = texts.length < BATCH_FOR_ALL_WORKERS ? 1 : this.#mostWorkers;
    let next = 0;
    let done = 0;
    const run = async (index: number) => {
      const { context, turns } = await this.#worker(index);
      while (next < texts.length) {
        const position = next;
        next += 1;
        vectors[position] = await turns.run(work.signal, () => this.#embedOne(context, texts[position] ?? ""));
        done += 1;
        work.onProgress(done, texts.length);
      }
    };
    await Promise.all(Array.from({ length: count }, (_, index) => run(index)));
    return vectors;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const worker of this.#workers) await (await worker).context.dispose();
    await this.#model.dispose();
  }

  /** One thread each: such a worker never waits for another core, whatever else the machine is doing. */
  #worker(index: number): Promise<Worker> {
    this.#workers[index] ??= this.#model
      .createEmbeddingContext({ contextSize: CONTEXT_TOKENS, threads: 1 })
      .then((context) => ({ context, turns: new TurnLock() }));
    return this.#workers[index];
  }

  async #embedOne(context: LlamaEmbeddingContext, text: string): Promise<Float32Array> {
    const { vector } = await context.getEmbeddingFor(this.#tokens(text));
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
