/**
 * Gives every text of a collection its vector: passages first, then sentences. Can be stopped and goes on where it
 * was, since each batch is stored as it comes. Knows nothing of documents.
 */
import type { EmbeddingsInterface } from "@langchain/core/embeddings";
import type { IndexStore } from "./index-store.ts";
import { normaliseVector } from "./vectors.ts";

/** Texts per batch: about a second of work on two cores, so that stopping is quick. */
const BATCH = 64;

/** @throws the signal's reason when aborted, and what the embedder throws. */
export async function embedMissing(options: {
  readonly index: IndexStore;
  readonly collection: number;
  readonly embedder: EmbeddingsInterface & { readonly fingerprint: string };
  readonly signal: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}): Promise<number> {
  const { index, collection, embedder, signal } = options;
  const total = index.countUnembedded(collection, embedder.fingerprint);
  let done = 0;
  for (;;) {
    signal.throwIfAborted();
    const batch = index.unembedded(collection, embedder.fingerprint, BATCH);
    if (batch.length === 0) return done;
    const vectors = await embedder.embedDocuments(batch.map(({ text }) => text));
    index.putVectors(
      embedder.fingerprint,
      batch.map(({ hash }, position) => ({ hash, vector: normaliseVector(vectors[position] ?? []) })),
    );
    done += batch.length;
    options.onProgress?.(done, Math.max(total, done));
  }
}
