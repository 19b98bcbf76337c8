import { describe, expect, test } from "vitest";
import type { Citation } from "../../../bot/answer-types.ts";
import { OUTCOMES, REPLY_LANGUAGES } from "../../../bot/answer-types.ts";
import { answerBlocks, evidenceBlocks } from "../../../bot/matrix/answer-blocks.ts";
import { writeMessage } from "../../../bot/matrix/write-message.ts";
import { type FakeAnswer, fakeAnswer } from "../../fakes/fake-rochdale.ts";

const QUORUM: Citation = {
  collection: "main",
  document: "Bylaws",
  version: "3",
  status: "adopted",
  adoptedOn: "2022-05-21",
  inForceFrom: "2022-07-01",
  inForceTo: null,
  section: "Article 11. Quorum",
  page: 3,
  file: "bylaws.pdf",
  language: "en",
  quote: "Thirty voting members make a quorum.\n\nProxies count.",
  start: 0,
  end: 53,
  rank: "statutes",
};
const SOURCE = "Bylaws, version 3 (adopted 2022-05-21, in force since 2022-07-01), Article 11. Quorum, p. 3";

function bodyOf(parts: Omit<FakeAnswer, "before" | "passages">): string[] {
  return writeMessage(answerBlocks(fakeAnswer(parts), () => null))
    .body.replaceAll("\u2060", "")
    .split("\n");
}

describe("an answer", () => {
  test("is the sentence, the quotation with its source, notes, and the sources in full, folded", () => {
    const answer = fakeAnswer({
      sentence: "The quorum is thirty.",
      citations: [QUORUM],
      notes: ["By the rules of 2023-01-01."],
    });
    const { body, html } = writeMessage(answerBlocks(answer, () => null));
    expect(body.replaceAll("\u2060", "").split("\n")).toEqual([
      "The quorum is thirty.",
      "",
      "> Thirty voting members make a quorum.",
      "> Proxies count.",
      `— ${SOURCE}`,
      "",
      "By the rules of 2023-01-01.",
      "",
      "Sources",
      `1. ${SOURCE}; file bylaws.pdf`,
    ]);
    expect(html).toContain("<p><em>By the rules of 2023-01-01.</em></p><details><summary>Sources</summary><ol><li>");
  });

  test("without a sentence of the model lets the documents say it", () => {
    expect(bodyOf({ citations: [QUORUM] })[0]).toBe("The documents say:");
  });

  test("that may be none says so", () => {
    expect(bodyOf({ outcome: "closest-passages", language: "de", citations: [QUORUM] })[0]).toBe(
      "Diese Stellen kommen der Frage am nächsten; sie beantworten sie vielleicht nicht:",
    );
  });

  test("tells a source once under neighbours from one place, and once among the sources", () => {
    const lines = bodyOf({ citations: [QUORUM, { ...QUORUM, quote: "Guests do not count.", start: 60, end: 80 }] });
    expect(lines.filter((line) => line.includes("Article 11"))).toEqual([
      `— ${SOURCE}`,
      `1. ${SOURCE}; file bylaws.pdf`,
    ]);
  });
});

describe("what the documents do not say", () => {
  const nearest = [
    { document: "Bylaws", section: "Article 11" },
    { document: "House rules", section: "" },
  ];

  test("names the nearest sections and whom to ask", () => {
    expect(bodyOf({ outcome: "not-in-documents", nearest, contact: "Ana Weis" })).toEqual([
      "The documents do not say this.",
      "",
      "Nearest sections:",
      "",
      "- Bylaws, Article 11",
      "- House rules",
      "",
      "Person to ask: Ana Weis",
    ]);
  });

  test("quotes what comes nearest where it can", () => {
    const lines = bodyOf({ outcome: "not-in-documents", nearest, citations: [QUORUM] });
    expect(lines).toContain("> Proxies count.");
    expect(lines).not.toContain("- House rules");
  });

  test("is a sentence of its own where there is nothing to name", () => {
    expect(bodyOf({ outcome: "not-in-documents", shown: "No documents are loaded here yet." })).toEqual([
      "No documents are loaded here yet.",
    ]);
  });
});

test("an answer that is a sentence of ours is just that", () => {
  const plain = OUTCOMES.filter((outcome) => !["answered", "closest-passages", "not-in-documents"].includes(outcome));
  for (const outcome of plain) expect(bodyOf({ outcome, shown: "One.\n\nTwo." })).toEqual(["One.", "", "Two."]);
});

test("what was found is shown as not yet checked, in each language", () => {
  const first = REPLY_LANGUAGES.map((language) =>
    writeMessage(evidenceBlocks([QUORUM], language, () => null)).body.split("\n"),
  );
  expect(new Set(first.map(([line]) => line)).size).toBe(REPLY_LANGUAGES.length);
  expect(first[0]?.slice(0, 3)).toEqual([
    "Found this; still checking whether it answers you:",
    "",
    "> Thirty voting members make a quorum.",
  ]);
});

test("a document cannot link, call or fetch anything from an answer", () => {
  const document = '<img src="https://evil.example/x.png"> @room';
  const { body, html } = writeMessage(
    answerBlocks(
      fakeAnswer({ citations: [{ ...QUORUM, document, quote: "[x](http://evil.example/?q=secret)" }] }),
      () => null,
    ),
  );
  for (const form of [body, html]) expect(form).not.toMatch(/https?:|@room|evil\.example/u);
  expect(html).not.toContain("<img");
});
