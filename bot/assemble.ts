/**
 * Puts an opened data folder together: store, index, sample and whatever models it is handed. Knows nothing of
 * llama.cpp: any LangChain model and embedder can stand in the place of ours.
 */
import { randomBytes } from "node:crypto";
import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { readSoundly } from "../corpora/check-database-store.ts";
import { type CorpusStore, openCorpusStore } from "../corpora/corpus-store.ts";
import { type DocumentIndexer, ingestPaths } from "../corpora/ingest.ts";
import { detectLanguage, detectLanguageAmong } from "../corpora/language.ts";
import { lifecycleOf } from "../corpora/lifecycle.ts";
import { openLoading } from "../corpora/loading/loading.ts";
import type { LoadingStep } from "../corpora/loading/steps.ts";
import { unpackForIngest } from "../corpora/loading/unpack-for-ingest.ts";
import { readDocument } from "../corpora/read-file.ts";
import { COPY_KEPT_MS, dropUpgradeCopies } from "../corpora/upgrade-store.ts";
import { textsToEmbed } from "../retrieval/embedding-texts.ts";
import type { IndexStep } from "../retrieval/index-steps.ts";
import { type IndexStore, openIndexStore } from "../retrieval/index-store.ts";
import { createTableShelf } from "../retrieval/tables/table-shelf.ts";
import { createVectorIndex } from "../retrieval/vector-index.ts";
import { answerQuestion } from "./answer.ts";
import { AnswerCache, cacheKey } from "./answer-cache.ts";
import { REPLY_LANGUAGES } from "./answer-types.ts";
import { askedCollections } from "./asked-collections.ts";
import { finishPurge, purgeOf, uploadsEraser } from "./documents/purge.ts";
import type { EmbedAhead } from "./embed-ahead.ts";
import { EmbeddingWork } from "./embedding-work.ts";
import { type Caution, GATE_EMBEDDER, GATE_READERS } from "./gate.ts";
import type { ChatModel, Embedder } from "./model-seam.ts";
import {
  type Embedding,
  type IngestProgress,
  type IngestReport,
  MAIN_COLLECTION,
  type Rochdale,
  type StoredDocument,
} from "./rochdale.ts";
import { ensureSample, SAMPLE_COLLECTION } from "./sample.ts";
import { localToday } from "./today.ts";

/** The models that take part, as `bot/llama/models.ts` opens them or a test hands them in. */
export type OpenedModels = AsyncDisposable & {
  readonly profile: string;
  readonly embedder: Embedder | null;
  readonly embedderId: string | null;
  readonly chatModel: ChatModel | null;
  readonly chatModelId: string | null;
  /** One sentence for each model that is missing or refused. */
  readonly notices: readonly string[];
  /** Why a model did not do its last work; null when it did. Left out: never told. */
  trouble?(): string | null;
  /** Resident bytes of the processes that host them. */
  memory(): Promise<Readonly<Record<string, number>>>;
  /** How often those have died; left out: they cannot. */
  deaths?(): number;
};

export type AssembleOptions = {
  /** The co-op's data folder; created when it is not there. */
  readonly home: string;
  readonly models: OpenedModels;
  /** Where text recognition may be installed; left out: scans are not recognised. */
  readonly ocrFolder?: string;
  /** How ready replies are to assert. */
  readonly caution: Caution;
  /** Build the sample co-operative's collection when it is not there yet. */
  readonly sample: boolean;
  readonly signal: AbortSignal;
  readonly onProgress?: ((progress: IngestProgress) => void) | undefined;
  /** Told of the named steps of loading and indexing: for tests that end the process there. */
  readonly onStep?: ((step: LoadingStep | IndexStep) => void) | undefined;
  /** A question may take this long before it ends as `timed-out`; three minutes when left out. */
  readonly deadlineMs?: number;
};

const NOTHING_PENDING = { passages: 0, pending: 0 };

/** Longer than the slowest machine that the documentation names needs for an answer. */
const DEADLINE_MS = 180_000;

/** @throws IndexVersionError for an index of another version; the signal's reason when aborted. */
export async function assembleRochdale(options: AssembleOptions): Promise<Rochdale> {
  const file = join(options.home, "rochdale.sqlite");
  const store = openCorpusStore(file);
  try {
    dropUpgradeCopies(file, Date.now() - COPY_KEPT_MS);
    const index = readSoundly(store.database.location() ?? "the database", () => {
      // A record that cannot be read is told now, with a remedy, and not at every question.
      for (const { id } of store.collections()) store.documents(id);
      return openIndexStore(store.database, options.onStep);
    });
    finishPurge({ store, index, graphs: graphsOf(options) });
    const rochdale = makeRochdale(options, store, index);
    if (options.sample) await ensureSample({ store, rochdale, signal: options.signal, onProgress: options.onProgress });
    return rochdale;
  } catch (error) {
    store[Symbol.dispose]();
    await options.models[Symbol.asyncDispose]();
    throw error;
  }
}

function makeRochdale(options: AssembleOptions, store: CorpusStore, index: IndexStore): Rochdale {
  const { models, ocrFolder = null } = options;
  const listeners = new Set<(error: unknown) => void>();
  const report = (error: unknown): string => {
    for (const hear of listeners) hear(error);
    return reportFailure(options.home, error);
  };
  const read: typeof readDocument = (path, asked) => readDocument(path, { ...asked, limits: { ocrFolder } });
  const vectors =
    models.embedder === null
      ? null
      : createVectorIndex({
          corpus: store,
          index,
          fingerprint: models.embedder.fingerprint,
          graphFolder: graphsOf(options),
        });
  const work =
    models.embedder === null || vectors === null
      ? null
      : new EmbeddingWork({
          index,
          collections: () => store.collections().map(({ id }) => id),
          embedder: models.embedder,
          vectors,
          signal: options.signal,
          reportFailure: report,
          clock: () => performance.now(),
        });
  const embedding = embeddingOf(work, store, index);
  const cache = new AnswerCache(models.chatModel === null ? null : models.chatModelId);
  const forget = () => {
    cache.forget();
    vectors?.forget();
  };
  const purge = purgeOf({ store, index, graphs: graphsOf(options), forget });
  const parts = {
    embedded: (collection: number) => work?.count(collection) ?? NOTHING_PENDING,
    corpus: store,
    index,
    vectors,
    embedder: models.embedder,
    tables: createTableShelf(store),
    caution: options.caution,
    calibrated: models.embedder !== null && models.embedderId === GATE_EMBEDDER,
    chat:
      models.chatModel && models.chatModelId
        ? { model: models.chatModel, id: models.chatModelId, trusted: GATE_READERS.includes(models.chatModelId) }
        : null,
    detectLanguage: (text: string) => detectLanguageAmong(text, REPLY_LANGUAGES),
    clock: () => performance.now(),
    today: localToday,
    reportFailure: report,
  };
  const lifecycle = lifecycleOf(store);
  const loading = openLoading({
    store,
    indexer: indexerOf(index),
    lifecycle,
    readDocument: read,
    guessLanguage: detectLanguage,
    folder: join(options.home, "uploads"),
    today: localToday,
    onStep: options.onStep,
  });
  purge.also(uploadsEraser(loading));
  return {
    ask(request) {
      const signal = AbortSignal.any([request.signal, AbortSignal.timeout(options.deadlineMs ?? DEADLINE_MS)]);
      const fingerprint = models.embedder?.fingerprint ?? "";
      const asked = askedCollections(store, request.collections);
      if (asked.length === 0) return answerQuestion(parts, { ...request, signal });
      const states = asked.map(({ id, name }) => [name, index.vectorState(id, fingerprint)] as const);
      const key = cacheKey(request, states, localToday());
      const answer = () =>
        cache.answer(key, { ...request, signal }, parts.clock, (asked) => answerQuestion(parts, asked));
      if (work === null) return answer();
      work.lookAfter(asked.map(({ id }) => id));
      return work.giveWay(answer);
    },
    ingest: (request) =>
      ingest({ ...request, store, index, embedding, read, ahead: work?.ahead(request.signal) ?? null }),
    embedding,
    collections: () => store.collections().map(({ id: _id, revision: _revision, ...collection }) => collection),
    documents: (name) => listDocuments(store, index, name),
    documentText(name, file) {
      const collection = store.collection(name);
      return collection === null ? null : store.text(collection.id, file);
    },
    lifecycle,
    loading,
    auditLog: (about) => store.auditLog(about),
    formerTexts: (documentId) => store.formerTexts(documentId),
    purge,
    get defaultCollection() {
      const main = store.collections().find(({ name, documents }) => name === MAIN_COLLECTION && documents > 0);
      return main ? MAIN_COLLECTION : SAMPLE_COLLECTION;
    },
    forgetAnswers: () => cache.forget(),
    reportFailure: report,
    hearFailures: (listener) => void listeners.add(listener),
    models: {
      profile: models.profile,
      chat: models.chatModelId,
      embedding: models.embedderId,
      notices: models.notices,
    },
    modelTrouble: () => models.trouble?.() ?? null,
    async memory() {
      return { main: process.memoryUsage.rss(), ...(await models.memory()) };
    },
    lastBackup: () => store.setting("last-backup"),
    modelDeaths: () => models.deaths?.() ?? 0,
    async [Symbol.asyncDispose]() {
      work?.stop();
      await models[Symbol.asyncDispose]();
      await work?.[Symbol.asyncDispose]();
      store[Symbol.dispose]();
    },
  };
}

/** Without an embedder nothing is ever searched by meaning, and nothing is waited for. */
function embeddingOf(work: EmbeddingWork | null, store: CorpusStore, index: IndexStore): Embedding {
  const idOf = (name: string) => store.collection(name)?.id;
  return {
    begin: () => work?.begin(),
    hold: () => work?.hold(),
    progress(name) {
      const id = idOf(name);
      if (id === undefined) return { passages: 0, pending: 0 };
      return work?.count(id) ?? { passages: index.embeddedPassages(id, "").passages, pending: 0 };
    },
    async finished(name, signal, onProgress) {
      const id = idOf(name);
      if (id !== undefined) await work?.finished(id, signal, onProgress);
    },
  };
}

function graphsOf({ home }: Pick<AssembleOptions, "home">): string {
  return join(home, "graphs");
}

async function ingest(options: {
  readonly store: CorpusStore;
  readonly index: IndexStore;
  readonly embedding: Embedding;
  /** Embeds what has been read while the rest is; null without an embedder. */
  readonly ahead: EmbedAhead | null;
  readonly read: typeof readDocument;
  readonly paths: readonly string[];
  readonly collection: string;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: IngestProgress) => void;
}): Promise<IngestReport[]> {
  const { store, index, ahead, onProgress } = options;
  await using unpacked = await unpackForIngest(options.paths, options.signal);
  const read = await ingestPaths({
    ...options,
    paths: unpacked.paths,
    indexer: { ...indexerOf(index), foresee: (source) => ahead?.add(textsToEmbed(source)) },
    decided: { by: "command line", at: new Date().toISOString() },
    guessLanguage: detectLanguage,
    onRead: (done, total) => onProgress?.({ kind: "read", done, total }),
  }).finally(async () => {
    await ahead?.[Symbol.asyncDispose]();
    index.dropUnusedVectors();
  });
  const files = [...unpacked.failed, ...read];
  const stored = new Map(listDocuments(store, index, options.collection).map((document) => [document.file, document]));
  const reports = files.map((report) => ({ ...report, document: stored.get(report.file) ?? null }));
  for (const [position, report] of reports.entries()) {
    onProgress?.({ kind: "file-end", done: position + 1, total: reports.length, report });
  }
  await options.embedding.finished(options.collection, options.signal, (done, total) =>
    onProgress?.({ kind: "vectors", done, total }),
  );
  return reports;
}

function indexerOf(index: IndexStore): DocumentIndexer {
  return {
    add(collection, documentId, source) {
      index.indexDocument(collection, documentId, source);
    },
    remove(collection, documentId) {
      index.unindexDocument(collection, documentId);
    },
  };
}

function listDocuments(store: CorpusStore, index: IndexStore, name: string): StoredDocument[] {
  const collection = store.collection(name);
  if (collection === null) return [];
  return store.documents(collection.id).map(({ id, sections, sha256: _, ...document }) => ({
    ...document,
    sections: sections.length,
    passages: index.countPassages(id),
  }));
}

/** The operator's log gets cause and stack, the member only the reference. */
function reportFailure(home: string, error: unknown): string {
  const reference = randomBytes(4).toString("hex");
  const about = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const cause = error instanceof Error && error.cause !== undefined ? `\ncaused by ${String(error.cause)}` : "";
  try {
    mkdirSync(home, { recursive: true });
    appendFileSync(join(home, "failures.log"), `${new Date().toISOString()} ${reference} ${about}${cause}\n`, {
      mode: 0o600,
    });
  } catch {
    // A full disk: what could not be told must not stop what goes on.
  }
  return reference;
}
