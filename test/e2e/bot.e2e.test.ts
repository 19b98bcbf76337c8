/** The bot in the rooms of a real Synapse, among members with a client that somebody else wrote. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { answerTo, type Coop, noticeTo, replyTo, startCoop } from "./coop.ts";

/** What was asked before is answered from memory, without the model: each time in new words. */
const quorum = () => `Question ${++questions}: how many members make a quorum?`;
let questions = 0;
const THIRTY = "Thirty voting members make a quorum";

let coop: Coop;
let roomId: string;

beforeAll(async () => {
  coop = await startCoop();
  roomId = await coop.room();
}, 600_000);

afterAll(() => coop?.[Symbol.asyncDispose](), 60_000);

test("a question in an encrypted room is answered in its thread, first quietly, then by an edit that both read", async () => {
  const { ann, admin, botId } = coop;
  const asked = await ask(quorum());
  const answer = await ann.waitFor(roomId, (timeline) => answerTo(timeline, asked, botId), 30_000);
  expect(answer).toMatchObject({ threadRoot: asked, encrypted: true, undecryptable: false, edits: 1 });
  expect(answer.body).toContain(THIRTY);
  const other = await admin.waitFor(roomId, (timeline) => answerTo(timeline, asked, botId), 10_000);
  expect(other.body).toBe(answer.body);
  expect(coop.bot.failures()).toEqual([]);
});

test("in a direct room every message is a question, and the answer a reply without a thread", async () => {
  const { ann, botId } = coop;
  const direct = await directRoom();
  const asked = await ann.say(direct, quorum());
  const answer = await replyTo(ann, direct, asked, botId);
  expect(answer).toMatchObject({ threadRoot: null, replyTo: asked, encrypted: true });
  expect(answer.body).toContain(THIRTY);
});

test("a thread of the bot needs no further mention; a message beside it does", async () => {
  const { ann, admin, botId } = coop;
  const asked = await ask(quorum());
  await replyTo(ann, roomId, asked, botId);
  const aside = await admin.say(roomId, "How many members make a quorum, I wonder?");
  const further = await admin.say(roomId, "And how many weeks before does the board invite?", { thread: asked });
  const isReply = ({ sender, replyTo }: { readonly sender: string; readonly replyTo: string | null }) =>
    sender === botId && replyTo === further;
  const answer = await admin.waitFor(roomId, (timeline) => timeline.find(isReply), 30_000);
  expect(answer).toMatchObject({ threadRoot: asked, undecryptable: false });
  expect(answerTo(await admin.timeline(roomId), aside, botId)).toBeUndefined();
});

describe("a member's command", () => {
  test.each([
    ["!help", "!forget me – erases your questions"],
    ["!sources", "Bylaws (date unknown), Quorum; bylaws.\u2060md, characters 16 to 114"],
    ["!why", "Outcome: "],
    ["!status", "is cross-signed. Its fingerprint"],
    ["!hlep", "Did you mean !help?"],
    ["!grant board", "This command works in the admin room only."],
  ])("%s is replied to in a thread of its own", async (words, reply) => {
    const sent = await coop.ann.say(roomId, words);
    expect(await replyTo(coop.ann, roomId, sent, coop.botId)).toMatchObject({
      threadRoot: sent,
      body: expect.stringContaining(reply),
    });
  });

  test("!as-of has the question after it answered", async () => {
    const sent = await coop.ann.say(roomId, `!as-of 2025-06-01 ${quorum()}`);
    expect((await replyTo(coop.ann, roomId, sent, coop.botId)).body).toContain(THIRTY);
    const why = await coop.ann.say(roomId, "!why", { thread: sent });
    const told = await coop.ann.waitFor(roomId, (all) => all.find(({ replyTo }) => replyTo === why), 30_000);
    expect(told.body).toContain("Rules of 2025-06-01");
  });

  test("!language changes what the bot speaks", async () => {
    const said = async (words: string) =>
      (await replyTo(coop.ann, roomId, await coop.ann.say(roomId, words), coop.botId)).body;
    expect(await said("!language de")).toContain("Deutsch");
    expect(await said("!hlep")).toContain("Meintest du !help");
    expect(await said("!language auto")).toContain("jeweiligen Frage");
  });
});

test("a thumb under an answer counts", async () => {
  const { ann, botId } = coop;
  const answer = await replyTo(ann, roomId, await ask(quorum()), botId);
  await ann.react(roomId, answer.eventId, "👍");
  expect((await coop.order("!status")).body).toContain("Thumbs up: 1; thumbs down: 0.");
});

test("an edited question is answered again by editing the answer", async () => {
  const { ann, botId } = coop;
  const asked = await ask("What does the bakery cost?");
  const before = await replyTo(ann, roomId, asked, botId);
  expect(before.body).toContain("The documents do not say this");
  await ann.edit(roomId, asked, quorum());
  const changed = (all: Parameters<typeof answerTo>[0]) => {
    const answer = answerTo(all, asked, botId);
    return answer?.body?.includes("The documents do not say this") ? undefined : answer;
  };
  const after = await ann.waitFor(roomId, changed, 30_000);
  expect(after).toMatchObject({ eventId: before.eventId, threadRoot: asked });
  expect(after.body).toContain(THIRTY);
});

test("when a question is taken back, everything that was said of it is: first notice, answer, edits", async () => {
  const { ann, botId } = coop;
  const asked = await ask(quorum());
  const { eventId } = await replyTo(ann, roomId, asked, botId);
  expect(await readable(roomId, asked)).toHaveLength(2);
  await ann.redact(roomId, asked);
  await ann.waitFor(roomId, (all) => all.find((one) => one.eventId === eventId && one.redacted), 30_000);
  await expect.poll(() => readable(roomId, asked), { timeout: 10_000 }).toEqual([]);
});

test("🛑 stops the model within a second and says so", async () => {
  const { ann, bot, botId } = coop;
  bot.ask({ order: "hold" });
  const asked = await ask(quorum());
  await noticeTo(ann, roomId, asked, botId);
  const from = bot.lines.length;
  const stopped = bot.waitFor(({ event, counts }) => event === "model" && COUNTS.parse(counts).stopped === 1, { from });
  const at = Date.now();
  await ann.react(roomId, asked, "🛑");
  await stopped;
  expect(Date.now() - at).toBeLessThan(1_000);
  bot.ask({ order: "go-on" });
  const answer = await replyTo(ann, roomId, asked, botId);
  expect(answer.body).not.toContain(THIRTY);
});

test("!forget me leaves nothing of the question in any file of the bot, and nothing of the answers in the rooms", async () => {
  const { ann, botId } = coop;
  const clear = await coop.room({ encrypted: false });
  const asked: [string, string][] = [];
  for (const room of [roomId, clear]) {
    const eventId = await ask(`${quorum()} My neighbour Zanzibarius asks.`, room);
    await replyTo(ann, room, eventId, botId);
    asked.push([room, eventId]);
  }
  expect(filesWith("Zanzibarius")).not.toEqual([]);
  const sent = await ann.say(roomId, "!forget me");
  const receipt = await replyTo(ann, roomId, sent, botId);
  expect(receipt.body).toMatch(/questions: \d+/);
  expect(receipt.body).not.toContain("could not be removed");
  for (const [room, eventId] of asked)
    await expect.poll(() => readable(room, eventId), { timeout: 10_000 }).toEqual([]);
  expect(filesWith("Zanzibarius")).toEqual([]);
  expect(coop.bot.failures()).toEqual([]);
});

const COUNTS = z.object({ begun: z.number(), ended: z.number(), stopped: z.number() });

function ask(words: string, room = roomId): Promise<string> {
  return coop.ann.say(room, words, { mentions: [coop.botId] });
}

async function directRoom(): Promise<string> {
  const { ann, botId, order } = coop;
  const direct = await ann.createRoom({ encrypted: true, direct: true, invite: [botId] });
  await ann.waitForMember(direct, botId, 30_000);
  await order(`!grant bylaws ${direct}`);
  return direct;
}

const EVENT = z.object({
  event_id: z.string(),
  sender: z.string(),
  type: z.string(),
  content: z.record(z.string(), z.unknown()),
});
const EVENTS = z.object({ chunk: z.array(EVENT) });

/** What the bot said of a question as the homeserver has it, edits and all: events that hold any words still. */
async function readable(room: string, question: string): Promise<readonly string[]> {
  const path = `/v3/rooms/${encodeURIComponent(room)}/messages?dir=b&limit=100`;
  const events = EVENTS.parse(await coop.ann.api("GET", path)).chunk;
  const own = events.filter(({ sender, content }) => sender === coop.botId && Object.keys(content).length > 0);
  const replies = own.filter((event) => relatesTo(event, question)).map(({ event_id }) => event_id);
  const all = own.filter((event) => [question, ...replies].some((id) => relatesTo(event, id)));
  return all.map(({ event_id }) => event_id);
}

function relatesTo({ content }: z.infer<typeof EVENT>, eventId: string): boolean {
  return JSON.stringify(content["m.relates_to"] ?? null).includes(eventId);
}

/** The bot's files (database, write-ahead log, …) in which a word stands. */
function filesWith(word: string): readonly string[] {
  const home = join(coop.folder, "bot");
  return readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((file) => readFileSync(file).includes(word));
}
