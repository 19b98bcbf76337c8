/**
 * Gives every text of a collection its vector: passages first, then sentences. Can be stopped and goes on where it
 * was, since each batch is stored as it comes. Knows nothing of documents, nor of what it has to make way for.
 */
import type { EmbeddingsInterface } from "@langchain/core/embeddings";
import type { IndexStore } from "./index-store.ts";
import type { Unembedded } from "./vector-store.ts";
import { normaliseVector } from "./vectors.ts";

/** Texts per batch. Two batches are a quarter of a second of work on two cores: so long whatever goes first may wait. */
const BATCH = 8;
/** Batches in work at a time: while one comes back and is stored, the embedder has the next at hand. */
const LANES = 2;
/** Texts looked up at a time: finding those that lack a vector costs tens of milliseconds in a large collection. */
const LOOKED_UP = 2_048;

/** @throws the signal's reason when aborted, and what the embedder throws; what was embedded until then is stored. */
export async function embedMissing(
  options: EmbedParts & {
    readonly index: IndexStore;
    readonly collection: number;
    readonly onProgress?: (done: number, total: number) => void;
  },
): Promise<number> {
  const { index, collection, embedder } = options;
  const total = index.countUnembedded(collection, embedder.fingerprint);
  let done = 0;
  for (;;) {
    const texts = index.unembedded(collection, embedder.fingerprint, LOOKED_UP);
    if (texts.length === 0) return done;
    await embedTexts(texts, options, (count) => {
      done += count;
      options.onProgress?.(done, Math.max(total, done));
    });
  }
}

export type EmbedParts = {
  readonly index: Pick<IndexStore, "putVectors">;
  readonly embedder: EmbeddingsInterface & { readonly fingerprint: string };
  readonly signal: AbortSignal;
  /** Awaited before each batch. */
  readonly turn?: (() => Promise<void>) | undefined;
};

/** @throws the signal's reason when aborted, and what the embedder throws; what comes back until the end is stored. */
export async function embedTexts(
  texts: readonly Unembedded[],
  { index, embedder, signal, turn }: EmbedParts,
  onStored: (count: number) => void = () => {},
): Promise<void> {
  let next = 0;
  let broken = false;
  const lane = async () => {
    while (next < texts.length && !broken) {
      await turn?.();
      signal.throwIfAborted();
      const batch = texts.slice(next, next + BATCH);
      next += BATCH;
      if (batch.length === 0) return; // the other lane took the last ones meanwhile
      const vectors = await embedder.embedDocuments(batch.map(({ text }) => text));
      index.putVectors(
        embedder.fingerprint,
        batch.map(({ hash }, position) => ({ hash, vector: normaliseVector(vectors[position] ?? []) })),
      );
      onStored(batch.length);
    }
  };
  const breaking = (error: unknown) => {
    broken = true;
    throw error;
  };
  const ends = await Promise.allSettled(Array.from({ length: LANES }, () => lane().catch(breaking)));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
}
