/** Much is said while the bot is off: only what is fresh and meant for it is answered, once and in order. */
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { allAnswered, answerTo, type Coop, startCoop } from "../e2e/coop.ts";
import { repliesIn, sentInClear, wrongAmong } from "../e2e/replies.ts";
import { tell } from "../rows/row.ts";

/** More than one sync brings of a room (50), before and after the fresh questions. */
const SMALL_TALK = 28;
const FRESH = 10;
const DAY_MS = 24 * 3_600_000;

let coop: Coop;

beforeAll(async () => {
  coop = await startCoop({ delayMs: 100 });
}, 600_000);

afterAll(() => coop?.[Symbol.asyncDispose](), 60_000);

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
    ...wrongAmong(await repliesIn(ann, { roomId, questions: unchanged, botId }), "Thirty voting members make a quorum"),
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
