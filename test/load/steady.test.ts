/** T-L1: questions at a steady pace in ten rooms, a model that takes a second. */
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { SlowChatModel } from "../fakes/slow-chat-model.ts";
import { tell } from "../rows/row.ts";
import { sliceOf } from "../slice.ts";
import { loadWorld, type Reaction } from "./load-world.ts";
import { percentile } from "./numbers.ts";

const A_MINUTE = 20;
const PAUSE_MS = 60_000 / A_MINUTE;
const ROOMS = Array.from({ length: 10 }, (_, index) => `!room${index}`);
const ANN = "@ann:coop.example";
const BEN = "@ben:coop.example";

test("each of twenty questions a minute is seen, and answered once", { timeout: 3_600_000 }, async (context) => {
  const chatModel = new SlowChatModel(1_000, "Thirty voting members make a quorum.");
  await using world = await loadWorld({
    chatModel,
    rooms: Object.fromEntries(ROOMS.map((room) => [room, [ANN, BEN]])),
  });
  const { from, to } = sliceOf("steady-minutes", 10, 1);
  const asked: Promise<Reaction>[] = [];
  for (let number = from * A_MINUTE; number < to * A_MINUTE; number += 1) {
    const [room, member] = [ROOMS[number % ROOMS.length] ?? "", number % 3 === 0 ? BEN : ANN];
    asked.push(world.ask(room, member, `How many members make a quorum of meeting ${number}?`));
    await sleep(PAUSE_MS);
  }
  const reactions = await Promise.all(asked);
  await sleep(PAUSE_MS); // a second answer would have come by now
  const own = world.homeserver.events.filter(
    ({ type, sender }) => type === "m.room.message" && sender !== ANN && sender !== BEN,
  );
  const questions = world.homeserver.events.filter(
    ({ type, sender }) => type === "m.room.message" && [ANN, BEN].includes(sender),
  );
  const wrong = questions.filter(({ eventId }) => world.answersTo(eventId).length !== 1).map(({ eventId }) => eventId);
  const p95 = (of: keyof Reaction) =>
    Math.round(
      percentile(
        reactions.map((reaction) => reaction[of]),
        0.95,
      ),
    );
  const note = `answered after ${p95("answeredMs")} ms at the 95th percentile`;
  tell(
    context,
    { id: "T-L1", what: "steady questions, answered once", tried: questions.length, failed: wrong.length, note },
    wrong,
  );
  const unseen = reactions.filter(({ seenMs, answeredMs }) => !(seenMs < answeredMs)).length;
  const seen = `seen after ${p95("seenMs")} ms at the 95th percentile`;
  tell(context, {
    id: "T-L1",
    what: "steady questions, read or typing shown before",
    tried: reactions.length,
    failed: unseen,
    note: seen,
  });
  expect(world.failures).toEqual([]);
  expect(own.length).toBeGreaterThan(0);
});
