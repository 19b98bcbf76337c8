/**
 * Deletes documents for good: text, former texts, index, vectors, graph files, remembered answers, and whatever else
 * was told that it keeps something of them. What a crash interrupts, the next start finishes. Knows no rooms.
 */
import type { CorpusStore, DocumentVersion } from "../../corpora/corpus-store.ts";
import type { Decided } from "../../corpora/document.ts";
import type { Loading } from "../../corpora/loading/loading.ts";
import { dropGraphs } from "../../retrieval/hnsw.ts";
import type { IndexStore } from "../../retrieval/index-store.ts";

/** What else keeps something of documents, and takes it out when they are purged. */
export interface Eraser<D extends PurgedFile = PurgedDocument> {
  /** How many things of which kind it keeps of these documents. */
  count(documents: readonly D[]): PurgeCounts;
  /** Takes them out; may be called again for the same documents. Gives what went, and what could not. */
  erase(documents: readonly D[], signal: AbortSignal): Promise<PurgeCounts>;
}

export type PurgedDocument = PurgedFile & Pick<DocumentVersion, "id">;
export type PurgedFile = Pick<DocumentVersion, "collection" | "file" | "sha256">;

/**
 * `answers`: of the ledger; `messages`: of the bot, redacted in the rooms; `messagesLeft`: those that the homeserver
 * would not redact; `uploads`: files as they were sent; `published`: events of the library room.
 */
export type PurgeCounts = Partial<Record<(typeof ERASED)[number], number>>;
const ERASED = ["answers", "messages", "messagesLeft", "uploads", "published"] as const;

export type PurgeReceipt = {
  readonly files: readonly PurgedFile[];
  readonly counts: Readonly<
    Record<"documents" | "formerTexts" | "passages" | "sentences", number> & Required<PurgeCounts>
  >;
  readonly decided: Decided;
  /** Is nothing of them left in the files of the data folder? False while another process holds the database. */
  readonly finished: boolean;
};

export interface Purge {
  /** Has this asked, too, before and after documents are deleted, until it is disposed of. */
  also(eraser: Eraser): Disposable;
  /** What would go. */
  preview(documents: readonly DocumentVersion[]): PurgeReceipt["counts"];
  /** @throws what an eraser throws: the documents are then still there, and it can be asked for again. */
  run(documents: readonly DocumentVersion[], decided: Decided, signal: AbortSignal): Promise<PurgeReceipt>;
}

export type PurgeParts = {
  readonly store: CorpusStore;
  readonly index: IndexStore;
  /** Folder of the graphs' files. */
  readonly graphs: string;
  /** What is remembered of collections outside of the database is forgotten. */
  readonly forget: () => void;
};

export function purgeOf(parts: PurgeParts): Purge {
  const { store } = parts;
  const erasers = new Set<Eraser>();
  const erase = async (documents: readonly DocumentVersion[], signal: AbortSignal) => {
    const counts: PurgeCounts[] = [];
    for (const eraser of erasers) counts.push(await eraser.erase(documents, signal));
    return counts;
  };
  return {
    also(eraser) {
      erasers.add(eraser);
      return { [Symbol.dispose]: () => void erasers.delete(eraser) };
    },
    preview: (documents) =>
      together(
        ownCounts(documents, parts),
        [...erasers].map((eraser) => eraser.count(documents)),
      ),
    async run(documents, decided, signal) {
      const own = ownCounts(documents, parts);
      const before = await erase(documents, signal);
      store.transaction(() => deleteRows(documents, decided, parts));
      parts.forget();
      // An answer may have been given while others were taken back.
      const after = await erase(documents, signal);
      return {
        files: documents.map(({ collection, file, sha256 }) => ({ collection, file, sha256 })),
        counts: together(own, [...before, ...after]),
        decided,
        finished: finishPurge(parts),
      };
    },
  };
}

/** The files as they were handed in. */
export function uploadsEraser(loading: Pick<Loading, "of" | "erase">): Eraser {
  return {
    count: (documents) => ({ uploads: loading.of(documents).length }),
    erase: async (documents) => ({ uploads: await loading.erase(documents) }),
  };
}

function ownCounts(documents: readonly DocumentVersion[], { store, index }: PurgeParts) {
  const sum = (of: (document: DocumentVersion) => number) => documents.reduce((total, one) => total + of(one), 0);
  return {
    documents: documents.length,
    formerTexts: sum(({ id }) => store.formerTexts(id).length),
    passages: sum(({ id }) => index.countPassages(id)),
    sentences: sum(({ id }) => index.countSentences(id)),
  };
}

function together(own: ReturnType<typeof ownCounts>, others: readonly PurgeCounts[]): PurgeReceipt["counts"] {
  const sums = ERASED.map((kind) => [kind, others.reduce((sum, counts) => sum + (counts[kind] ?? 0), 0)] as const);
  return { ...own, answers: 0, messages: 0, messagesLeft: 0, uploads: 0, published: 0, ...Object.fromEntries(sums) };
}

/** Remembered until the traces are gone: the collections whose files are to be looked after. */
const UNFINISHED = "purge-unfinished";

function deleteRows(documents: readonly DocumentVersion[], decided: Decided, { store, index }: PurgeParts): void {
  const collections = new Set(unfinished(store));
  for (const { id, collection: name, file, sha256 } of documents) {
    const { id: collection } = store.ensureCollection(name);
    const details = { sha256, passages: index.countPassages(id) };
    index.unindexDocument(collection, id);
    store.removeDocument(id);
    store.audit({ ...decided, action: "purged", collection: name, file, details });
    store.touch(collection);
    collections.add(collection);
  }
  index.dropUnusedVectors();
  store.putSetting(UNFINISHED, JSON.stringify([...collections]));
}

function unfinished(store: CorpusStore): number[] {
  return JSON.parse(store.setting(UNFINISHED) ?? "[]") as number[];
}

/**
 * Overwrites what deleted rows left in the files. True when nothing is left to do; false while another process reads or
 * writes: the next start tries again.
 */
export function finishPurge({ store, index, graphs }: Omit<PurgeParts, "forget">): boolean {
  const collections = unfinished(store);
  if (collections.length === 0) return true;
  for (const collection of collections) {
    dropGraphs(graphs, collection);
    index.compactText(collection);
  }
  if (!store.shred()) return false;
  store.putSetting(UNFINISHED, "[]");
  return true;
}
