/**
 * T-R5: an access token that is revoked, expired, or whose device was deleted: the bot stops and says what to do, makes no
 * device and no keys by itself, and goes on as the same device, with the same keys, once its token is accepted again. The
 * whole connection, against a small homeserver.
 */
import { test } from "vitest";
import type { Connection } from "../../bot/matrix/connection/connect.ts";
import { TokenRefused } from "../../bot/matrix/connection/token-refused.ts";
import { ROOM } from "../fakes/connection-parts.ts";
import { keyHomeserver } from "../fakes/key-homeserver.ts";
import { newStoreFile, openConnection } from "../fakes/open-connection.ts";
import { matrixError, type Reply } from "../fakes/small-homeserver.ts";
import { tell } from "../rows/row.ts";

type Refusal = { readonly name: string; readonly reply: Reply; readonly remedy: RegExp };

const unknown = (more: object) => matrixError(401, "M_UNKNOWN_TOKEN", more);
const SAME_DEVICE = /expired and the device still stands: run `rochdale setup`, which logs in again as the same device/;
const FIND_OUT = /logged out or removed, perhaps by an admin: find out why, then run `rochdale setup`/;
const REFUSALS: readonly Refusal[] = [
  { name: "revoked", reply: unknown({ soft_logout: false }), remedy: FIND_OUT },
  { name: "device deleted by an admin", reply: unknown({}), remedy: FIND_OUT },
  { name: "soft logout", reply: unknown({ soft_logout: true }), remedy: SAME_DEVICE },
  // A homeserver that gives refresh tokens says the same; the bot asks for none.
  { name: "expired", reply: unknown({ soft_logout: true, error: "Access token has expired" }), remedy: SAME_DEVICE },
  { name: "forgotten by a proxy", reply: matrixError(401, "M_MISSING_TOKEN"), remedy: FIND_OUT },
];
/** When it comes. */
const MOMENTS = ["at the start", "while listening", "while sending"] as const;

test("a refused token ends the bot with a remedy, makes no device, and costs no key", async (context) => {
  const wrong: string[] = [];
  for (const refusal of REFUSALS)
    for (const moment of MOMENTS) {
      const complaints = await trial(refusal, moment);
      wrong.push(...complaints.map((complaint) => `${refusal.name} ${moment}: ${complaint}`));
    }
  const tried = REFUSALS.length * MOMENTS.length;
  tell(context, { id: "T-R5", what: "token revoked, expired, device deleted", tried, failed: wrong.length }, wrong);
});

async function trial(refusal: Refusal, moment: (typeof MOMENTS)[number]): Promise<string[]> {
  const wrong: string[] = [];
  let isRefused = false;
  const question = { type: "m.room.message", event_id: "$q", sender: "@ann:x", content: { body: "asked meanwhile" } };
  const homeserver = await keyHomeserver(({ path, method, query }) => {
    if (isRefused && (moment !== "while sending" || method === "PUT" || path.endsWith("/sync"))) return refusal.reply;
    if (!path.endsWith("/sync")) return undefined;
    const rooms = query.get("since") === "1" ? { join: { [ROOM]: { timeline: { events: [question] } } } } : {};
    const next = query.get("since") === null ? "1" : "2";
    return query.get("since") === "2" || (next === "2" && isNew)
      ? wait({ next_batch: query.get("since") })
      : { json: { next_batch: next, rooms } };
  });
  // What is said meanwhile is there only after the token is accepted again.
  let isNew = true;
  await using _closing = homeserver;
  const storeFile = newStoreFile();
  const before = await openConnection(homeserver.baseUrl, { storeFile });
  const { fingerprint, deviceId } = before.identity;
  if (moment === "at the start") await before[Symbol.asyncDispose]();
  isRefused = true;
  const error =
    moment === "at the start"
      ? await openConnection(homeserver.baseUrl, { storeFile }).then(closeAgain, (said: unknown) => said)
      : await refusedIn(before, moment);
  if (!(error instanceof TokenRefused) || !refusal.remedy.test(error.message)) wrong.push(`got ${error}`);
  if (moment !== "at the start") await before[Symbol.asyncDispose]();
  // As after `rochdale setup`: the same device has a token again.
  isRefused = false;
  isNew = false;
  await using again = await openConnection(homeserver.baseUrl, { storeFile });
  if (again.identity.fingerprint !== fingerprint || again.identity.deviceId !== deviceId) wrong.push("other keys");
  const heard = await firstHeard(again);
  if (!heard.includes("asked meanwhile")) wrong.push(`what was asked meanwhile is lost: ${heard}`);
  if (moment === "while sending" && !homeserver.paths("PUT").some((path) => path.endsWith("/answer")))
    wrong.push("what was being sent is lost");
  const devices = homeserver.asked.filter(({ path }) => /\/(?:login|register|logout)/.test(path)).length;
  if (devices > 0) wrong.push(`${devices} requests that make or end a device`);
  return wrong;
}

const wait = async (json: object): Promise<Reply> => {
  await new Promise((resolve) => setTimeout(resolve, 20));
  return { json };
};

async function closeAgain(connection: Connection): Promise<string> {
  await connection[Symbol.asyncDispose]();
  return "a connection";
}

const ANSWER = { roomId: ROOM, type: "m.room.message", content: { body: "an answer" }, txnId: "answer" };
const NO_END = new AbortController().signal;

/** What ends the bot; sending fails too, and is told to whoever sends. */
async function refusedIn(connection: Connection, moment: string): Promise<unknown> {
  const sending = moment === "while sending" ? connection.send(ANSWER, NO_END).catch(() => null) : null;
  const ended = await connection
    .sync({ commit: () => {}, after: () => {}, signal: NO_END })
    .then(() => "an end without a word")
    .catch((error: unknown) => error);
  await sending;
  return ended;
}

/** Sends again what was not confirmed, and listens until something is heard. */
async function firstHeard(connection: Connection): Promise<string> {
  await connection.resendUnsent(() => true, NO_END);
  const stop = new AbortController();
  const heard: unknown[] = [];
  const timer = setTimeout(() => stop.abort(), 60_000);
  await connection.sync({
    commit: ({ events }) => void heard.push(...events),
    after: () => {
      if (heard.length > 0) stop.abort();
    },
    signal: stop.signal,
  });
  clearTimeout(timer);
  return JSON.stringify(heard);
}
