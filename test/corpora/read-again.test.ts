/** The same file, read better the second time: text recognition was not there when it was first loaded. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type FileReport, ingestPaths } from "../../corpora/ingest.ts";
import { makeDocument } from "../fakes/make-document.ts";
import { openTestIndex, type TestIndex } from "../fakes/open-index.ts";
import { ANN, loadingWorld } from "./loading/loading-world.ts";

const FIRST_PAGE = "# § 1 Name\nThe co-op is called Lamphouse.";
const BOTH_PAGES = `${FIRST_PAGE}\n\n# § 2 Quorum\nTwelve members make a quorum.`;

describe("`rochdale ingest` of a file that is there", () => {
  let folder: string;
  let tables: TestIndex;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "rochdale-read-again-"));
    writeFileSync(join(folder, "bylaws.pdf"), "the same bytes");
    tables = openTestIndex();
  });
  afterEach(() => {
    tables[Symbol.dispose]();
    rmSync(folder, { recursive: true });
  });

  async function ingest(text: string): Promise<readonly FileReport[]> {
    return ingestPaths({
      store: tables.corpus,
      indexer: {
        add: (collection, id, source) => void tables.index.indexDocument(collection, id, source),
        remove: (collection, id) => tables.index.unindexDocument(collection, id),
      },
      read: () => Promise.resolve({ kind: "document", document: makeDocument(text) }),
      guessLanguage: () => "en",
      paths: [folder],
      collection: "main",
      decided: ANN,
      signal: new AbortController().signal,
    });
  }
  const stored = () => tables.corpus.text(tables.corpus.ensureCollection("main").id, "bylaws.pdf");

  test("takes what can be read of it now, keeps the former text, and says so in the log", async () => {
    expect(await ingest(FIRST_PAGE)).toMatchObject([{ outcome: "added" }]);
    expect(await ingest(BOTH_PAGES)).toMatchObject([{ outcome: "replaced" }]);
    expect(stored()).toContain("Twelve members make a quorum.");
    const document = tables.corpus.documentByFile("main", "bylaws.pdf");
    expect(tables.corpus.formerTexts(document?.id ?? 0)).toHaveLength(1);
    expect(tables.corpus.auditLog({ limit: 2 }).map(({ action }) => action)).toEqual(["corrected", "loaded"]);
  });

  test("is unchanged where no more of it is read, or less", async () => {
    await ingest(BOTH_PAGES);
    expect(await ingest(BOTH_PAGES)).toMatchObject([{ outcome: "unchanged" }]);
    expect(await ingest(FIRST_PAGE)).toMatchObject([{ outcome: "unchanged" }]);
    expect(stored()).toContain("Twelve members make a quorum.");
  });
});

describe("a file in the admin room that is there", () => {
  test("is no duplicate where more of it could be read: said yes to, it takes the place of the text, not of the history", async () => {
    let text = FIRST_PAGE;
    using world = loadingWorld({
      read: () => Promise.resolve({ kind: "document", document: makeDocument(text) }),
    });
    await world.drop("bylaws.pdf", "the same bytes");
    const since = { kind: "adopt", from: "2022-07-01", replaces: null, decidedBy: null } as const;
    await world.loading.admit([{ id: "bylaws.pdf", decision: since }], ANN);
    text = BOTH_PAGES;
    const again = await world.drop("scan.pdf", "the same bytes", { id: "second" });
    expect(again.facts?.oddities).toEqual([{ kind: "reads-more", file: "bylaws.pdf" }]);
    expect(again.facts?.proposal).toEqual({ kind: "as-said" });
    const [admission] = await world.loading.admit([{ id: "second", decision: { kind: "as-said" } }], ANN);
    expect(admission).toMatchObject({ kind: "visible", outcome: { file: "bylaws.pdf", wasThere: true } });
    const [document, ...others] = world.documents();
    expect(others).toEqual([]);
    expect(document).toMatchObject({ status: "adopted", periods: [{ from: "2022-07-01", to: null }] });
    expect(world.store.text(world.store.ensureCollection("main").id, "bylaws.pdf")).toContain("Twelve members");
    expect(world.index.countSentences(document?.id ?? 0)).toBe(2);
    expect(world.store.formerTexts(document?.id ?? 0)).toHaveLength(1);
  });

  test("is a duplicate where no more of it could be read", async () => {
    using world = loadingWorld();
    await world.drop("bylaws.md", BOTH_PAGES);
    const since = { kind: "adopt", from: null, replaces: null, decidedBy: null } as const;
    await world.loading.admit([{ id: "bylaws.md", decision: since }], ANN);
    const again = await world.drop("bylaws.md", BOTH_PAGES, { id: "second" });
    expect(again.facts?.proposal).toEqual({ kind: "cancel" });
  });
});
