/** A homeserver with the rate limits that Synapse comes with: every answer arrives, and nothing is sent too early. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { allAnswered, type Coop, startCoop } from "../e2e/coop.ts";
import { repliesIn, wrongAmong } from "../e2e/replies.ts";
import { type Exchange, type RecordingProxy, startRecordingProxy } from "../fakes/recording-proxy.ts";
import { tell } from "../rows/row.ts";

/** Of each of two members; a member's own messages are limited too. */
const QUESTIONS = 4;

const stack = new AsyncDisposableStack();
let proxy: RecordingProxy;
let coop: Coop;

beforeAll(async () => {
  proxy = stack.use(await startRecordingProxy());
  const synapse = { rateLimits: "default" } as const;
  coop = stack.use(await startCoop({ delayMs: 100, synapse, through: (baseUrl) => proxy.to(baseUrl) }));
}, 600_000);

afterAll(() => stack.disposeAsync(), 60_000);

test("eight questions at once are all answered, none before its time, and notices are left out", async (context) => {
  const { ann, admin, bot, botId } = coop;
  const roomId = await coop.room();
  const from = proxy.exchanges.length;
  const askAll = async (member: typeof ann) => {
    const questions: string[] = [];
    for (let number = 0; number < QUESTIONS; number++)
      questions.push(await member.say(roomId, `How many members make a quorum? (${number})`, { mentions: [botId] }));
    return questions;
  };
  const questions = (await Promise.all([askAll(ann), askAll(admin)])).flat();
  await allAnswered(coop, roomId, questions);

  const replies = await repliesIn(ann, { roomId, questions, botId });
  const sends = proxy.exchanges.slice(from).filter(({ path }) => /\/rooms\/[^/]+\/send\//.test(path));
  const refused = sends.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.filter(({ retryAfterMs }) => retryAfterMs === null)).toEqual([]);
  const wrong = [
    ...wrongAmong(replies, "Thirty voting members make a quorum"),
    ...refused.flatMap((refusal) => tooEarly(refusal, sends)),
  ].map((one) => JSON.stringify(one));
  const note = `${refused.length} times refused`;
  const what = "on a real homeserver: questions under its rate limit";
  tell(context, { id: "T-R4", what, tried: questions.length, failed: wrong.length, note }, wrong);
  const since = Math.min(...refused.map(({ answeredAt }) => answeredAt));
  const sent = (await ann.sentEvents(roomId)).filter(({ sender, at }) => sender === botId && at > since);
  // At most the one that was refused first, and had been stored by then.
  expect(sent.filter(({ content }) => content.msgtype === "m.notice").length).toBeLessThanOrEqual(1);
  expect(bot.failures()).toEqual([]);
}, 600_000);

/** What was sent although a refusal had asked to wait. */
function tooEarly({ answeredAt, retryAfterMs }: Exchange, sends: readonly Exchange[]): Exchange[] {
  return sends.filter(({ askedAt }) => askedAt > answeredAt && askedAt < answeredAt + (retryAfterMs ?? 0));
}
