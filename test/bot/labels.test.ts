/** What is quoted is called what it is, everywhere and in every language: no superseded, withdrawn, proposed or draft text as a rule. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Citation, REPLY_LANGUAGES, type ReplyLanguage } from "../../bot/answer-types.ts";
import { cite } from "../../bot/citations.ts";
import { answerBlocks, evidenceBlocks } from "../../bot/matrix/answer-blocks.ts";
import { writeMessage } from "../../bot/matrix/write-message.ts";
import { quotationParts, renderReply } from "../../bot/render.ts";
import { renderSources } from "../../bot/terminal/render-details.ts";
import type { Status } from "../../corpora/document.ts";
import { lifecycleOf } from "../../corpora/lifecycle.ts";
import { fakeAnswer } from "../fakes/fake-rochdale.ts";
import { makeDocument } from "../fakes/make-document.ts";
import { openTestIndex } from "../fakes/open-index.ts";

/** Written down here and not taken from the catalogue: what a member has to read beside such a text. */
const LABELS: Readonly<Record<Exclude<Status, "adopted">, Readonly<Record<ReplyLanguage, string>>>> = {
  draft: {
    en: "draft, not in force",
    de: "Entwurf, nicht in Kraft",
    fr: "brouillon, pas en vigueur",
    es: "borrador, no está en vigor",
    ca: "esborrany, no vigent",
    da: "udkast, ikke gældende",
  },
  proposed: {
    en: "proposal, not adopted",
    de: "Antrag, nicht beschlossen",
    fr: "proposition, non adoptée",
    es: "propuesta, no adoptada",
    ca: "proposta, no adoptada",
    da: "forslag, ikke vedtaget",
  },
  superseded: {
    en: "superseded",
    de: "ersetzt",
    fr: "remplacé",
    es: "sustituido",
    ca: "substituït",
    da: "erstattet",
  },
  withdrawn: {
    en: "withdrawn",
    de: "aufgehoben",
    fr: "retiré",
    es: "retirado",
    ca: "retirat",
    da: "ophævet",
  },
};

const day = fc.option(fc.constantFrom("2015-07-01", "2019-01-01", "2024-02-29"), { nil: null });
const citation: fc.Arbitrary<Citation> = fc.record({
  document: fc.constantFrom("Bylaws", "House rules"),
  version: fc.option(fc.constantFrom("2", "Version 3"), { nil: null }),
  status: fc.constantFrom<Status>("adopted", "draft", "proposed", "superseded", "withdrawn"),
  adoptedOn: day,
  inForceFrom: day,
  inForceTo: day,
  section: fc.constantFrom("", "§ 1 Quorum"),
  page: fc.option(fc.constant(2), { nil: null }),
  collection: fc.constant("main"),
  file: fc.constantFrom("a.md", "b.md"),
  language: fc.constantFrom("en", "de", "und"),
  quote: fc.constant(""),
  start: fc.constant(0),
  end: fc.constant(1),
  rank: fc.constantFrom("statutes", "rules", "minutes", "proposal"),
});
const citations = fc
  .array(citation, { minLength: 1, maxLength: 6 })
  .map((all) => all.map((one, index) => ({ ...one, quote: `quoted${index}` })));

/** What a member reads below the quotation: the next line that names a source. */
function sourceBelow(lines: readonly string[], quote: string): string {
  const at = lines.findIndex((line) => line.includes(quote));
  return at < 0 ? "" : (lines.slice(at).find((line) => /^\s*(?:— |\[\d)/u.test(line)) ?? "");
}

const RENDERERS: Readonly<Record<string, (citations: readonly Citation[], language: ReplyLanguage) => string>> = {
  "a reply in plain text": (all, language) =>
    renderReply({
      outcome: "answered",
      language,
      sentence: null,
      citations: all,
      nearest: [],
      contact: null,
      notes: [],
    }),
  "what comes nearest": (all, language) =>
    renderReply({
      outcome: "not-in-documents",
      language,
      sentence: null,
      citations: all,
      nearest: [],
      contact: null,
      notes: [],
    }),
  "evidence in a terminal": (all, language) => quotationParts(all, language).join("\n\n"),
  "an answer in a room": (all, language) =>
    writeMessage(answerBlocks(fakeAnswer({ citations: all, language }), () => null)).body.replaceAll("\u2060", ""),
  "the first notice in a room": (all, language) =>
    writeMessage(evidenceBlocks(all, language, () => null)).body.replaceAll("\u2060", ""),
};

describe("a text that is no rule in force", () => {
  test.each(Object.entries(RENDERERS))("is called what it is in %s", (_, render) => {
    fc.assert(
      fc.property(citations, fc.constantFrom(...REPLY_LANGUAGES), (all, language) => {
        const lines = render(all, language).split("\n");
        for (const { status, quote } of all)
          if (status !== "adopted") expect(sourceBelow(lines, quote)).toContain(LABELS[status][language]);
      }),
    );
  });

  test("is called what it is in /sources of the terminal", () => {
    fc.assert(
      fc.property(citations, (all) => {
        for (const [index, { status }] of all.entries()) {
          const shown = renderSources(all.slice(index, index + 1), { columns: 200, colour: false }).join("\n");
          if (status !== "adopted") expect(shown).toContain(LABELS[status].en);
        }
      }),
    );
  });
});

describe("the label of a citation", () => {
  const DECIDED = { by: "@ana:coop", at: "2026-01-01T00:00:00Z" };

  /** In force 2015 to 2019, superseded, and in force again from 2021; withdrawn from 2024 on. */
  function labelled(asOf: string, today: string, until: string | null = "2024-01-01") {
    using open = openTestIndex();
    const { corpus, add } = open;
    const law = lifecycleOf(corpus);
    const version = (id: number) => {
      const found = corpus.documentById(id);
      if (found === null) throw new Error(`Expected version ${id}, got none.`);
      return found;
    };
    const old = add("main", makeDocument("Ten."), { file: "rules-2015.md", rank: "rules", inForceFrom: "2015-01-01" });
    const newer = add("main", makeDocument("Nine."), { file: "rules-2020.md", rank: "rules", status: "draft" });
    law.adopt(version(newer), { from: "2020-01-01", decidedBy: null, replaces: null }, DECIDED);
    law.reinstate(version(old), { from: "2021-01-01", decidedBy: null }, DECIDED);
    if (until !== null) law.withdraw(version(old), { from: until, decidedBy: null }, DECIDED);
    const passage = {
      id: 1,
      documentId: old,
      document: version(old),
      section: 0,
      start: 0,
      end: 4,
      page: null,
      heading: "",
      text: "Ten.",
      score: 0,
      cosine: 0,
      bm25: 0,
      sentences: [],
    };
    const { status, inForceFrom, inForceTo, upcoming } = cite(
      { passage, start: 0, end: 4, score: 0 },
      corpus.textById(old),
      corpus.blocks(old),
      { asOf, today },
    );
    return { status, inForceFrom, inForceTo, upcoming };
  }

  test("has the days in force that the asked day falls into, and what the text is today", () => {
    const withdrawn = { status: "withdrawn", upcoming: undefined };
    expect(labelled("2016-05-01", "2026-01-01")).toEqual({
      ...withdrawn,
      inForceFrom: "2015-01-01",
      inForceTo: "2019-12-31",
    });
    expect(labelled("2022-05-01", "2026-01-01")).toEqual({
      ...withdrawn,
      inForceFrom: "2021-01-01",
      inForceTo: "2023-12-31",
    });
  });

  test("calls a text in force as long as its end lies ahead, and says until when", () => {
    expect(labelled("2023-05-01", "2023-05-01")).toMatchObject({ status: "adopted", inForceTo: "2023-12-31" });
    expect(labelled("2026-05-01", "2026-05-01", null)).toMatchObject({
      status: "adopted",
      inForceFrom: "2021-01-01",
      inForceTo: null,
    });
  });

  test("says of a text of a day to come that it will be in force", () => {
    const early = labelled("2021-06-01", "2020-06-01", null);
    expect(early).toMatchObject({ status: "adopted", inForceFrom: "2021-01-01", upcoming: true });
  });
});
