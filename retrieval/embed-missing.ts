/**
 * Gives every text of a collection its vector: passages first, then sentences. Can be stopped and goes on where it
 * was, since each batch is stored as it comes. Knows nothing of documents, nor of what it has to make way for.
 */
import type { EmbeddingsInterface } from "@langchain/core/embeddings";
import type { IndexStore } from "./index-store.ts";
import type { Unembedded } from "./vector-store.ts";
import { normaliseVector } from "./vectors.ts";

/** Texts per batch: a quarter of a second of work on two cores, which is how long whatever goes first may wait. */
const BATCH = 16;
/** Texts looked up at a time: finding those that lack a vector costs tens of milliseconds in a large collection. */
const LOOKED_UP = 2_048;

/** @throws the signal's reason when aborted, and what the embedder throws; what was embedded until then is stored. */
export async function embedMissing(options: {
  readonly index: IndexStore;
  readonly collection: number;
  readonly embedder: EmbeddingsInterface & { readonly fingerprint: string };
  readonly signal: AbortSignal;
  /** Awaited before each batch. */
  readonly turn?: () => Promise<void>;
  readonly onProgress?: (done: number, total: number) => void;
}): Promise<number> {
  const { index, collection, embedder } = options;
  const total = index.countUnembedded(collection, embedder.fingerprint);
  let done = 0;
  for (;;) {
    const texts = index.unembedded(collection, embedder.fingerprint, LOOKED_UP);
    if (texts.length === 0) return done;
    await embedAll(texts, options, (count) => {
      done += count;
      options.onProgress?.(done, Math.max(total, done));
    });
  }
}

/** Each batch is stored while the embedder works on the next: it never waits for the disk. */
async function embedAll(
  texts: readonly Unembedded[],
  { index, embedder, signal, turn }: Parameters<typeof embedMissing>[0],
  onStored: (count: number) => void,
): Promise<void> {
  let store = () => {};
  try {
    for (let start = 0; start < texts.length; start += BATCH) {
      await turn?.();
      signal.throwIfAborted();
      const batch = texts.slice(start, start + BATCH);
      const working = embedder.embedDocuments(batch.map(({ text }) => text));
      // Looked at below; storing comes first and may throw.
      working.catch(() => {});
      storeOnce();
      const vectors = await working;
      store = () => {
        index.putVectors(
          embedder.fingerprint,
          batch.map(({ hash }, position) => ({ hash, vector: normaliseVector(vectors[position] ?? []) })),
        );
        onStored(batch.length);
      };
    }
  } finally {
    storeOnce();
  }

  function storeOnce(): void {
    const now = store;
    store = () => {};
    now();
  }
}
