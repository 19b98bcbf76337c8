import { expect, test } from "vitest";
import { Budget } from "../../../../bot/matrix/desk/budget.ts";

test("a member is told that it is too much, then passed over, and forgiven after a while; others are not held to it", () => {
  let now = 0;
  const budget = new Budget({ pieces: 2, windowMs: 100, tellEveryMs: 60 }, () => now);
  const take = (members: string) => [...members].map((member) => budget.take(member));
  expect(take("aaaab")).toEqual(["granted", "granted", "tell", "pass-over", "granted"]);
  now = 59;
  expect(take("a")).toEqual(["pass-over"]);
  now = 60;
  expect(take("aa")).toEqual(["tell", "pass-over"]);
  now = 101;
  expect(take("aa")).toEqual(["granted", "granted"]);
  now = 120;
  expect(take("a")).toEqual(["tell"]);
});

test("whatever a member is refused for, it is told once a minute", () => {
  let now = 0;
  const budget = new Budget({ pieces: 0, windowMs: 600_000, tellEveryMs: 60_000 }, () => now);
  expect([budget.refuse("a"), budget.take("a"), budget.refuse("a"), budget.refuse("b")]).toEqual([
    "tell",
    "pass-over",
    "pass-over",
    "tell",
  ]);
  now = 60_000;
  expect(budget.take("a")).toBe("tell");
});
