import { describe, expect, it } from "vitest";
import { compareRuns, renderComparison } from "../../eval/compare.ts";
import { seededRandom } from "../../eval/statistics.ts";
import { summarise } from "../../eval/summary.ts";
import { renderSummary } from "../../eval/summary-table.ts";
import { score } from "./samples.ts";

const missed = { documentRank: 2, quoteRank: null, ndcg: 0 };
const run = [
  score({ id: "a" }),
  score({ id: "b", verdict: "wrong", retrieval: { documentRank: 1, quoteRank: 4, ndcg: 0.43 } }),
  score({ id: "c", verdict: "refused", outcome: "closest-passages", asserted: false, retrieval: missed, lang: "de" }),
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
    ["unanswerable asserted", 1, 2],
    ["unanswerable told", 1, 2],
    ["forbidden words shown", 1, 1],
    ["language matches", 7, 7],
    ["failed", 0, 7],
  ])("counts %s: %i of %i", (name, count, of) => {
    expect(figure(name)).toEqual([count, of, count / of]);
  });

  it("averages reciprocal ranks", () => {
    expect(figure("MRR")?.[2]).toBe((1 + 1 / 4 + 1 / 8) / 4);
  });

  it("leaves out figures that no question counts in", () => {
    expect(figure("own sentence right")).toBeNull();
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

  it("prints at most 82 columns with counts beside every share", () => {
    const text = renderSummary(summary);
    expect(text).toContain("7 questions: 4 answerable, 2 unanswerable, 1 probes without keys.");
    expect(text).toMatch(/^right {22,}25 % {3}1 of 4 /mu);
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(82);
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
      { id: "b", figure: "wrong", kind: "better" },
      { id: "u", figure: "unanswerable asserted", kind: "better" },
      { id: "u", figure: "unanswerable told", kind: "better" },
    ]);
    expect(comparison.figures.find(({ figure }) => figure === "wrong")).toEqual({
      figure: "wrong",
      before: 1,
      now: 0,
      of: 3,
      worse: 0,
      better: 1,
      p: 1,
    });
  });

  it("calls the way back worse", () => {
    expect(renderComparison(compareRuns(now, run))).toContain("worse, wrong: b\n");
  });
});
