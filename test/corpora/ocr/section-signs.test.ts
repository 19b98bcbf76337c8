import { expect, test } from "vitest";
import type { RecognisedWord } from "../../../corpora/ocr/recogniser.ts";
import { restoreSectionSigns } from "../../../corpora/ocr/section-signs.ts";

const page = (...lines: readonly string[]): RecognisedWord[] =>
  lines.flatMap((line, number) =>
    line.split(" ").map((text) => ({ text, line: `1/1/${number}`, x: 0, y: 0, width: 9, height: 9, confidence: 90 })),
  );
const texts = (pages: readonly (readonly RecognisedWord[])[]) =>
  pages.map((words) => words.map(({ text }) => text).join(" "));

test("signs misread before numbers that go up by one are section signs, over pages too", () => {
  const pages = [page("8 1 Name", "Wir sind 8 Leute", "& 2 Sitz"), page("$ 3 Zweck")];
  expect(texts(restoreSectionSigns(pages))).toEqual(["§ 1 Name Wir sind 8 Leute § 2 Sitz", "§ 3 Zweck"]);
});

test("other numbers stay as they are", () => {
  const pages = [page("8 4 members", "5 9 members", "8 members came", "8 1 vote", "8 2 votes")];
  expect(restoreSectionSigns(pages)).toEqual(pages);
});
