/** The power goes, again and again, while members ask: every question is answered once, and the bot stays who it is. */
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { seededRandom } from "../../eval/statistics.ts";
import { type RecordingProxy, startRecordingProxy } from "../fakes/recording-proxy.ts";
import { allAnswered, type Coop, startCoop } from "./coop.ts";
import { repliesIn, sentInClear, wrongAmong } from "./replies.ts";

const SEED = 20_261_121;
const KILLS = 20;
/** Now and then everything is waited for: a member may have twenty questions waiting, no more. */
const BREATH = 5;

const stack = new AsyncDisposableStack();
let proxy: RecordingProxy;
let coop: Coop;

beforeAll(async () => {
  proxy = stack.use(await startRecordingProxy());
  coop = stack.use(await startCoop({ delayMs: 100, through: (baseUrl) => proxy.to(baseUrl) }));
}, 600_000);

afterAll(() => stack.disposeAsync(), 60_000);

test("sixty questions and twenty kills: each is answered once, and the device stays the same and trusted", async () => {
  const { ann, admin, bot, botId } = coop;
  const random = seededRandom(SEED);
  const group = await coop.room();
  const direct = await ann.createRoom({ encrypted: true, direct: true, invite: [botId] });
  await ann.waitForMember(direct, botId, 60_000);
  await coop.order(`!grant bylaws ${direct}`);
  const asked = new Map<string, string[]>([
    [group, []],
    [direct, []],
  ]);
  const ask = async (member: typeof ann, roomId: string) => {
    const mentions = roomId === group ? [botId] : [];
    asked.get(roomId)?.push(await member.say(roomId, `How many members make a quorum? ${random()}`, { mentions }));
  };

  for (let kill = 1; kill <= KILLS; kill++) {
    const asking = Promise.all([ask(ann, group), ask(ann, direct)]);
    await sleep(300 + random() * 1_700);
    await bot.kill();
    await asking;
    await ask(admin, group);
    // Some kills more, while it gets up.
    if (kill % BREATH === 1) {
      await bot.start({ wait: false });
      await sleep(random() * 1_000);
      await bot.kill();
    }
    await bot.start();
    if (kill % BREATH > 0) continue;
    for (const [roomId, questions] of asked) await allAnswered(coop, roomId, questions);
  }

  for (const [roomId, questions] of asked) {
    const replies = await repliesIn(ann, { roomId, questions, botId });
    expect(wrongAmong(replies, "Thirty voting members make a quorum")).toEqual([]);
    expect(await sentInClear(ann, roomId, botId)).toEqual([]);
  }
  expect([...asked.values()].map((questions) => questions.length)).toEqual([2 * KILLS, KILLS]);
  const identities = bot.lines.filter(({ event }) => event === "identity");
  expect(new Set(identities.map(({ deviceId, fingerprint }) => `${deviceId} ${fingerprint}`)).size).toBe(1);
  expect(identities.every(({ crossSigned }) => crossSigned === true)).toBe(true);
  const [deviceId, fingerprint] = [identities[0]?.deviceId, identities[0]?.fingerprint];
  expect(await ann.trust(botId, String(deviceId))).toEqual({ crossSigned: true, userHasIdentity: true, fingerprint });
  expect(proxy.exchanges.filter(({ refusal }) => refusal.includes("already exists"))).toEqual([]);
  expect(bot.lines.filter((line) => JSON.stringify(line).includes("already exists"))).toEqual([]);
  expect(bot.failures()).toEqual([]);
}, 900_000);

test("asked to end in the middle of work it ends within seconds, and answers after the next start", async () => {
  const { ann, bot, botId } = coop;
  const roomId = await coop.room();
  const from = bot.lines.length;
  const questions: string[] = [];
  for (const day of [1, 2, 3, 4])
    questions.push(await ann.say(roomId, `How many members make a quorum on day ${day}?`, { mentions: [botId] }));
  await bot.waitFor(({ event }) => event === "model", { from });
  const before = Date.now();
  await bot.stop();
  expect(Date.now() - before).toBeLessThan(10_000);
  await bot.start();
  await allAnswered(coop, roomId, questions);
  const replies = await repliesIn(ann, { roomId, questions, botId });
  expect(wrongAmong(replies, "Thirty voting members make a quorum")).toEqual([]);
  expect(bot.failures()).toEqual([]);
}, 600_000);
