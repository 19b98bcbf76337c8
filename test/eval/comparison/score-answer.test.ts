import { describe, expect, it } from "vitest";
import type { AnswerLine } from "../../../eval/comparison/answer-line.ts";
import { scoreAnswer } from "../../../eval/comparison/score-answer.ts";
import { question } from "../samples.ts";
import { answerLine } from "./samples.ts";

const english = () => "en";
const score = (line: Partial<AnswerLine>, fields = {}, detect: (text: string) => string | null = english) =>
  scoreAnswer(question(fields), answerLine(line), detect);

describe("an answer of the quickstart", () => {
  it.each([
    ["Ten members make a quorum.", { asserted: true, verdict: "right", assertedWrong: false, found: true }],
    ["Twelve members make a quorum.", { asserted: true, verdict: "wrong", assertedWrong: true, found: false }],
    ["The context does not say.", { asserted: false, verdict: "refused", assertedWrong: false, found: false }],
    ["I don't know, but probably ten.", { asserted: true, verdict: "right", assertedWrong: false, found: true }],
    ["", { asserted: false, verdict: "refused", assertedWrong: false, found: false }],
  ])("is judged by keys, and refused when it says so and holds none: %j", (text, expected) => {
    expect(score({ system: "quickstart", text })).toMatchObject(expected);
  });

  it("that names something forbidden is wrong, whatever it does not know", () => {
    const fields = { must_not_include: ["15,000"] };
    const text = "I don't know; Mondragon asks for 15,000.";
    expect(score({ system: "stuffed", text }, fields)).toMatchObject({ verdict: "wrong", assertedWrong: true });
    const unanswerable = { ...fields, expect_abstain: true, must_include: [] };
    expect(score({ system: "stuffed", text }, unanswerable)).toMatchObject({ asserted: true, assertedWrong: true });
  });

  it.each([
    ["Twenty euros an hour.", true],
    ["The context does not mention a wage.", false],
  ])("to a question without an answer is wrong unless it refuses: %j", (text, assertedWrong) => {
    const fields = { expect_abstain: true, must_include: [], evidence: [] };
    expect(score({ system: "quickstart", text }, fields)).toMatchObject({
      group: "unanswerable",
      verdict: null,
      assertedWrong,
      found: null,
    });
  });

  it("that failed is refused and counted as failed", () => {
    expect(score({ system: "quickstart", text: "", outcome: "failed" })).toMatchObject({
      verdict: "refused",
      failed: true,
      languageMatch: null,
    });
  });

  it("is not found by a quotation: it does not quote for the reader to judge", () => {
    const text = "A quorum is some members present in person.";
    expect(score({ system: "quickstart", text })).toMatchObject({ verdict: "wrong", found: false });
  });
});

describe("a reply of Rochdale", () => {
  const quoted = "> A quorum is ten members present in person.";

  it.each([
    ["answered", quoted, { verdict: "right", asserted: true, found: true }],
    ["closest-passages", quoted, { verdict: "refused", asserted: false, found: true }],
    ["closest-passages", "> Costs are shared.", { verdict: "refused", asserted: false, found: false }],
    ["not-in-documents", "I don't know.", { verdict: "refused", asserted: false, found: false }],
    ["answered", "I don't know.", { verdict: "wrong", asserted: true, assertedWrong: true, found: false }],
  ] as const)("asserts by its outcome alone, and is found by its quotation: %s %j", (outcome, text, expected) => {
    expect(score({ system: "rochdale", outcome, text, language: "en" })).toMatchObject(expected);
  });
});

describe("the language", () => {
  it.each([
    [{ language: null }, "en", true],
    [{ language: null }, "de", false],
    [{ language: null }, null, null],
    [{ language: "en" as const }, null, true],
    [{ language: "de" as const }, "en", false],
  ])("of %j, detected as %s", (line, detected, expected) => {
    expect(score({ text: "Ten.", ...line }, {}, () => detected).languageMatch).toBe(expected);
  });
});

describe("a probe", () => {
  it("counts in no figure of right and wrong", () => {
    const probe = { must_include: [], expect_abstain: false };
    expect(score({ text: "Ten." }, probe)).toMatchObject({ verdict: null, assertedWrong: null, found: null });
  });
});
