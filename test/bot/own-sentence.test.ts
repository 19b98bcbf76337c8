import { describe, expect, test } from "vitest";
import type { ScoredSentence } from "../../bot/evidence.ts";
import { type OwnSentence, presentable, surelyStated } from "../../bot/own-sentence.ts";
import { understand } from "../../bot/understand.ts";

const SOURCE = "Thirty members make a quorum at a general meeting, unless the bylaws of 2014 apply.";
const UNDERSTOOD = understand("How many members make a quorum?", [], { detect: () => "en", home: "en" });

function verdict(sentence: string, changed: Partial<OwnSentence> = {}, source = SOURCE): string {
  const attribution = { source: { text: source } as ScoredSentence, support: 1, echo: 0 };
  return presentable({ sentence, attribution, score: 2, ...changed }, source, UNDERSTOOD, () => "en");
}

describe("the model's own sentence", () => {
  test("that is a quotation needs no second look, in other words it does", () => {
    expect(verdict(SOURCE)).toBe("yes");
    expect(verdict("A quorum is thirty members, unless the bylaws of 2014 apply.")).toBe("stated");
  });

  test.each([
    ["is empty", "", {}],
    ["belongs to a decision that is not sure enough", SOURCE, { score: 1.2 }],
    ["holds a number that is not quoted", "A quorum is 31 members, unless the bylaws of 2014 apply.", {}],
    ["opens with a verdict", "Yes, thirty members make a quorum, unless the bylaws of 2014 apply.", {}],
    ["looks like a quotation", `> ${SOURCE}`, {}],
    ["leaves out the exception", "Thirty members make a quorum at a general meeting of 2014.", {}],
    ["leaves out a number", "Thirty members make a quorum at a general meeting, unless the bylaws apply.", {}],
  ])("is never shown when it %s", (_, sentence, changed) => {
    expect(verdict(sentence, changed)).toBe("no");
  });

  test("is surely stated from log-odds of 1 on, and not where the model was not asked", () => {
    expect([null, 0.9, 1].map(surelyStated)).toEqual([false, false, true]);
  });
});
