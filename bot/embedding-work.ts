/**
 * Gives what is stored the vectors that it lacks, in the background, one collection after another. Questions go first:
 * while one is in work nothing new is embedded. Knows nothing of documents or answers.
 */
import { embedMissing } from "../retrieval/embed-missing.ts";
import type { IndexStore } from "../retrieval/index-store.ts";
import type { VectorIndex } from "../retrieval/vector-index.ts";
import type { EmbeddedPassages } from "../retrieval/vector-store.ts";
import { EmbedAhead } from "./embed-ahead.ts";
import type { Embedder } from "./model-seam.ts";

export type EmbeddingParts = {
  readonly index: IndexStore;
  /** Ids of all collections. */
  readonly collections: () => readonly number[];
  readonly embedder: Embedder;
  readonly vectors: Pick<VectorIndex, "prepare">;
  readonly signal: AbortSignal;
  readonly reportFailure: (error: unknown) => void;
  /** Milliseconds from any fixed point. */
  readonly clock: () => number;
};

type OnProgress = (done: number, total: number) => void;
type Job = { readonly listeners: Set<OnProgress>; readonly end: PromiseWithResolvers<void> };
type Counted = { readonly state: string; readonly count: EmbeddedPassages; readonly since: number };

/** After a failure (the model process died, the disk is full) it is tried again. */
const RETRY_MS = 60_000;
/** Another process may have read documents in and be at work on them: it is, while their vectors grow in number. */
const LEFT_ALONE_MS = 60_000;

/** Whoever waits is told: it goes on later. */
class Held extends Error {
  override readonly message = "Expected to be let embed, got an order to wait: the disk is full.";
}

export class EmbeddingWork implements AsyncDisposable {
  readonly #parts: EmbeddingParts;
  readonly #stopping = new AbortController();
  readonly #signal: AbortSignal;
  /** By collection; the first is in work. */
  readonly #jobs = new Map<number, Job>();
  readonly #counted = new Map<number, Counted>();
  #running: Promise<void> | null = null;
  #retry: NodeJS.Timeout | undefined;
  #questions = 0;
  #held = false;
  #free = Promise.withResolvers<void>();

  constructor(parts: EmbeddingParts) {
    this.#parts = parts;
    this.#signal = AbortSignal.any([parts.signal, this.#stopping.signal]);
    this.#signal.addEventListener("abort", () => this.#free.resolve(), { once: true });
  }

  /** Begins, or goes on, with whatever lacks a vector, and returns at once. */
  begin(): void {
    this.#held = false;
    for (const collection of this.#parts.collections()) {
      if (this.count(collection).pending > 0) this.#job(collection);
    }
    this.#run();
  }

  /** Begins nothing more until `begin`; the batch in work ends. */
  hold(): void {
    this.#held = true;
    clearTimeout(this.#retry);
  }

  /** Resolves when nothing of the collection lacks a vector. @throws the signal's reason; what the embedder throws. */
  async finished(collection: number, signal: AbortSignal, onProgress: OnProgress = () => {}): Promise<void> {
    signal.throwIfAborted();
    this.#signal.throwIfAborted();
    const { listeners, end } = this.#job(collection);
    const { promise: aborted, reject } = Promise.withResolvers<never>();
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    listeners.add(onProgress);
    this.#run();
    try {
      await Promise.race([end.promise, aborted]);
    } finally {
      listeners.delete(onProgress);
      signal.removeEventListener("abort", abort);
    }
  }

  /** Runs a question; what is being embedded waits for its end, but for the batch just begun. */
  async giveWay<T>(question: () => Promise<T>): Promise<T> {
    this.#questions += 1;
    try {
      return await question();
    } finally {
      this.#questions -= 1;
      if (this.#questions === 0) {
        this.#free.resolve();
        this.#free = Promise.withResolvers();
      }
    }
  }

  /** Begins with texts whose documents are not stored yet. */
  ahead(signal: AbortSignal): EmbedAhead {
    const { index, embedder } = this.#parts;
    return new EmbedAhead({
      index,
      embedder,
      signal: AbortSignal.any([this.#signal, signal]),
      turn: () => this.#turn(),
    });
  }

  /** How many passages of a collection there are, and how many are not yet searched by meaning. */
  count(collection: number): EmbeddedPassages {
    const { index, embedder } = this.#parts;
    const state = index.vectorState(collection, embedder.fingerprint);
    const known = this.#counted.get(collection);
    if (known?.state === state) return known.count;
    const count = index.embeddedPassages(collection, embedder.fingerprint);
    this.#counted.set(collection, { state, count, since: this.#parts.clock() });
    return count;
  }

  /** Begins with what another process has left undone. Call when collections are asked. */
  lookAfter(collections: readonly number[]): void {
    const left = collections.some((collection) => {
      const { pending } = this.count(collection);
      const { since } = this.#counted.get(collection) ?? { since: Number.POSITIVE_INFINITY };
      return pending > 0 && this.#parts.clock() - since >= LEFT_ALONE_MS;
    });
    if (left && !this.#held) this.begin();
  }

  /** Nothing new is begun from here on. The batch in work ends with the embedder, or by itself. */
  stop(): void {
    clearTimeout(this.#retry);
    this.#stopping.abort(new Error("Rochdale was closed."));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.stop();
    await this.#running;
  }

  #job(collection: number): Job {
    const known = this.#jobs.get(collection);
    if (known !== undefined) return known;
    const job: Job = { listeners: new Set(), end: Promise.withResolvers() };
    job.end.promise.catch(() => {}); // nobody may be waiting
    this.#jobs.set(collection, job);
    return job;
  }

  #run(): void {
    if (this.#signal.aborted) return;
    this.#running ??= this.#workOff()
      .catch(() => {}) // the report itself failed: whoever waits was told
      .finally(() => {
        this.#running = null;
      });
  }

  async #workOff(): Promise<void> {
    for (let next = this.#next(); next !== null; next = this.#next()) {
      const [collection, job] = next;
      try {
        await this.#complete(collection, job);
      } catch (error) {
        this.#jobs.delete(collection);
        job.end.reject(error);
        if (!this.#signal.aborted && !(error instanceof Held)) this.#failed(error);
      }
    }
  }

  #next(): [number, Job] | null {
    const [first] = this.#jobs;
    return first ?? null;
  }

  async #complete(collection: number, job: Job): Promise<void> {
    const { index, embedder, vectors } = this.#parts;
    do {
      await embedMissing({
        index,
        collection,
        embedder,
        signal: this.#signal,
        turn: () => this.#turn(),
        onProgress: (done, total) => {
          for (const listener of job.listeners) listener(done, total);
        },
      });
    } while (index.unembedded(collection, embedder.fingerprint, 1).length > 0);
    // From here on what is added to the collection is a new job.
    this.#jobs.delete(collection);
    await vectors.prepare(collection);
    job.end.resolve();
  }

  async #turn(): Promise<void> {
    while (this.#questions > 0 && !this.#signal.aborted) await this.#free.promise;
    if (this.#held) throw new Held();
  }

  #failed(error: unknown): void {
    this.#parts.reportFailure(error);
    clearTimeout(this.#retry);
    if (this.#held) return;
    this.#retry = setTimeout(() => this.begin(), RETRY_MS).unref();
  }
}
