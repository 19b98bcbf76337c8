import { expect, test } from "vitest";
import { Budget } from "../../../../bot/matrix/desk/budget.ts";

test("a member is told once that it is too much, then passed over, and forgiven after a while; others are not held to it", () => {
  let now = 0;
  const budget = new Budget({ pieces: 2, windowMs: 100 }, () => now);
  expect(["a", "a", "a", "a", "b"].map((member) => budget.take(member))).toEqual([
    "granted",
    "granted",
    "tell",
    "pass-over",
    "granted",
  ]);
  now = 101;
  expect(["a", "a", "a"].map((member) => budget.take(member))).toEqual(["granted", "granted", "tell"]);
});
