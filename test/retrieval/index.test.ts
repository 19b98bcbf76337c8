import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CorpusStore, openCorpusStore } from "../../corpora/corpus-store.ts";
import type { DocumentRecord } from "../../corpora/document.ts";
import { embedMissing } from "../../retrieval/embed-missing.ts";
import { loadHnswLibrary, openHnswGraph } from "../../retrieval/hnsw.ts";
import { type IndexStore, openIndexStore } from "../../retrieval/index-store.ts";
import { RochdaleRetriever } from "../../retrieval/langchain-retriever.ts";
import { retrieve } from "../../retrieval/retrieve.ts";
import { searchTerms } from "../../retrieval/terms.ts";
import { createVectorIndex, toMatrix } from "../../retrieval/vector-index.ts";
import { normaliseVector, searchExact } from "../../retrieval/vectors.ts";
import { makeDocument } from "../fakes/make-document.ts";
import { TEST_RECORD } from "../fakes/open-index.ts";
import { WordEmbedder } from "../fakes/word-embedder.ts";

const SIGNAL = new AbortController().signal;

type Fixture = { readonly corpus: CorpusStore; readonly index: IndexStore; readonly embedder: WordEmbedder };

function open(): Fixture & Disposable {
  const corpus = openCorpusStore(":memory:");
  const index = openIndexStore(corpus.database);
  return { corpus, index, embedder: new WordEmbedder(), [Symbol.dispose]: () => corpus[Symbol.dispose]() };
}

function put(
  { corpus, index }: Fixture,
  collection: string,
  text: string,
  change: Partial<DocumentRecord> = {},
): number {
  const record = { ...TEST_RECORD, ...change };
  const { id: collectionId } = corpus.ensureCollection(collection);
  const document = makeDocument(text);
  return corpus.transaction(() => {
    const before = corpus.documents(collectionId).find(({ file }) => file === record.file);
    if (before) index.unindexDocument(collectionId, before.id);
    const id = corpus.putDocument(
      collectionId,
      { ...document, ...record, sha256: "" },
      { by: "test", at: "2026-01-01T00:00:00Z" },
    );
    index.indexDocument(collectionId, id, { ...document, title: record.title, labels: record.file });
    corpus.touch(collectionId);
    return id;
  });
}

async function search(fixture: Fixture, collection: string, text: string, day = "2026-01-01") {
  const { corpus, index, embedder } = fixture;
  const { id } = corpus.ensureCollection(collection);
  await embedMissing({ index, collection: id, embedder, signal: SIGNAL });
  const vectors = createVectorIndex({ corpus, index, fingerprint: embedder.fingerprint, graphFolder: null });
  const scope = { collections: [id], day, current: true };
  return (await retrieve({ corpus, index, vectors, embedder }, { text, language: "en", scope, limit: 10 })).passages;
}

describe("a search", () => {
  test("finds nothing of another collection, whatever is asked", async () => {
    using fixture = open();
    put(fixture, "ours", "# Quorum\nThirty members make a quorum.");
    put(fixture, "theirs", "# Secret\nThe vault holds gold.");
    const found = await search(fixture, "ours", "Where is the gold of the vault?");
    expect(found.map((passage) => passage.document.collection)).toEqual(["ours"]);
  });

  test("finds a version only on the days when it was in force", async () => {
    using fixture = open();
    const old = { file: "old.md", status: "superseded", inForceFrom: "2010-01-01", inForceTo: "2019-12-31" } as const;
    put(fixture, "ours", "# Quorum\nTwelve members make a quorum.", old);
    put(fixture, "ours", "# Quorum\nThirty members make a quorum.", { file: "new.md", inForceFrom: "2020-01-01" });
    const filesOn = async (day: string) =>
      (await search(fixture, "ours", "quorum of members", day)).map((passage) => passage.document.file);
    expect(await filesOn("2015-06-01")).toEqual(["old.md"]);
    expect(await filesOn("2019-12-31")).toEqual(["old.md"]);
    expect(await filesOn("2020-01-01")).toEqual(["new.md"]);
    expect(await filesOn("2009-12-31")).toEqual([]);
  });

  test("never lets a member's text become query syntax", () => {
    using fixture = open();
    put(fixture, "ours", "# Quorum\nThirty members make a quorum.");
    const { id } = fixture.corpus.ensureCollection("ours");
    const scope = { collections: [id], day: "2026-01-01", current: true };
    const hostile = fc.oneof(
      fc.string(),
      fc.constantFrom('" OR 1', "NEAR(a b)", "a*", "-quorum", "body:x", "^a", "'; DROP TABLE"),
    );
    fc.assert(
      fc.property(hostile, (text) => {
        fixture.index.searchText(scope, searchTerms(text), 5);
        fixture.index.searchText(scope, [text], 5);
      }),
    );
  });
});

test("one collection is ranked by words as SQLite's own BM25 ranks it, to the last bit", () => {
  using fixture = open();
  ["The quorum is thirty members.", "Members vote.", "A quorum of members is a quorum."].forEach((text, at) => {
    put(fixture, "ours", `# Rule\n${text}`, { file: `${at}.md` });
  });
  const { id } = fixture.corpus.ensureCollection("ours");
  const terms = searchTerms("quorum of thirty members");
  const table = `passages_fts_${id}`;
  const plain = fixture.corpus.database
    .prepare(`SELECT rowid AS id, -bm25(${table}) AS score FROM ${table} WHERE ${table} MATCH ? ORDER BY score DESC`)
    .all(terms.join(" OR "));
  const scope = { collections: [id, id], day: "2026-01-01", current: true };
  expect(fixture.index.searchText(scope, terms, 10)).toEqual(plain.map((row) => ({ ...row })));
});

describe("vectors", () => {
  test("stay with what has not changed", async () => {
    using fixture = open();
    const { corpus, index, embedder } = fixture;
    const long = "Members meet every month and decide together on what is to be done. ".repeat(4);
    put(fixture, "ours", `# § 1 A\n${long}\n# § 2 B\nThe seat is in Esch, and the ${long}`);
    const { id } = corpus.ensureCollection("ours");
    await embedMissing({ index, collection: id, embedder, signal: SIGNAL });
    put(fixture, "ours", `# § 1 A\n${long}\n# § 2 B\nThe seat is in Metz, and the ${long}`);
    const left = index.unembedded(id, embedder.fingerprint, 100).map(({ text }) => text);
    expect(left.length).toBeGreaterThan(0);
    expect(left.every((text) => text.includes("Metz"))).toBe(true);
  });

  test("of another embedder are never used", async () => {
    using fixture = open();
    put(fixture, "ours", "# Quorum\nThirty members make a quorum.");
    const { id } = fixture.corpus.ensureCollection("ours");
    await embedMissing({ index: fixture.index, collection: id, embedder: fixture.embedder, signal: SIGNAL });
    expect(fixture.index.passageVectors(id, "another-embedder")).toEqual([]);
    expect(fixture.index.countUnembedded(id, "another-embedder")).toBeGreaterThan(0);
  });

  test("that no text uses any more are deleted", async () => {
    using fixture = open();
    const { corpus, index, embedder } = fixture;
    const document = put(fixture, "ours", "# Quorum\nThirty members make a quorum.");
    const { id } = corpus.ensureCollection("ours");
    await embedMissing({ index, collection: id, embedder, signal: SIGNAL });
    index.unindexDocument(id, document);
    corpus.removeDocument(document);
    index.dropUnusedVectors();
    expect(corpus.database.prepare("SELECT count(*) AS n FROM vectors").get()).toEqual({ n: 0 });
  });
});

describe("an index", () => {
  const folder = mkdtempSync(join(tmpdir(), "rochdale-index-"));
  test("of another format is refused with the remedy", () => {
    const file = join(folder, "other.sqlite");
    const database = new DatabaseSync(file);
    database.exec("PRAGMA user_version=99");
    database.close();
    expect(() => openCorpusStore(file)).toThrow(
      `Expected the index \`${file}\` to have format 2 or an older one, got format 99: use the Rochdale that wrote it`,
    );
  });

  test("whose passages were cut by other rules is refused too", () => {
    using corpus = openCorpusStore(join(folder, "cut.sqlite"));
    openIndexStore(corpus.database);
    corpus.database.exec("UPDATE meta SET value = '0' WHERE key = 'index_format'");
    expect(() => openIndexStore(corpus.database)).toThrow("Expected the index to have passage format 1, got format 0");
  });

  test("that is no database is said to be none", () => {
    const file = join(folder, "broken.sqlite");
    writeFileSync(file, "this is no database, ".repeat(100));
    expect(() => openCorpusStore(file)).toThrow("to be a sound database, got file is not a database. Keep a copy");
    rmSync(folder, { recursive: true });
  });
});

test("as a LangChain retriever it gives documents with their source", async () => {
  using fixture = open();
  const { corpus, index, embedder } = fixture;
  put(fixture, "ours", "# § 1 Quorum\nThirty members make a quorum.");
  const { id } = corpus.ensureCollection("ours");
  await embedMissing({ index, collection: id, embedder, signal: SIGNAL });
  const vectors = createVectorIndex({ corpus, index, fingerprint: embedder.fingerprint, graphFolder: null });
  const parts = { corpus, index, vectors, embedder };
  const about = { collection: "ours", day: "2026-01-01", current: true, count: 3 };
  const [document] = await new RochdaleRetriever({ parts, ...about }).invoke("quorum of members");
  expect(document?.pageContent).toContain("Thirty members make a quorum.");
  expect(document?.metadata).toMatchObject({ file: "bylaws.md", title: "Bylaws", heading: "Bylaws > § 1 Quorum" });
  await expect(new RochdaleRetriever({ parts, ...about, collection: "none" }).invoke("x")).rejects.toThrow(
    "Expected a collection named `none`, got none",
  );
});

test("the graph finds what exact search finds, from its file as well, and is left out where there is no library", async () => {
  const folder = mkdtempSync(join(tmpdir(), "rochdale-graph-"));
  let seed = 1;
  const random = () => {
    seed = (seed * 16_807) % 2_147_483_647;
    return seed / 2_147_483_647 - 0.5;
  };
  const rows = Array.from({ length: 1_500 }, (_, id) => ({
    id: id + 1,
    vector: normaliseVector(Array.from({ length: 24 }, random)),
  }));
  const matrix = toMatrix(rows);
  expect(await openHnswGraph({ matrix, folder, name: "test", build: false })).toBeNull();
  const built = await openHnswGraph({ matrix, folder, name: "test", build: true });
  if ((await loadHnswLibrary()) === null) {
    expect(built).toBeNull();
    return;
  }
  const read = await openHnswGraph({ matrix, folder, name: "test", build: false });
  const query = normaliseVector(Array.from({ length: 24 }, random));
  const exact = searchExact(matrix, query, 10, () => true).map(({ id }) => id);
  for (const graph of [built, read]) {
    const found = graph?.search(query, 10).map(({ id }) => id) ?? [];
    expect(exact.filter((id) => found.includes(id)).length).toBeGreaterThanOrEqual(9);
  }
  rmSync(folder, { recursive: true });
});
