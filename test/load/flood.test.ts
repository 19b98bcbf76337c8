/**
 * T-L2: one member floods, nine others ask as people do. Exact, by a clock that the test moves: what is compared is who
 * goes before whom, not how fast this machine is.
 */
import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { Budget, MEMBER_BUDGET } from "../../bot/matrix/desk/budget.ts";
import { roomMessagesIn } from "../../bot/matrix/messages/in-language.ts";
import { makeWorld, SELF } from "../bot/matrix/desk/desk-world.ts";
import { tell } from "../rows/row.ts";
import { sliceOf } from "../slice.ts";
import { percentile, seeded } from "./numbers.ts";
import { SimulatedModel } from "./simulated-model.ts";

const FLOODER = "@flooder:coop.example";
const MEMBERS = Array.from({ length: 9 }, (_, index) => `@member${index}:coop.example`);
const MINUTE = 60_000;
const MINUTES = 10;
/** A member's question every two minutes, by chance; the flooder's every 0.6 s. */
const PAUSE_MS = 2 * MINUTE;
const FLOOD_PAUSE_MS = MINUTE / 100;
/** How long the model takes: the double of the load tests, and a small model on two old cores. */
const SERVICES_MS = [1_000, 5_000];
const MOST_SLOWER = 1.2;

type Arrival = { readonly at: number; readonly member: string };
type Run = { readonly waits: readonly number[]; readonly told: readonly number[]; readonly mostWaiting: number };

test("nine members hardly notice one who floods", { timeout: 3_600_000 }, async (context) => {
  const wrong: string[] = [];
  const ratios: number[] = [];
  let [minutes, toldTooOften, longest, unanswered] = [0, 0, 0, 0];
  const { from, to } = sliceOf("floods", 200, 2);
  for (let seed = from; seed < to; seed += 1)
    for (const serviceMs of SERVICES_MS) {
      const quiet = await run(arrivals(seed, false), serviceMs);
      const flooded = await run(arrivals(seed, true), serviceMs);
      const ratio = percentile(flooded.waits, 0.95) / percentile(quiet.waits, 0.95);
      ratios.push(ratio);
      if (!(ratio <= MOST_SLOWER)) wrong.push(`seed ${seed}, model of ${serviceMs} ms: ${ratio.toFixed(3)} times`);
      unanswered += quiet.waits.length - flooded.waits.length;
      minutes += MINUTES;
      toldTooOften += flooded.told.filter((at, index, all) => at - (all[index - 1] ?? -MINUTE) < MINUTE).length;
      longest = Math.max(longest, flooded.mostWaiting);
    }
  const note = `at most ${Math.max(...ratios).toFixed(3)} times as long at the 95th percentile`;
  tell(
    context,
    { id: "T-L2", what: "members beside a flood, 20 % slower", tried: ratios.length, failed: wrong.length, note },
    wrong,
  );
  tell(context, {
    id: "T-L2",
    what: "minutes of a flood, refused more than once",
    tried: minutes,
    failed: toldTooOften,
  });
  tell(context, {
    id: "T-L2",
    what: "members' questions lost in a flood",
    tried: ratios.length * MEMBERS.length,
    failed: unanswered,
  });
  const bound = { id: "T-L2", what: "longest queue in a flood, over its bound", tried: ratios.length };
  tell(context, { ...bound, failed: longest > MOST_WAITING ? 1 : 0, note: `${longest} waiting at most` });
});

/** The flooder's hundred, what runs, and one of each member. */
const MOST_WAITING = 100 + 2 + MEMBERS.length;

function arrivals(seed: number, flooded: boolean): Arrival[] {
  const random = seeded(seed);
  const asked = MEMBERS.flatMap((member) => {
    const own: Arrival[] = [];
    for (let at = random() * PAUSE_MS; at < MINUTES * MINUTE; at += -Math.log(1 - random()) * PAUSE_MS)
      own.push({ at: Math.round(at), member });
    return own;
  });
  const count = flooded ? (MINUTES * MINUTE) / FLOOD_PAUSE_MS : 0;
  const flood = Array.from({ length: count }, (_, index) => ({ at: index * FLOOD_PAUSE_MS, member: FLOODER }));
  return [...asked, ...flood].toSorted((a, b) => a.at - b.at);
}

async function run(coming: readonly Arrival[], serviceMs: number): Promise<Run> {
  let now = 0;
  const model = new SimulatedModel(serviceMs, () => now);
  const budget = new Budget(MEMBER_BUDGET, () => now);
  const world = makeWorld({ ask: (request) => model.ask(request), parts: { budget } });
  world.homeserver.room("!all", [...MEMBERS, FLOODER]);
  const open = new Map<string, number>();
  const waits: number[] = [];
  const told: number[] = [];
  const refusal = roomMessagesIn("en").tooManyQuestions;
  world.homeserver.beforeSend = ({ content }) => {
    if (String(content.body).includes(refusal)) told.push(now);
  };
  const left = [...coming];
  let mostWaiting = 0;
  for (;;) {
    const next = Math.min(left[0]?.at ?? Number.POSITIVE_INFINITY, model.next);
    if (next === Number.POSITIVE_INFINITY) break;
    now = next;
    world.at(now);
    if (model.next === next) model.finish();
    else ask(left.shift());
    await world.desk.idle();
    for (let round = 0; round < 6; round += 1) await turn();
    mostWaiting = Math.max(mostWaiting, world.work.length);
    for (const [eventId, at] of open) {
      if (world.questions.get(eventId)?.status !== "done") continue;
      waits.push(now - at);
      open.delete(eventId);
    }
  }
  await world.end();
  expect(world.failures).toEqual([]);
  return { waits, told, mostWaiting };

  function ask(arrival: Arrival | undefined): void {
    if (arrival === undefined) return;
    const words = `What is the rule of ${arrival.at}?`;
    const eventId = world.homeserver.say("!all", arrival.member, words, { "m.mentions": { user_ids: [SELF] } });
    if (arrival.member !== FLOODER) open.set(eventId, arrival.at);
  }
}
