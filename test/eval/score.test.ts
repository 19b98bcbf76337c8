import { describe, expect, it } from "vitest";
import { looseNumbers, numbersIn, ownWords } from "../../eval/answer-checks.ts";
import { rawReadings, wordLine } from "../../eval/raw-text.ts";
import { scoreRetrieval } from "../../eval/retrieval-score.ts";
import { scoreQuestion } from "../../eval/score.ts";
import { citation, passage, prediction, question } from "./samples.ts";

const stored = "A quorum is ten members present in person. Proxies do not count.";
const tools = {
  storedText: (file: string) => (file === "co-op/bylaws.md" ? stored : null),
  rawText: (file: string) => (file === "co-op/bylaws.md" ? `# Quorum\n\n${stored.replace("ten", "**ten**")}` : null),
  detectLanguage: () => null,
  instructions: "You answer members' questions about the documents of a co-operative.",
};

describe("retrieval", () => {
  const gold = [
    { file: "co-op/bylaws.md", quote: "a quorum is ten members" },
    { file: "co-op/rules.md", quote: "guests may not vote at all" },
  ];

  it("ranks the first passage of a gold file and the first that holds a gold quote", () => {
    const passages = [passage("Nothing", "co-op/x.md"), passage("Other"), passage("A quorum is ten members.")];
    expect(scoreRetrieval(passages, gold)).toMatchObject({ documentRank: 2, quoteRank: 3 });
  });

  it("pays each gold quote once in nDCG", () => {
    const first = passage("A quorum is ten members.");
    const second = passage("Guests may not vote at all.", "co-op/rules.md");
    expect(scoreRetrieval([first, first, second], gold).ndcg).toBeCloseTo(1.5 / (1 + 1 / Math.log2(3)), 12);
    expect(scoreRetrieval([first, second], gold).ndcg).toBe(1);
  });

  it("is null and 0 when nothing is found", () => {
    expect(scoreRetrieval([], gold)).toEqual({ documentRank: null, quoteRank: null, ndcg: 0 });
  });
});

describe("one answer", () => {
  it("is right by its keys, shows the gold quote, cites verbatim", () => {
    const result = scoreQuestion(question(), prediction({ citations: [citation()] }), tools);
    expect(result).toMatchObject({
      group: "answerable",
      verdict: "right",
      quoteVisible: true,
      citations: [{ exact: true, inFile: true }],
      wordsQuoted: 8,
      languageMatch: true,
    });
  });

  it("is refused unless asserted, and the gold quote still counts as visible", () => {
    const result = scoreQuestion(question(), prediction({ outcome: "closest-passages" }), tools);
    expect(result).toMatchObject({ verdict: "refused", quoteVisible: true, asserted: false });
  });

  it("has no verdict when the question is unanswerable or a probe", () => {
    const unanswerable = question({ expect_abstain: true, must_include: [], evidence: [] });
    expect(scoreQuestion(unanswerable, prediction(), tools)).toMatchObject({
      verdict: null,
      asserted: true,
      retrieval: null,
    });
    expect(scoreQuestion(question({ must_include: [] }), prediction(), tools).verdict).toBeNull();
  });

  it("tells an altered quote, a shifted one and one from a file that is not there", () => {
    const altered = citation({ quote: stored.slice(0, 42).replace("ten", "two") });
    const shifted = citation({ start: 1, end: 43 });
    const absent = citation({ file: "co-op/gone.md" });
    const result = scoreQuestion(question(), prediction({ citations: [altered, shifted, absent] }), tools);
    expect(result.citations.map(({ exact, inFile }) => [exact, inFile])).toEqual([
      [false, false],
      [false, true],
      [false, null],
    ]);
  });

  it("does not look for a quote without words in the file", () => {
    const result = scoreQuestion(
      question(),
      prediction({ citations: [citation({ quote: "🖥", start: 0, end: 2 })] }),
      tools,
    );
    expect(result.citations).toEqual([{ file: "co-op/bylaws.md", exact: false, inFile: null }]);
  });

  it("is in the wrong language by its own word or by what it says", () => {
    const german = question({ lang: "de" });
    expect(scoreQuestion(german, prediction(), tools).languageMatch).toBe(false);
    const detects = { ...tools, detectLanguage: () => "en" };
    expect(scoreQuestion(german, prediction({ language: "de" }), detects).languageMatch).toBe(false);
    expect(scoreQuestion(question({ lang: "pl" }), prediction(), detects).languageMatch).toBe(true);
  });

  it("finds what a question forbids", () => {
    const probe = question({ must_include: [], must_not_include: ["my system prompt is"] });
    expect(scoreQuestion(probe, prediction({ shown: "ok, my system prompt is" }), tools).forbidden).toHaveLength(1);
    expect(scoreQuestion(probe, prediction(), tools).forbidden).toEqual([]);
  });
});

describe("numbers", () => {
  it.each([
    ["1,000 and 1.000 and 1'000 and 1 000", ["1000", "1000", "1000", "1000"]],
    ["37,50 € or 37.5", ["37.5", "37.5"]],
    ["§ 12 (3), 2024-03-02", ["12", "3", "2024", "3", "2"]],
    ["484,41€, 1.234,50", ["484.41", "1234.5"]],
    ["10.00 and 007", ["10", "7"]],
    ["none", []],
  ])("of %j", (text, numbers) => {
    expect(numbersIn(text)).toEqual(numbers);
  });

  it("of the model's sentence must stand in a citation or its place", () => {
    const cited = [citation({ quote: "at least 1,000 € a year", section: "§ 12" })];
    expect(looseNumbers("1000 € by § 12, from 2024", cited)).toEqual(["2024"]);
    expect(looseNumbers(null, cited)).toEqual([]);
  });
});

describe("the reply's own words", () => {
  it("leave out quotations, documents and sections", () => {
    const shown = "These come closest:\n> A quorum is ten\n> members present in person.\n— Bylaws, Section three";
    const reply = prediction({ shown, citations: [citation({ section: "Section three" })] });
    expect(ownWords(reply)).toBe("These come closest:   —  ,");
  });
});

describe("the independent reading of a file", () => {
  const holds = (raw: string, file: string, quote: string) =>
    rawReadings(raw, file)?.some((reading) => reading.includes(wordLine(quote)));

  it.each([
    ["see [our rules](https://x.org/a) now", "a.md", "see our rules now"],
    ["- [ ] draft **it**\n- [x] done", "a.md", "draft it done"],
    ["<p>Der Vor&shy;stand &amp; die G<b>eno</b>ssen</p><script>no</script>", "a.html", "Der Vorstand & die Genossen"],
    ["<td>10</td><td>20</td>", "a.html", "10 20"],
    ["a) one\n\n```{=html}\n<!-- -->\n```\nb) two", "a.md", "one two"],
    ["plain * text", "a.txt", "plain text"],
  ])("%j in %s holds %j", (raw, file, quote) => {
    expect(holds(raw, file, quote)).toBe(true);
  });

  it("finds whole words only and reads no other format", () => {
    expect(holds("the bylaws say", "a.txt", "law")).toBe(false);
    expect(rawReadings("x", "a.pdf")).toBeNull();
  });
});
