/** Messages whose keys do not reach the bot: it says so once, in words that help, and answers when the key comes. */
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startKeyHoldingProxy } from "../fakes/key-holding-proxy.ts";
import { startJsSdkMember } from "../peers/js-sdk-member.ts";
import type { Member, Message } from "../peers/member.ts";
import { type Coop, replyTo, startCoop } from "./coop.ts";

const PATIENCE_MS = 2_000;
const UNREADABLE = "I cannot read a message here";
const UNTRUSTED = "your app shares no keys with devices that it does not trust";

let coop: Coop;

beforeAll(async () => {
  coop = await startCoop({ keyPatienceMs: PATIENCE_MS });
}, 600_000);

afterAll(() => coop?.[Symbol.asyncDispose](), 60_000);

test("a key that is late: the bot says so once for all messages of its session, and answers them when it has come", async () => {
  const { synapse, botId } = coop;
  await using proxy = await startKeyHoldingProxy(synapse.baseUrl);
  const account = await synapse.registerUser("late", "a password");
  await using late = await startJsSdkMember({ baseUrl: proxy.baseUrl, account });
  const roomId = await roomWith(late);
  const asked: string[] = [];
  for (const number of [1, 2, 3]) {
    asked.push(await late.say(roomId, `Question ${number}: how many members make a quorum?`, { mentions: [botId] }));
    await sleep(PATIENCE_MS + 500);
  }
  await coop.ann.say(roomId, "I see nothing of what you write.");
  await coop.ann.waitFor(roomId, (all) => noticesOf(all, UNREADABLE)[0], 30_000);
  await coop.order("!log 1");
  expect(noticesOf(await coop.ann.timeline(roomId), UNREADABLE)).toHaveLength(1);
  expect(proxy.held).toBeGreaterThan(0);
  await proxy.letGo();
  for (const eventId of asked)
    expect((await replyTo(late, roomId, eventId, botId)).body).toContain("Thirty voting members");
  expect(noticesOf(await coop.ann.timeline(roomId), UNREADABLE)).toHaveLength(1);
});

test("an app that sends to verified devices only: its owner is told what to switch, once, and then answered", async () => {
  const { synapse, botId } = coop;
  const account = await synapse.registerUser("wary", "a password");
  await using wary = await startJsSdkMember({ baseUrl: synapse.baseUrl, account });
  await wary.sendToVerifiedOnly(true);
  const roomId = await roomWith(wary);
  for (const number of [4, 5])
    await wary.say(roomId, `Question ${number}: how many members make a quorum?`, { mentions: [botId] });
  await wary.waitFor(roomId, (all) => noticesOf(all, UNTRUSTED)[0], 30_000);
  await coop.order("!log 1");
  expect(noticesOf(await wary.timeline(roomId), UNTRUSTED)).toHaveLength(1);
  await wary.sendToVerifiedOnly(false);
  const asked = await wary.say(roomId, "Question 6: how many members make a quorum?", { mentions: [botId] });
  expect((await replyTo(wary, roomId, asked, botId)).body).toContain("Thirty voting members");
});

test("the admins see how many messages could not be read", async () => {
  expect((await coop.order("!status")).body).toMatch(/Messages I could not decrypt: [1-9]/);
});

async function roomWith(member: Member): Promise<string> {
  const roomId = await coop.room();
  await coop.admin.invite(roomId, member.userId);
  await member.join(roomId);
  await member.waitForMember(roomId, coop.botId);
  return roomId;
}

function noticesOf(timeline: readonly Message[], words: string): Message[] {
  return timeline.filter(({ sender, body }) => sender === coop.botId && body?.includes(words) === true);
}
