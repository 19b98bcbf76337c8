import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openConnectionStore } from "../../../../bot/matrix/connection-store.ts";
import { Health } from "../../../../bot/matrix/health/health.ts";
import { HealthNotices } from "../../../../bot/matrix/health/health-notices.ts";
import { type HealthStore, openHealthStore } from "../../../../bot/matrix/health/health-store.ts";
import { HomeserverWatch } from "../../../../bot/matrix/health/homeserver-watch.ts";
import { TROUBLES } from "../../../../bot/matrix/health/trouble.ts";
import { healthMessagesIn } from "../../../../bot/matrix/messages/health.ts";
import { InMemoryHomeserver } from "../../../fakes/in-memory-homeserver.ts";

const ADMINS = "!admins";
const TIMES = { beginsAfterMs: 1_000, overAfterMs: 2_000 };
const en = healthMessagesIn("en");

function makeWorld() {
  let now = Date.UTC(2026, 2, 1, 12);
  const clock = () => now;
  const homeserver = new InMemoryHomeserver("@rochdale:coop.example", clock);
  homeserver.room(ADMINS, ["@admin:coop.example"]);
  const connection = openConnectionStore(join(mkdtempSync(join(tmpdir(), "rochdale-")), "rochdale.sqlite"), clock);
  /** As after a start of the process. */
  const start = (store: HealthStore = openHealthStore(connection)) => {
    const health = new Health({ store, clock, times: TIMES });
    const signal = new AbortController().signal;
    const report = (error: unknown) => {
      throw error;
    };
    const parts = { health, homeserver, adminRoomId: ADMINS, language: () => "en" as const, report, signal };
    const notices = new HealthNotices(parts);
    /** Lets time go by, and says what is due then. */
    const after = async (ms: number) => {
      now += ms;
      notices.tick();
      await notices.idle();
    };
    return { health, after };
  };
  return { homeserver, connection, start, said: () => homeserver.said(ADMINS).map(({ body }) => body) };
}

test("a trouble is said once when it begins and once when it is well again", async () => {
  const { start, said } = makeWorld();
  const { health, after } = start();
  health.degraded("disk", "No room:\n3 kB left.");
  health.degraded("disk");
  expect(health.status()).toEqual([{ kind: "disk", since: expect.any(Number), facts: "No room: 3 kB left." }]);
  await after(999);
  expect(said()).toEqual([]);
  await after(1);
  await after(60_000);
  expect(said()).toEqual([`${en.begins.disk}\n\n${en.facts("No room: 3 kB left.")}`]);
  health.well("disk");
  expect(health.status()).toEqual([]);
  await after(1_999);
  expect(said()).toHaveLength(1);
  await after(1);
  await after(60_000);
  expect(said().slice(1)).toEqual([`${en.over.disk}\n\n${en.lasted("2026-03-01 12:00 UTC", "2026-03-01 12:01 UTC")}`]);
});

test("what comes and goes is one trouble, and what is short is not spoken of", async () => {
  const { start, said } = makeWorld();
  const { health, after } = start();
  health.degraded("model");
  await after(500);
  health.well("model");
  await after(10_000);
  expect(said()).toEqual([]);
  for (let round = 0; round < 5; round += 1) {
    health.degraded("model");
    await after(1_500);
    health.well("model");
    await after(1_500);
  }
  expect(said()).toEqual([en.begins.model]);
  await after(1_000);
  expect(said()).toHaveLength(2);
});

test("a restart says nothing twice, and still says that it is over", async () => {
  const { start, said } = makeWorld();
  const before = start();
  before.health.degraded("index");
  await before.after(1_000);
  const { health, after } = start();
  expect(health.status().map(({ kind }) => kind)).toEqual(["index"]);
  health.degraded("index");
  await after(60_000);
  expect(said()).toEqual([en.begins.index]);
  health.well("index");
  const third = start();
  await third.after(2_000);
  expect(said()).toHaveLength(2);
  expect(start().health.status()).toEqual([]);
});

test("what nobody could say while it lasted is told when it is over", async () => {
  const { start, said } = makeWorld();
  const { health, after } = start();
  health.degraded("homeserver");
  health.degraded("token");
  await after(60_000);
  expect(said()).toEqual([]);
  health.well("homeserver");
  health.well("token");
  await after(2_000);
  expect(said().map((body) => body.split("\n")[0])).toEqual([en.over.homeserver, en.over.token]);
});

test("a database that takes nothing is no reason to be silent, and is told everything later", async () => {
  const { connection, start, said } = makeWorld();
  const real = openHealthStore(connection);
  let full = true;
  const refuse = (): void => {
    if (full) throw new Error("database or disk is full");
  };
  const { health, after } = start({
    troubles: () => real.troubles(),
    put(trouble) {
      refuse();
      real.put(trouble);
    },
    drop(kind) {
      refuse();
      real.drop(kind);
    },
  });
  health.degraded("disk");
  await after(1_000);
  expect(said()).toEqual([en.begins.disk]);
  expect(real.troubles()).toEqual([]);
  full = false;
  await after(1);
  expect(real.troubles()).toMatchObject([{ kind: "disk", told: true, until: null }]);
});

test("a notice that does not go out is said at the next occasion", async () => {
  const { homeserver, start, said } = makeWorld();
  const { health, after } = start();
  const send = homeserver.send.bind(homeserver);
  homeserver.send = () => Promise.reject(new Error("database or disk is full"));
  health.degraded("disk");
  await after(1_000);
  homeserver.send = send;
  await after(1);
  expect(said()).toEqual([en.begins.disk]);
});

test("a homeserver that is silent, or holds back for long, is noticed", () => {
  let now = 0;
  const { start } = makeWorld();
  const { health } = start();
  const watch = new HomeserverWatch(health, () => now);
  const kinds = () => health.status().map(({ kind }) => kind);
  now = 59_999;
  watch.look(true);
  expect(kinds()).toEqual([]);
  now = 60_000;
  watch.look(true);
  expect(kinds().toSorted()).toEqual(["homeserver", "rate-limit"]);
  watch.heard();
  expect(kinds()).toEqual(["rate-limit"]);
  watch.look(false);
  expect(kinds()).toEqual([]);
});

test("every trouble has its words in every language", () => {
  for (const language of ["en", "de", "fr", "es", "ca", "da"] as const)
    for (const kind of TROUBLES)
      for (const words of [healthMessagesIn(language).begins[kind], healthMessagesIn(language).over[kind]])
        expect(words).toMatch(/\.$/);
});
