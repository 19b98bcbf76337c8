/** Events whose key has not come: how long they are kept, and when the bot is told. */
import { expect, test } from "vitest";
import { retryKept } from "../../../../bot/matrix/connection/kept-events.ts";
import type { Decrypted } from "../../../../bot/matrix/connection/room-crypto.ts";
import type { KeptEvent } from "../../../../bot/matrix/connection-store.ts";

const NOW = 1_790_000_000_000;
const HOUR = 3_600_000;
const NO_KEY: Decrypted = { kind: "undecryptable", code: "MissingRoomKey", withheld: null };
const CLEAR: Decrypted = {
  kind: "clear",
  event: { type: "m.room.message" },
  encryption: { sender: "signed", deviceId: "D", sessionId: "S" },
};

const kept = (over: Partial<KeptEvent> = {}): KeptEvent => ({
  roomId: "!r:x",
  eventId: "$1",
  event: { type: "m.room.encrypted" },
  since: NOW - 1_000,
  reported: false,
  ...over,
});

function retry(events: readonly KeptEvent[], result: Decrypted, keysMayHaveCome = true) {
  let tries = 0;
  const decrypt = async () => {
    tries += 1;
    return result;
  };
  return retryKept(events, { decrypt }, { now: NOW, keysMayHaveCome, patienceMs: 30_000 }).then((done) => ({
    ...done,
    tries,
  }));
}

test("an event whose key has come is handed over and no longer kept", async () => {
  const { events, changes } = await retry([kept()], CLEAR);
  expect(events).toEqual([{ roomId: "!r:x", event: CLEAR.event, encryption: CLEAR.encryption }]);
  expect(changes.drop).toEqual([kept()]);
});

test("nothing is tried while no keys have come and nobody has waited for long", async () => {
  expect(await retry([kept()], NO_KEY, false)).toEqual({ events: [], changes: { put: [], drop: [] }, tries: 0 });
});

test("the bot is told once, after half a minute", async () => {
  const waiting = kept({ since: NOW - 31_000 });
  const first = await retry([waiting], NO_KEY, false);
  expect(first.events).toEqual([
    {
      roomId: "!r:x",
      event: waiting.event,
      encryption: null,
      undecryptable: { code: "MissingRoomKey", withheld: null },
    },
  ]);
  expect(first.changes).toEqual({ put: [{ ...waiting, reported: true }], drop: [] });
  expect((await retry([{ ...waiting, reported: true }], NO_KEY)).events).toEqual([]);
});

test("the bot is told at once when the sender says that the key is kept back", async () => {
  const { events } = await retry([kept()], { ...NO_KEY, withheld: "m.unverified" });
  expect(events[0]?.undecryptable).toEqual({ code: "MissingRoomKey", withheld: "m.unverified" });
});

test("what was told is still read when its key comes at last", async () => {
  expect((await retry([kept({ reported: true, since: NOW - 5 * HOUR })], CLEAR)).events).toHaveLength(1);
});

test("after a day it is given up", async () => {
  const old = kept({ since: NOW - 25 * HOUR, reported: true });
  expect((await retry([old], NO_KEY, false)).changes.drop).toEqual([old]);
});

test("of more than a thousand the oldest are given up, and told", async () => {
  const many = Array.from({ length: 1_002 }, (_, n) => kept({ eventId: `$${n}` }));
  const { changes, events } = await retry(many, NO_KEY, false);
  expect(changes.drop.map(({ eventId }) => eventId)).toEqual(["$0", "$1"]);
  expect(events).toHaveLength(2);
});
