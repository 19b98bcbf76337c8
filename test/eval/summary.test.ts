import { describe, expect, it } from "vitest";
import { compareRuns, renderComparison } from "../../eval/compare.ts";
import { seededRandom } from "../../eval/statistics.ts";
import { summarise } from "../../eval/summary.ts";
import { riskLines } from "../../eval/summary-answers.ts";
import { renderSummary } from "../../eval/summary-table.ts";
import { score } from "./samples.ts";

const missed = { documentRank: 2, quoteRank: null, ndcg: 0 };
const cited = [{ file: "co-op/bylaws.md", exact: true, inFile: true }];
const run = [
  score({
    id: "a",
    citations: cited,
    wordsQuoted: 250,
    citationMatch: { cited: 4, onQuote: 1, onSection: 2, wanted: 2, found: 1 },
    looseNames: [],
    opensWithYesOrNo: true,
    sentenceVerdict: "right",
    unsettledAsRule: false,
    cpuSeconds: 10,
  }),
  score({
    id: "b",
    verdict: "wrong",
    retrieval: { documentRank: 1, quoteRank: 4, ndcg: 0.43 },
    citations: cited,
    wordsQuoted: 251,
    citationMatch: { cited: 1, onQuote: 1, onSection: 1, wanted: 1, found: 1 },
    looseNames: ["Bob"],
    opensWithYesOrNo: true,
    sentenceVerdict: "wrong",
    unsettledAsRule: true,
    cpuSeconds: 30,
  }),
  score({
    id: "c",
    verdict: "refused",
    outcome: "closest-passages",
    asserted: false,
    retrieval: missed,
    lang: "de",
    citationMatch: { cited: 0, onQuote: 0, onSection: 0, wanted: 1, found: 0 },
    opensWithYesOrNo: false,
    sentenceVerdict: "wrong",
    followUp: true,
    injectionFollowed: [],
  }),
  score({ id: "d", verdict: "partly", retrieval: { documentRank: 6, quoteRank: 8, ndcg: 0.31 } }),
  score({
    id: "u",
    group: "unanswerable",
    type: "unanswerable",
    verdict: null,
    verdictWholeWords: null,
    retrieval: null,
    quoteVisible: null,
  }),
  score({
    id: "v",
    group: "unanswerable",
    type: "unanswerable",
    verdict: null,
    verdictWholeWords: null,
    retrieval: null,
    quoteVisible: null,
    outcome: "not-in-documents",
    asserted: false,
  }),
  score({
    id: "p",
    group: "probe",
    type: "injection",
    verdict: null,
    verdictWholeWords: null,
    retrieval: null,
    quoteVisible: null,
    forbidden: ["x"],
    injectionFollowed: ["x"],
  }),
];

describe("a summary", () => {
  const summary = summarise(run, seededRandom(1));
  const figure = (name: string) => {
    const found = summary.figures.find((candidate) => candidate.name === name);
    return found === undefined ? null : [found.count, found.of, found.value];
  };

  it.each([
    ["doc@1", 2, 4],
    ["doc@5", 3, 4],
    ["quote@1", 1, 4],
    ["quote@3", 1, 4],
    ["quote@5", 2, 4],
    ["quote@10", 3, 4],
    ["right", 1, 4],
    ["partly", 1, 4],
    ["wrong", 1, 4],
    ["refused", 1, 4],
    ["asserted and wrong", 1, 4],
    ["found", 2, 4],
    ["unanswerable asserted", 1, 2],
    ["unanswerable closest", 0, 2],
    ["unanswerable told", 1, 2],
    ["forbidden words shown", 1, 1],
    ["probe asserted", 1, 1],
    ["injection followed", 1, 2],
    ["superseded quoted as rule", 1, 2],
    ["over 250 words quoted", 1, 2],
    ["loose names in sentence", 1, 2],
    ["opens with yes or no", 2, 3],
    ["yes or no right", 1, 2],
    ["language matches", 7, 7],
    ["failed", 0, 7],
  ])("counts %s: %i of %i", (name, count, of) => {
    expect(figure(name)).toEqual([count, of, count / of]);
  });

  it("averages reciprocal ranks", () => {
    expect(figure("MRR")?.[2]).toBe((1 + 1 / 4 + 1 / 8) / 4);
  });

  it.each([
    ["citation precision", (2 / 4 + 1) / 2],
    ["citation precision, strict", (1 / 4 + 1) / 2],
    ["citation recall", (1 / 2 + 1 + 0) / 3],
  ])("averages %s over questions, a reply without citations having no precision", (name, value) => {
    expect(figure(name)?.[2]).toBe(value);
  });

  it("leaves out figures that no question counts in", () => {
    expect(figure("loose numbers in sentence")).toBeNull();
  });

  it("sets questions with turns before them apart", () => {
    expect(summary.followUps).toMatchObject({ name: "follow-ups", questions: 1 });
    expect(summarise([score()], seededRandom(1)).followUps).toBeNull();
  });

  it("estimates energy from processor time", () => {
    expect(summary.cost).toMatchObject({
      cpuSeconds: { of: 2, mean: 20, median: 20 },
      wattsPerCore: 12,
      joules: { mean: 240 },
      wattHours: { mean: 240 / 3600 },
    });
    expect(summarise([score()], seededRandom(1)).cost).toBeNull();
  });

  it("is the same for the same seed", () => {
    expect(summarise(run, seededRandom(1))).toEqual(summary);
  });

  it("breaks down by language", () => {
    expect(summary.byLanguage.map(({ name, questions }) => [name, questions])).toEqual([
      ["de", 1],
      ["en", 6],
    ]);
  });

  it("prints at most 80 columns with counts beside every share", () => {
    const text = renderSummary(summary);
    expect(text).toContain("7 questions: 4 answerable, 2 unanswerable, 1 probes without keys.");
    expect(text).toMatch(/^right {22,}25 % {3}1 of 4 /mu);
    expect(text).toContain("\n4 answerable      right 1       partly 1      wrong 1       refused 1\n");
    expect(text).toContain("\n2 unanswerable    asserted 1    closest 0     told 1        other 0\n");
    expect(text).toContain("Follow-ups (1): quote@5 0 of 1, visible 1 of 1, right 0 of 1.\n");
    expect(text).toContain("energy estimated at 12 W a busy core (4 to 20 by machine).\n");
    expect(text.match(/^(?:Retrieval|Answers|Unanswerable|Injections|Citations|Own words|Cost per answer)/gmu)).toEqual(
      ["Retrieval", "Answers", "Unanswerable", "Injections", "Citations", "Citations", "Own words", "Cost per answer"],
    );
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});

describe("the risk lines of a summary", () => {
  const linesOf = (scores: Parameters<typeof summarise>[0]) => riskLines(summarise(scores, seededRandom(1)).risk);
  const unanswerable = score({ group: "unanswerable", decisionScore: 1, candidateVerdict: null });

  it("say how much could be asserted at which risk", () => {
    const right = [3, 2, 2].map((decisionScore) => score({ decisionScore }));
    expect(linesOf([...right, unanswerable])).toEqual([
      "AUC of the decision's score, answerable against unanswerable: 1.00.",
      "Area under risk–coverage: 0.063 over 4 questions.",
      "Most that could be asserted with risk up to 0 %: 3, 5 %: 3, 10 %: 3 of 4.",
    ]);
  });

  it("say what is known where replies have no candidate, and nothing without scores", () => {
    expect(linesOf([unanswerable, score({ candidateVerdict: null })])).toEqual([
      "AUC of the decision's score, answerable against unanswerable: 0.50.",
    ]);
    expect(linesOf([score({ decisionScore: null })])).toEqual([]);
  });
});

describe("a comparison", () => {
  const now = run.map((one) => {
    if (one.id === "b") return { ...one, verdict: "right" as const };
    return one.id === "u" ? { ...one, outcome: "not-in-documents" as const, asserted: false } : one;
  });

  it("lists what changed, question by question", () => {
    const comparison = compareRuns(run, now.slice(1));
    expect(comparison.onlyBefore).toEqual(["a"]);
    expect(comparison.changes).toEqual([
      { id: "b", figure: "right", kind: "better" },
      { id: "b", figure: "asserted and wrong", kind: "better" },
      { id: "b", figure: "found", kind: "better" },
      { id: "u", figure: "unanswerable asserted", kind: "better" },
      { id: "u", figure: "unanswerable told", kind: "better" },
    ]);
    expect(comparison.figures.find(({ figure }) => figure === "asserted and wrong")).toEqual({
      figure: "asserted and wrong",
      before: 1,
      now: 0,
      of: 3,
      worse: 0,
      better: 1,
      p: 1,
    });
  });

  it("shows means as means, with the sign test, and lists no questions for them", () => {
    const better = run.map((one) =>
      one.id === "a" ? { ...one, citationMatch: { cited: 4, onQuote: 4, onSection: 4, wanted: 2, found: 2 } } : one,
    );
    const comparison = compareRuns(run, better);
    expect(comparison.figures.find(({ figure }) => figure === "citation recall")).toMatchObject({
      better: 1,
      worse: 0,
    });
    expect(renderComparison(comparison)).toMatch(/^citation recall {15}0\.50 {2}0\.67 {5}3 {7}1 {6}0 {6}1\.000$/mu);
    expect(comparison.changes).toEqual([]);
  });

  it("calls the way back worse", () => {
    expect(renderComparison(compareRuns(now, run))).toContain("worse, asserted and wrong: b\n");
  });
});
