/**
 * Much is said while the bot is off, and much is asked at once under a rate limit: each question is answered once. On a
 * homeserver in memory, at the counts that a real one takes too long for (`real-homeserver.test.ts`, `rate-limits.test.ts`).
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { EncryptedHomeserver } from "../fakes/encrypted-homeserver.ts";
import { tell } from "../rows/row.ts";
import { isAllWorkedOff } from "./dropped-files.ts";
import { BYLAWS } from "./kill-run.ts";
import { BotStable } from "./killed-bot.ts";
import { ADMIN, ADMINS, SELF, Town } from "./town.ts";

const DAY_MS = 24 * 3_600_000;
const PATIENCE_MS = 300_000;
/** Three of them are encrypted. */
const ROOMS = [2, 3, 4, 5, 6];
const TOO_OLD = 10;
const FRESH = 40;
const SMALL_TALK = 450;
const UNDER_LIMIT = 60;
/** Ten times what Synapse lets an account send: 0.2 a second, ten at once. */
const LIMIT = { perSecond: 2, burst: 10 };

/** @param agoMs how long ago it is on the homeserver when somebody says something. */
async function openScene(agoMs: () => number) {
  await using stack = new AsyncDisposableStack();
  const folder = mkdtempSync(join(tmpdir(), "rochdale-away-"));
  stack.defer(() => rmSync(folder, { recursive: true, force: true }));
  const home = join(folder, "home");
  const homeserver = stack.use(await EncryptedHomeserver.start(SELF, () => Date.now() - agoMs()));
  const town = stack.use(await Town.open(homeserver, folder));
  const stable = stack.use(new BotStable(join(folder, "compiled")));
  const owned = stack.move();
  return {
    homeserver,
    town,
    async start(documents: Readonly<Record<string, string>> | null = null) {
      const bot = await stable.start({
        home,
        baseUrl: homeserver.baseUrl,
        self: SELF,
        admin: ADMIN,
        adminRoom: ADMINS,
        failAt: null,
        model: { delayMs: 5, dies: 0 },
        documents,
        rooms: town.rooms.map(({ roomId }) => roomId),
      });
      await Promise.race([bot.ready, bot.ended]);
      expect(bot.hasEnded, bot.failures.join("\n")).toBe(false);
      return bot;
    },
    async untilAnswered(): Promise<string[]> {
      const until = Date.now() + PATIENCE_MS;
      while (Date.now() < until && !(town.isQuiet && isAllWorkedOff(home))) await sleep(50);
      return town.wrong();
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

test("five hundred messages while it was off: what is fresh and meant for it is answered once, in order, the rest never", async (context) => {
  let agoMs = 0;
  await using scene = await openScene(() => agoMs);
  const { town } = scene;
  await (await scene.start({ "bylaws.md": BYLAWS })).kill();
  const room = (number: number) => ROOMS[number % ROOMS.length] ?? 0;
  agoMs = DAY_MS + 60_000;
  for (let number = 0; number < TOO_OLD; number += 1) (await town.askIn(room(number))).act = "too-old";
  agoMs = 60_000;
  for (let number = 0; number < SMALL_TALK / 2; number += 1)
    await town.chat(room(number), `Is it raining? (${number})`);
  agoMs = 0;
  for (let number = 0; number < FRESH; number += 1) {
    await town.askIn(room(number));
    for (let line = 0; line < SMALL_TALK / 2 / FRESH; line += 1) await town.chat(room(number + line), "And there?");
  }
  await scene.start();
  const wrong = [...(await scene.untilAnswered()), ...town.outOfOrder()];
  const what = "questions among 500 messages while the bot was off";
  tell(context, { id: "T-R3", what, tried: TOO_OLD + FRESH, failed: wrong.length }, wrong);
}, 900_000);

test("sixty questions at once under a rate limit: each is answered once, and refusals do not make it send more", async (context) => {
  await using scene = await openScene(() => 0);
  const { town, homeserver } = scene;
  const bot = await scene.start({ "bylaws.md": BYLAWS });
  const counts = { taken: 0, refused: 0 };
  let [left, at] = [LIMIT.burst, Date.now()];
  homeserver.fault = ({ method, path }) => {
    if (method !== "PUT" || !path.includes("/send/")) return null;
    const now = Date.now();
    left = Math.min(LIMIT.burst, left + ((now - at) / 1_000) * LIMIT.perSecond);
    at = now;
    if (left >= 1) {
      left -= 1;
      counts.taken += 1;
      return null;
    }
    counts.refused += 1;
    return { retryAfterMs: Math.ceil(((1 - left) / LIMIT.perSecond) * 1_000) };
  };
  for (let number = 0; number < UNDER_LIMIT; number += 1) await town.askIn(number);
  const wrong = await scene.untilAnswered();
  expect(counts.refused).toBeGreaterThan(0);
  if (counts.refused > counts.taken + LIMIT.burst) wrong.push(`refused ${counts.refused} times, taken ${counts.taken}`);
  wrong.push(...bot.failures);
  const note = `${counts.refused} times refused`;
  const what = "questions at once under a rate limit";
  tell(context, { id: "T-R4", what, tried: UNDER_LIMIT, failed: wrong.length, note }, wrong);
}, 900_000);
