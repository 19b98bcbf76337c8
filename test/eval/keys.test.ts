import { describe, expect, it } from "vitest";
import { holdsKey, judgeKeys, verdictOf } from "../../eval/keys.ts";

describe("a key stands in a text at word and number borders", () => {
  const cases: readonly [text: string, key: string, held: boolean, why: string][] = [
    ["in 2024", "4", false, "part of a number"],
    ["4 members", "4", true, "a number alone"],
    ["(4)", "4", true, "brackets are borders"],
    ["$10.50 a month", "10", false, "the front part of a decimal"],
    ["$10.50 a month", "50", false, "the back part of a decimal"],
    ["10,000 members", "10", false, "the front part of a grouped number"],
    ["1,000", "1000", false, "numbers are compared as written: the sets list both spellings"],
    ["1,000", "1,000", true, "the same spelling"],
    ["50’000 €", "50'000", true, "one kind of apostrophe"],
    ["50\u202f000 €", "50 000", true, "NFKC makes a narrow space a space"],
    ["at most 10.", "10", true, "a full stop is no decimal"],
    ["10, 20 or 30", "20", true, "commas between numbers with spaces"],
    ["37.52", "37.5", false, "a longer decimal"],
    ["a 2/3rds vote", "2/3", true, "an ending may follow a number"],
    ["10€", "10", true, "a unit may follow a number"],
    ["article S2", "2", false, "a letter before a number"],
    ["adopted 2024-03-16", "16", false, "the day of a date"],
    ["adopted 2024-03-16", "03", false, "the month of a date"],
    ["adopted 2016-03-01", "2016", true, "the year of a date"],
    ["the notice", "no", false, "short keys are whole words"],
    ["No proxies", "no", true, "any case"],
    ["chosen by straws", "straw", true, "a key of four letters may be a stem"],
    ["members not eligible", "eligib", true, "a stem that is no word"],
    ["not less than fourteen", "four", false, "number words are no stems"],
    ["sixty", "six", false, "short number word"],
    ["draft SLAs", "SLA", true, "the plural of a three-letter key"],
    ["slander", "SLA", false, "a three-letter key is no stem"],
    ["re-elect", "elect", true, "a hyphen is a border"],
    ["unelected", "elect", false, "a letter before a word"],
    ["not\nallowed", "not allowed", true, "white space is collapsed"],
    ["two-\nthirds", "two-thirds", true, "a hyphen at a line's end that belongs to the word"],
    ["meet-\ning", "meeting", true, "a hyphen at a line's end that does not"],
    ["per\u00adson", "person", true, "soft hyphen"],
    ["**500** hours", "500", true, "markup"],
    ["Vedtægter", "vedtægter", true, "letters beyond ASCII, any case"],
    ["l’assemblée", "assemblée", true, "an apostrophe is a border"],
    ["ﬁnance", "finance", true, "NFKC opens the ligature"],
    ["über", "ber", false, "ü is a letter"],
    ["plus d’une", "plus d'une", true, "one kind of apostrophe"],
    ["C++ (sic)", "c++", true, "pattern characters are plain text"],
    ["anything", "**", false, "a key of nothing but markup holds nowhere"],
  ];
  it.each(cases)("%j %j %s: %s", (text, key, held) => {
    expect(holdsKey(text, key)).toBe(held);
  });

  it("whole words only, when asked", () => {
    expect(holdsKey("chosen by straws", "straw", { rule: "whole-words" })).toBe(false);
    expect(holdsKey("a 2/3rds vote", "2/3", { rule: "whole-words" })).toBe(false);
  });

  it("respects case when asked", () => {
    expect(holdsKey("My System", "my system", { caseSensitive: true })).toBe(false);
  });
});

describe("the verdict of the keys", () => {
  const judge = (text: string, mustInclude: string[][], mustNotInclude: string[] = []) =>
    verdictOf(judgeKeys(text, { mustInclude, mustNotInclude }));

  it.each([
    ["12 weeks unpaid", [["unpaid"], ["12"]], "right"],
    ["12 weeks", [["unpaid"], ["12"]], "partly"],
    ["some weeks", [["unpaid"], ["12"]], "wrong"],
  ])("%j is %s", (text, keys, verdict) => {
    expect(judge(text, keys)).toBe(verdict);
  });

  it("something forbidden makes a right answer wrong, in exact case only", () => {
    expect(judge("25 (clause 99.9)", [["25"]], ["(clause 99.9)"])).toBe("wrong");
    expect(judge("25 (Clause 99.9)", [["25"]], ["(clause 99.9)"])).toBe("right");
  });
});
