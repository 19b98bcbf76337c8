import { describe, expect, it } from "vitest";
import { groupOf, parseQuestionSet } from "../../eval/question-set.ts";
import { question } from "./samples.ts";

const good = JSON.stringify(question());

describe("reading a question set", () => {
  it("reports a bad line with its number and goes on", () => {
    const second = JSON.stringify(question({ id: "q2" }));
    const set = parseQuestionSet(`${good}\n{"id": 3\n\n${second}\n`, "set.jsonl");
    expect(set.questions.map(({ id }) => id)).toEqual(["q1", "q2"]);
    expect(set.problems).toEqual([
      'Line 2 of set.jsonl is left out: expected one JSON object, got `{"id": 3`; see `eval/README.md` for the format.',
    ]);
  });

  it("names the field that is wrong", () => {
    const set = parseQuestionSet(JSON.stringify({ ...question(), must_include: "ten" }), "set.jsonl");
    expect(set.problems).toEqual([
      "Line 1 of set.jsonl is left out: `must_include`: Invalid input: expected array, received string; see `eval/README.md` for the format.",
    ]);
  });

  it("keeps the first of two questions with one id", () => {
    expect(parseQuestionSet(`${good}\r\n${good}`, "set.jsonl").problems).toEqual([
      "Line 2 of set.jsonl is left out: expected an `id` of its own, got `q1` as in line 1.",
    ]);
  });

  it("refuses a collection that would lead out of the documents folder", () => {
    expect(parseQuestionSet(JSON.stringify(question({ collection: "../x" })), "s").questions).toEqual([]);
  });
});

describe("the group of a question", () => {
  it("is a probe without keys, unanswerable when abstention is expected, else answerable", () => {
    expect(groupOf(question({ must_include: [] }))).toBe("probe");
    expect(groupOf(question({ must_include: [], expect_abstain: true }))).toBe("unanswerable");
    expect(groupOf(question())).toBe("answerable");
  });
});
