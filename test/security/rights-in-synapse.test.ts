/** T-S3d on a real homeserver: what a room may read decides what is said there: granted or not, and changed between question and answer. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type Coop, noticeTo, replyTo, startCoop, undefanged } from "../e2e/coop.ts";
import type { Message } from "../peers/member.ts";
import { tell } from "../rows/row.ts";

const THIRTY = "Thirty voting members";
const SECRET = "marmalade";
const CHANGED = "What this room may read changed while I was working on your question";

let coop: Coop;

beforeAll(async () => {
  coop = await startCoop();
}, 600_000);

afterEach((context) => {
  const failed = context.task.result?.state === "fail" ? 1 : 0;
  tell(context, { id: "T-S3d", what: "rights between question and answer, on a Synapse", tried: 1, failed });
});

afterAll(() => coop?.[Symbol.asyncDispose](), 60_000);

describe("between question and answer", () => {
  const changes: readonly [string, (roomId: string) => Promise<unknown>][] = [
    ["the grant is revoked", (roomId) => coop.order(`!revoke bylaws ${roomId}`)],
    ["the room is opened to all", (roomId) => setState(roomId, "m.room.join_rules", { join_rule: "public" })],
    ["anyone may knock", (roomId) => setState(roomId, "m.room.join_rules", { join_rule: "knock" })],
    [
      "the world may read along",
      (roomId) => setState(roomId, "m.room.history_visibility", { history_visibility: "world_readable" }),
    ],
  ];

  test.each(changes)("%s: nothing of the documents is sent any more", async (_name, change) => {
    const { ann, bot, botId } = coop;
    const roomId = await coop.room();
    const asked = await askHeld(roomId);
    await change(roomId);
    await caughtUp();
    bot.ask({ order: "go-on" });
    const answer = await replyTo(ann, roomId, asked, botId);
    expect(answer.body).toContain(CHANGED);
    expect(answer).toMatchObject({ edits: 1, undecryptable: false });
    expect(saidBy(await ann.timeline(roomId), botId).join("\n")).not.toContain(THIRTY);
  });

  test("the room is upgraded: nothing more is sent, the admins are told, the new room reads nothing until it is granted", async () => {
    const { admin, ann, bot, botId, adminRoom } = coop;
    const roomId = await coop.room({ name: "Old hall" });
    const asked = await askHeld(roomId);
    const body = await admin.api("POST", `/v3/rooms/${encodeURIComponent(roomId)}/upgrade`, { new_version: "11" });
    const { replacement_room: next } = z.object({ replacement_room: z.string() }).parse(body);
    await caughtUp();
    bot.ask({ order: "go-on" });
    const told = ({ sender, body }: Message) => sender === botId && undefanged(body).includes(next);
    const notice = await admin.waitFor(adminRoom, (all) => all.find(told), 30_000);
    expect(notice.body).toContain("“Old hall” was upgraded");
    await modelRests();
    expect(await repliesIn(roomId, asked)).toEqual([["m.notice", 0]]);

    await admin.invite(next, botId);
    await admin.invite(next, ann.userId);
    await ann.join(next);
    await ann.waitForMember(next, botId, 30_000);
    const first = await ann.say(next, question(), { mentions: [botId] });
    expect((await replyTo(ann, next, first, botId)).body).toContain("No documents are open to this room");
    const [, asShown] = /new id is (\S+)\./.exec(notice.body ?? "") ?? [];
    await coop.order(`!grant bylaws ${asShown}`);
    const second = await ann.say(next, question(), { mentions: [botId] });
    expect((await replyTo(ann, next, second, botId)).body).toContain(THIRTY);
  });

  test("the bot is removed from the room: nothing more is sent", async () => {
    const { admin, bot, botId } = coop;
    const roomId = await coop.room();
    const asked = await askHeld(roomId);
    await admin.api("POST", `/v3/rooms/${encodeURIComponent(roomId)}/kick`, { user_id: botId });
    await caughtUp();
    bot.ask({ order: "go-on" });
    await modelRests();
    await caughtUp();
    expect(await repliesIn(roomId, asked)).toEqual([["m.notice", 0]]);
  });

  test("the room is opened while the bot is off: after its start it sends nothing of the documents", async () => {
    const { ann, bot, botId } = coop;
    const roomId = await coop.room();
    const asked = await askHeld(roomId);
    await bot.kill();
    await setState(roomId, "m.room.join_rules", { join_rule: "public" });
    await bot.start();
    const answer = await replyTo(ann, roomId, asked, botId);
    expect(answer.body).not.toContain(THIRTY);
    expect(answer.edits).toBe(1);
  });
});

test("a room hears nothing of a collection that it was not granted, whatever it asks; once granted, it does", async () => {
  const { ann, botId } = coop;
  const roomId = await coop.room({ name: "Bylaws only" });
  const ask = async (words: string) => {
    const asked = await ann.say(roomId, words, { mentions: [botId] });
    return replyTo(ann, roomId, asked, botId);
  };
  await ask("Where does the board keep its secret reserve of jars?");
  await ask("What lies in the attic above the laundry?");
  await ask("!why");
  await ask("!sources");
  await ask("!status");
  expect(saidBy(await ann.timeline(roomId), botId).join("\n")).not.toMatch(/4711|marmalade|Roof|Board notes/i);
  await coop.order(`!grant board ${roomId}`);
  expect((await ask("Where does the board keep its secret reserve of jars?")).body).toContain(SECRET);
  expect((await ask("!why")).body).toContain("Board notes");
  await coop.order(`!revoke board ${roomId}`);
  expect((await ask("!why")).body).toContain("may no longer read");
});

/** Asks, with the model held, and waits for the first notice. */
async function askHeld(roomId: string): Promise<string> {
  const { ann, bot, botId } = coop;
  bot.ask({ order: "hold" });
  const asked = await ann.say(roomId, question(), { mentions: [botId] });
  expect((await noticeTo(ann, roomId, asked, botId)).body).toContain(THIRTY);
  return asked;
}

let questions = 0;
/** In new words each time: what was asked before is answered from memory. */
const question = () => `Question ${++questions}: how many members make a quorum?`;

/** Whatever happened before, the bot has heard of it: it hears events in their order. */
const caughtUp = () => coop.order("!log 1");

/** Every question that the model began has ended. */
async function modelRests(): Promise<void> {
  const rests = () => {
    const last = coop.bot.lines.findLast(({ event }) => event === "model");
    const counts = z.object({ begun: z.number(), ended: z.number(), stopped: z.number() }).parse(last?.counts);
    return counts.begun - counts.ended - counts.stopped;
  };
  await expect.poll(rests, { timeout: 30_000 }).toBe(0);
}

function setState(roomId: string, type: string, content: object): Promise<unknown> {
  return coop.admin.api("PUT", `/v3/rooms/${encodeURIComponent(roomId)}/state/${type}`, content);
}

/** What the bot said in the thread of a question: kind of message, and how often it was edited. */
async function repliesIn(roomId: string, asked: string): Promise<unknown[]> {
  const timeline = await coop.ann.timeline(roomId);
  const replies = timeline.filter(({ sender, threadRoot }) => sender === coop.botId && threadRoot === asked);
  return replies.map(({ edits, content }) => [content.msgtype, edits]);
}

/** Everything that can be read of what the bot said, as it stands now. */
function saidBy(timeline: readonly Message[], botId: string): string[] {
  return timeline.flatMap(({ sender, body }) => (sender === botId && body !== null ? [body] : []));
}
