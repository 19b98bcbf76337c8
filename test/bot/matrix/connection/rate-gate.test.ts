import { expect, test } from "vitest";
import { HomeserverError } from "../../../../bot/matrix/connection/homeserver-error.ts";
import { RateGate } from "../../../../bot/matrix/connection/rate-gate.ts";
import { scriptedTiming } from "../../../fakes/scripted-timing.ts";

const HOUR_MS = 3_600_000;

test("a clock that is set back by an hour shuts the gate no longer than was asked", async () => {
  const timing = scriptedTiming();
  const gate = new RateGate(timing);
  const refusals = [5_000, 2_000];
  const work = async () => {
    const retryAfterMs = refusals.shift();
    if (retryAfterMs === undefined) return "sent";
    const about = { method: "PUT", path: "/send", statusCode: 429, errcode: "M_LIMIT_EXCEEDED", said: "slow down" };
    // The clock is set while the refusal is on its way, and after it.
    queueMicrotask(() => timing.advance(-HOUR_MS));
    throw new HomeserverError({ ...about, retryAfterMs });
  };
  expect(await gate.pass(work, new AbortController().signal)).toBe("sent");
  expect(timing.slept.length).toBeGreaterThan(0);
  expect(Math.max(...timing.slept)).toBeLessThanOrEqual(5_050);
  timing.advance(-HOUR_MS);
  await gate.pass(work, new AbortController().signal);
  expect(Math.max(...timing.slept)).toBeLessThanOrEqual(5_050);
});
