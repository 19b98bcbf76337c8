/** A whole bot over a homeserver in memory and a real Rochdale on disk: an admin room, an admin, members, a clock. */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { assembleRochdale } from "../../../../bot/assemble.ts";
import { GATE_READERS } from "../../../../bot/gate.ts";
import { openConnectionStore } from "../../../../bot/matrix/connection-store.ts";
import { takeIn } from "../../../../bot/matrix/desk/take-in.ts";
import { assembleBot, type BotParts, type BotSettings } from "../../../../bot/matrix/run-bot.ts";
import type { ChatModel } from "../../../../bot/model-seam.ts";
import { InMemoryHomeserver } from "../../../fakes/in-memory-homeserver.ts";
import { testModels } from "../../../fakes/test-models.ts";

export const SELF = "@rochdale:coop.example";
export const ADMIN = "@admin:coop.example";
export const EVE = "@eve:coop.example";
export const ADMINS = "!admins";
export const MEMBERS = "!members";
export const TODAY = "2026-03-01";
const NOON = Date.UTC(2026, 2, 1, 12);

export type RoomWorld = Awaited<ReturnType<typeof roomWorld>>;

/** @param before the world that was there until a crash. */
export async function roomWorld(
  options: {
    readonly home?: string;
    readonly homeserver?: InMemoryHomeserver;
    /** See there. */
    readonly idsFrom?: number;
    readonly settings?: Partial<BotSettings>;
    /** Its id is that of a reader whose words may be shown. */
    readonly chatModel?: ChatModel;
    /** Milliseconds since 1970; by default it stands. */
    readonly clock?: () => number;
    readonly onAccessDecision?: BotParts["onAccessDecision"];
    readonly heldBack?: () => boolean;
  } = {},
) {
  const home = options.home ?? mkdtempSync(join(tmpdir(), "rochdale-room-"));
  const { clock = () => NOON, chatModel = null } = options;
  const homeserver = options.homeserver ?? new InMemoryHomeserver(SELF, clock, options.idsFrom);
  const ending = new AbortController();
  const rochdale = await assembleRochdale({
    home,
    sample: false,
    caution: "balanced",
    signal: ending.signal,
    models: testModels({ chatModel, chatModelId: chatModel === null ? null : (GATE_READERS[0] ?? null) }),
  });
  const store = openConnectionStore(join(home, "rochdale.sqlite"), clock);
  const failures: unknown[] = [];
  const bot = assembleBot({
    homeserver,
    store,
    rochdale,
    settings: {
      adminRoom: ADMINS,
      admins: [ADMIN],
      allowInvites: [],
      allowServers: null,
      maxAgeHours: 24,
      ...options.settings,
    },
    detectLanguage: () => "en",
    roomOfAlias: async () => null,
    heldBack: options.heldBack ?? (() => false),
    version: "0.0.0",
    clock,
    today: () => TODAY,
    report(error) {
      failures.push(error);
      return "reference";
    },
    onAccessDecision: options.onAccessDecision,
    signal: ending.signal,
  });
  let first = options.homeserver === undefined;
  if (first) {
    homeserver.room(ADMINS, [ADMIN, EVE]);
    homeserver.room(MEMBERS, [ADMIN, EVE]);
  }
  const synced = homeserver.sync({
    commit(batch) {
      takeIn(batch, { inbox: bot.inbox, self: SELF, first, clock });
      first = false;
    },
    after: (batch) => bot.after(batch),
    signal: ending.signal,
  });
  await bot.resume();
  bot.desk.deal();
  const calm = async () => {
    for (let round = 0; round < 5; round += 1) {
      await bot.desk.idle();
      await bot.loading.work.idle();
      await bot.library.idle();
      await bot.work.idle();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return {
    home,
    homeserver,
    bot,
    store,
    rochdale,
    failures,
    calm,
    drop: (name: string, content: string | Uint8Array, caption = name) =>
      homeserver.sendFile(ADMINS, ADMIN, {
        name,
        caption,
        bytes: typeof content === "string" ? new TextEncoder().encode(content) : content,
      }),
    /** What the bot's messages in the admin room say, addresses as they were. */
    said: () =>
      homeserver.said(ADMINS).map(({ eventId, body }) => ({
        eventId,
        body: body.replaceAll("\u2060", "").replaceAll("[.]", "."),
      })),
    files: () =>
      rochdale
        .documents("main")
        .map(({ file, status, inForceFrom, inForceTo }) => [file, status, inForceFrom, inForceTo]),
    filesOnDisk: () => {
      try {
        return readdirSync(join(home, "uploads"));
      } catch {
        return [];
      }
    },
    /** Rows of a table, read beside the bot. */
    count(table: string): number {
      using database = new DatabaseSync(join(home, "rochdale.sqlite"));
      return Number(database.prepare(`SELECT count(*) AS count FROM ${table}`).get()?.count);
    },
    /** The process ends; folder and homeserver stay. */
    async end() {
      ending.abort();
      await synced;
      await Promise.all([bot.work.close(), bot.loading.work.close(), bot.library.close(), bot.desk.close()]);
      store[Symbol.dispose]();
      await rochdale[Symbol.asyncDispose]();
    },
    async [Symbol.asyncDispose]() {
      await this.end();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
