/** Work that is done anew whenever something has changed. */
import { expect, test } from "vitest";
import { Rerun } from "../../../../bot/matrix/library/rerun.ts";

function world(work: (run: number, rerun: Rerun) => Promise<void> | void, retryAfterMs: readonly number[] = []) {
  const seen: string[] = [];
  const ending = new AbortController();
  let runs = 0;
  const rerun: Rerun = new Rerun({
    work: async () => {
      runs += 1;
      seen.push(`run ${runs}`);
      await work(runs, rerun);
    },
    retryAfterMs,
    report: (error) => void seen.push(String(error)),
    sleep: async (ms) => void seen.push(`pause ${ms}`),
    signal: ending.signal,
  });
  return { rerun, seen, ending };
}

test("is done once more for all that was told while it ran, and the run knows that it is out of date", async () => {
  const { rerun, seen } = world((run, own) => {
    if (run > 1) return;
    for (let time = 0; time < 3; time += 1) own.wake();
    seen.push(`stale ${own.isStale}`);
  });
  rerun.wake();
  await rerun.idle();
  expect(seen).toEqual(["run 1", "stale true", "run 2"]);
  expect(rerun.isStale).toBe(false);
});

test("is tried again after a failure, and then rests until it is told", async () => {
  const { rerun, seen } = world(
    (run) => {
      if (run < 4) throw new Error(`no ${run}`);
    },
    [10, 20],
  );
  rerun.wake();
  await rerun.idle();
  expect(seen).toEqual([
    "run 1",
    "Error: no 1",
    "pause 10",
    "run 2",
    "Error: no 2",
    "pause 20",
    "run 3",
    "Error: no 3",
  ]);
  rerun.wake();
  await rerun.idle();
  expect(seen.at(-1)).toBe("run 4");
});

test("rests while something else is done instead, and goes on after it", async () => {
  const begun = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const { rerun, seen } = world(async (run) => {
    if (run > 1) return;
    begun.resolve();
    await goOn.promise;
    seen.push("run 1 ends");
  });
  rerun.wake();
  await begun.promise;
  const other = rerun.instead(async () => {
    rerun.wake();
    seen.push("instead");
  });
  expect(rerun.isStale).toBe(true);
  goOn.resolve();
  await other;
  await rerun.idle();
  expect(seen).toEqual(["run 1", "run 1 ends", "instead", "run 2"]);
});

test("is not begun once it is ended", async () => {
  const { rerun, seen, ending } = world(() => {});
  ending.abort();
  rerun.wake();
  await rerun.idle();
  expect(seen).toEqual([]);
});
