/** A collection on disk with real store, index and files, into which a test loads texts; the parser child is left out. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openCorpusStore } from "../../../corpora/corpus-store.ts";
import { DEFAULT_LIMITS } from "../../../corpora/formats/limits.ts";
import { parseDocument } from "../../../corpora/formats/parse.ts";
import { Unreadable } from "../../../corpora/formats/unreadable.ts";
import type { ReadResult } from "../../../corpora/ingest.ts";
import { detectLanguage } from "../../../corpora/language.ts";
import { lifecycleOf } from "../../../corpora/lifecycle.ts";
import { openLoading } from "../../../corpora/loading/loading.ts";
import type { OnStep } from "../../../corpora/loading/steps.ts";
import type { NewUpload } from "../../../corpora/loading/upload.ts";
import { openIndexStore } from "../../../retrieval/index-store.ts";

export const ANN = { by: "@ann:coop.example", at: "2026-03-01T12:00:00Z" };
export const TODAY = "2026-03-01";

export function loadingWorld(options: { readonly onStep?: OnStep; readonly read?: typeof readHere } = {}) {
  const home = mkdtempSync(join(tmpdir(), "rochdale-loading-"));
  const store = openCorpusStore(join(home, "rochdale.sqlite"));
  const index = openIndexStore(store.database);
  const lifecycle = lifecycleOf(store);
  const folder = join(home, "uploads");
  const loading = openLoading({
    store,
    lifecycle,
    folder,
    indexer: {
      add: (collection, id, source) => void index.indexDocument(collection, id, source),
      remove: (collection, id) => index.unindexDocument(collection, id),
    },
    readDocument: options.read ?? readHere,
    guessLanguage: detectLanguage,
    today: () => TODAY,
    onStep: options.onStep,
  });
  const signal = new AbortController().signal;
  const bytesOf = (text: string) => new TextEncoder().encode(text);
  return {
    store,
    index,
    lifecycle,
    loading,
    folder,
    signal,
    /** Received and read. */
    async drop(name: string, content: string | Uint8Array, more: Partial<NewUpload> = {}) {
      const bytes = typeof content === "string" ? bytesOf(content) : content;
      const id = more.id ?? name;
      await loading.receive({ name, collection: "main", said: null, ...ANN, ...more, id }, bytes);
      return loading.read(id, signal);
    },
    documents: () => {
      const collection = store.collection("main");
      return collection === null ? [] : store.documents(collection.id);
    },
    filesLeft: () => {
      try {
        return readdirSync(folder);
      } catch {
        return [];
      }
    },
    [Symbol.dispose]() {
      store[Symbol.dispose]();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

async function readHere(path: string): Promise<ReadResult> {
  try {
    return { kind: "document", document: await parseDocument(readFileSync(path), path, DEFAULT_LIMITS) };
  } catch (error) {
    if (error instanceof Unreadable) return { kind: "unreadable", reason: error.message };
    throw error;
  }
}
