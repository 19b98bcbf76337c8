import { expect, test } from "vitest";
import { pageLines } from "../../../corpora/formats/pdf-lines.ts";
import { recognisedLetters } from "../../../corpora/ocr/recognised-letters.ts";

/** Two lines of a scan that falls by 2 pixels in 100. */
const words = ["The board meets every month", "and keeps its minutes safely"].flatMap((line, row) =>
  line.split(" ").map((text, place) => {
    const x = 100 + place * 150;
    return { text, line: `1/1/${row}`, x, y: 200 + row * 40 + x * 0.02, width: 130, height: 28, confidence: 95 };
  }),
);

test("words of a page that lies askew stand on level lines of one size", () => {
  const { letters, view } = recognisedLetters({ width: 1240, height: 1754, words });
  const lines = pageLines(letters, 1, view);
  expect(lines.map(({ text }) => text)).toEqual(["The board meets every month", "and keeps its minutes safely"]);
  expect(new Set(lines.map(({ size }) => size)).size).toBe(1);
});

test("dust is left out, a number that was hardly recognised is not", () => {
  const dust = { text: "—", line: "1/2/0", x: 10, y: 900, width: 3, height: 3, confidence: 12 };
  const number = { text: "1844", line: "1/3/0", x: 10, y: 1000, width: 80, height: 28, confidence: 35 };
  const { letters } = recognisedLetters({ width: 1240, height: 1754, words: [...words, dust, number] });
  expect(letters.map(({ text }) => text).slice(10)).toEqual(["1844"]);
});
