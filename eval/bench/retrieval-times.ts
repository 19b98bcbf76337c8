/**
 * Times retrieval at a given number of passages through the real index: invented documents and vectors, SQLite on
 * disk, full text and vectors fused. The embedding of the question is left out (it does not depend on the size).
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CorpusStore, openCorpusStore } from "../../corpora/corpus-store.ts";
import { type IndexStore, openIndexStore } from "../../retrieval/index-store.ts";
import { type RetrievalParts, retrieve } from "../../retrieval/retrieve.ts";
import { createVectorIndex } from "../../retrieval/vector-index.ts";
import { type Spread, spreadOf } from "../spread.ts";
import { type Random, seededRandom } from "../statistics.ts";
import { inventDocument, inventQuestion, inventVector, inventVocabulary } from "./generated-corpus.ts";

export type RetrievalTimes = {
  readonly passages: number;
  /** Milliseconds per question, the index in memory. */
  readonly milliseconds: Spread | null;
  /** The first question after opening: reads the vectors and, above a size, builds or loads the graph. */
  readonly firstQuestionMs: number;
  /** Cutting, full-text indexing and storing, without embedding. */
  readonly indexingPassagesPerSecond: number;
};

export type RetrievalTimesOptions = {
  readonly passages: number;
  readonly questions: number;
  readonly signal: AbortSignal;
  readonly now: () => number;
  readonly onProgress: (done: number, total: number) => void;
};

const DIMENSIONS = 384;
const FINGERPRINT = "invented";
const PASSAGES_PER_DOCUMENT = 50;
const SEED = 1844;
const COLLECTION = "invented";

export async function timeRetrieval(options: RetrievalTimesOptions): Promise<RetrievalTimes> {
  const folder = await mkdtemp(join(tmpdir(), "rochdale-bench-"));
  try {
    return await timeIn(folder, options);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function timeIn(folder: string, options: RetrievalTimesOptions): Promise<RetrievalTimes> {
  const random = seededRandom(SEED);
  const vocabulary = inventVocabulary();
  using corpus = openCorpusStore(join(folder, "bench.sqlite"));
  const index = openIndexStore(corpus.database);
  const collection = corpus.ensureCollection(COLLECTION).id;
  const begun = options.now();
  await fill({ corpus, index, collection, vocabulary, random }, options);
  const indexingPassagesPerSecond = options.passages / ((options.now() - begun) / 1000);
  fillVectors(index, collection, options.passages, random);
  const parts = makeParts({ corpus, index, folder, random });
  const scope = { collections: [collection], day: "2026-01-01", current: true };
  const ask = async () => {
    options.signal.throwIfAborted();
    const started = options.now();
    await retrieve(parts, { text: inventQuestion(vocabulary, random), language: "en", scope, limit: 10 });
    return options.now() - started;
  };
  const firstQuestionMs = await ask();
  const times: number[] = [];
  for (let question = 0; question < options.questions; question += 1) times.push(await ask());
  return { passages: options.passages, milliseconds: spreadOf(times), firstQuestionMs, indexingPassagesPerSecond };
}

type Filling = {
  readonly corpus: CorpusStore;
  readonly index: IndexStore;
  readonly collection: number;
  readonly vocabulary: readonly string[];
  readonly random: Random;
};

async function fill(filling: Filling, options: RetrievalTimesOptions): Promise<void> {
  for (let done = 0; done < options.passages; done += PASSAGES_PER_DOCUMENT) {
    options.signal.throwIfAborted();
    addDocument(filling, `document-${done}.md`, Math.min(PASSAGES_PER_DOCUMENT, options.passages - done));
    options.onProgress(Math.min(done + PASSAGES_PER_DOCUMENT, options.passages), options.passages);
    await new Promise((resume) => setImmediate(resume));
  }
}

function addDocument({ corpus, index, collection, vocabulary, random }: Filling, file: string, passages: number): void {
  const parsed = inventDocument(passages, vocabulary, random);
  const record = {
    file,
    title: file,
    language: "en",
    rank: "rules" as const,
    status: "adopted" as const,
    adoptedOn: null,
    inForceFrom: null,
    inForceTo: null,
    decidedBy: null,
    replaces: null,
    amends: [],
    contact: null,
    public: true,
    personalColumns: [],
    version: null,
    guessed: [],
  };
  corpus.transaction(() => {
    const id = corpus.putDocument(
      collection,
      { ...parsed, ...record, sha256: file },
      { by: "bench", at: "2026-01-01T00:00:00Z" },
    );
    index.indexDocument(collection, id, { ...parsed, title: file, labels: "" });
  });
}

/** Passages only: the few sentence vectors that a question looks up cost the same at every size. */
function fillVectors(index: IndexStore, collection: number, passages: number, random: Random): void {
  const texts = index.unembedded(collection, FINGERPRINT, passages);
  index.putVectors(
    FINGERPRINT,
    texts.map(({ hash }) => ({ hash, vector: inventVector(DIMENSIONS, random) })),
  );
}

function makeParts(made: Pick<Filling, "corpus" | "index" | "random"> & { readonly folder: string }): RetrievalParts {
  const { corpus, index, folder, random } = made;
  const vector = async () => [...inventVector(DIMENSIONS, random)];
  return {
    corpus,
    index,
    vectors: createVectorIndex({ corpus, index, fingerprint: FINGERPRINT, graphFolder: folder }),
    embedder: { embedQuery: vector, embedDocuments: (texts) => Promise.all(texts.map(vector)) },
  };
}
