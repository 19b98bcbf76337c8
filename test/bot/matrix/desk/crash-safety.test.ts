import { describe, expect, test } from "vitest";
import type { CommandOutcome } from "../../../../bot/matrix/commands/command-call.ts";
import { roomMessagesIn } from "../../../../bot/matrix/messages/in-language.ts";
import { ANN, makeWorld, ROOM, SELF, type World } from "./desk-world.ts";

const MENTION = { "m.mentions": { user_ids: [SELF] } };
const en = roomMessagesIn("en");
const never = () => new Promise<never>(() => {});

/** The same folder and homeserver after a crash. */
async function restarted(world: World): Promise<World> {
  world.homeserver.beforeSend = () => {};
  const next = makeWorld({ database: world.database, homeserver: world.homeserver });
  await next.work.resume();
  next.desk.deal();
  await next.calm();
  return next;
}

/** A command desk that fails so many times at first. */
function failing(times: number) {
  let left = times;
  return (): Promise<CommandOutcome> | null => {
    if (left-- > 0) throw new Error("database or disk is full");
    return null;
  };
}

describe("what cannot be understood at the moment", () => {
  test("is tried again: a passing trouble loses no question", async () => {
    const world = makeWorld({ parts: { command: failing(2) } });
    world.homeserver.say(ROOM, ANN, "What is the quorum?", MENTION);
    world.homeserver.say(ROOM, ANN, "What is the fee?", MENTION);
    await world.calm();
    expect(world.asked.map(({ question }) => question)).toEqual(["What is the quorum?", "What is the fee?"]);
    expect(world.failures).toHaveLength(2);
    expect(world.inbox.pending()).toEqual([]);
  });

  test("is left for the next start in the end, and does not hold up what is said after it", async () => {
    const world = makeWorld({ parts: { command: failing(3) } });
    world.homeserver.say(ROOM, ANN, "What is the quorum?", MENTION);
    world.homeserver.say(ROOM, ANN, "What is the fee?", MENTION);
    await world.calm();
    expect(world.asked.map(({ question }) => question)).toEqual(["What is the fee?"]);
    const next = await restarted(world);
    expect(next.asked.map(({ question }) => question)).toEqual(["What is the quorum?"]);
    expect(next.inbox.pending()).toEqual([]);
  });

  test("a reply to a message that cannot be fetched just now finds its thread when it can", async () => {
    const world = makeWorld();
    const root = world.homeserver.say(ROOM, ANN, "What is the quorum?", MENTION);
    await world.calm();
    const thread = { "m.relates_to": { rel_type: "m.thread", event_id: root } };
    const aside = world.homeserver.say(ROOM, ANN, "Thank you", { ...thread, "m.mentions": { user_ids: [ANN] } });
    const fetch = world.homeserver.event.bind(world.homeserver);
    world.homeserver.event = () => {
      world.homeserver.event = fetch;
      return Promise.reject(new Error("502"));
    };
    world.homeserver.say(ROOM, ANN, "And since when?", { "m.relates_to": { "m.in_reply_to": { event_id: aside } } });
    await world.calm();
    expect(world.asked.map(({ question }) => question)).toEqual(["What is the quorum?", "And since when?"]);
    expect(world.homeserver.said(ROOM).at(-1)?.content["m.relates_to"]).toMatchObject({ event_id: root });
  });

  test("an invitation that could not be followed is followed a little later", async () => {
    let tries = 0;
    const invite = async () => {
      tries += 1;
      if (tries === 1) throw new Error("502");
    };
    const world = makeWorld({ parts: { invite } });
    world.homeserver.inviteBot({ roomId: "!new", inviter: ANN, isDirect: false, roomName: null });
    await world.calm();
    expect(tries).toBe(2);
    expect(world.inbox.pending()).toEqual([]);
  });
});

describe("after a crash", () => {
  test("a question that its asker stopped stays stopped, and the room is told", async () => {
    const world = makeWorld({ ask: never });
    world.homeserver.say(ROOM, ANN, "One?", MENTION);
    const waiting = world.homeserver.say(ROOM, ANN, "Two?", MENTION);
    await until(() => world.work.length === 2);
    world.homeserver.beforeSend = never;
    world.homeserver.react(ROOM, ANN, waiting, "🛑");
    await until(() => world.questions.get(waiting)?.status === "stopped");
    const next = await restarted(world);
    expect(next.asked.map(({ question }) => question)).toEqual(["One?"]);
    expect(next.homeserver.said(ROOM).map(({ body }) => body)).toContain(en.stopped);
    expect(next.questions.unfinished()).toEqual([]);
  });

  test("more questions than a member may have waiting are all answered: they were accepted before", async () => {
    const world = makeWorld();
    for (let count = 0; count < 30; count++)
      world.questions.add({
        eventId: `$q${count}`,
        roomId: ROOM,
        sender: ANN,
        at: count,
        threadRoot: null,
        text: `Question ${count}?`,
        asOf: null,
      });
    const next = await restarted(world);
    expect(next.asked).toHaveLength(30);
    expect(next.questions.unfinished()).toEqual([]);
  });

  test("what was taken back or forgotten is redacted to the end: every part, and the edits that hold the words", async () => {
    for (const undo of ["redaction", "forget"]) {
      const shown = Array.from({ length: 4 }, (_, part) => `${part} ${"quorum ".repeat(3_000)}`).join("\n\n");
      const world = makeWorld({ ask: async () => ({ shown, outcome: "declined" }) });
      const eventId = world.homeserver.say(ROOM, ANN, "What is the quorum?", MENTION);
      await world.calm();
      world.homeserver.edit(ROOM, ANN, eventId, "What is the quorum today?");
      await world.calm();
      const own = world.homeserver.events.filter(({ sender }) => sender === SELF);
      const messages = own.filter(({ type }) => type === "m.room.message");
      expect(messages.length).toBeGreaterThan(2);
      const redact = world.homeserver.redact.bind(world.homeserver);
      world.homeserver.redact = never;
      if (undo === "redaction") world.homeserver.takeBack(ROOM, ANN, eventId);
      else void world.work.forget(ANN);
      await until(() => world.questions.get(eventId)?.text === "");
      world.homeserver.redact = redact;
      const next = await restarted(world);
      if (undo === "forget") await next.work.forget(ANN);
      expect(messages.filter(({ redacted }) => !redacted)).toEqual([]);
      expect(next.questions.get(eventId)).toBeNull();
      expect(next.inbox.pending()).toEqual([]);
    }
  });

  test("a question whose refusal was not out yet is answered", async () => {
    const world = makeWorld({ ask: never });
    world.homeserver.beforeSend = never;
    for (let count = 0; count < 25; count++) world.homeserver.say(ROOM, ANN, `Question ${count}?`, MENTION);
    await until(() => world.questions.unfinished().length === 25);
    const next = await restarted(world);
    expect(next.asked).toHaveLength(25);
    expect(next.homeserver.said(ROOM)).toHaveLength(25);
  });
});

async function until(condition: () => boolean): Promise<void> {
  for (let round = 0; round < 500 && !condition(); round++) await new Promise((resolve) => setTimeout(resolve, 2));
  expect(condition()).toBe(true);
}
