/** Two homeservers: the bot and Ann on one, Ben with another client on the other. */
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { pythonDir } from "../../demo/python-venv.ts";
import { installSynapse, startSynapse } from "../../demo/synapse.ts";
import type { Member, Message } from "../peers/member.ts";
import { installNio, startNioMember } from "../peers/nio-member.ts";
import { answerTo, type Coop, noticeTo, replyTo, startCoop, undefanged } from "./coop.ts";

const THIRTY = "Thirty voting members";

const stack = new AsyncDisposableStack();
let coop: Coop;
let ben: Member;
let roomId: string;

beforeAll(async () => {
  coop = stack.use(await startCoop({ synapse: { federation: true } }));
  const options = { directory: pythonDir(process.env), signal: AbortSignal.timeout(300_000), onProgress: console.log };
  const [python, nio] = [await installSynapse(options), await installNio(options)];
  const folder = join(coop.folder, "far");
  const far = stack.use(await startSynapse({ python, folder, address: "127.0.0.2", federation: true }));
  const account = await far.registerUser("ben", "a password");
  ben = stack.use(
    await startNioMember({ baseUrl: far.baseUrl, account, python: nio, folder: join(coop.folder, "nio") }),
  );
  roomId = await coop.room();
  await bring(roomId);
}, 600_000);

afterAll(() => stack.disposeAsync(), 60_000);

test("a question from the other server is answered in its thread, by an edit, and both members read it", async () => {
  const { ann, botId } = coop;
  const asked = await ben.say(roomId, "How many members make a quorum?", { mentions: [botId] });
  for (const member of [ben, ann]) {
    const isAnswer = (all: readonly Message[]) => {
      const answer = answerTo(all, asked, botId);
      return answer?.edits === 1 ? answer : undefined;
    };
    const answer = await member.waitFor(roomId, isAnswer, 30_000);
    expect(answer).toMatchObject({ threadRoot: asked, encrypted: true, undecryptable: false });
    expect(answer.body).toContain(THIRTY);
  }
});

test("an encrypted file of a member is read by the bot", async () => {
  const bytes = Buffer.from(crypto.getRandomValues(new Uint8Array(50_000)));
  for (const member of [ben, coop.ann]) {
    const eventId = await member.sendFile(roomId, "bylaws.pdf", bytes);
    const seen = await coop.ann.waitFor(roomId, (all) =>
      all.find((one) => one.eventId === eventId && one.body !== null),
    );
    const file = FILE.parse(seen.content.file);
    const from = coop.bot.lines.length;
    const remote = { url: file.url, name: "bylaws.pdf", mimeType: null, size: bytes.length, file };
    coop.bot.ask({ order: "download", file: remote });
    const { base64 } = await coop.bot.waitFor(({ event }) => event === "downloaded", { from });
    expect(Buffer.from(z.string().parse(base64), "base64").equals(bytes)).toBe(true);
  }
});

test("an encrypted file of the bot is opened by the members of both servers", async () => {
  const bytes = Buffer.from(crypto.getRandomValues(new Uint8Array(50_000)));
  const from = coop.bot.lines.length;
  coop.bot.ask({ order: "send-file", roomId, name: "shares.csv", base64: bytes.toString("base64") });
  const line = await coop.bot.waitFor(({ event }) => event === "file-sent", { from });
  const eventId = z.string().parse(line.eventId);
  for (const member of [ben, coop.ann]) {
    const seen = await member.waitFor(
      roomId,
      (all) => all.find((one) => one.eventId === eventId && !one.undecryptable),
      30_000,
    );
    expect(seen).toMatchObject({ encrypted: true, content: { msgtype: "m.file", filename: "shares.csv" } });
    expect(seen.content).not.toHaveProperty("url");
    expect(Buffer.from(await member.openFile(roomId, eventId)).equals(bytes)).toBe(true);
  }
});

test("an invitation by a stranger of another server is told to the admins; the bot comes when they allow it", async () => {
  const { admin, adminRoom, botId, order } = coop;
  const kitchen = await ben.createRoom({ encrypted: true, name: "Ben's kitchen", invite: [botId] });
  const isReport = ({ sender, body }: Message) => sender === botId && body?.includes("Ben's kitchen") === true;
  const report = await admin.waitFor(adminRoom, (all) => all.find(isReport), 30_000);
  expect(undefanged(report.body)).toContain(ben.userId);
  expect(report.body).toContain("I have not joined it.");
  await order("!log 1");
  expect(await membersOf(kitchen)).toEqual([ben.userId]);
  const [remedy = ""] = /!allow \S+/.exec(report.body ?? "") ?? [];
  expect((await order(remedy)).body).toContain("may invite me from now on");
  await ben.waitForMember(kitchen, botId, 30_000);
});

test("a member of a server that is not on the co-op's list comes in before the answer: nothing of the documents is sent", async () => {
  const { ann, bot, botId, synapse, order } = coop;
  await bot.stop();
  await bot.start({ settings: { allowServers: [synapse.serverName] } });
  const closed = await coop.room();
  bot.ask({ order: "hold" });
  const asked = await ann.say(closed, "Question 2: how many members make a quorum?", { mentions: [botId] });
  expect((await noticeTo(ann, closed, asked, botId)).body).toContain(THIRTY);
  await bring(closed);
  await order("!log 1"); // it has heard of Ben
  bot.ask({ order: "go-on" });
  const answer = await replyTo(ann, closed, asked, botId);
  expect(answer.body).toContain("What this room may read changed");
  const next = await ann.say(closed, "Question 3: how many members make a quorum?", { mentions: [botId] });
  expect((await replyTo(ann, closed, next, botId)).body).toContain("No documents are open to this room");
  expect(bot.failures()).toEqual([]);
});

const FILE = z.looseObject({ url: z.string() });
const MEMBERS = z.object({ joined: z.record(z.string(), z.unknown()) });

async function bring(room: string): Promise<void> {
  await coop.admin.invite(room, ben.userId);
  await ben.join(room, [coop.synapse.serverName]);
  await coop.ann.waitForMember(room, ben.userId);
}

async function membersOf(room: string): Promise<string[]> {
  return Object.keys(
    MEMBERS.parse(await ben.api("GET", `/v3/rooms/${encodeURIComponent(room)}/joined_members`)).joined,
  );
}
