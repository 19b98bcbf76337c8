import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ingestPaths } from "../../corpora/ingest.ts";
import { detectLanguage } from "../../corpora/language.ts";
import { openIndexStore } from "../../retrieval/index-store.ts";
import { type RetrievalResult, retrieve } from "../../retrieval/retrieve.ts";
import { parse } from "../corpora/reading.ts";
import { makeDocument } from "../fakes/make-document.ts";
import { openTestIndex, type TestIndex } from "../fakes/open-index.ts";

const DAY = "2026-01-01";

function look(opened: TestIndex, collection: string, text: string, day = DAY): Promise<RetrievalResult> {
  const { corpus, index } = opened;
  const scope = { collections: [corpus.ensureCollection(collection).id], day, current: true };
  return retrieve({ corpus, index, vectors: null, embedder: null }, { text, language: "en", scope, limit: 10 });
}

/** The clause found first, cut out of its document, and whether the first passage holds its beginning. */
function firstClause(opened: TestIndex, { named, passages }: RetrievalResult) {
  const clause = named?.clauses[0];
  if (clause === undefined) return null;
  const [first] = passages;
  const inFirst = first?.documentId === clause.documentId && first.start <= clause.start && first.end > clause.start;
  const text = opened.corpus.textById(clause.documentId).slice(clause.start, clause.end);
  return { file: opened.corpus.documentById(clause.documentId)?.file, text, inFirst, lookup: named?.lookup };
}

describe("in the sample", () => {
  const opened = openTestIndex();
  afterAll(() => opened[Symbol.dispose]());
  beforeAll(async () => {
    const { corpus, index } = opened;
    await ingestPaths({
      store: corpus,
      indexer: {
        add: (collection, id, source) => void index.indexDocument(collection, id, source),
        remove: (collection, id) => index.unindexDocument(collection, id),
      },
      read: async (path) => ({
        kind: "document",
        document: await parse(readFileSync(path), path.split("/").at(-1) ?? ""),
      }),
      guessLanguage: detectLanguage,
      paths: [fileURLToPath(new URL("../../corpora/sample/documents", import.meta.url))],
      collection: "sample",
      decided: { by: "test", at: "2026-01-01T00:00:00.000Z" },
      signal: new AbortController().signal,
    });
  }, 60_000);

  test.each([
    ["what does 12.3 say?", "bylaws-2022.pdf", "12.3 Nobody may serve on the board"],
    ["article 7?", "bylaws-2022.pdf", "Article 7. Duties of members"],
    ["Article 11.1 of the bylaws", "bylaws-2022.pdf", "11.1 Thirty voting members"],
    ["What does article 3.1(d) say?", "bylaws-2022.pdf", '(d) "voting member" means'],
    ["§ 4 of the house rules", "house-rules.html", "4. Laundry"],
    ["What does 4.2 of the house rules say?", "house-rules.html", "4.2 Slots of two hours"],
    ["house rules, section 5.5", "house-rules.html", "5.5 A dwelling, or a room in it"],
    ["rule 12.3 of the house rules", "house-rules.html", "12.3 Batteries"],
    ["Was steht in § 4 Abs. 2?", "werkstattordnung-2021.docx", "(2) Maschinen der Klassen B und C laufen"],
    ["§ 3 (1) b der Werkstattordnung", "werkstattordnung-2021.docx", "b) Klasse B (gelber Punkt)"],
    ["Absatz 4 von § 6 der Werkstattordnung", "werkstattordnung-2021.docx", "(4) Wer Alkohol getrunken hat"],
    ["Zeig mir § 10", "werkstattordnung-2021.docx", "§ 10"],
    ["Was sagt Artikel 9.4 der Satzung?", "bylaws-2022.pdf", "9.4 Expulsion requires"],
    ["Que dit l'article 3.1 du règlement du fonds d'entraide ?", "fonds-entraide-2023.odt", "3.1 Le fonds accorde"],
    ["article 3.1 b du fonds d'entraide", "fonds-entraide-2023.odt", "(b) un prêt sans intérêt"],
    ["article premier du fonds d'entraide", "fonds-entraide-2023.odt", "Article 1er. Objet"],
    ["l'article 6.1 des statuts", "bylaws-2022.pdf", "6.1 The price of one share"],
    ["¿Qué dice el artículo 9.4?", "bylaws-2022.pdf", "9.4 Expulsion requires"],
    ["¿Qué dice el artículo 9.4 de los estatutos?", "bylaws-2022.pdf", "9.4 Expulsion requires"],
    ["Què diu l'article 6.1 dels estatuts?", "bylaws-2022.pdf", "6.1 The price of one share"],
    ["Hvad står der i § 3, stk. 2?", "werkstattordnung-2021.docx", "(2) Die Einweisung in Klasse B"],
    ["Hvad siger artikel 22.3 i vedtægterne?", "bylaws-2022.pdf", "22.3 For Article 12.3"],
  ])("%s → %s, %s", async (question, file, beginning) => {
    const found = firstClause(opened, await look(opened, "sample", question));
    expect(found).toMatchObject({ file, inFirst: true, lookup: true });
    expect(found?.text.slice(0, beginning.length)).toBe(beginning);
  });

  test("the edition that was in force on the day is looked into", async () => {
    const on = async (day: string) =>
      firstClause(opened, await look(opened, "sample", "article 6.1 of the bylaws", day))?.file;
    expect(await on("2012-01-01")).toBe("bylaws-2009.md");
    expect(await on("2018-01-01")).toBe("bylaws-2015.docx");
    expect(await on("2024-01-01")).toBe("bylaws-2022.pdf");
  });

  test("a proposal's clause stands behind the one in force, unless the proposal is asked for", async () => {
    const { named } = await look(opened, "sample", "What does 11.1 say?");
    const files = named?.clauses.map(({ documentId }) => opened.corpus.documentById(documentId)?.file);
    expect(files).toEqual([
      "bylaws-2022.pdf",
      "house-rules.html",
      "werkstattordnung-2021.docx",
      "proposal-2025-bylaws.md",
    ]);
    const asked = firstClause(opened, await look(opened, "sample", "11.1 in the proposal"));
    expect(asked).toMatchObject({ file: "proposal-2025-bylaws.md" });
  });

  test.each([
    "How many of the 12 members came in 2024?",
    "Was the quorum of 30 members reached?",
    "What does article 99 say?",
    "Is the fee 4.50 euros?",
  ])("%s names no clause that is there", async (question) => {
    expect((await look(opened, "sample", question)).named).toBeNull();
  });
});

describe("in texts of six languages", () => {
  const opened = openTestIndex();
  afterAll(() => opened[Symbol.dispose]());
  beforeAll(() => {
    const add = (
      file: string,
      title: string,
      language: string,
      source: string,
      rank: "statutes" | "rules" = "statutes",
    ) => opened.add("six", makeDocument(source, title), { file, title, language, rank });
    add(
      "bylaws.md",
      "Bylaws of the Mill",
      "en",
      "# Article 8. Board\n8.1 The board has five members.\n8.2 It meets monthly. It keeps minutes.",
    );
    add(
      "satzung.md",
      "Satzung des Mühlenhofs",
      "de",
      "# § 8 Vorstand\n- (1) Der Vorstand hat drei Mitglieder.\n- (2) Er tagt monatlich.",
    );
    add(
      "statuts.md",
      "Statuts du Moulin",
      "fr",
      "# Article 8. Conseil\nLe conseil compte six membres.\nIl se réunit chaque mois.",
    );
    add(
      "estatutos.md",
      "Estatutos del Molino",
      "es",
      "# Artículo 8. Consejo\n1. El consejo tiene siete miembros.\n2. Se reúne cada mes.",
    );
    add(
      "estatuts.md",
      "Estatuts del Molí",
      "ca",
      "# Article 8. Consell\n1. El consell té vuit membres.\n2. Es reuneix cada mes.",
    );
    add(
      "vedtaegter.md",
      "Vedtægter for Møllen",
      "da",
      "# § 8 Bestyrelsen\nBestyrelsen har ni medlemmer.\nStk. 2. Den mødes hver måned.",
    );
    add(
      "husorden.md",
      "Husorden for Møllen",
      "da",
      "# § 8 Ro\nDer er ro fra kl. 22.\nStk. 2. Fester varsles.",
      "rules",
    );
  });

  test.each([
    ["8.2 of the bylaws", "bylaws.md", "8.2 It meets monthly. It keeps minutes."],
    ["What does clause 8(2) of the bylaws of the Mill say?", "bylaws.md", "8.2 It meets monthly. It keeps minutes."],
    ["§ 8 Abs. 1 der Satzung des Mühlenhofs", "satzung.md", "(1) Der Vorstand hat drei Mitglieder."],
    ["Absatz 2 von § 8 des Mühlenhofs", "satzung.md", "(2) Er tagt monatlich."],
    ["Que dit l'article 8, alinéa 2 des statuts du Moulin ?", "statuts.md", "Il se réunit chaque mois."],
    ["alinéa 1 de l'article 8 du Moulin", "statuts.md", "Le conseil compte six membres."],
    ["¿Qué dice el artículo 8.1 de los estatutos del Molino?", "estatutos.md", "1. El consejo tiene siete miembros."],
    ["apartado 2 del artículo 8 del Molino", "estatutos.md", "2. Se reúne cada mes."],
    ["Què diu l'article 8, apartat 2 dels estatuts del Molí?", "estatuts.md", "2. Es reuneix cada mes."],
    ["Hvad står der i § 8, stk. 1 i vedtægterne for Møllen?", "vedtaegter.md", "Bestyrelsen har ni medlemmer."],
    ["stk. 2 i § 8 i vedtægter for Møllen", "vedtaegter.md", "Stk. 2. Den mødes hver måned."],
    ["§ 8 stk. 2 i husordenen for Møllen", "husorden.md", "Stk. 2. Fester varsles."],
  ])("%s → %s, %s", async (question, file, text) => {
    const found = firstClause(opened, await look(opened, "six", question));
    expect(found).toEqual({ file, text, inFirst: true, lookup: true });
  });

  test("without a document's name all that have the clause are found, statutes before rules", async () => {
    const { named } = await look(opened, "six", "What does § 8 say?");
    const files = named?.clauses.map(({ documentId }) => opened.corpus.documentById(documentId)?.file);
    expect(files).toHaveLength(7);
    expect(files?.slice(0, 3)).toEqual(["satzung.md", "vedtaegter.md", "husorden.md"]);
  });

  test("what has no such part gives the clause around it, and that is no look-up", async () => {
    const found = firstClause(opened, await look(opened, "six", "§ 8 Abs. 7 der Satzung des Mühlenhofs"));
    expect(found).toMatchObject({ file: "satzung.md", lookup: false });
    expect(found?.text).toContain("§ 8 Vorstand");
  });
});

test("an older data folder gets its clauses when it is opened", async () => {
  using opened = openTestIndex();
  opened.add("old", makeDocument("# § 3 Seat\n- (1) It sits in York."), { file: "old.md" });
  opened.corpus.database.exec("DELETE FROM clauses; DELETE FROM meta WHERE key = 'clauses_format'");
  expect((await look(opened, "old", "§ 3 (1)?")).named).toBeNull();
  const index = openIndexStore(opened.corpus.database);
  expect((await look({ ...opened, index }, "old", "§ 3 (1)?")).named?.lookup).toBe(true);
});

test("clauses of a document that is taken out are no longer found", async () => {
  using opened = openTestIndex();
  opened.add("old", makeDocument("# § 3 Seat\n- (1) It sits in York."), { file: "old.md" });
  opened.empty("old");
  expect(opened.corpus.database.prepare("SELECT count(*) AS n FROM clauses").get()).toEqual({ n: 0 });
});
