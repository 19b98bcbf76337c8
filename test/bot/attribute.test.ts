import { expect, test } from "vitest";
import { namesIn, numbersIn, opensWithVerdict, unsupported } from "../../bot/attribute.ts";

test("numbers are compared without their separators", () => {
  expect(numbersIn("1,000 or 1 000 or 1'000")).toEqual(["1000", "1000", "1000"]);
  expect(numbersIn("37,50 and 37.50, and 2.0")).toEqual(["37.50", "37.50", "2"]);
});

test("a number, a date or a name that no evidence holds is found", () => {
  const evidence = "The quorum is thirty members. Decided on 2022-05-21 by Ana Weis.";
  expect(unsupported("The quorum is 20 members.", evidence, "quorum?")).toEqual(["20"]);
  expect(unsupported("Decided on 2022-05-22.", evidence, "")).toEqual(["22"]);
  expect(unsupported("It was decided by Bob Weis.", evidence, "")).toEqual(["Bob"]);
  expect(unsupported("It was decided by Ana Weis on 2022-05-21.", evidence, "")).toEqual([]);
});

test("the first word of a sentence is no name", () => {
  expect(namesIn("Members meet in Esch.")).toEqual(["Esch"]);
});

test.each(["Yes, they may.", "Non.", "Nein, das geht nicht", "Sí, puede", "Nej"])(
  "%s opens with a verdict",
  (sentence) => {
    expect(opensWithVerdict(sentence)).toBe(true);
  },
);

test("'Nobody' and 'Northern' are no verdicts", () => {
  expect(opensWithVerdict("Nobody may vote twice.")).toBe(false);
  expect(opensWithVerdict("Northern members meet in May.")).toBe(false);
});
