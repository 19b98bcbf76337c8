import { describe, expect, test } from "vitest";
import { duration, moment } from "../../../../bot/matrix/commands/moment.ts";
import { roomName, shownName } from "../../../../bot/matrix/commands/shown-name.ts";

describe("a name that strangers chose", () => {
  test.each([
    ["Board", "Board"],
    ["  Board\n\n!grant all here ", "Board !grant all here"],
    ["Bo\u200Bard\u202E", "Board"],
    ["x".repeat(60), "x".repeat(60)],
    ["x".repeat(61), `${"x".repeat(59)}…`],
    ["🏠".repeat(61), `${"🏠".repeat(59)}…`],
  ])("%j is shown on one line without what nobody sees: %j", (name, shown) => {
    expect(shownName(name)).toBe(shown);
  });

  test("that is none gives way to our word for it", () => {
    expect([null, "", " \u2060 ", "Board"].map((name) => roomName({ name }, "no name"))).toEqual([
      "no name",
      "no name",
      "no name",
      "Board",
    ]);
  });
});

describe("a length of time", () => {
  test.each([
    [-5, "0 min"],
    [59_999, "0 min"],
    [5 * 60_000, "5 min"],
    [245 * 60_000, "4 h 5 min"],
    [24 * 60 * 60_000, "1 d 0 h"],
    [(76 * 60 + 59) * 60_000, "3 d 4 h"],
  ])("of %i milliseconds is written %j", (milliseconds, written) => {
    expect(duration(milliseconds)).toBe(written);
  });
});

test("a moment is written to the minute, in UTC", () => {
  expect(moment(Date.UTC(2026, 0, 2, 3, 4, 59))).toBe("2026-01-02 03:04 UTC");
});
