/**
 * One collection as the LangChain.js quickstart holds it: recursive splitter 1000/200, HNSWLib, BM25 beside it, the
 * best four chunks. Nothing is tuned. Knows nothing of models or of Rochdale.
 */
import { existsSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { EnsembleRetriever } from "@langchain/classic/retrievers/ensemble";
import { BM25Retriever } from "@langchain/community/retrievers/bm25";
import { HNSWLib } from "@langchain/community/vectorstores/hnswlib";
import type { Document } from "@langchain/core/documents";
import { RecursiveCharacterTextSplitter } from "@langchain/textsplitters";
import type { QuickstartModule, SourceText, TextEmbedder } from "../comparison/quickstart-seam.ts";

/** The values of LangChain's own introduction to retrieval. */
const CHUNK = { chunkSize: 1000, chunkOverlap: 200 };
const TOP = 4;
const WEIGHTS = [0.5, 0.5];

export const openCollection: QuickstartModule["openCollection"] = async ({ texts, embedder, folder }) => {
  const chunks = await split(texts);
  if (chunks.length === 0) return { chunks: 0, dense: nothing, ensemble: nothing };
  const store = await openStore(chunks, embedder, folder);
  const k = Math.min(TOP, chunks.length);
  const ensemble = new EnsembleRetriever({
    retrievers: [BM25Retriever.fromDocuments(chunks, { k, includeScore: false }), store.asRetriever(k)],
    weights: WEIGHTS,
  });
  return {
    chunks: chunks.length,
    dense: async (question) => contents(await store.similaritySearch(question, k)),
    ensemble: async (question) => contents((await ensemble.invoke(question)).slice(0, TOP)),
  };
};

const nothing = () => Promise.resolve([]);

function split(texts: readonly SourceText[]): Promise<Document[]> {
  return new RecursiveCharacterTextSplitter(CHUNK).createDocuments(
    texts.map(({ text }) => text),
    texts.map(({ file }) => ({ file })),
  );
}

/** The folder gets its name when it is complete: what an interrupted run left is made anew. */
async function openStore(chunks: Document[], embedder: TextEmbedder, folder: string): Promise<HNSWLib> {
  if (existsSync(folder)) return HNSWLib.load(folder, embedder);
  const store = await HNSWLib.fromDocuments(chunks, embedder);
  const unfinished = `${folder}.new`;
  await rm(unfinished, { recursive: true, force: true });
  await store.save(unfinished);
  await rename(unfinished, folder);
  return store;
}

function contents(documents: readonly Document[]): string[] {
  return documents.map(({ pageContent }) => pageContent);
}
