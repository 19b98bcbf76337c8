/**
 * What every homeserver behind `bot/matrix/ports.ts` must do, as the bot and another member see it; run against the one
 * in memory and against a real one. Says nothing of how an event is encrypted, only that the member can read it.
 */
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import {
  type EventFetcher,
  type EventRedactor,
  type EventSender,
  type Identity,
  NotSent,
  type Presence,
  type RoomKeeper,
  type RoomMembership,
  type SyncSource,
} from "../../bot/matrix/ports.ts";
import type { SyncBatch } from "../../bot/matrix/room-event.ts";

export type TestedPorts = EventSender &
  EventRedactor &
  EventFetcher &
  RoomMembership &
  RoomKeeper &
  Presence &
  SyncSource & { readonly identity: Pick<Identity, "userId"> };

/** A homeserver with the bot and one other member. */
export type HomeserverWorld = AsyncDisposable & {
  readonly homeserver: TestedPorts;
  readonly memberId: string;
  /** A new room of the member's, the bot in it. */
  room(options?: { readonly encrypted?: boolean }): Promise<string>;
  /** A new room of the member's, to which the bot is not invited. */
  foreignRoom(): Promise<string>;
  invite(roomId: string): Promise<void>;
  /** The member puts the bot out. */
  kick(roomId: string): Promise<void>;
  /** The member asks to come in; false when they may not. */
  tryJoin(roomId: string): Promise<boolean>;
  /** The member asks to speak; false when they may not. */
  trySay(roomId: string, text: string): Promise<boolean>;
  /** @returns the event id. */
  say(roomId: string, text: string): Promise<string>;
  /** What the member can read of the bot's messages, oldest first, without those that are redacted. */
  seen(roomId: string): Promise<readonly { readonly eventId: string; readonly body: string }[]>;
  /** Does the bot show as typing to the member? */
  isTyping(roomId: string): Promise<boolean>;
  /** The last event that the bot has shown as read. */
  readUpTo(roomId: string): Promise<string | null>;
};

/** What one network away takes. */
const SOON = { timeout: 20_000, interval: 50 };

export function homeserverContract(name: string, open: () => Promise<HomeserverWorld>): void {
  describe(`${name} as a homeserver`, () => {
    let world: HomeserverWorld;
    let homeserver: TestedPorts;
    const { signal } = new AbortController();
    const say = (roomId: string, body: string, txnId: string = crypto.randomUUID()) =>
      homeserver.send({ roomId, type: "m.room.message", content: { msgtype: "m.text", body }, txnId }, signal);
    const bodies = async (roomId: string) => (await world.seen(roomId)).map(({ body }) => body);

    beforeAll(async () => {
      world = await open();
      ({ homeserver } = world);
    }, 600_000);

    afterAll(() => world?.[Symbol.asyncDispose]());

    describe.each([
      ["in clear", false],
      ["encrypted", true],
    ])("in a room %s", (_, encrypted) => {
      let roomId: string;
      let hearing: Hearing;

      beforeAll(async () => {
        hearing = hear(homeserver);
        roomId = await world.room({ encrypted });
        await hearing.until(({ events }) => events.some((event) => event.roomId === roomId));
      });

      afterAll(() => hearing?.[Symbol.asyncDispose]());

      test("sends an event once, however often it is asked to under one transaction id", async () => {
        const txnId = crypto.randomUUID();
        const [first, second] = await Promise.all([say(roomId, "once", txnId), say(roomId, "once", txnId)]);
        expect([second, await say(roomId, "other words", txnId)]).toEqual([first, first]);
        await say(roomId, "once");
        await expect.poll(() => bodies(roomId), SOON).toEqual(["once", "once"]);
        expect((await world.seen(roomId))[0]?.eventId).toBe(first);
      });

      test("keeps the order in which it was asked to send", async () => {
        const words = Array.from({ length: 12 }, (_word, index) => `number ${index}`);
        await Promise.all(words.map((word) => say(roomId, word)));
        await expect.poll(async () => (await bodies(roomId)).slice(-words.length), SOON).toEqual(words);
      });

      test("removes what was said, also when it is asked to again", async () => {
        const eventId = await say(roomId, "a slip");
        await expect.poll(() => bodies(roomId), SOON).toContain("a slip");
        const [txnId, another] = [crypto.randomUUID(), crypto.randomUUID()];
        for (const id of [txnId, txnId, another]) await homeserver.redact({ roomId, eventId, txnId: id });
        await expect.poll(() => bodies(roomId), SOON).not.toContain("a slip");
        expect(await homeserver.event(roomId, eventId)).not.toHaveProperty("content.body");
      });

      test("fetches a single event of a room, and no other room's", async () => {
        const other = await world.room({ encrypted });
        const asked = await world.say(roomId, "Who pays?");
        await hearing.until(({ events }) => events.some(({ event }) => bodyOf(event) === "Who pays?"));
        expect(await homeserver.event(roomId, asked)).toMatchObject({
          event_id: asked,
          sender: world.memberId,
          type: "m.room.message",
          content: { body: "Who pays?" },
        });
        expect(await homeserver.event(other, asked)).toBeNull();
        expect(await homeserver.event(roomId, "$nothing")).toBeNull();
        expect(await homeserver.event(await world.foreignRoom(), asked)).toBeNull();
      });

      test("tells what a member says, once, in order", async () => {
        const words = Array.from({ length: 5 }, (_word, index) => `point ${index}`);
        for (const word of words) await world.say(roomId, word);
        await hearing.until(({ events }) => events.some(({ event }) => bodyOf(event) === words.at(-1)));
        const heard = hearing.batches.flatMap(({ events }) => events.map(({ event }) => bodyOf(event)));
        expect(heard.filter((body) => words.includes(body))).toEqual(words);
      });
    });

    test("does not send into a room that it is not in, and others do not wait for that", async () => {
      const [foreign, own] = [await world.foreignRoom(), await world.room()];
      await expect(say(foreign, "hello")).rejects.toThrow(NotSent);
      await say(own, "hello");
      await expect.poll(() => bodies(own), SOON).toEqual(["hello"]);
    });

    test("sends nothing once nobody wants it any more", async () => {
      const roomId = await world.room();
      const content = { msgtype: "m.text", body: "late" };
      const gone = AbortSignal.abort(new Error("taken back"));
      await expect(homeserver.send({ roomId, type: "m.room.message", content, txnId: "late" }, gone)).rejects.toThrow(
        "taken back",
      );
      await say(roomId, "next");
      await expect.poll(() => bodies(roomId), SOON).toEqual(["next"]);
    });

    describe("membership", () => {
      test("begins with an invitation, which is told, and never without", async () => {
        const roomId = await world.foreignRoom();
        await expect(homeserver.join(roomId, [])).rejects.toThrow();
        await using hearing = hear(homeserver);
        await world.invite(roomId);
        const { invites } = await hearing.until(({ invites }) => invites.some((invite) => invite.roomId === roomId));
        expect(invites).toMatchObject([{ roomId, inviter: world.memberId, isDirect: false }]);
        await homeserver.join(roomId, []);
        await hearing.until(({ events }) => events.some((event) => event.roomId === roomId));
        await say(roomId, "here");
        await expect.poll(() => bodies(roomId), SOON).toEqual(["here"]);
      });

      test("ends with leaving, which may be done twice", async () => {
        const roomId = await world.room();
        await homeserver.leave(roomId, "done here");
        await homeserver.leave(roomId);
        await expect(say(roomId, "from outside")).rejects.toThrow(NotSent);
      });

      test("ends with being put out, which is told", async () => {
        const roomId = await world.room();
        await using hearing = hear(homeserver);
        await world.kick(roomId);
        await hearing.until(({ left }) => left.includes(roomId));
        await expect(say(roomId, "from outside")).rejects.toThrow(NotSent);
      });

      test("of a direct room is the same each time", async () => {
        const roomId = await homeserver.directRoomWith(world.memberId);
        expect(await homeserver.directRoomWith(world.memberId)).toBe(roomId);
        await say(roomId, "just us");
      });
    });

    describe("a room of the bot's own", () => {
      const open = () =>
        homeserver.createRoom({
          name: "Library",
          topic: "Read here",
          version: "10",
          mark: { "coop.rochdale.test": "library" },
          powerLevels: { events_default: 100 },
        });
      const allow = (roomId: string, rooms: readonly string[]) =>
        homeserver.setState(roomId, {
          type: "m.room.join_rules",
          stateKey: "",
          content: { join_rule: "restricted", allow: rooms.map((room_id) => ({ type: "m.room_membership", room_id })) },
        });

      test("lets in whom its state lets in, who then read what was said before and cannot speak", async () => {
        const [granted, own] = [await world.room(), await open()];
        await say(own, "§ 1");
        expect(await world.tryJoin(own)).toBe(false);
        await allow(own, [granted]);
        expect(await world.tryJoin(own)).toBe(true);
        await expect.poll(() => bodies(own), SOON).toEqual(["§ 1"]);
        expect(await world.trySay(own, "me too")).toBe(false);
      });

      test("puts people out, who come back only while its state lets them", async () => {
        const [granted, own] = [await world.room(), await open()];
        await allow(own, [granted]);
        expect(await world.tryJoin(own)).toBe(true);
        await allow(own, []);
        await homeserver.removeMember(own, world.memberId, "no longer");
        await homeserver.removeMember(own, world.memberId, "no longer");
        expect(await world.tryJoin(own)).toBe(false);
        await expect(homeserver.removeMember(await world.foreignRoom(), world.memberId, "not mine")).rejects.toThrow(
          NotSent,
        );
      });

      test("tells by its first event what it is, and its state is nobody else's to set", async () => {
        await using hearing = hear(homeserver);
        const own = await open();
        await hearing.until(({ events }) =>
          events.some(({ roomId, event }) => roomId === own && JSON.stringify(event).includes('"coop.rochdale.test"')),
        );
        await expect(allow(await world.foreignRoom(), [])).rejects.toThrow(NotSent);
      });
    });

    describe("syncing", () => {
      test("acts on a batch only after it stands", async () => {
        const roomId = await world.room();
        const steps: string[] = [];
        await using hearing = hear(homeserver, {
          commit: (batch) => void steps.push(`commit ${textsIn(batch, roomId)}`),
          after: (batch) => void steps.push(`after ${textsIn(batch, roomId)}`),
        });
        await world.say(roomId, "first");
        await hearing.until((batch) => textsIn(batch, roomId).includes("first"));
        const at = steps.indexOf("commit first");
        expect(steps.slice(at, at + 2)).toEqual(["commit first", "after first"]);
      });

      test("brings a batch again whose commit failed, and nothing is lost", async () => {
        const roomId = await world.room();
        const tried: string[] = [];
        let failures = 2;
        await using hearing = hear(homeserver, {
          commit(batch) {
            const texts = textsIn(batch, roomId);
            if (texts === "") return;
            tried.push(texts);
            if (failures-- > 0) throw new Error("the disk is full");
          },
        });
        await world.say(roomId, "kept");
        await hearing.until((batch) => textsIn(batch, roomId).includes("kept"));
        await world.say(roomId, "next");
        await hearing.until((batch) => textsIn(batch, roomId).includes("next"));
        expect(tried).toEqual(["kept", "kept", "kept", "next"]);
        expect(hearing.batches.map((batch) => textsIn(batch, roomId)).filter((texts) => texts !== "")).toEqual([
          "kept",
          "next",
        ]);
      });

      test("goes on where it ended", async () => {
        const roomId = await world.room();
        {
          await using hearing = hear(homeserver);
          await world.say(roomId, "while it listens");
          await hearing.until((batch) => textsIn(batch, roomId).includes("while it listens"));
        }
        await world.say(roomId, "while it sleeps");
        await using hearing = hear(homeserver);
        await hearing.until((batch) => textsIn(batch, roomId).includes("while it sleeps"));
        expect(hearing.batches.map((batch) => textsIn(batch, roomId)).join()).not.toContain("while it listens");
      });
    });

    describe("presence", () => {
      test("shows typing and what was read", async () => {
        const roomId = await world.room();
        const asked = await world.say(roomId, "Are you there?");
        await homeserver.typing(roomId, true, 20_000);
        await expect.poll(() => world.isTyping(roomId), SOON).toBe(true);
        await homeserver.typing(roomId, false);
        await expect.poll(() => world.isTyping(roomId), SOON).toBe(false);
        await homeserver.read(roomId, asked);
        await expect.poll(() => world.readUpTo(roomId), SOON).toBe(asked);
      });

      test("is never a reason to fail", async () => {
        const foreign = await world.foreignRoom();
        await homeserver.typing(foreign, true);
        await homeserver.read(foreign, "$nothing");
        expect(await world.isTyping(foreign)).toBe(false);
      });
    });
  });
}

type Hearing = AsyncDisposable & {
  /** Those whose commit stands. */
  readonly batches: readonly SyncBatch[];
  /** The first batch that fits, also of those that came before. */
  until(wanted: (batch: SyncBatch) => boolean): Promise<SyncBatch>;
};

type SyncHandlers = Parameters<SyncSource["sync"]>[0];

/** Syncs until it is disposed of. */
function hear(homeserver: SyncSource, also: Partial<Pick<SyncHandlers, "commit" | "after">> = {}): Hearing {
  const batches: SyncBatch[] = [];
  const ending = new AbortController();
  const ended = homeserver.sync({
    commit: (batch) => also.commit?.(batch),
    after(batch) {
      also.after?.(batch);
      batches.push(batch);
    },
    signal: ending.signal,
  });
  return {
    batches,
    until: (wanted) => vi.waitUntil(() => batches.find(wanted), SOON),
    async [Symbol.asyncDispose]() {
      ending.abort();
      await ended;
    },
  };
}

/** What is said in one room. */
const textsIn = ({ events }: SyncBatch, roomId: string): string =>
  events
    .filter((event) => event.roomId === roomId)
    .map(({ event }) => bodyOf(event))
    .filter((body) => body !== "")
    .join(", ");

function bodyOf(event: unknown): string {
  if (typeof event !== "object" || event === null || !("content" in event)) return "";
  const { content } = event;
  return typeof content === "object" && content !== null && "body" in content ? String(content.body) : "";
}
