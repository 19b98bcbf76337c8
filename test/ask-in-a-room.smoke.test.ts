/** One question in an encrypted room of a real Synapse, asked through matrix-js-sdk and answered by the bot. */
import { expect, test } from "vitest";
import { answerTo, startCoop } from "./e2e/coop.ts";

test("a question in an encrypted room is answered there, with the quotation", async () => {
  await using coop = await startCoop();
  const { ann, botId } = coop;
  const roomId = await coop.room();
  const asked = await ann.say(roomId, "How many members make a quorum?", { mentions: [botId] });
  const answer = await ann.waitFor(roomId, (timeline) => answerTo(timeline, asked, botId), 60_000);
  expect(answer).toMatchObject({ threadRoot: asked, encrypted: true, undecryptable: false });
  expect(answer.body).toContain("Thirty voting members make a quorum");
}, 600_000);
