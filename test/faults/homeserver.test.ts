/**
 * T-R11: a homeserver that is gone, vanishes, trickles, hides behind a 502 or a dead DNS, and a clock that is set by an
 * hour. The whole connection of the bot, on a real network: it is back within 35 s of the homeserver, what was said
 * meanwhile is heard once and in order, and what it said is there once. (A Synapse that is killed: T-R2.)
 */
import dns from "node:dns";
import { syncBuiltinESMExports } from "node:module";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, test } from "vitest";
import type { Connection } from "../../bot/matrix/connection/connect.ts";
import { realTiming } from "../../bot/matrix/connection/timing.ts";
import { ROOM } from "../fakes/connection-parts.ts";
import { keyHomeserver } from "../fakes/key-homeserver.ts";
import { openConnection } from "../fakes/open-connection.ts";
import { type Asked, matrixError, type Reply, type SmallHomeserver } from "../fakes/small-homeserver.ts";
import { startWeatherProxy, type Weather, type WeatherProxy } from "../fakes/weather-proxy.ts";
import { tell } from "../rows/row.ts";
import { sliceOf } from "../slice.ts";

const HOST = "homeserver.test";
const HOUR_MS = 3_600_000;
/** Goal of the row. */
const BACK_WITHIN_MS = 35_000;
/** Messages of each bad time: while it lasts. */
const MEANWHILE = 3;

/** What members said, each with its number; how often the homeserver refuses sends because of too many. */
const said: string[] = [];
const echoed = new Map<string, string>();

let limited = 0;
let clockOffset = 0;
let isDnsDead = false;
const heard: string[] = [];
let news = Promise.withResolvers<void>();

let homeserver: SmallHomeserver;
let proxy: WeatherProxy;
let bot: Connection;
const ending = new AbortController();
let running: Promise<void>;
const failures: unknown[] = [];

const realLookup = dns.lookup;

beforeAll(async () => {
  homeserver = await keyHomeserver(serve);
  proxy = await startWeatherProxy(homeserver.baseUrl);
  Object.assign(dns, { lookup: lookUp });
  syncBuiltinESMExports();
  bot = await openConnection(`http://${HOST}:${proxy.port}`, { timing: realTiming(() => Date.now() + clockOffset) });
  // What was said before the bot came is not answered.
  const first = Promise.withResolvers<void>();
  running = bot.sync({
    commit: ({ events }) => {
      for (const { event } of events) heard.push(bodyOf(event));
    },
    after: ({ events }) => {
      first.resolve();
      for (const { event } of events) echo(bodyOf(event));
    },
    signal: ending.signal,
  });
  await first.promise;
});

afterAll(async () => {
  ending.abort();
  await running;
  await bot[Symbol.asyncDispose]();
  await proxy[Symbol.asyncDispose]();
  await homeserver[Symbol.asyncDispose]();
  Object.assign(dns, { lookup: realLookup });
  syncBuiltinESMExports();
});

/** The one name of this test, as long as there is a DNS. */
function lookUp(host: string, options: dns.LookupOptions, give: (...found: unknown[]) => void): void {
  if (host !== HOST) return void realLookup(host, options, give as never);
  if (isDnsDead) {
    const error = Object.assign(new Error(`getaddrinfo EAI_AGAIN ${host}`), { code: "EAI_AGAIN" });
    return void setImmediate(() => give(error));
  }
  const found = { address: "127.0.0.1", family: 4 };
  setImmediate(() => (options.all ? give(null, [found]) : give(null, found.address, found.family)));
}

/** What is said comes with the next `/sync`, which waits for it as long as it is asked to. */
async function serve({ method, path, query }: Asked): Promise<Reply | undefined> {
  if (path.endsWith("/sync")) {
    const since = Number(query.get("since") ?? 0);
    if (since === said.length) await Promise.race([news.promise, sleep(Number(query.get("timeout") ?? 0))]);
    return {
      json: { next_batch: String(said.length), rooms: { join: { [ROOM]: { timeline: timelineFrom(since) } } } },
    };
  }
  if (method === "PUT" && path.includes("/send/")) {
    if (limited > 0) {
      limited -= 1;
      return matrixError(429, "M_LIMIT_EXCEEDED", { retry_after_ms: 1_000 });
    }
    const txnId = path.split("/").at(-1) ?? "";
    if (!echoed.has(txnId)) echoed.set(txnId, `$echo-${txnId}`);
    return { json: { event_id: echoed.get(txnId) } };
  }
  return undefined;
}

function timelineFrom(since: number) {
  const events = said.slice(since).map((body) => ({
    type: "m.room.message",
    event_id: `$${body}`,
    sender: "@ann:small.example",
    origin_server_ts: Date.now(),
    // Big enough that a trickle takes seconds.
    content: { msgtype: "m.text", body, padding: "x".repeat(600) },
  }));
  return { events, limited: false, prev_batch: String(since) };
}

const bodyOf = (event: unknown): string => (event as { content: { body: string } }).content.body;

function echo(body: string): void {
  const event = { roomId: ROOM, type: "m.room.message", content: { msgtype: "m.text", body }, txnId: `echo-${body}` };
  bot.send(event, ending.signal).catch((error) => {
    if (!ending.signal.aborted) failures.push(error);
  });
}

function say(): string {
  const body = `m${said.length}`;
  said.push(body);
  news.resolve();
  news = Promise.withResolvers();
  return body;
}

const isAnswered = (body: string) => echoed.has(`echo-${body}`);

/** Until everything that was said is answered; null when it takes longer than anybody should wait. */
async function quiet(mostMs: number): Promise<number | null> {
  const begun = performance.now();
  while (performance.now() - begun < mostMs) {
    if (said.every(isAnswered)) return performance.now() - begun;
    await sleep(50);
  }
  return null;
}

type Trial = { readonly name: string; readonly begin: () => unknown; readonly end: () => unknown };
const weather = (name: string, bad: Weather): Trial => ({
  name,
  begin: () => proxy.turn(bad),
  end: () => proxy.turn("fine"),
});
const TRIALS: readonly Trial[] = [
  weather("gone", "gone"),
  weather("behind a 502", "bad-gateway"),
  weather("half-open connections", "vanishing"),
  weather("1 kB a second", "trickle"),
  {
    name: "DNS dead",
    async begin() {
      isDnsDead = true;
      await proxy.turn("gone");
      await proxy.turn("fine");
    },
    end() {
      isDnsDead = false;
    },
  },
  ...[HOUR_MS, -HOUR_MS].map((by) => ({
    name: `clock set by ${by / HOUR_MS} h while a rate limit holds`,
    begin() {
      limited = 3;
      setTimeout(() => {
        clockOffset += by;
      }, 1_500);
    },
    end() {},
  })),
];

test("the bot is back within 35 s of its homeserver, and nothing is lost or doubled", async (context) => {
  const wrong: string[] = [];
  const backs: number[] = [];
  const { from, to } = sliceOf("weathers", 10, 1);
  say();
  if ((await quiet(60_000)) === null) wrong.push("Nothing is heard in fine weather.");
  for (let round = from; round < to; round += 1)
    for (const trial of TRIALS) {
      say();
      await trial.begin();
      // The first round is short; a night has time for outages of minutes.
      const lastsMs = round === 0 ? 9_000 : Math.min(300_000, 30_000 * round);
      for (let message = 0; message < MEANWHILE; message += 1) {
        await sleep(lastsMs / MEANWHILE);
        say();
      }
      await trial.end();
      const back = await quiet(3 * BACK_WITHIN_MS);
      backs.push(back ?? 3 * BACK_WITHIN_MS);
      if (back === null || back > BACK_WITHIN_MS) wrong.push(`${trial.name}: back after ${back} ms.`);
    }
  if (heard.join() !== said.join()) wrong.push(`Expected to hear ${said.join()}, got ${heard.join()}.`);
  if (echoed.size !== said.length) wrong.push(`Expected ${said.length} replies, got ${echoed.size}.`);
  for (const failure of failures) wrong.push(`A reply was given up: ${failure}`);
  tell(
    context,
    {
      id: "T-R11",
      what: "homeserver gone, half-open, slow, 502, DNS dead; clock set by an hour",
      tried: (to - from) * TRIALS.length,
      failed: wrong.length,
      note: `${said.length} messages; back after ${backs.map((ms) => (ms / 1000).toFixed(1)).join(", ")} s`,
    },
    wrong,
  );
});
