import { expect, test } from "vitest";
import { countWords, splitProse } from "../../retrieval/sentences.ts";

const cut = (text: string) => splitProse(text).map(([start, end]) => text.slice(start, end));

test("sentences end where a reader would end them", () => {
  expect(cut("Members pay dues. The board meets monthly.")).toEqual(["Members pay dues.", "The board meets monthly."]);
});

test("abbreviations and clause references do not end a sentence", () => {
  expect(cut("Siehe Art. 7 Abs. 2 der Satzung. Weiteres regelt der Vorstand.")).toEqual([
    "Siehe Art. 7 Abs. 2 der Satzung.",
    "Weiteres regelt der Vorstand.",
  ]);
});

test("a sentence of many words is cut at a semicolon near its middle", () => {
  const half = Array.from({ length: 50 }, (_, index) => `word${index}`).join(" ");
  const pieces = cut(`${half}; ${half}`);
  expect(pieces).toHaveLength(2);
  expect(pieces[0]?.endsWith(";")).toBe(true);
});

test("nothing of a paragraph is lost", () => {
  const text = "One. Two! Three? 4.2 applies (see Art. 3).";
  expect(cut(text).join(" ")).toBe(text);
});

test("words are counted by white space", () => {
  expect(countWords(" a  b\nc ")).toBe(3);
  expect(countWords("")).toBe(0);
});
