import { describe, expect, it } from "vitest";
import { cutAtWords, keyTexts, quoteWords } from "../../eval/normalise.ts";
import { holdsQuote, longestSharedRun, passageHoldsQuote } from "../../eval/quote-match.ts";

describe("the words of a quotation", () => {
  it.each([
    ["**1 hour** of paid time", "1 hour of paid time", "markup"],
    ["1. Members 2. Board", "members board", "list numbers"],
    ["(a) fees; iv) dues", "fees dues", "lettered and Roman list numbers"],
    ["in 2016. We", "in 2016 we", "a year at a sentence's end is no list number"],
    ["meet-\ning", "meeting", "a hyphenated line break"],
    ["two-thirds", "twothirds", "a hyphen, the same with and without a line break"],
    ["“Quoted” «words»", "quoted words", "quotation marks"],
    ["a cost of \\$1000", "a cost of 1000", "escapes"],
    ["per\u00adson\u200b", "person", "soft hyphens and zero-width spaces"],
    ["ﬁxed ½", "fixed 1 2", "NFKC"],
    ["| a | b |", "a b", "table bars"],
  ])("%j → %j (%s)", (text, words) => {
    expect(quoteWords(text).join(" ")).toBe(words);
  });
});

describe("key texts", () => {
  it("keeps numbers, punctuation and case", () => {
    expect(keyTexts("> **(6)** months,\n 1. No")).toEqual(["(6) months, 1. No"]);
  });

  it("gives both readings of a hyphen at a line's end", () => {
    expect(keyTexts("two-\nthirds")).toEqual(["twothirds", "two-thirds"]);
  });
});

describe("a passage holds a quotation", () => {
  const quote = "one two three four five six seven eight nine ten";

  it("when 60 % of its words stand there in one piece", () => {
    expect(holdsQuote("x three four five six seven eight y", quote)).toBe(true);
    expect(holdsQuote("x three four five six seven y", quote)).toBe(false);
  });

  it("not when they stand there in two pieces", () => {
    expect(holdsQuote("one two three four x six seven eight nine ten", quote)).toBe(false);
  });

  it("rounds the wanted number of words up", () => {
    expect(holdsQuote("a b", "a b c d")).toBe(false);
    expect(holdsQuote("a b c", "a b c d")).toBe(true);
  });

  it("never for a quotation without words", () => {
    expect(holdsQuote("anything", "** —")).toBe(false);
  });

  it("counts a long passage as cut at 180 words", () => {
    const filler = Array.from({ length: 174 }, (_, index) => `w${index}`).join(" ");
    expect(passageHoldsQuote(`${filler} ${quote}`, quote)).toBe(true);
    expect(passageHoldsQuote(`${filler} x ${quote}`, quote)).toBe(false);
  });

  it("leaves a passage of exactly the limit whole", () => {
    expect(cutAtWords("a b c", 3)).toBe("a b c");
    expect(cutAtWords("a b c d", 3)).toBe("a b c ");
  });

  it("finds the longest run wherever it stands", () => {
    expect(longestSharedRun(["a", "b", "a", "b", "c"], ["x", "a", "b", "c"])).toBe(3);
    expect(longestSharedRun([], ["a"])).toBe(0);
  });
});
