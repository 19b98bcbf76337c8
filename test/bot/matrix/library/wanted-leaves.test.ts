/** Which versions a library room shows on a day. */
import { expect, test } from "vitest";
import { isWanted } from "../../../../bot/matrix/library/wanted-leaves.ts";
import type { DocumentVersion } from "../../../../corpora/corpus-store.ts";
import type { DocumentRecord } from "../../../../corpora/document.ts";
import { makeDocument } from "../../../fakes/make-document.ts";
import { openTestIndex } from "../../../fakes/open-index.ts";

const TODAY = "2026-03-01";
const ENDED = { inForceFrom: "2015-01-01", inForceTo: "2025-12-31" } as const;

function version(change: Partial<DocumentRecord>): DocumentVersion {
  using tables = openTestIndex();
  const found = tables.corpus.documentById(tables.add("main", makeDocument("# § 1 Quorum\nTwelve."), change));
  if (found === null) throw new Error("Expected a version.");
  return found;
}

test.each<[string, Partial<DocumentRecord>, boolean, boolean]>([
  ["in force", { inForceFrom: "2015-01-01" }, true, true],
  ["in force from tomorrow on", { inForceFrom: "2026-03-02" }, false, true],
  ["in force until today", { inForceFrom: "2015-01-01", inForceTo: TODAY }, true, true],
  ["superseded", { ...ENDED, status: "superseded" }, false, true],
  ["withdrawn", { ...ENDED, status: "withdrawn" }, false, true],
  ["a draft", { status: "draft" }, false, false],
  ["a proposal", { status: "proposed" }, false, false],
  ["a proposal that is filed as adopted", { rank: "proposal" }, false, false],
  ["a table", { rank: "data" }, false, false],
  ["with columns about people", { personalColumns: ["Name"] }, false, false],
])("a version that is %s", (_what, change, fresh, published) => {
  const meant = version({ status: "adopted", inForceFrom: "2015-01-01", ...change });
  expect([isWanted(meant, false, TODAY), isWanted(meant, true, TODAY)]).toEqual([fresh, published]);
});
