/**
 * A real Synapse and a client that somebody else wrote, through a network that loses requests: bot and homeserver are
 * killed while members ask, ended in the middle of work, and much is said while the bot is off. The many kills are made on a homeserver in memory
 * (`kills.test.ts`); here fewer, so that nothing rests on what that one believes of Synapse.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, type TestContext, test } from "vitest";
import { seededRandom } from "../../eval/statistics.ts";
import { allAnswered, answerTo, type Coop, startCoop } from "../e2e/coop.ts";
import { repliesIn, sentInClear, wrongAmong } from "../e2e/replies.ts";
import { type FaultyProxy, startFaultyProxy } from "../fakes/faulty-proxy.ts";
import { type RecordingProxy, startRecordingProxy } from "../fakes/recording-proxy.ts";
import { tell } from "../rows/row.ts";
import { sliceOf } from "../slice.ts";

const SEED = 20_261_121;
const FAULTS = { badGateway: 0.08, cut: 0.04, lostAnswer: 0.08 };
/** Every third kill is followed by a second one, while it gets up. */
const AGAIN = 3;
/** Now and then everything is waited for: a member may have a hundred questions waiting, no more. */
const BREATH = 5;
const ANSWER = "Thirty voting members make a quorum";
/** More than one sync brings of a room (50), before and after the fresh questions. */
const SMALL_TALK = 28;
const FRESH = 10;
const DAY_MS = 24 * 3_600_000;

const { from, to } = sliceOf("real-kills", 60, 5);
const stack = new AsyncDisposableStack();
let network: FaultyProxy;
let record: RecordingProxy;
let coop: Coop;

beforeAll(async () => {
  record = stack.use(await startRecordingProxy());
  const through = async (baseUrl: string) => {
    network = stack.use(await startFaultyProxy(baseUrl, FAULTS, SEED + from));
    network.setFaults(null);
    return record.to(network.baseUrl);
  };
  coop = stack.use(await startCoop({ delayMs: 100, through }));
}, 600_000);

afterAll(() => stack.disposeAsync(), 60_000);

/** Tells how many of a room's questions were not answered once, in the words of the documents, and nothing in clear. */
async function told(context: TestContext, what: string, asked: ReadonlyMap<string, readonly string[]>): Promise<void> {
  const { ann, bot, botId } = coop;
  const wrong: string[] = bot.failures().map((line) => JSON.stringify(line));
  for (const [roomId, questions] of asked) {
    const replies = await repliesIn(ann, { roomId, questions, botId });
    wrong.push(...wrongAmong(replies, ANSWER).map((reply) => JSON.stringify(reply)));
    wrong.push(...(await sentInClear(ann, roomId, botId)).map(({ event_id }) => `in clear: ${event_id}`));
  }
  const tried = [...asked.values()].flat().length;
  tell(context, { id: "T-R2", what: `on a real homeserver: ${what}`, tried, failed: wrong.length }, wrong);
}

test("while the bot is killed and requests are lost each is answered once, and the device stays the same", async (context) => {
  const { ann, admin, bot, botId } = coop;
  const random = seededRandom(SEED + from);
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

  network.setFaults(FAULTS);
  for (let kill = from; kill < to; kill++) {
    const asking = Promise.all([ask(ann, group), ask(ann, direct)]);
    await sleep(300 + random() * 1_700);
    await bot.kill();
    await asking;
    await ask(admin, group);
    if (kill % AGAIN === 0) {
      await bot.start({ wait: false });
      await sleep(random() * 1_000);
      await bot.kill();
    }
    await bot.start();
    if (kill % BREATH < BREATH - 1) continue;
    for (const [roomId, questions] of asked) await allAnswered(coop, roomId, questions);
  }
  network.setFaults(null);
  for (const [roomId, questions] of asked) await allAnswered(coop, roomId, questions);

  await told(context, "bot killed, requests lost", asked);
  const identities = bot.lines.filter(({ event }) => event === "identity");
  expect(new Set(identities.map(({ deviceId, fingerprint }) => `${deviceId} ${fingerprint}`)).size).toBe(1);
  const [deviceId, fingerprint] = [identities[0]?.deviceId, identities[0]?.fingerprint];
  expect(await ann.trust(botId, String(deviceId))).toEqual({ crossSigned: true, userHasIdentity: true, fingerprint });
  expect(record.exchanges.filter(({ refusal }) => refusal.includes("already exists"))).toEqual([]);
  expect(bot.lines.filter((line) => JSON.stringify(line).includes("already exists"))).toEqual([]);
  const { badGateway, cut, lostAnswer } = network.counts;
  expect(badGateway + cut + lostAnswer).toBeGreaterThan(0);
}, 900_000);

test("a homeserver that is killed in the middle of answers, and started again, gets each once", async (context) => {
  const { ann, admin, bot, synapse, botId } = coop;
  const before = bot.pid;
  const roomId = await coop.room();
  const questions: string[] = [];
  for (const outage of [0, 1]) {
    for (const member of [ann, admin, ann, admin]) {
      const words = `How many members make a quorum? (${questions.length})`;
      questions.push(await member.say(roomId, words, { mentions: [botId] }));
    }
    // Each time in the middle of other work.
    await sleep(outage * 400);
    await synapse.kill();
    await sleep(1_000);
    await synapse.restart();
    await allAnswered(coop, roomId, questions);
  }
  await told(context, "homeserver killed", new Map([[roomId, questions]]));
  // The same process all the time.
  expect(bot.pid).toBe(before);
}, 600_000);

test("asked to end in the middle of work, or while the homeserver is away, it ends and answers after the next start", async (context) => {
  const { ann, bot, botId, synapse } = coop;
  const roomId = await coop.room();
  const from = bot.lines.length;
  const questions: string[] = [];
  const ask = async (words: string) => void questions.push(await ann.say(roomId, words, { mentions: [botId] }));
  for (const day of [1, 2, 3, 4]) await ask(`How many members make a quorum on day ${day}?`);
  await bot.waitFor(({ event }) => event === "model", { from });
  const before = Date.now();
  await bot.stop();
  expect(Date.now() - before).toBeLessThan(PATIENCE_MS);
  await bot.start();
  await allAnswered(coop, roomId, questions);

  await ask("How many members make a quorum at all?");
  await synapse.kill();
  await sleep(1_500);
  const then = Date.now();
  await bot.stop();
  expect(Date.now() - then).toBeLessThan(PATIENCE_MS);
  await synapse.restart();
  await bot.start();
  await allAnswered(coop, roomId, questions);
  await told(context, "asked to end in the middle of work", new Map([[roomId, questions]]));
}, 600_000);

test("after an absence it fills the gap and answers the fresh questions alone, edited ones by their new words", async (context) => {
  const { ann, bot, botId } = coop;
  const roomId = await coop.room();
  await bot.stop();
  const ask = (words: string) => ann.say(roomId, words, { mentions: [botId] });
  const chat = async () => {
    for (let line = 0; line < SMALL_TALK; line++) await ann.say(roomId, `Is it raining there? (${line})`);
  };
  const old = [await ask("How many members make a quorum? (old)"), await ask("When are shares paid back? (old)")];
  const aDayBefore = Date.now() + 1;
  await sleep(100);
  const fresh: string[] = [];
  for (let number = 0; number < FRESH; number++)
    fresh.push(await ask(`How many members make a quorum? (fresh ${number})`));
  await chat();
  const [, edited = "", , , redacted = ""] = fresh;
  await ann.edit(roomId, edited, "When are shares paid back to those who leave?");
  await ann.redact(roomId, redacted);
  await chat();

  const from = bot.lines.length;
  await bot.start({ now: aDayBefore + DAY_MS });
  const wanted = fresh.filter((question) => question !== redacted);
  await allAnswered(coop, roomId, wanted);

  const unchanged = wanted.filter((question) => question !== edited);
  const wrong = [
    ...wrongAmong(await repliesIn(ann, { roomId, questions: [edited], botId }), "Shares are paid back within a year"),
    ...wrongAmong(await repliesIn(ann, { roomId, questions: unchanged, botId }), ANSWER),
  ];
  const unanswered = await repliesIn(ann, { roomId, questions: [...old, redacted], botId });
  const late = unanswered.filter(({ events, eventsOnServer }) => events + eventsOnServer > 0);
  const sentences = [...wrong, ...late].map((reply) => JSON.stringify(reply));
  const what = "on a real homeserver: questions while the bot was off";
  tell(context, { id: "T-R3", what, tried: FRESH + old.length, failed: sentences.length }, sentences);
  const timeline = await ann.timeline(roomId);
  // One whose words change while it is being answered begins anew, behind the others.
  const answered = unchanged.map((question) => answerTo(timeline, question, botId)?.at ?? 0);
  expect(answered).toEqual(answered.toSorted((a, b) => a - b));
  expect(timeline.filter(({ sender, at }) => sender === botId && at > aDayBefore)).toHaveLength(wanted.length);
  expect(await sentInClear(ann, roomId, botId)).toEqual([]);
  expect(bot.lines.slice(from).filter(({ event }) => event === "failure")).toEqual([]);
}, 600_000);

/** It is ended by force after 15 s: within these it ended by itself. */
const PATIENCE_MS = 14_000;
