import { describe, expect, it } from "vitest";
import { openCorpusStore } from "../../corpora/corpus-store.ts";
import { drawWord, inventDocument, inventVector, inventVocabulary } from "../../eval/bench/generated-corpus.ts";
import { askTimed, parseQuestionList, summariseTimes, takeInTurn } from "../../eval/bench/question-times.ts";
import { timeRetrieval } from "../../eval/bench/retrieval-times.ts";
import { measureTokenRates } from "../../eval/bench/token-rates.ts";
import { seededRandom } from "../../eval/statistics.ts";
import { openIndexStore } from "../../retrieval/index-store.ts";
import { citation } from "./samples.ts";

const signal = new AbortController().signal;

describe("the timing of questions", () => {
  it("takes the first citation, the first token and the end", async () => {
    let clock = 0;
    const advance = (milliseconds: number) => {
      clock += milliseconds;
    };
    const rochdale: Parameters<typeof askTimed>[0]["rochdale"] = {
      async ask({ onEvent }) {
        advance(10);
        onEvent?.({ kind: "evidence-ready", shown: "", citations: [] });
        advance(10);
        onEvent?.({ kind: "evidence-ready", shown: "q", citations: [{ ...citation(), collection: "sample" }] });
        advance(30);
        onEvent?.({ kind: "text-delta", text: "a" });
        advance(5);
        onEvent?.({ kind: "text-delta", text: "b" });
        advance(45);
        return { ...emptyAnswer };
      },
    };
    const time = await askTimed({ rochdale, collections: ["sample"], signal, now: () => clock }, "?");
    expect(time).toEqual({ firstCitation: 20, firstToken: 50, fullAnswer: 100 });
  });

  it("leaves moments that did not come out of the medians", () => {
    const times = [
      { firstCitation: 10, firstToken: null, fullAnswer: 20 },
      { firstCitation: 30, firstToken: null, fullAnswer: 40 },
    ];
    expect(summariseTimes(times)).toMatchObject({
      questions: 2,
      firstCitationMs: { of: 2, median: 20 },
      firstTokenMs: null,
      fullAnswerMs: { median: 30 },
    });
  });

  it("reads a list with remarks and goes round when it is short", () => {
    const list = parseQuestionList("# remark\n\none \n two\n");
    expect(takeInTurn(list, 3)).toEqual(["one", "two", "one"]);
  });
});

describe("the token rates", () => {
  const figures = (prefill: number, decode: number) => ({
    promptTokens: 400,
    newTokens: 49,
    prefillTokensPerSecond: prefill,
    decodeTokensPerSecond: decode,
  });

  it("are medians over rounds, the ratio round by round, the first round for loading", async () => {
    const rounds = [
      { ours: figures(1, 1), bare: figures(9, 9) },
      { ours: figures(100, 16), bare: figures(80, 20) },
      { ours: figures(50, 10), bare: figures(50, 10) },
      { ours: figures(90, 18), bare: figures(100, 20) },
    ];
    const rates = await measureTokenRates({
      compare: async () => rounds.shift() ?? null,
      rounds: 3,
      signal,
      onProgress: () => {},
    });
    expect(rates).toEqual({
      promptTokens: 400,
      newTokens: 49,
      rounds: 3,
      ours: { prefillTokensPerSecond: 90, decodeTokensPerSecond: 16 },
      bare: { prefillTokensPerSecond: 80, decodeTokensPerSecond: 20 },
      ratio: { prefillTokensPerSecond: 1, decodeTokensPerSecond: 0.9 },
    });
  });

  it("are null without a chat model", async () => {
    const options = { compare: async () => null, rounds: 3, signal, onProgress: () => {} };
    expect(await measureTokenRates(options)).toBeNull();
  });
});

describe("the invented corpus", () => {
  const vocabulary = inventVocabulary(2000);

  it("is the same for the same seed", () => {
    const once = () => inventDocument(3, vocabulary, seededRandom(5)).text;
    expect(once()).toBe(once());
  });

  it("has words that are all different, the first far commoner than the hundredth", () => {
    const random = seededRandom(5);
    expect(new Set(vocabulary).size).toBe(2000);
    const drawn = Array.from({ length: 20_000 }, () => drawWord(vocabulary, random));
    const count = (rank: number) => drawn.filter((word) => word === vocabulary[rank]).length;
    expect(count(0)).toBeGreaterThan(30 * Math.max(1, count(99)));
  });

  it("is cut into exactly as many passages as asked for", () => {
    using corpus = openCorpusStore(":memory:");
    const index = openIndexStore(corpus.database);
    const parsed = inventDocument(40, vocabulary, seededRandom(5));
    const collection = corpus.ensureCollection("invented").id;
    const record = { file: "a.md", title: "a", language: "en", rank: "rules" as const, status: "adopted" as const };
    const unknown = { adoptedOn: null, inForceFrom: null, inForceTo: null, decidedBy: null, replaces: null };
    const rest = { amends: [], contact: null, public: true, personalColumns: [], version: null, guessed: [] };
    const id = corpus.putDocument(
      collection,
      { ...parsed, ...record, ...unknown, ...rest, sha256: "x" },
      { by: "test", at: "2026-01-01T00:00:00Z" },
    );
    expect(index.indexDocument(collection, id, { ...parsed, title: "a", labels: "" })).toBe(40);
  });

  it("has vectors of length 1", () => {
    const vector = inventVector(384, seededRandom(5));
    expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
  });
});

describe("the timing of retrieval", () => {
  it("runs the real index and stops when told to", async () => {
    const options = { passages: 100, questions: 3, signal, now: () => performance.now(), onProgress: () => {} };
    const times = await timeRetrieval(options);
    expect(times).toMatchObject({ passages: 100, milliseconds: { of: 3 } });
    await expect(timeRetrieval({ ...options, signal: AbortSignal.abort(new Error("stop")) })).rejects.toThrow("stop");
  });
});

const emptyAnswer = {
  outcome: "answered" as const,
  shown: "",
  sentence: null,
  language: "en" as const,
  collections: ["sample"],
  citations: [],
  nearest: [],
  notes: [],
  contact: null,
  asked: "",
  asOf: "2026-01-01",
  model: null,
  milliseconds: {},
};
