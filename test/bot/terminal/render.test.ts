import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { OUTCOMES, REPLY_LANGUAGES } from "../../../bot/answer-types.ts";
import { renderAnswer, renderEvidence } from "../../../bot/terminal/render-answer.ts";
import { renderSources, renderWhy } from "../../../bot/terminal/render-details.ts";
import { displayWidth, wrap } from "../../../bot/terminal/wrap.ts";
import { fakeAnswer } from "../../fakes/fake-rochdale.ts";

const plain = { columns: 40, colour: false };
const citation = {
  collection: "sample",
  document: "Bylaws",
  version: "Version 3",
  status: "adopted",
  adoptedOn: "2022-05-14",
  inForceFrom: "2022-07-01",
  inForceTo: null,
  section: "§ 4 The board",
  page: 3,
  file: "bylaws.pdf",
  language: "en",
  quote: "The board has seven members.",
  start: 120,
  end: 148,
  rank: "statutes",
} as const;

describe("a reply", () => {
  test("is wrapped, and its quotation keeps its mark on every line", () => {
    const shown =
      "The board has seven members.\n\n> The board has seven members, elected by the general meeting.\n— Bylaws, § 4 The board, p. 3, in force since 2022-07-01";
    expect(renderAnswer(fakeAnswer({ shown }), plain)).toEqual([
      "✔ In the documents",
      "The board has seven members.",
      "",
      "> The board has seven members, elected",
      "> by the general meeting.",
      "— Bylaws, § 4 The board, p. 3, in force",
      "  since 2022-07-01",
    ]);
  });

  test("tells its kind in words, in the member's language", () => {
    const heading = (outcome: (typeof OUTCOMES)[number], language: (typeof REPLY_LANGUAGES)[number]) =>
      renderAnswer({ outcome, language, shown: "" }, plain)[0];
    expect(OUTCOMES.map((outcome) => heading(outcome, "en"))).toEqual([
      "✔ In the documents",
      "≈ Closest passages (these may not answer it)",
      "✘ Not in the documents",
      "– Declined",
      "– Busy",
      "– Cancelled",
      "– Took too long",
      "! Failed",
    ]);
    expect(REPLY_LANGUAGES.map((language) => heading("not-in-documents", language))).toEqual([
      "✘ Not in the documents",
      "✘ Nicht in den Dokumenten",
      "✘ Pas dans les documents",
      "✘ No está en los documentos",
      "✘ No és als documents",
      "✘ Ikke i dokumenterne",
    ]);
  });

  test("has colours only when they are wanted", () => {
    expect(renderAnswer(fakeAnswer({ shown: "> a\n— b" }), { columns: 40, colour: true })).toEqual([
      "\u001b[32m✔ In the documents\u001b[39m",
      "\u001b[36m> a\u001b[39m",
      "\u001b[2m— b\u001b[22m",
    ]);
  });

  test("that is not checked yet says so and is dimmed", () => {
    const evidence = { kind: "evidence-ready", shown: "> a", citations: [] } as const;
    expect(renderEvidence(evidence, plain)).toEqual(["… Found; not yet checked", "> a"]);
    expect(renderEvidence(evidence, { columns: 40, colour: true })[1]).toBe("\u001b[2m> a\u001b[22m");
  });
});

describe("/sources", () => {
  test("shows a citation in full", () => {
    expect(renderSources([citation], { columns: 80, colour: false })).toEqual([
      "[1] Bylaws, Version 3 (adopted)",
      "    adopted 2022-05-14, in force from 2022-07-01",
      "    § 4 The board, page 3; bylaws.pdf, characters 120 to 148",
      "> The board has seven members.",
    ]);
  });

  test("says when nothing was quoted", () => {
    expect(renderSources([], plain)).toEqual(["The last reply quotes nothing."]);
  });
});

describe("/why", () => {
  test("shows question, day, model, times and passages with their scores", () => {
    const answer = fakeAnswer({ asked: "How many members?", milliseconds: { retrieve: 12.4, total: 2301 } });
    const passage = {
      collection: "sample",
      file: "bylaws.pdf",
      document: "Bylaws",
      section: "§ 4",
      page: 3,
      text: "Seven members.",
      score: 0.0325,
    };
    expect(renderWhy(answer, [passage], { columns: 80, colour: false })).toEqual([
      "Question as understood: How many members?",
      "Outcome: answered; rules of 2026-01-31; collection sample",
      "Model: fake-chat",
      "Time: retrieve 12 ms, total 2301 ms",
      "Passages (1):",
      "  1. 0.033  Bylaws, § 4, page 3: Seven members.",
    ]);
  });
});

describe("wrapping", () => {
  test("keeps a margin, and leaves a long word whole", () => {
    expect(wrap("    one two", 8)).toEqual(["    one", "two"]);
    expect(wrap("a https://example.org/very/long b", 10)).toEqual(["a", "https://example.org/very/long", "b"]);
  });

  test("counts what is drawn wide as two columns", () => {
    expect(displayWidth("é你")).toBe(3);
  });

  test("never loses a word, and never makes a line too long that could be shorter", () => {
    const words = fc.array(fc.stringMatching(/^[a-zé你]{1,12}$/u), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(words, fc.integer({ min: 5, max: 80 }), (list, width) => {
        const lines = wrap(list.join(" "), width);
        expect(lines.join(" ")).toBe(list.join(" "));
        for (const line of lines) expect(displayWidth(line) <= width || !line.includes(" ")).toBe(true);
      }),
    );
  });
});
