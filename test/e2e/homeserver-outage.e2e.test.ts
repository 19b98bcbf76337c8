/** The homeserver dies in the middle of questions and comes back: the bot goes on by itself, each is answered once. */
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { allAnswered, type Coop, startCoop } from "./coop.ts";
import { repliesIn, sentInClear, wrongAmong } from "./replies.ts";

const OUTAGES = 3;

let coop: Coop;

beforeAll(async () => {
  coop = await startCoop({ delayMs: 150 });
}, 600_000);

afterAll(() => coop?.[Symbol.asyncDispose](), 60_000);

test("a homeserver killed while the bot answers, and started again, gets each answer once", async () => {
  const { ann, admin, bot, botId, synapse } = coop;
  const roomId = await coop.room();
  const questions: string[] = [];
  const ask = async (member: typeof ann) => {
    const words = `How many members make a quorum? (${questions.length})`;
    questions.push(await member.say(roomId, words, { mentions: [botId] }));
  };
  for (let outage = 0; outage < OUTAGES; outage++) {
    for (const member of [ann, admin, ann, admin]) await ask(member);
    // Each time in the middle of other work.
    await sleep(outage * 250);
    await synapse.kill();
    await sleep(1_000);
    await synapse.restart();
    await allAnswered(coop, roomId, questions);
  }
  const replies = await repliesIn(ann, { roomId, questions, botId });
  expect(wrongAmong(replies, "Thirty voting members make a quorum")).toEqual([]);
  expect(await sentInClear(ann, roomId, botId)).toEqual([]);
  // The same process all the time: it said once that it hears.
  expect(bot.lines.filter(({ event }) => event === "ready")).toHaveLength(1);
  expect(bot.failures()).toEqual([]);
}, 600_000);

test("asked to end while the homeserver is away it ends within seconds, and answers when both are back", async () => {
  const { ann, bot, botId, synapse } = coop;
  const roomId = await coop.room();
  const question = await ann.say(roomId, "How many members make a quorum?", { mentions: [botId] });
  await synapse.kill();
  await sleep(1_500);
  const before = Date.now();
  await bot.stop();
  expect(Date.now() - before).toBeLessThan(10_000);
  await synapse.restart();
  await bot.start();
  await allAnswered(coop, roomId, [question]);
  const replies = await repliesIn(ann, { roomId, questions: [question], botId });
  expect(wrongAmong(replies, "Thirty voting members make a quorum")).toEqual([]);
  expect(bot.failures()).toEqual([]);
}, 600_000);
