import { expect, test } from "vitest";
import { FLOORS, isBelow } from "../../../bot/supply/floors.ts";

test.each([
  ["1.10.9", "1.11.0", true],
  ["1.11.0", "1.11.0", false],
  ["1.11.0-rc.1", "1.11.0", true],
  ["2.0", "1.11.0", false],
  ["v0.4.9", "0.5.0", true],
  ["v0.5.0", "0.5.0", false],
  ["3.53.4", "3.51.3", false],
])("%s is older than %s: %s", (version, least, below) => {
  expect(isBelow(version, least)).toBe(below);
});

test("a version that is none is an error", () => {
  expect(() => isBelow("latest", "1.0.0")).toThrow("Expected a version such as `1.11.0`, got `latest`.");
});

test("every floor says why", () => {
  expect(FLOORS.filter(({ because }) => because.length < 20)).toEqual([]);
});
