/** A network that loses a fifth of everything, and a bot that is killed on top of it: each question is answered once. */
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { seededRandom } from "../../eval/statistics.ts";
import { type FaultyProxy, startFaultyProxy } from "../fakes/faulty-proxy.ts";
import { allAnswered, type Coop, startCoop } from "./coop.ts";
import { repliesIn, sentInClear, wrongAmong } from "./replies.ts";

const SEED = 4_711;
const FAULTS = { badGateway: 0.08, cut: 0.04, lostAnswer: 0.08 };
const KILLS = 5;
/** Asked between two kills. */
const AT_ONCE = 6;

const stack = new AsyncDisposableStack();
let proxy: FaultyProxy;
let coop: Coop;

beforeAll(async () => {
  const through = async (baseUrl: string) => {
    proxy = stack.use(await startFaultyProxy(baseUrl, FAULTS, SEED));
    proxy.setFaults(null);
    return proxy.baseUrl;
  };
  coop = stack.use(await startCoop({ delayMs: 100, through }));
}, 600_000);

afterAll(() => stack.disposeAsync(), 60_000);

test("thirty questions, five kills and lost requests: each is answered once and nothing goes out in clear", async () => {
  const { ann, admin, bot, botId } = coop;
  const random = seededRandom(SEED);
  const roomId = await coop.room();
  const questions: string[] = [];
  proxy.setFaults(FAULTS);
  for (let kill = 0; kill < KILLS; kill++) {
    for (let number = 0; number < AT_ONCE; number++) {
      const member = number % 2 === 0 ? ann : admin;
      questions.push(await member.say(roomId, `How many make a quorum? ${random()}`, { mentions: [botId] }));
    }
    await sleep(random() * 2_000);
    await bot.kill();
    await bot.start();
  }
  await allAnswered(coop, roomId, questions);

  const replies = await repliesIn(ann, { roomId, questions, botId });
  expect(wrongAmong(replies, "Thirty voting members make a quorum")).toEqual([]);
  expect(questions).toHaveLength(KILLS * AT_ONCE);
  expect(await sentInClear(ann, roomId, botId)).toEqual([]);
  const { badGateway, cut, lostAnswer } = proxy.counts;
  expect(Math.min(badGateway, cut, lostAnswer)).toBeGreaterThan(0);
  expect(bot.failures()).toEqual([]);
}, 900_000);
