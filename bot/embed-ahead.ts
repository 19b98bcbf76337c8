/**
 * Embeds texts of documents that have been read and are not stored yet: a vector is kept under the hash of its text, so
 * that it is there when the document comes, and nothing is found by it before. Knows nothing of documents.
 */
import { type EmbedParts, embedTexts } from "../retrieval/embed-missing.ts";
import type { Unembedded, VectorStore } from "../retrieval/vector-store.ts";

export type AheadParts = EmbedParts & { readonly index: Pick<VectorStore, "vectors" | "putVectors"> };

export class EmbedAhead implements AsyncDisposable {
  readonly #parts: AheadParts;
  readonly #stopping = new AbortController();
  #work: Promise<void> = Promise.resolve();

  constructor(parts: AheadParts) {
    this.#parts = { ...parts, signal: AbortSignal.any([parts.signal, this.#stopping.signal]) };
  }

  /** Returns at once. What fails here fails again, and is told, when the missing vectors are asked for. */
  add(texts: readonly Unembedded[]): void {
    this.#work = this.#work.then(() => this.#embed(texts)).catch(() => {});
  }

  /** Nothing new is begun; resolves when the batches in work are stored. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort(new Error("The documents are stored."));
    await this.#work;
  }

  async #embed(texts: readonly Unembedded[]): Promise<void> {
    const { index, embedder, signal } = this.#parts;
    if (signal.aborted) return;
    const hashes = texts.map(({ hash }) => hash);
    const known = index.vectors(hashes, embedder.fingerprint);
    await embedTexts(
      texts.filter(({ hash }) => !known.has(hash)),
      this.#parts,
    );
  }
}
