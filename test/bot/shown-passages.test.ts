import { describe, expect, test } from "vitest";
import type { ScoredSentence } from "../../bot/evidence.ts";
import { readerSentences, shownPassages } from "../../bot/shown-passages.ts";

type Own = { text: string; lead?: string; start?: number; passage?: { heading: string; score: number } };

const PASSAGE = { heading: "Bylaws > Members > § 4 Leaving", score: 1 };

const sentence = ({ text, lead = "", start = 0, passage = PASSAGE }: Own) =>
  ({ text, lead, start, passage }) as unknown as ScoredSentence;

const words = (count: number) => Array.from({ length: count }, (_, index) => `w${index}`).join(" ");

describe("what the model reads", () => {
  test("is at most five sentences and seventy-five words, the best two whatever their length", () => {
    const short = Array.from({ length: 9 }, (_, start) => sentence({ text: `Short ${start}.`, start }));
    expect(readerSentences(short)).toHaveLength(5);
    const long = [60, 60, 40, 20].map((count, start) => sentence({ text: words(count), start }));
    expect(readerSentences(long)).toEqual(long.slice(0, 2));
    const mixed = [30, 25, 60, 20].map((count, start) => sentence({ text: words(count), start }));
    expect(readerSentences(mixed)).toEqual([mixed[0], mixed[1], mixed[3]]);
  });

  test("stands under its nearest heading, in reading order, with a common introduction once", () => {
    const lead = "A member leaves by:";
    const chosen = [
      sentence({ text: "b) death", lead, start: 40 }),
      sentence({ text: "a) notice", lead, start: 20 }),
      sentence({ text: "Fees are paid.", passage: { heading: "Fees", score: 2 } }),
    ];
    expect(shownPassages(chosen)).toEqual([
      { heading: "Fees", sentences: ["Fees are paid."] },
      { heading: "§ 4 Leaving", sentences: ["(A member leaves by:) a) notice", "b) death"] },
    ]);
  });

  test("leaves out the beginning of a long introduction and all of a web address but its host", () => {
    const [shown] = shownPassages([sentence({ text: "See https://example.org/a/b?c=d (now).", lead: words(40) })]);
    expect(shown?.sentences[0]).toMatch(/^\(… w15 .* w39\) See https:\/\/example\.org\/… \(now\)\.$/u);
  });

  test("keeps the header of a table whole", () => {
    const header = Array.from({ length: 30 }, (_, index) => `c${index}`).join(" | ");
    expect(shownPassages([sentence({ text: "1 | 2", lead: header })])[0]?.sentences[0]).toBe(`(${header}) 1 | 2`);
  });
});
