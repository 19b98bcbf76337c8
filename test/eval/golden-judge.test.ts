import { describe, expect, it } from "vitest";
import { checkExpectations } from "../../eval/golden-expectations.ts";
import { judgeGolden } from "../../eval/golden-judge.ts";
import { comparePassed } from "../../eval/golden-passed.ts";
import { sampleGolden } from "../../eval/golden-sample.ts";
import { golden } from "./golden-samples.ts";
import { citation, prediction } from "./samples.ts";

const QUORUM = "A quorum is ten members present in person.";
const PROXIES = "Proxies are counted for changes of the bylaws only.";
const reply = (fields: Parameters<typeof prediction>[0] = {}) =>
  prediction({ shown: `> ${QUORUM}`, citations: [citation({ file: "sample/bylaws.md" })], ...fields });

describe("a question that the documents answer", () => {
  it.each(["answered", "closest-passages"] as const)("passes when %s shows place and words", (outcome) => {
    expect(judgeGolden(golden(), reply({ outcome }))).toEqual([]);
  });

  it.each(["not-in-documents", "failed", "timed-out"] as const)("does not pass as %s", (outcome) => {
    expect(judgeGolden(golden(), reply({ outcome, shown: "" }))).toEqual([
      `it ended as \`${outcome}\``,
      "the reply does not show `bylaws.md` 3.1",
      "nothing says “ten” or “10”",
    ]);
  });

  it("needs its words as whole words, in any case", () => {
    const question = golden({ mustSay: [["TEN"], ["mem"]] });
    expect(judgeGolden(question, reply())).toEqual(["nothing says “mem”"]);
  });

  it("needs one of its places, for several hops and conflicts all of them", () => {
    const places = [...golden().expect, { document: "rules.md", clause: "", quote: PROXIES }];
    expect(judgeGolden(golden({ kind: "list", expect: places }), reply())).toEqual([]);
    for (const kind of ["multi-hop", "conflict"] as const) {
      expect(judgeGolden(golden({ kind, expect: places }), reply())).toEqual(["the reply does not show `rules.md`"]);
    }
    expect(judgeGolden(golden({ kind: "list", expect: places }), reply({ shown: "ten" }))).toEqual([
      "the reply does not show `bylaws.md` 3.1 or `rules.md`",
    ]);
  });

  it("must not be contradicted by the model's own sentence or by what is quoted first", () => {
    const question = golden({ mustNotSay: ["twenty"] });
    const twenty = citation({ file: "sample/old.md", quote: "Twenty members make a quorum." });
    expect(judgeGolden(question, reply({ sentence: "Twenty make a quorum." }))).toEqual([
      "the reply's own sentence says “twenty”",
    ]);
    expect(judgeGolden(question, reply({ citations: [twenty] }))).toEqual(["the first quotation says “twenty”"]);
    expect(judgeGolden(question, reply({ citations: [twenty], outcome: "closest-passages" }))).toEqual([]);
  });

  it("may have neighbouring rules quoted beside the expected one", () => {
    const question = golden({ mustNotSay: ["twenty"] });
    const beside = citation({ file: "sample/bylaws.md", quote: `${QUORUM} At a change of the bylaws twenty.` });
    const below = citation({ file: "sample/bylaws.md", quote: "Twenty may call a meeting." });
    expect(judgeGolden(question, reply({ citations: [beside, below] }))).toEqual([]);
  });

  it("has what is in force cited first where something older says otherwise", () => {
    const first = reply({ citations: [citation({ file: "sample/old.md" }), citation({ file: "sample/bylaws.md" })] });
    expect(judgeGolden(golden(), first)).toEqual([]);
    expect(judgeGolden(golden({ kind: "superseded" }), first)).toEqual(["the first document cited is `old.md`"]);
  });
});

describe("a question that no document answers", () => {
  const question = golden({ kind: "unanswerable", expect: [], mustSay: [] });

  it.each([
    ["not-in-documents", []],
    ["closest-passages", []],
    ["answered", ["it ended as `answered`, though no document answers"]],
    ["failed", ["it ended as `failed`, though no document answers"]],
  ] as const)("ended as %s", (outcome, reasons) => {
    expect(judgeGolden(question, prediction({ outcome }))).toEqual(reasons);
  });
});

describe("what the questions expect of the documents", () => {
  const text =
    "Article 3. Quorum\n3.1 A quorum is ten members\npresent in person.\n\n§ 4\n1. Fees\na) small\nM5 | Kiln | 35";
  const check = (clause: string, quote = "A quorum is ten members present in person.", document = "bylaws.md") =>
    checkExpectations([golden({ expect: [{ document, clause, quote }] })], (_, file) =>
      file === "bylaws.md" ? text : null,
    ).map(({ kind, sentence }) => `${kind}: ${sentence}`);

  it.each(["", "3.1", "3", "Article 3", "M5", "4.1", "§ 4 1. a)", "Article 4, paragraph 1"])(
    "finds the clause %j",
    (clause) => {
      expect(check(clause)).toEqual([]);
    },
  );

  it.each(["3.2", "9", "M"])("tells that no line has the clause %j", (clause) => {
    expect(check(clause)).toEqual([
      `clause: Question \`en-01\` names the clause ${clause} of \`bylaws.md\`, which no line there begins with: worth a look.`,
    ]);
  });

  it("names a quotation that stands there no more, and a document that is gone", () => {
    expect(check("3.1", "A quorum is nine members present in person.")).toEqual([
      "quote: Question `en-01` expects words that `bylaws.md` 3.1 does not hold (any more): “A quorum is nine members present in person.”. Correct the question, or look at what became of the document.",
    ]);
    expect(check("3.1", "x", "gone.md")).toEqual([
      "document: Question `en-01` expects `gone.md`, which the collection `sample` does not hold: correct the name, or read the document in.",
    ]);
  });
});

describe("a sample", () => {
  const kinds = ["number", "number", "number", "list"] as const;
  const list = Array.from({ length: 40 }, (_, index) =>
    golden({ id: `q${index}`, kind: kinds[index % 4] ?? "list", language: index < 20 ? "en" : "de" }),
  );

  it("holds kinds and languages in the proportions of the list", () => {
    const sample = sampleGolden(list, 12);
    expect(sample).toHaveLength(12);
    expect(sample.filter(({ kind }) => kind === "list")).toHaveLength(3);
    expect(sample.filter(({ language }) => language === "de")).toHaveLength(6);
  });

  it("is the same whatever the order, and a smaller one is part of a larger one", () => {
    const ids = (count: number, questions = list) => new Set(sampleGolden(questions, count).map(({ id }) => id));
    expect(ids(12, list.toReversed())).toEqual(ids(12));
    expect([...ids(8)].filter((id) => !ids(12).has(id))).toEqual([]);
    expect(sampleGolden(list, 100)).toEqual(list);
  });
});

describe("what passed before and what passes now", () => {
  it("are compared for the questions that were asked; the others keep what they had", () => {
    const changes = comparePassed({
      before: ["a", "b", "not-asked", "gone"],
      asked: new Set(["a", "b", "c"]),
      passed: new Set(["b", "c"]),
      known: new Set(["a", "b", "c", "not-asked"]),
    });
    expect(changes).toEqual({ lost: ["a"], gained: ["c"], gone: ["gone"], accepted: ["not-asked", "b", "c"] });
  });
});
