/** The bot in the rooms of a real Synapse, among members with a client that somebody else wrote. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { answerTo, type Coop, startCoop } from "./coop.ts";

let coop: Coop;

beforeAll(async () => {
  coop = await startCoop();
}, 600_000);

afterAll(() => coop?.[Symbol.asyncDispose](), 60_000);

test("a question in an encrypted room is answered in its thread, first quietly, then by an edit that both read", async () => {
  const { ann, admin, botId } = coop;
  const roomId = await coop.room();
  const asked = await ann.say(roomId, "How many members make a quorum?", { mentions: [botId] });
  const answer = await ann.waitFor(roomId, (timeline) => answerTo(timeline, asked, botId), 30_000);
  expect(answer).toMatchObject({ threadRoot: asked, encrypted: true, undecryptable: false, edits: 1 });
  expect(answer.body).toContain("Thirty voting members make a quorum");
  const other = await admin.waitFor(roomId, (timeline) => answerTo(timeline, asked, botId), 10_000);
  expect(other.body).toBe(answer.body);
  expect(coop.bot.failures()).toEqual([]);
});
