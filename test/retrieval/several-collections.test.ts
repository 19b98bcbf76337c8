/** Several collections searched as one: the sample's documents dealt out, against the sample as it is. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openCorpusStore } from "../../corpora/corpus-store.ts";
import type { DocumentRecord, ParsedDocument } from "../../corpora/document.ts";
import { ingestPaths } from "../../corpora/ingest.ts";
import { detectLanguage } from "../../corpora/language.ts";
import { readDocument } from "../../corpora/read-file.ts";
import { readGoldenSet } from "../../eval/golden-files.ts";
import type { GoldenQuestion } from "../../eval/golden-set.ts";
import { retrieve } from "../../retrieval/retrieve.ts";
import { openTestIndex, type TestIndex } from "../fakes/open-index.ts";

const ROOT = join(import.meta.dirname, "..", "..");
/** Parser children take ten seconds on two idle cores, a minute on a busy one. */
const READING_MS = 300_000;
const DAY = "2026-01-01";

type Read = { readonly record: DocumentRecord; readonly document: ParsedDocument };
let documents: readonly Read[];
let questions: readonly GoldenQuestion[];
let whole: TestIndex;

beforeAll(async () => {
  documents = await readSample();
  questions = (await readGoldenSet([join(ROOT, "eval", "golden")])).questions;
  whole = await dealOut(() => "all");
}, READING_MS);
afterAll(() => whole[Symbol.dispose]());

async function readSample(): Promise<Read[]> {
  using store = openCorpusStore(":memory:");
  const reading = { store, collection: "sample", read: readDocument, guessLanguage: detectLanguage };
  const indexer = { add() {}, remove() {} };
  const paths = [join(ROOT, "corpora", "sample", "documents")];
  await ingestPaths({
    ...reading,
    indexer,
    paths,
    decided: { by: "test", at: "2026-01-01T00:00:00Z" },
    signal: new AbortController().signal,
  });
  return store.documents(store.ensureCollection("sample").id).map((record) => ({
    record,
    document: { ...record, text: store.textById(record.id), blocks: store.blocks(record.id) },
  }));
}

async function dealOut(collectionOf: (record: DocumentRecord, position: number) => string): Promise<TestIndex> {
  const dealt = openTestIndex();
  documents.forEach(({ record, document }, position) => {
    dealt.add(collectionOf(record, position), document, record);
  });
  await dealt.embed();
  return dealt;
}

/** The best five passages, by place. */
async function topFive(dealt: TestIndex, { ask, language }: GoldenQuestion, byWordsAlone: boolean): Promise<string[]> {
  const parts = byWordsAlone ? { ...dealt, embedder: null, vectors: null } : dealt;
  const scope = { collections: dealt.corpus.collections().map(({ id }) => id), day: DAY, current: true };
  const { passages } = await retrieve(parts, { text: ask, language, scope, limit: 5 });
  return passages.map(({ document, start }) => `${document.file} ${start}`);
}

/** Of the five best passages of the whole, the share that is among the five best of the parts. */
async function overlap(dealt: TestIndex, byWordsAlone: boolean): Promise<number> {
  let [kept, wanted] = [0, 0];
  for (const question of questions) {
    const expected = await topFive(whole, question, byWordsAlone);
    const found = new Set(await topFive(dealt, question, byWordsAlone));
    wanted += expected.length;
    kept += expected.filter((place) => found.has(place)).length;
  }
  return kept / wanted;
}

const inTurn = (_: DocumentRecord, position: number) => `part-${position % 2}`;
const fewAndMany = (_: DocumentRecord, position: number) => (position < 2 ? "few" : "many");

describe("the sample dealt out over", () => {
  test.each([
    { over: "two collections in turn", collectionOf: inTurn, kept: 0.98 },
    { over: "one small and one large collection", collectionOf: fewAndMany, kept: 0.98 },
    { over: "a collection for each language", collectionOf: ({ language }: DocumentRecord) => language, kept: 0.95 },
    { over: "a collection for each document", collectionOf: ({ file }: DocumentRecord) => file, kept: 0.9 },
  ])(
    "$over is ranked as the whole is: at least $kept of the best five are the same",
    async ({ collectionOf, kept }) => {
      using dealt = await dealOut(collectionOf);
      expect(dealt.corpus.collections().length).toBeGreaterThan(1);
      expect(await overlap(dealt, false)).toBeGreaterThanOrEqual(kept);
      expect(await overlap(dealt, true)).toBeGreaterThanOrEqual(kept);
    },
  );
});
