import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openCorpusStore } from "../../corpora/corpus-store.ts";
import { TEST_RECORD } from "../fakes/open-index.ts";

/** The tables as the first version of them wrote them. */
const SCHEMA_1 = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE collections (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, title TEXT NOT NULL, contact TEXT, revision INTEGER NOT NULL
) STRICT;
CREATE TABLE documents (
  id INTEGER PRIMARY KEY AUTOINCREMENT, collection_id INTEGER NOT NULL REFERENCES collections(id) ON DELETE CASCADE,
  file TEXT NOT NULL, status TEXT NOT NULL, rank TEXT NOT NULL, adopted_on TEXT, in_force_from TEXT, in_force_to TEXT,
  record TEXT NOT NULL, format TEXT NOT NULL, pages INTEGER, sha256 TEXT NOT NULL, text TEXT NOT NULL,
  sections TEXT NOT NULL, blocks TEXT NOT NULL, warnings TEXT NOT NULL, UNIQUE (collection_id, file)
) STRICT;
INSERT INTO collections VALUES (1, 'main', 'Our co-op', NULL, 7);
PRAGMA user_version=1;
`;

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rochdale-store-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("a database of the first version is brought up to date: texts stay, days in force are known, and it can be decided about", () => {
  const path = join(folder, "rochdale.sqlite");
  const before = new DatabaseSync(path);
  before.exec(SCHEMA_1);
  const record = { ...TEST_RECORD, status: "superseded", inForceFrom: "2009-04-01", inForceTo: "2015-06-30" };
  const amends = { file: "rules.md", section: "4" };
  before
    .prepare(
      "INSERT INTO documents VALUES (3, 1, ?, ?, ?, NULL, ?, ?, ?, 'markdown', NULL, 'x', 'Old.', '[]', '[]', '[]')",
    )
    .run(
      record.file,
      record.status,
      record.rank,
      record.inForceFrom,
      record.inForceTo,
      JSON.stringify({ ...record, amends }),
    );
  before.close();
  using store = openCorpusStore(path);
  expect(store.documents(1)).toMatchObject([
    { id: 3, status: "superseded", amends: [amends], periods: [{ from: "2009-04-01", to: "2015-06-30" }] },
  ]);
  expect(store.textById(3)).toBe("Old.");
  store.decide(
    3,
    { kind: "reinstated", from: "2026-01-01", decidedBy: null },
    { by: "@ana:coop", at: "2026-01-01T10:00:00Z" },
  );
  expect(store.documentById(3)?.periods).toEqual([
    { from: "2009-04-01", to: "2015-06-30" },
    { from: "2026-01-01", to: null },
  ]);
});
