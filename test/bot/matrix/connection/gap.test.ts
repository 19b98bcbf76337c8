import { expect, test } from "vitest";
import { fillGap } from "../../../../bot/matrix/connection/gap.ts";
import type { Call } from "../../../../bot/matrix/connection/http.ts";

const NOW = 1_790_000_000_000;
const DAY_MS = 24 * 3_600_000;

const said = (eventId: string, ageMs: number) => ({ event_id: eventId, origin_server_ts: NOW - ageMs });

/** Pages of `/messages`, newest first; the token of each is its number. */
async function filled(pages: readonly (readonly object[])[]): Promise<{ ids: unknown[]; asked: number }> {
  let asked = 0;
  const json = async ({ query }: Call) => {
    const number = Number(query?.from);
    asked += 1;
    return { chunk: pages[number], ...(number + 1 < pages.length ? { end: String(number + 1) } : {}) };
  };
  const events = await fillGap(
    { roomId: "!room", before: "0", since: "s1" },
    {
      requester: { json },
      now: () => NOW,
      log: () => {},
      bounds: { maxEvents: 100, maxAgeMs: DAY_MS },
      signal: new AbortController().signal,
    },
  );
  return { ids: events.map(({ event_id }) => event_id), asked };
}

test("a gap is filled oldest first, page by page, an empty page in between too", async () => {
  expect(await filled([[said("$4", 1), said("$3", 2)], [], [said("$2", 3), said("$1", 4)]])).toEqual({
    ids: ["$1", "$2", "$3", "$4"],
    asked: 3,
  });
});

test("one server's wrong clock does not hide what others said before", async () => {
  const { ids } = await filled([
    [said("$3", 1), said("$wrong", 400 * DAY_MS)],
    [said("$2", 2), said("$1", 3)],
  ]);
  expect(ids).toEqual(["$1", "$2", "$3"]);
});

test("where everything is old, no more is fetched", async () => {
  const { ids, asked } = await filled([[said("$3", 1)], [said("$2", 2 * DAY_MS)], [said("$1", 3 * DAY_MS)]]);
  expect(ids).toEqual(["$3"]);
  expect(asked).toBe(2);
});
