/** A store and an index in memory, filled with parsed documents; the embedder is the one of words. Real SQLite. */
import type { DatabaseSync } from "node:sqlite";
import { type CorpusStore, openCorpusStore } from "../../corpora/corpus-store.ts";
import type { DocumentRecord, ParsedDocument } from "../../corpora/document.ts";
import { embedMissing } from "../../retrieval/embed-missing.ts";
import { type IndexStore, openIndexStore } from "../../retrieval/index-store.ts";
import { createVectorIndex, type VectorIndex } from "../../retrieval/vector-index.ts";
import { WordEmbedder } from "./word-embedder.ts";

export type TestIndex = Disposable & {
  readonly corpus: CorpusStore;
  readonly index: IndexStore;
  readonly embedder: WordEmbedder;
  readonly vectors: VectorIndex;
  /** Adds a document and gives its id. */
  add(collection: string, document: ParsedDocument, record: Partial<DocumentRecord>): number;
  /** Takes all documents of a collection out again. */
  empty(collection: string): void;
  /** Gives every text its vector. */
  embed(): Promise<void>;
};

export const TEST_RECORD: DocumentRecord = {
  file: "bylaws.md",
  title: "Bylaws",
  language: "en",
  rank: "statutes",
  status: "adopted",
  adoptedOn: null,
  inForceFrom: null,
  inForceTo: null,
  decidedBy: null,
  replaces: null,
  amends: [],
  contact: null,
  public: false,
  personalColumns: [],
  version: null,
  guessed: [],
};

/** @param onOpen is handed the database before the index is opened on it. */
export function openTestIndex(
  options: {
    readonly onOpen?: (database: DatabaseSync) => void;
    readonly graphs?: { readonly folder: string; readonly from: number };
  } = {},
): TestIndex {
  const corpus = openCorpusStore(":memory:");
  options.onOpen?.(corpus.database);
  const index = openIndexStore(corpus.database);
  const embedder = new WordEmbedder();
  const { folder: graphFolder = null, from: graphFrom } = options.graphs ?? {};
  return {
    corpus,
    index,
    embedder,
    vectors: createVectorIndex({ corpus, index, fingerprint: embedder.fingerprint, graphFolder, graphFrom }),
    add(name, document, change) {
      const record = { ...TEST_RECORD, ...change };
      const { id: collection } = corpus.ensureCollection(name);
      return corpus.transaction(() => {
        const id = corpus.putDocument(
          collection,
          { ...document, ...record, sha256: "" },
          { by: "test", at: "2026-01-01T00:00:00Z" },
        );
        index.indexDocument(collection, id, { ...document, title: record.title, labels: record.file });
        corpus.touch(collection);
        return id;
      });
    },
    empty(name) {
      const { id: collection } = corpus.ensureCollection(name);
      corpus.transaction(() => {
        for (const { id } of corpus.documents(collection)) {
          index.unindexDocument(collection, id);
          corpus.removeDocument(id);
        }
        corpus.touch(collection);
      });
      index.dropUnusedVectors();
    },
    async embed() {
      const { signal } = new AbortController();
      for (const { id } of corpus.collections()) await embedMissing({ index, collection: id, embedder, signal });
    },
    [Symbol.dispose]: () => corpus[Symbol.dispose](),
  };
}
