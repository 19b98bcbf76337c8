/**
 * A library room on a real Synapse: who may come in, where the link of an answer leads, new versions, and that neither a
 * kill nor a purge nor switching it off leaves anything twice or behind.
 */
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Message } from "../peers/member.ts";
import { type Coop, noticeTo, replyTo, startCoop, undefanged } from "./coop.ts";

/** So many that a kill comes in the middle of publishing them. */
const SECTIONS = 40;
/** On a machine with other things to do. */
const WAIT_MS = 240_000;

function bylaws(quorum: string, lamps: number): string {
  const others = Array.from({ length: lamps }, (_, at) => `## § ${at + 3} Lamp ${at + 1}\n\nLamp ${at + 1} burns.\n\n`);
  return `# Bylaws\n\n## § 1 Quorum\n\n${quorum} voting members make a quorum of the general meeting.\n\n## § 2 Shares\n\nEvery member holds one share.\n\n${others.join("")}`;
}

const COLLECTION = `title: Lamphouse
documents:
  - { file: bylaws-v1.md, title: Bylaws, rank: statutes, status: adopted, inForceFrom: '2015-01-01' }
  - { file: bylaws-v2.md, title: Bylaws, rank: statutes, status: draft, replaces: bylaws-v1.md }
  - { file: garden.md, title: Garden rules, rank: rules, status: adopted, inForceFrom: '2016-01-01' }
`;

let coop: Coop;
/** Where Ann and the bot talk, encrypted. */
let members: string;
let library: { readonly roomId: string; readonly via: string };
let quorum: Message;

beforeAll(async () => {
  coop = await startCoop({
    documents: {
      main: {
        "bylaws-v1.md": bylaws("Thirty", SECTIONS - 2),
        "bylaws-v2.md": bylaws("Forty", 0),
        "garden.md": "# Garden rules\n\n## Hens\n\nAt most seven hens live in the garden.\n",
        "collection.yaml": COLLECTION,
      },
    },
  });
  members = await coop.room({ collections: ["main"] });
}, 600_000);

afterAll(() => coop?.[Symbol.asyncDispose](), 60_000);

const LINK = /https:\/\/matrix\.to\/#\/([^/?"]+)(?:\/([^?"]+))?(?:\?via=([^"&]+))?/u;

/** What the bot has published, as Ann sees it. */
function published(timeline: readonly Message[]): Message[] {
  return timeline.filter(
    ({ type, sender, redacted }) => type === "m.room.message" && sender === coop.botId && !redacted,
  );
}

const linesOf = (timeline: readonly Message[]) => published(timeline).map(({ body }) => undefanged(body));

/** The bot says so in the admin room, in a message of its own or as the last edit of one. */
function told(words: string): Promise<Message> {
  const { admin, adminRoom, botId } = coop;
  const fits = ({ sender, body }: Message) => sender === botId && undefanged(body).includes(words);
  return admin.waitFor(adminRoom, (timeline) => timeline.findLast(fits), WAIT_MS);
}

async function ask(question: string): Promise<string> {
  const asked = await coop.ann.say(members, question, { mentions: [coop.botId] });
  return (await replyTo(coop.ann, members, asked, coop.botId)).html ?? "";
}

/** Of a client that knows the room's name and has an account on the server: may it come in? */
async function strangerJoins(): Promise<number> {
  const stranger = await coop.synapse.registerUser(`stranger${Date.now()}`, "a password");
  const path = `/_matrix/client/v3/join/${encodeURIComponent(library.roomId)}`;
  const headers = { Authorization: `Bearer ${stranger.accessToken}` };
  return (await fetch(`${coop.synapse.baseUrl}${path}`, { method: "POST", headers, body: "{}" })).status;
}

async function joins(): Promise<boolean> {
  return coop.ann.join(library.roomId).then(
    () => true,
    () => false,
  );
}

async function stateOf(type: string): Promise<unknown> {
  return coop.ann.api("GET", `/v3/rooms/${encodeURIComponent(library.roomId)}/state/${type}`).catch(() => null);
}

test("an admin is told that the text will lie in clear, and a kill in the middle of publishing leaves each section there once", async () => {
  const { ann, bot } = coop;
  // While an answer is being worked on nothing is published: Ann is in the room before the first section.
  bot.ask({ order: "hold" });
  const asked = await ann.say(members, "Who holds one share?", { mentions: [coop.botId] });
  await noticeTo(ann, members, asked, coop.botId);
  expect(undefanged((await coop.order("!library on main")).body)).toContain("UNENCRYPTED");
  await coop.order("!library on main yes");
  const link = async () => LINK.exec((await coop.order("!library status")).html ?? "")?.[1];
  const room = await vi.waitUntil(link, { timeout: WAIT_MS, interval: 500 });
  library = { roomId: decodeURIComponent(room), via: coop.synapse.serverName };
  await expect.poll(() => joins(), { timeout: WAIT_MS }).toBe(true);
  expect(published(await ann.timeline(library.roomId))).toEqual([]);
  bot.ask({ order: "go-on" });
  await ann.waitFor(library.roomId, (timeline) => (published(timeline).length >= 3 ? timeline : undefined), WAIT_MS);
  await bot.kill();
  const there = published(await ann.timeline(library.roomId)).length;
  expect(there).toBeLessThan(SECTIONS);
  await bot.start();
  await told(`up to date, ${SECTIONS + 1} sections`);
  const all = await ann.waitFor(
    library.roomId,
    (timeline) => (published(timeline).length > SECTIONS ? timeline : undefined),
    WAIT_MS,
  );
  expect(published(all)).toHaveLength(SECTIONS + 1);
  expect(new Set(linesOf(all)).size).toBe(SECTIONS + 1);
  expect(linesOf(all).join()).not.toContain("Forty");
  expect(published(all).every(({ encrypted }) => !encrypted)).toBe(true);
}, 600_000);

test("the link of an answer leads a member to the clause, and nobody else comes in", async () => {
  const { ann } = coop;
  const [, room = "", event = "", via = ""] = LINK.exec(await ask("How many members make a quorum?")) ?? [];
  expect(decodeURIComponent(room)).toBe(library.roomId);
  expect(decodeURIComponent(via)).toBe(library.via);
  const found = (await ann.timeline(library.roomId)).find(({ eventId }) => eventId === decodeURIComponent(event));
  if (found === undefined) throw new Error("Expected the link to lead to an event that Ann sees.");
  quorum = found;
  expect(undefanged(quorum.body)).toContain("Thirty voting members make a quorum");
  expect(await strangerJoins()).toBe(403);
  await expect(ann.say(library.roomId, "May I?")).rejects.toThrow();
  expect(await stateOf("m.room.join_rules")).toEqual({
    join_rule: "restricted",
    allow: [{ type: "m.room_membership", room_id: members }],
  });
  expect(await stateOf("m.room.guest_access")).toEqual({ guest_access: "forbidden" });
  expect(await stateOf("m.room.history_visibility")).toEqual({ history_visibility: "shared" });
  expect(await stateOf("m.room.encryption")).toBeNull();
}, 600_000);

test("a new version stands in the thread of the old, which says that it is superseded", async () => {
  const { ann } = coop;
  expect((await coop.order("!adopt bylaws v2 from 2024-01-01 yes")).body).toContain("in force from 2024-01-01");
  await told(`up to date, ${SECTIONS + 3} sections`);
  const inThread = ({ threadRoot, body }: Message) =>
    threadRoot === quorum.eventId && undefanged(body).includes("Forty voting members");
  const timeline = await ann.waitFor(library.roomId, (all) => (all.some(inThread) ? all : undefined), WAIT_MS);
  const old = timeline.find(({ eventId }) => eventId === quorum.eventId);
  expect(old?.edits).toBe(1);
  expect(undefanged(old?.body ?? null)).toContain("superseded");
}, 600_000);

test("a purge takes a document out of the room, and the receipt counts it", async () => {
  const { ann } = coop;
  const receipt = await coop.order("!purge garden rules yes");
  expect(undefanged(receipt.body)).toContain("events in the library room: 1");
  const gone = (all: readonly Message[]) => (linesOf(all).join().includes("seven hens") ? undefined : all);
  await ann.waitFor(library.roomId, gone, WAIT_MS);
}, 600_000);

test("who loses the right is put out and cannot come back", async () => {
  const { ann } = coop;
  await coop.order(`!revoke main ${members}`);
  await told("no room of theirs reads it any more: 1");
  await expect(ann.join(library.roomId)).rejects.toThrow();
  await coop.order(`!grant main ${members}`);
  await expect.poll(() => joins(), { timeout: WAIT_MS }).toBe(true);
}, 600_000);

test("switched off, everything in it is removed, and nobody is in it", async () => {
  const { ann } = coop;
  await coop.order("!library off main");
  const closed = await told("The library of “main” is closed.");
  expect(undefanged(closed.body)).not.toContain("would not remove");
  expect(await joins()).toBe(false);
  expect(await strangerJoins()).toBeGreaterThanOrEqual(403);
  expect(JSON.stringify(await ann.api("GET", "/v3/joined_rooms"))).not.toContain(library.roomId);
  const event = `/v3/rooms/${encodeURIComponent(library.roomId)}/event/${encodeURIComponent(quorum.eventId)}`;
  expect(JSON.stringify(await ann.api("GET", event).catch(String))).not.toContain("make a quorum");
  expect(undefanged((await coop.order("!library status")).body)).toContain("No collection has a library");
  expect(coop.bot.failures()).toEqual([]);
}, 600_000);
