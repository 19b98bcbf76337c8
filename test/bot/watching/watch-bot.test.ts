/** What is told at `/healthz` and `/metrics` of a bot that answers over a homeserver in memory. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { openConnectionStore } from "../../../bot/matrix/connection-store.ts";
import { assembleBot, runBot } from "../../../bot/matrix/run-bot.ts";
import type { Degraded } from "../../../bot/watching/figures.ts";
import { watchBot } from "../../../bot/watching/watch-bot.ts";
import { fakeRochdale } from "../../fakes/fake-rochdale.ts";
import { InMemoryHomeserver } from "../../fakes/in-memory-homeserver.ts";

const SELF = "@rochdale:coop.example";
const ANN = "@ann:coop.example";
const ROOM = "!marmalade:coop.example";
const QUESTION = "Where is the marmalade?";
const NOON = Date.UTC(2026, 0, 31, 12);

const ended: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0)) await end();
});

async function watchedBot(degraded: Degraded[] = []) {
  const home = mkdtempSync(join(tmpdir(), "rochdale-watched-"));
  const homeserver = new InMemoryHomeserver(SELF, () => NOON);
  const closing = new AbortController();
  const answers = {
    [QUESTION]: { shown: "In the attic.", milliseconds: { retrieval: 20, total: 900 } },
  };
  const rochdale = fakeRochdale(answers, { lastBackup: () => new Date(NOON - 1_000).toISOString() });
  const watching = watchBot({
    home,
    rochdale,
    degraded: () => degraded,
    kinds: ["disk", "model"],
    version: "1.2.3",
    clock: () => NOON,
    closing: closing.signal,
  });
  const pages = await watching.serve(0);
  const store = openConnectionStore(join(home, "rochdale.sqlite"), () => NOON);
  const ready = Promise.withResolvers<void>();
  const parts = {
    homeserver,
    store,
    rochdale,
    settings: { adminRoom: "!admins", admins: [ANN], allowInvites: [], allowServers: null, maxAgeHours: 24 },
    detectLanguage: () => "en",
    roomOfAlias: async () => null,
    heldBack: () => false,
    version: "1.2.3",
    clock: () => NOON,
    today: () => "2026-01-31",
    report: () => "reference",
    onReady: () => ready.resolve(),
    recorder: watching.recorder,
    watched: watching.watched,
    signal: closing.signal,
  };
  const get = (path: string, init: RequestInit = {}) => fetch(`http://127.0.0.1:${pages.port}${path}`, init);
  return {
    homeserver,
    get,
    pages,
    async start() {
      homeserver.room(ROOM, [ANN], { direct: true });
      assembleBot({ ...parts, signal: AbortSignal.abort() }).grants.grant("sample", ROOM, { by: ANN, at: NOON });
      const running = runBot(parts);
      ended.push(async () => {
        closing.abort();
        await running;
        await pages[Symbol.asyncDispose]();
      });
      homeserver.state(ROOM, ANN, "m.room.topic", "", { topic: "Begin" }); // brings the first sync
      await ready.promise;
    },
    close: () => closing.abort(),
  };
}

describe("/healthz", () => {
  test("says that the bot starts, hears its homeserver, and ends", async () => {
    const bot = await watchedBot();
    const starting = await bot.get("/healthz");
    expect([starting.status, await starting.json()]).toMatchObject([
      503,
      { status: "starting", secondsSinceSync: null },
    ]);
    await bot.start();
    const running = await bot.get("/healthz");
    expect([running.status, await running.json()]).toEqual([
      200,
      { status: "ok", version: "1.2.3", queue: 0, secondsSinceSync: 0, degraded: [] },
    ]);
    bot.close();
    expect((await bot.get("/healthz")).status).toBe(503);
  });

  test("names what is degraded and since when, and is well all the same: a new start would not help", async () => {
    const bot = await watchedBot([{ kind: "model", since: NOON }]);
    await bot.start();
    const page = await bot.get("/healthz");
    expect(page.status).toBe(200);
    expect(await page.json()).toMatchObject({
      status: "degraded",
      degraded: [{ kind: "model", since: "2026-01-31T12:00:00.000Z" }],
    });
  });
});

describe("/metrics", () => {
  test("counts how questions ended and how long their steps took, and what is wrong", async () => {
    const bot = await watchedBot([{ kind: "disk", since: NOON }]);
    await bot.start();
    bot.homeserver.say(ROOM, ANN, QUESTION);
    await expect.poll(() => bot.homeserver.said(ROOM).length).toBe(1);
    await expect.poll(async () => value(await text(bot), 'rochdale_questions_total{ending="answered"}')).toBe(1);
    const told = await text(bot);
    expect(value(told, 'rochdale_questions_total{ending="failed"}')).toBe(0);
    expect(value(told, 'rochdale_step_seconds_count{step="final"}')).toBe(1);
    expect(value(told, 'rochdale_step_seconds_count{step="first-words"}')).toBe(1);
    expect(value(told, 'rochdale_step_seconds_sum{step="retrieval"}')).toBe(0.02);
    expect(value(told, 'rochdale_degraded{kind="disk"}')).toBe(1);
    expect(value(told, 'rochdale_degraded{kind="model"}')).toBe(0);
    expect(value(told, "rochdale_queue_length")).toBe(0);
    expect(value(told, "rochdale_documents")).toBe(2);
    expect(value(told, "rochdale_last_backup_timestamp_seconds")).toBe(NOON / 1000 - 1);
    expect(value(told, "rochdale_last_sync_timestamp_seconds")).toBe(NOON / 1000);
    expect(value(told, "rochdale_database_bytes")).toBeGreaterThan(1_000);
    expect(value(told, "rochdale_disk_free_bytes")).toBeGreaterThan(1_000);
  });

  test("names nobody, no room, no document and no word that was said", async () => {
    const bot = await watchedBot();
    await bot.start();
    bot.homeserver.say(ROOM, ANN, QUESTION);
    await expect.poll(() => bot.homeserver.said(ROOM).length).toBe(1);
    const told = `${await text(bot)}${await (await bot.get("/healthz")).text()}`;
    for (const word of ["marmalade", "attic", "@ann", "coop.example", "!"]) expect(told).not.toContain(word);
    const labels = [...told.matchAll(/rochdale_[^{\s]+\{([^}]*)\}/g)].flatMap(([, all]) => (all ?? "").split(","));
    const names = new Set(labels.map((label) => label.split("=")[0]));
    expect([...names].toSorted()).toEqual(["ending", "kind", "le", "step", "version"]);
  });
});

describe("the pages", () => {
  test("are told to this machine only, by its own names, and only read", async () => {
    const bot = await watchedBot();
    await bot.start();
    expect((await bot.get("/metrics", { method: "POST" })).status).toBe(405);
    expect((await bot.get("/")).status).toBe(404);
    expect((await bot.get("/__proto__")).status).toBe(404);
    const { request } = await import("node:http");
    const status = await new Promise((resolve, reject) => {
      const options = { host: "127.0.0.1", port: bot.pages.port, path: "/metrics", headers: { host: "evil.example" } };
      request(options, (response) => resolve(response.resume().statusCode))
        .on("error", reject)
        .end();
    });
    expect(status).toBe(403);
    const { networkInterfaces } = await import("node:os");
    const outside = Object.values(networkInterfaces())
      .flatMap((all) => all ?? [])
      .find(({ internal }) => !internal);
    if (outside?.family === "IPv4")
      await expect(fetch(`http://${outside.address}:${bot.pages.port}/metrics`)).rejects.toThrow();
  });

  test("a port that is taken is told in a sentence", async () => {
    const bot = await watchedBot();
    await bot.start();
    const other = await watchedBot();
    await other.start();
    const { serveWatching } = await import("../../../bot/watching/serve.ts");
    await expect(serveWatching(bot.pages.port, {})).rejects.toThrow(
      `Expected \`ROCHDALE_METRICS\` to name a free port, got \`${bot.pages.port}\` (EADDRINUSE). ` +
        "Another program has it: choose another port.",
    );
  });
});

const text = async (bot: Awaited<ReturnType<typeof watchedBot>>) => (await bot.get("/metrics")).text();

/** The value behind a name with its labels. */
function value(told: string, name: string): number {
  const line = told.split("\n").find((candidate) => candidate.startsWith(`${name} `));
  if (line === undefined) throw new Error(`Expected a line \`${name}\`, got:\n${told}`);
  return Number(line.slice(name.length + 1));
}
