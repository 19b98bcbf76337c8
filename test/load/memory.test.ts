/**
 * T-L5: the bot's main process over thousands of messages of an encrypted room of a real Synapse: what it keeps of each
 * is next to nothing, and no file stays open. Most are chatter among members, every twentieth is a question.
 */
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import type { Connection } from "../../bot/matrix/connection/connect.ts";
import type { SyncBatch } from "../../bot/matrix/room-event.ts";
import type { BotMemory } from "../e2e/bot-under-test.ts";
import { connectAs } from "../e2e/connect-as.ts";
import { type Coop, startCoop } from "../e2e/coop.ts";
import { tell } from "../rows/row.ts";
import { sliceOf } from "../slice.ts";
import { type Slope, slopeOf } from "./numbers.ts";

/** So many that none asks more than the bot lets one member ask. */
const NAMES = ["cleo", "dora", "emil", "finn", "gita"];
/** Hundreds of messages: some minutes in CI, an hour and more at night. */
const HUNDREDS_IN_CI = 20;
const HUNDREDS = 400;
/** Until here buffers fill and code is compiled. */
const WARM_UP = 500;
const EVERY = 100;
/** The last of each speaker's share is a question. */
const SHARE = EVERY / NAMES.length;

/**
 * Bytes in use (heap, buffers, the encryption's own memory) for each message. An encrypted event of this room is 1.1 kB
 * of JSON and takes 1.2 kB when it is kept as an object: who keeps each one is above this, for 0.7 kB are there already
 * (compiled code, a session of the encryption for every 100 messages of a member; less and less towards the end).
 */
const MOST_KEPT = 1_200;
/**
 * Bytes resident for each message: with garbage that is not collected yet and the pages that SQLite remembers (2 MB for
 * each handle). 24 MB over the 1,500, a tenth of the whole; 10 to 14 MB were seen.
 */
const MOST_RESIDENT = 16_000;
/** For each message: a fifth of what one file for each question would be. Connections come and go, three or so. */
const MOST_OPENED = 0.01;
/** The homeserver's own work takes most of it. */
const TIMEOUT_MS = 7_200_000;

const { signal } = new AbortController();
let coop: Coop;
let talkers: Connection[];
let roomId: string;

beforeAll(async () => {
  coop = await startCoop({ delayMs: 0 });
  const { admin, ann } = coop;
  roomId = await coop.room();
  talkers = [];
  for (const name of NAMES) talkers.push(await talkerNamed(name));
  await Promise.all([admin.stop(), ann.stop()]); // every client that syncs costs Synapse as much as the bot
}, 600_000);

/** In the room, with a sync behind it that says who else is there; it hears no more after that. */
async function talkerNamed(name: string): Promise<Connection> {
  const { synapse, admin, folder } = coop;
  const account = await synapse.registerUser(name, "a password");
  const talker = await connectAs(synapse.baseUrl, account, join(folder, name));
  await admin.invite(roomId, account.userId);
  await talker.join(roomId, []);
  const joined = new AbortController();
  const after = ({ events }: SyncBatch) => events.some((event) => event.roomId === roomId) && joined.abort();
  await talker.sync({ commit: () => {}, after, signal: joined.signal });
  return talker;
}

afterAll(async () => {
  for (const talker of talkers ?? []) await talker[Symbol.asyncDispose]();
  await coop?.[Symbol.asyncDispose]();
}, 60_000);

test("stays flat over thousands of messages", { timeout: TIMEOUT_MS }, async (context) => {
  const { from, to } = sliceOf("soak", HUNDREDS, HUNDREDS_IN_CI);
  const messages = (to - from) * EVERY;
  const points: Point[] = [];
  const began = Date.now();
  for (let sent = 0; sent < messages; ) {
    sent += await sendBatch(sent);
    await settled(sent / SHARE);
    points.push({ messages: sent, ...(await coop.bot.memory()) });
  }
  const rest = points.filter((point) => point.messages >= WARM_UP);
  const slope = (of: keyof BotMemory) => slopeOf(rest.map((point) => [point.messages, point[of]]));
  console.log(table(points));
  const minutes = `${Math.round((Date.now() - began) / 60_000)} minutes`;
  const row = (what: string, { slope, error }: Slope, most: number, unit: string) => {
    const note = `${slope.toFixed(4)} ± ${error.toFixed(4)} ${unit} for each, ${most} may be; ${minutes}`;
    tell(context, { id: "T-L5", what, tried: messages, failed: slope < most ? 0 : 1, note });
  };
  row("messages, memory in use", slope("usedBytes"), MOST_KEPT, "bytes");
  row("messages, memory resident", slope("residentBytes"), MOST_RESIDENT, "bytes");
  row("messages, open files", slope("openFiles"), MOST_OPENED, "files");
  expect(coop.bot.failures()).toEqual([]);
});

type Point = BotMemory & { readonly messages: number };

/** @returns how many. The last is a question: when it is answered, the bot has had them all. */
async function sendBatch(before: number): Promise<number> {
  const numbers = Array.from({ length: EVERY }, (_, index) => before + index);
  const [questions, rest] = [numbers.filter(isQuestion), numbers.filter((number) => !isQuestion(number))];
  await Promise.all(rest.map(say));
  for (const number of questions) await say(number);
  return EVERY;
}

const isQuestion = (number: number) => number % SHARE === SHARE - 1;

function say(number: number): Promise<string> {
  const talker = talkers[Math.floor(number / SHARE) % talkers.length];
  if (talker === undefined) throw new Error("Expected somebody to speak, got nobody.");
  const asks = isQuestion(number);
  const body = asks ? `How many members make a quorum of meeting ${number}?` : chatter(number);
  const mentions = asks ? { "m.mentions": { user_ids: [coop.botId] } } : {};
  const content = { msgtype: "m.text", body, ...mentions };
  return talker.send({ roomId, type: "m.room.message", content, txnId: `number ${number}` }, signal);
}

const chatter = (number: number) =>
  `On day ${number} the kitchen is Ben's. Who brings the cake, who the candles, and who washes up this time?`;

/** Waits until the bot has nothing more to do. */
async function settled(questions: number): Promise<void> {
  using database = new DatabaseSync(join(coop.folder, "bot", "rochdale.sqlite"), { readOnly: true });
  const COUNTS = z.object({ done: z.number(), waiting: z.number(), unread: z.number() });
  const look = database.prepare(
    `SELECT (SELECT count(*) FROM matrix_questions WHERE status = 'done') AS done,
            (SELECT count(*) FROM matrix_inbox) AS waiting,
            (SELECT count(*) FROM matrix_kept_events) AS unread`,
  );
  await expect
    .poll(() => COUNTS.parse(look.get()), { timeout: 60_000, interval: 100 })
    .toEqual({ done: questions, waiting: 0, unread: 0 });
}

function table(points: readonly Point[]): string {
  const mega = (bytes: number) => (bytes / 1e6).toFixed(1).padStart(7);
  const lines = points.map(
    ({ messages, residentBytes, usedBytes, openFiles }) =>
      `${String(messages).padStart(6)} ${mega(residentBytes)} ${mega(usedBytes)} ${String(openFiles).padStart(4)}`,
  );
  return ["messages, resident MB, used MB, open files", ...lines].join("\n");
}
