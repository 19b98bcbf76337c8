/** The real models on the sample co-operative: what `npm start` would answer. Uses the folders a start prepares. */
import { homedir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Answer, AskRequest } from "../bot/answer-types.ts";
import { modelsDir } from "../bot/llama/model-files.ts";
import { openRochdale } from "../bot/open-rochdale.ts";
import type { Rochdale } from "../bot/rochdale.ts";

const home =
  process.env.ROCHDALE_HOME ?? join(process.env.XDG_DATA_HOME ?? join(homedir(), ".local/share"), "rochdale");
const signal = new AbortController().signal;
const open = (profile: string) =>
  openRochdale({ home, modelsDir: modelsDir(process.env), profile, installModels: false, signal });

const QUORUM = "How many members make a quorum at a general meeting?";

describe("by quotation alone", () => {
  let rochdale: Rochdale;
  beforeAll(async () => {
    rochdale = await open("quotes");
  });
  afterAll(async () => {
    await rochdale[Symbol.asyncDispose]();
  });
  const ask = (question: string, more: Partial<AskRequest> = {}) =>
    rochdale.ask({ question, history: [], collections: ["sample"], asOf: null, signal, ...more });
  const verbatim = (answer: Answer) =>
    answer.citations.every(
      ({ file, quote, start, end }) => rochdale.documentText("sample", file)?.slice(start, end) === quote,
    );

  test("the quorum in force is quoted, not the proposal's", async () => {
    const answer = await ask(QUORUM);
    expect(["answered", "closest-passages"]).toContain(answer.outcome);
    expect(answer.citations[0]).toMatchObject({ file: "bylaws-2022.pdf", status: "adopted", page: 3 });
    expect(answer.citations[0]?.quote).toContain("Thirty voting members");
    expect(verbatim(answer)).toBe(true);
  });

  test.each([
    ["2014-05-01", "bylaws-2009.md", /twelve/iu],
    ["2018-03-01", "bylaws-2015.docx", /one quarter/iu],
  ])("by the rules of %s the version of that day is quoted", async (asOf, file, words) => {
    const answer = await ask(QUORUM, { asOf });
    expect(answer.citations.find((citation) => words.test(citation.quote))?.file).toBe(file);
    expect(answer.shown).toContain(asOf);
    expect(answer.citations.every((citation) => (citation.inForceFrom ?? "") <= asOf)).toBe(true);
  });

  test("before the first bylaws nothing was in force", async () => {
    const answer = await ask(QUORUM, { asOf: "2008-01-01" });
    expect(answer).toMatchObject({ outcome: "not-in-documents", citations: [] });
    expect(answer.shown).toContain("2009-04-01");
  });

  test.each([
    ["fr", "Quel est le montant maximal d'un prêt du fonds d'entraide ?", "fonds-entraide-2023.odt", /2\s400 euros/u],
    [
      "de",
      "Wie lange muss nach dem Schweißen jemand als Brandwache bleiben?",
      "werkstattordnung-2021.docx",
      /45 Minuten/u,
    ],
  ])(
    "a question in %s is answered in its language from the document that says it",
    async (language, question, file, words) => {
      const answer = await ask(question);
      expect(answer.language).toBe(language);
      expect(answer.citations.find((citation) => words.test(citation.quote))?.file).toBe(file);
      expect(verbatim(answer)).toBe(true);
    },
  );

  test("what the documents do not say is not asserted, and the nearest sections are named", async () => {
    const answer = await ask("What is the wifi password of the guest flat?");
    expect(answer.outcome).not.toBe("answered");
    expect(answer.nearest.length).toBeGreaterThan(0);
  });
});

describe("with the reading model", () => {
  test("the model takes part, and every citation is cut out of the stored text", async () => {
    await using rochdale = await open("standard");
    const question = "Wie lange muss nach dem Schweißen jemand als Brandwache bleiben?";
    const answer = await rochdale.ask({ question, history: [], collections: ["sample"], asOf: null, signal });
    expect(answer).toMatchObject({ outcome: "answered", model: "qwen2.5-coder-1.5b", language: "de" });
    expect(answer.shown).toContain("45 Minuten");
    for (const { file, quote, start, end } of answer.citations) {
      expect(rochdale.documentText("sample", file)?.slice(start, end)).toBe(quote);
    }
  });
});
