import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openConnectionStore } from "../../../../bot/matrix/connection-store.ts";
import { openLoadsStore } from "../../../../bot/matrix/loading/loads-store.ts";
import { watchedInRoom } from "../../../../bot/matrix/loading/watched.ts";
import { loadingMessagesIn } from "../../../../bot/matrix/messages/loading.ts";
import { lookAtFolder } from "../../../../corpora/loading/watched-folder.ts";
import { ADMIN, ADMINS, roomWorld } from "./room-world.ts";

const OLD = "# Bylaws\n\n## 1. Quorum\n\nThirty members make a quorum of the meeting.\n";

test("what lies in the watched folder is asked about in the admin room, unless collection.yaml says what it is", async () => {
  await using world = await roomWorld();
  const folder = mkdtempSync(join(tmpdir(), "rochdale-watched-"));
  const signal = new AbortController().signal;
  const store = openConnectionStore(join(world.home, "rochdale.sqlite"), () => 0);
  const joined = watchedInRoom({
    rochdale: world.rochdale,
    loads: openLoadsStore(store.database),
    work: world.bot.loading.work,
    homeserver: world.homeserver,
    adminRoomId: ADMINS,
    collection: "main",
    language: () => "en",
    clock: () => Date.UTC(2026, 2, 1, 12),
    signal,
  });
  const look = async () => {
    const known = world.rochdale.loading.watched;
    const report = (error: unknown) => {
      throw error;
    };
    await lookAtFolder({ folder, known, report, stableMs: 1, everyMs: 1, signal, ...joined });
    await world.calm();
  };
  const yaml =
    'documents:\n  - file: bylaws.md\n    title: Bylaws\n    rank: statutes\n    inForceFrom: "2022-07-01"\n';
  writeFileSync(join(folder, "collection.yaml"), yaml);
  writeFileSync(join(folder, "bylaws.md"), OLD);
  writeFileSync(join(folder, "notes.md"), "# Notes\n\nThe garden group meets on Mondays in the shed.\n");
  await look();
  expect(world.files()).toEqual([["bylaws.md", "adopted", "2022-07-01", null]]);
  const asked = world.said().find(({ body }) => body.startsWith("notes.md is read"));
  expect(asked?.body).toContain("✅ as proposed");
  world.homeserver.react(ADMINS, ADMIN, asked?.eventId ?? "", "✅");
  await world.calm();
  expect(world.files().map(([file]) => file)).toEqual(["bylaws.md", "notes.md"]);

  rmSync(join(folder, "notes.md"));
  await look();
  expect(world.said().at(-1)?.body).toBe(loadingMessagesIn("en").watchedGone("notes.md"));
  expect(world.files()).toHaveLength(2);
  store[Symbol.dispose]();
  rmSync(folder, { recursive: true });
});
