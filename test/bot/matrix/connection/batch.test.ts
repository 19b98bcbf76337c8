/** What one answer to `/sync` becomes: state first, gaps filled, first timelines left out, devices followed. */
import { describe, expect, test } from "vitest";
import { makeBatch } from "../../../../bot/matrix/connection/batch.ts";
import { parseSync } from "../../../../bot/matrix/connection/sync-response.ts";
import { BOT, connectionParts, ROOM } from "../../../fakes/connection-parts.ts";
import { matrixError, type Script, smallHomeserver } from "../../../fakes/small-homeserver.ts";

const ALICE = "@alice:x";
const NOW = 1_790_000_000_000;
const text = (id: string, at = NOW) => ({
  type: "m.room.message",
  event_id: `$${id}`,
  sender: ALICE,
  origin_server_ts: at,
  content: { msgtype: "m.text", body: id },
});
const state = (type: string, key: string, content: object = {}) => ({
  type,
  state_key: key,
  event_id: `$${type}${key}`,
  sender: ALICE,
  origin_server_ts: NOW,
  content,
});
const join = (user: string) => state("m.room.member", user, { membership: "join" });
const ENCRYPTION = state("m.room.encryption", "", { algorithm: "m.megolm.v1.aes-sha2" });

type Room = { state?: object[]; timeline?: object[]; limited?: boolean };

async function batchOf(room: Room, since: string | null, script: Script = () => undefined) {
  await using homeserver = await smallHomeserver(script);
  const tracked: string[] = [];
  const parts = connectionParts(homeserver.baseUrl, { track: async (users) => void tracked.push(...users) });
  const { state = [], timeline = [], limited = false } = room;
  const answer = parseSync({
    next_batch: "n",
    rooms: {
      join: { [ROOM]: { state: { events: state }, timeline: { events: timeline, limited, prev_batch: "before" } } },
    },
  });
  const made = await makeBatch(answer, since, { ...parts, now: parts.timing.now });
  const ids = made.batch.events.map(({ event }) => (event as { event_id: string }).event_id);
  return { ids, tracked, asked: homeserver.asked, said: parts.said, encrypted: parts.rooms.known(ROOM) !== null };
}

describe("a timeline", () => {
  test("comes after the state, in its order, its own state events among it", async () => {
    const name = state("m.room.name", "");
    const { ids } = await batchOf({ state: [join(ALICE)], timeline: [text("1"), name, text("2")] }, "s");
    expect(ids).toEqual([`$m.room.member${ALICE}`, "$1", "$m.room.name", "$2"]);
  });

  test("of the first sync ever is context: only its state is told", async () => {
    const { ids } = await batchOf(
      { state: [join(ALICE)], timeline: [text("1"), state("m.room.name", "")], limited: true },
      null,
    );
    expect(ids).toEqual([`$m.room.member${ALICE}`, "$m.room.name"]);
  });
});

describe("a gap", () => {
  const page = (end: string | null, ...chunk: object[]) => ({ json: { chunk, ...(end === null ? {} : { end }) } });

  test("is filled page by page, oldest first, without doubles and without state", async () => {
    const pages: Record<string, object> = {
      before: page("p2", text("4"), state("m.room.name", ""), text("3")),
      p2: page("p3"),
      p3: page(null, text("2"), text("1")),
    };
    const { ids, asked } = await batchOf({ timeline: [text("4"), text("5")], limited: true }, "since", ({ query }) => {
      return pages[query.get("from") ?? ""] as ReturnType<Script>;
    });
    expect(ids).toEqual(["$1", "$2", "$3", "$4", "$5"]);
    expect(asked.map(({ query }) => [query.get("from"), query.get("to"), query.get("dir")])).toEqual([
      ["before", "since", "b"],
      ["p2", "since", "b"],
      ["p3", "since", "b"],
    ]);
  });

  test("is left where a whole page is older than a day; one old event among young ones is passed over", async () => {
    const old = text("old", NOW - 25 * 3_600_000);
    const pages = [page("more", text("4"), old, text("3")), page("still more", old), page("too far", text("2"))];
    const { ids, asked } = await batchOf(
      { timeline: [text("5")], limited: true },
      "s",
      () => pages.shift() ?? page("end"),
    );
    expect(ids).toEqual(["$3", "$4", "$5"]);
    expect(asked).toHaveLength(2);
  });

  test("is left at a thousand events", async () => {
    let n = 0;
    const hundred = () => page(`p${n}`, ...Array.from({ length: 100 }, () => text(`e${n++}`)));
    const { ids, said } = await batchOf({ timeline: [text("last")], limited: true }, "s", hundred);
    expect(ids).toHaveLength(1_001);
    expect(said).toContain("gap-cut");
  });

  test("is not followed for ever when a homeserver gives empty page after empty page", async () => {
    const { ids, asked } = await batchOf({ timeline: [text("5")], limited: true }, "s", () => page("again"));
    expect(ids).toEqual(["$5"]);
    expect(asked).toHaveLength(200);
  });

  test("before the bot came into the room is none", async () => {
    const { ids, asked } = await batchOf({ state: [join(BOT)], timeline: [text("1")], limited: true }, "s");
    expect(ids).toEqual([`$m.room.member${BOT}`, "$1"]);
    expect(asked).toEqual([]);
  });

  test("that the homeserver does not let us read is said and left", async () => {
    const { ids, said } = await batchOf({ timeline: [text("1")], limited: true }, "s", () =>
      matrixError(403, "M_FORBIDDEN"),
    );
    expect(ids).toEqual(["$1"]);
    expect(said).toContain("gap-not-readable");
  });
});

describe("devices", () => {
  test("of a plain room's members are not followed", async () => {
    expect((await batchOf({ state: [join(ALICE)] }, "s")).tracked).toEqual([]);
  });

  test("of an encrypted room's members are, from the state that came", async () => {
    const { tracked, asked, encrypted } = await batchOf({ state: [ENCRYPTION, join(ALICE), join(BOT)] }, null);
    expect(tracked).toEqual([ALICE, BOT]);
    expect(asked).toEqual([]);
    expect(encrypted).toBe(true);
  });

  test("of all members are fetched when a room becomes encrypted", async () => {
    const { tracked } = await batchOf({ timeline: [ENCRYPTION] }, "s", () => ({
      json: { joined: { [ALICE]: {}, [BOT]: {} } },
    }));
    expect(tracked).toEqual([ALICE, BOT]);
  });
});

test("a redacted encrypted event is handed over as it is", async () => {
  const redacted = { type: "m.room.encrypted", event_id: "$gone", sender: ALICE, content: {} };
  expect((await batchOf({ timeline: [redacted] }, "s")).ids).toEqual(["$gone"]);
});
