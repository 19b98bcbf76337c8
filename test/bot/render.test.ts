import { expect, test } from "vitest";
import type { Citation } from "../../bot/answer-types.ts";
import { renderReply, sourceLine } from "../../bot/render.ts";

const QUOTE: Citation = {
  document: "Bylaws",
  version: "3",
  status: "adopted",
  adoptedOn: "2022-05-21",
  inForceFrom: "2022-07-01",
  inForceTo: null,
  section: "Article 11. Quorum",
  page: 3,
  collection: "main",
  file: "bylaws.pdf",
  language: "en",
  quote: "Thirty voting members make a quorum.",
  start: 0,
  end: 36,
  rank: "statutes",
};

test("an answer is the sentence, the quotation and its source", () => {
  const reply = renderReply({
    outcome: "answered",
    language: "en",
    sentence: "The quorum is thirty voting members.",
    citations: [QUOTE],
    nearest: [],
    contact: null,
    notes: [],
  });
  expect(reply).toBe(
    [
      "The quorum is thirty voting members.",
      "",
      "> Thirty voting members make a quorum.",
      "— Bylaws, version 3 (adopted 2022-05-21, in force since 2022-07-01), Article 11. Quorum, p. 3",
    ].join("\n"),
  );
});

test("closest passages say that they may not answer, in the asker's language, and mark the original's language", () => {
  const reply = renderReply({
    outcome: "closest-passages",
    language: "fr",
    sentence: null,
    citations: [QUOTE],
    nearest: [],
    contact: null,
    notes: [],
  });
  expect(reply).toBe(
    [
      "Ces passages sont les plus proches ; ils ne répondent peut-être pas à votre question :",
      "",
      "> Thirty voting members make a quorum.",
      "— Bylaws, version 3 (adopté le 2022-05-21, en vigueur depuis le 2022-07-01; original : anglais), Article 11. Quorum, p. 3",
    ].join("\n"),
  );
});

test("what is not in the documents names the nearest sections and the person to ask", () => {
  const reply = renderReply({
    outcome: "not-in-documents",
    language: "de",
    sentence: null,
    citations: [],
    nearest: [{ document: "Satzung", section: "§ 4 Beiträge" }],
    contact: "Ana Weis",
    notes: [],
  });
  expect(reply).toBe(
    [
      "Davon steht nichts in den Dokumenten.",
      "",
      "Nächstliegende Abschnitte:",
      "- Satzung, § 4 Beiträge",
      "",
      "Ansprechperson: Ana Weis",
    ].join("\n"),
  );
});

test("what comes nearest is quoted where it can be", () => {
  const reply = renderReply({
    outcome: "not-in-documents",
    language: "en",
    sentence: null,
    citations: [QUOTE],
    nearest: [{ document: "Bylaws", section: "Article 11. Quorum" }],
    contact: "Ana Weis",
    notes: [],
  });
  const [said, nearest, quoted, contact] = reply.split("\n\n");
  expect([said, nearest, contact]).toEqual([
    "The documents do not say this.",
    "Nearest sections:",
    "Person to ask: Ana Weis",
  ]);
  expect(quoted).toMatch(/^> .+\n— Bylaws, version 3 /u);
});

test.each([
  [{ status: "proposed" }, "— Bylaws, version 3 (proposal, not adopted), Article 11. Quorum, p. 3"],
  [{ status: "draft", version: null }, "— Bylaws (draft, not in force), Article 11. Quorum, p. 3"],
  [
    { status: "superseded", inForceTo: "2025-01-31", version: "Second edition" },
    "— Bylaws, Second edition (superseded; in force 2022-07-01 to 2025-01-31), Article 11. Quorum, p. 3",
  ],
  [{ rank: "minutes", version: null, page: null }, "— Bylaws (minutes of 2022-05-21), Article 11. Quorum"],
  [{ adoptedOn: null, inForceFrom: null, section: "" }, "— Bylaws, version 3 (date unknown), p. 3"],
] as const)("the source line says what a text is: %o", (change, line) => {
  expect(sourceLine({ ...QUOTE, ...change }, "en")).toBe(line);
});

test("a quotation from a scan says that it was read by text recognition", () => {
  const about = "Bylaws, version 3 (adopted 2022-05-21, in force since 2022-07-01; read by OCR)";
  expect(sourceLine({ ...QUOTE, ocr: true }, "en")).toBe(`— ${about}, Article 11. Quorum, p. 3`);
});
