import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { ingestPaths } from "../../corpora/ingest.ts";
import { lifecycleOf } from "../../corpora/lifecycle.ts";
import { makeDocument } from "../fakes/make-document.ts";
import { openTestIndex, type TestIndex } from "../fakes/open-index.ts";

const ANA = { by: "@ana:coop", at: "2026-05-01T10:00:00Z" };
let open: TestIndex | null = null;
afterEach(() => open?.[Symbol.dispose]());

function coop() {
  open = openTestIndex();
  const { corpus, index, add } = open;
  const law = lifecycleOf(corpus);
  const version = (id: number) => {
    const found = corpus.documentById(id);
    if (found === null) throw new Error(`Expected version ${id} to be there, got none.`);
    return found;
  };
  const periods = (id: number) => version(id).periods.map(({ from, to }) => `${from ?? ""}..${to ?? ""}`);
  const found = (day: string) => {
    const { id } = corpus.ensureCollection("main");
    const ids = [...index.allowedPassages({ collections: [id], day, current: false }).keys()];
    return index.passages(ids).map(({ documentId }) => version(documentId).file);
  };
  return { corpus, index, law, add, version, periods, found };
}

describe("what admins decide", () => {
  it("puts a new edition in force and ends the one before, the day before", () => {
    const { add, law, version, periods, found } = coop();
    const old = add("main", makeDocument("Old rule."), { file: "bylaws-2015.md", inForceFrom: "2015-07-01" });
    const draft = add("main", makeDocument("New rule."), { file: "bylaws-2026.md", status: "draft" });
    const change = { from: "2026-06-01", decidedBy: "minutes.md", replaces: null };
    expect(law.adopt(version(draft), change, ANA)).toMatchObject({
      kind: "changed",
      versions: [{ file: "bylaws-2026.md" }, { file: "bylaws-2015.md" }],
    });
    expect(periods(old)).toEqual(["2015-07-01..2026-05-31"]);
    expect(found("2026-05-31")).toEqual(["bylaws-2015.md"]);
    expect(found("2026-06-01")).toEqual(["bylaws-2026.md"]);
  });

  it("puts a wrongly superseded edition in force again, as a new line of its history", () => {
    const { add, law, version, periods, corpus } = coop();
    const a = add("main", makeDocument("A"), { file: "rules-2015.md", rank: "rules", inForceFrom: "2015-01-01" });
    const b = add("main", makeDocument("B"), { file: "rules-2020.md", rank: "rules", status: "draft" });
    law.adopt(version(b), { from: "2020-01-01", decidedBy: null, replaces: null }, ANA);
    law.reinstate(version(a), { from: "2021-01-01", decidedBy: null }, ANA);
    expect(periods(a)).toEqual(["2015-01-01..2019-12-31", "2021-01-01.."]);
    expect(periods(b)).toEqual(["2020-01-01..2020-12-31"]);
    expect(corpus.life(a).map(({ kind, by }) => [kind, by])).toEqual([
      ["superseded", "@ana:coop"],
      ["reinstated", "@ana:coop"],
    ]);
    expect(corpus.auditLog({ limit: 10 }).map(({ action, file }) => `${action} ${file}`)).toEqual([
      "superseded rules-2020.md",
      "reinstated rules-2015.md",
      "superseded rules-2015.md",
      "adopted rules-2020.md",
    ]);
  });

  it("puts an edition in force until the one that comes after it, when that was known already", () => {
    const { add, law, version, periods } = coop();
    const a = add("main", makeDocument("A"), { file: "rules-2015.md", rank: "rules", inForceFrom: "2015-01-01" });
    const c = add("main", makeDocument("C"), { file: "rules-2022.md", rank: "rules", status: "draft" });
    const b = add("main", makeDocument("B"), { file: "rules-2018.md", rank: "rules", status: "draft" });
    law.adopt(version(c), { from: "2022-01-01", decidedBy: null, replaces: null }, ANA);
    law.adopt(version(b), { from: "2018-01-01", decidedBy: null, replaces: null }, ANA);
    expect([a, b, c].map(periods)).toEqual([["2015-01-01..2017-12-31"], ["2018-01-01..2021-12-31"], ["2022-01-01.."]]);
    expect(version(b)).toMatchObject({ status: "superseded", inForceTo: "2021-12-31" });
  });

  it("is not undone by what a record says that is loaded later", async () => {
    const { add, law, version, periods, corpus, index } = coop();
    const old = add("main", makeDocument("A"), { file: "old.md", rank: "rules", inForceFrom: "2015-01-01" });
    law.withdraw(version(old), { from: "2020-01-01", decidedBy: null }, ANA);
    law.reinstate(version(old), { from: "2021-01-01", decidedBy: null }, ANA);
    const folder = mkdtempSync(join(tmpdir(), "rochdale-edition-"));
    writeFileSync(join(folder, "new.md"), "B");
    writeFileSync(
      join(folder, "collection.yaml"),
      "documents: [{file: new.md, rank: rules, inForceFrom: '2026-01-01', replaces: old.md}]",
    );
    const load = () =>
      ingestPaths({
        store: corpus,
        indexer: {
          add: (collection, id, source) => index.indexDocument(collection, id, source),
          remove: (collection, id) => index.unindexDocument(collection, id),
        },
        read: () => Promise.resolve({ kind: "document", document: makeDocument("B") }),
        guessLanguage: () => "en",
        paths: [folder],
        collection: "main",
        decided: ANA,
        signal: new AbortController().signal,
      });
    await load();
    await load();
    rmSync(folder, { recursive: true });
    expect(periods(old)).toEqual(["2015-01-01..2019-12-31", "2021-01-01..2025-12-31"]);
    expect(corpus.life(old).map(({ kind }) => kind)).toEqual(["withdrawn", "reinstated", "superseded"]);
  });

  it("refuses what makes no sense, and changes nothing then", () => {
    const { add, law, version, corpus } = coop();
    const a = add("main", makeDocument("A"), { inForceFrom: "2015-01-01", inForceTo: "2016-01-01" });
    const b = add("main", makeDocument("B"), { file: "b.md", inForceFrom: "2015-01-01" });
    expect(law.withdraw(version(a), { from: "2020-01-01", decidedBy: null }, ANA)).toEqual({
      kind: "refused",
      reason: "not-in-force",
    });
    expect(law.reinstate(version(b), { from: "2020-01-01", decidedBy: null }, ANA)).toMatchObject({
      reason: "in-force-already",
    });
    expect(law.supersede(version(a), version(a), "2015-06-01", ANA)).toMatchObject({ reason: "itself" });
    expect(corpus.auditLog({ limit: 10 })).toEqual([]);
  });

  it("keeps history, id and the former text when a corrected file is loaded", () => {
    const { add, law, version, corpus, periods } = coop();
    const id = add("main", makeDocument("Tpyo."), { inForceFrom: "2015-01-01" });
    law.withdraw(version(id), { from: "2020-01-01", decidedBy: null }, ANA);
    const { id: collection } = corpus.ensureCollection("main");
    const corrected = { ...makeDocument("Typo."), ...version(id), sha256: "other" };
    expect(corpus.putDocument(collection, { ...corrected, status: "adopted", inForceTo: null }, ANA)).toBe(id);
    expect(corpus.textById(id)).toBe("Typo.");
    expect(periods(id)).toEqual(["2015-01-01..2019-12-31"]);
    expect(corpus.formerTexts(id).map(({ text, by }) => [text, by])).toEqual([["Tpyo.", "@ana:coop"]]);
  });
});
