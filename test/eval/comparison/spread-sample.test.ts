import { expect, it } from "vitest";
import { spreadSample } from "../../../eval/comparison/spread-sample.ts";

const letters = [..."aaaabbbbcccc"].map((letter, index) => `${letter}${index}`);

it.each([
  [3, ["a2", "b6", "c10"]],
  [5, ["a1", "a3", "b6", "c8", "c10"]],
  [1, ["b6"]],
])("a sample of %i is spread over the whole list", (count, expected) => {
  expect(spreadSample(letters, count)).toEqual(expected);
});

it("all are taken when no number is given, or more than there are", () => {
  expect(spreadSample(letters, null)).toEqual(letters);
  expect(spreadSample(letters, 12)).toEqual(letters);
  expect(spreadSample(letters, 13)).toEqual(letters);
});
