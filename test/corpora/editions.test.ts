import { expect, test } from "vitest";
import type { DocumentRecord } from "../../corpora/document.ts";
import { settleEditions } from "../../corpora/editions.ts";
import { completeRecord } from "../../corpora/guess-record.ts";
import { makeDocument } from "../fakes/make-document.ts";

const guess = (file: string, text = "Some text."): DocumentRecord =>
  completeRecord({ file }, makeDocument(text), () => "en");

const brief = ({ file, status, inForceFrom, inForceTo }: DocumentRecord) => [file, status, inForceFrom, inForceTo];

test("editions of one document are recognised by the dates in their names, the newest is in force", () => {
  const settled = settleEditions([
    guess("vedtaegter_2017.pdf"),
    guess("vedtaegter_2009.pdf"),
    guess("vedtaegter_2026.html"),
  ]);
  expect(settled.map(brief)).toEqual([
    ["vedtaegter_2017.pdf", "superseded", "2017-01-01", "2025-12-31"],
    ["vedtaegter_2009.pdf", "superseded", "2009-01-01", "2016-12-31"],
    ["vedtaegter_2026.html", "adopted", "2026-01-01", null],
  ]);
  expect(settled[0]?.guessed).toContain("status");
});

test("minutes of different days are not editions of each other", () => {
  const settled = settleEditions([guess("minutes-2023-01-01.md"), guess("minutes-2024-01-01.md")]);
  expect(settled.map((record) => record.status)).toEqual(["adopted", "adopted"]);
  expect(settled[0]?.adoptedOn).toBe("2023-01-01");
});

test("what is replaced ends the day before its successor begins", () => {
  const old = { ...guess("bylaws-a.md"), inForceFrom: "2009-04-01", guessed: [] };
  const successor = { ...guess("bylaws-b.md"), inForceFrom: "2015-07-01", replaces: "bylaws-a.md", guessed: [] };
  expect(settleEditions([old, successor]).map(brief)).toEqual([
    ["bylaws-a.md", "superseded", "2009-04-01", "2015-06-30"],
    ["bylaws-b.md", "adopted", "2015-07-01", null],
  ]);
});

test("a proposal supersedes nothing", () => {
  const old = guess("bylaws.md");
  const proposal = { ...guess("bylaws-proposal.md"), status: "proposed" as const, replaces: "bylaws.md" };
  expect(settleEditions([old, proposal])[0]?.status).toBe("adopted");
});

test("a draft says so in its name or its opening lines, and the guess is named", () => {
  expect(guess("Satzung-Entwurf.md")).toMatchObject({ status: "draft", rank: "statutes" });
  expect(guess("satzung.md", "Dieser Text ist eine Diskussionsgrundlage.").status).toBe("draft");
  expect(guess("bylaws.md").guessed).toContain("status");
});

test("a year or a day in a document's own text is not its date in force", () => {
  const text = "# Bylaws\nAdopted on 14 March 2009, in force from 1 April 2009.\nAs amended in 2015 and on 2022-05-21.";
  expect(guess("bylaws.md", text)).toMatchObject({
    status: "adopted",
    adoptedOn: null,
    inForceFrom: null,
    inForceTo: null,
    version: null,
  });
});
