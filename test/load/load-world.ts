/**
 * A whole bot over a homeserver in memory and a real Rochdale on disk, with a double for the model, by the clock of this
 * machine: for tests that ask much of it.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assembleRochdale } from "../../bot/assemble.ts";
import { openGrantsStore } from "../../bot/matrix/access/grants-store.ts";
import { openConnectionStore } from "../../bot/matrix/connection-store.ts";
import { runBot } from "../../bot/matrix/run-bot.ts";
import type { ChatModel } from "../../bot/model-seam.ts";
import { InMemoryHomeserver } from "../fakes/in-memory-homeserver.ts";
import { testModels } from "../fakes/test-models.ts";

export const SELF = "@rochdale:coop.example";
export const ADMIN = "@admin:coop.example";
export const ADMINS = "!admins";
export const MENTION = { "m.mentions": { user_ids: [SELF] } };

const BYLAWS = `# Bylaws

## Quorum

Thirty voting members make a quorum of the general meeting. The board invites two weeks before it.

## Shares

Every member holds at least one share of fifty euros. Shares are paid back within a year of leaving.
`;

export type LoadWorld = Awaited<ReturnType<typeof loadWorld>>;

/** What the bot did about an event of somebody's, in milliseconds since the event was sent. */
export type Reaction = { readonly seenMs: number; readonly answeredMs: number; readonly answers: number };

/** Notes when the bot is seen to have read, to type and to say. */
class TimedHomeserver extends InMemoryHomeserver {
  /** Room → when the bot was first seen to do something there since it was last asked. */
  readonly seen = new Map<string, number>();

  override async read(roomId: string, eventId: string): Promise<void> {
    this.#see(roomId);
    await super.read(roomId, eventId);
  }

  override async typing(roomId: string, on: boolean): Promise<void> {
    if (on) this.#see(roomId);
    await super.typing(roomId, on);
  }

  #see(roomId: string): void {
    if (!this.seen.has(roomId)) this.seen.set(roomId, performance.now());
  }
}

export async function loadWorld(options: {
  readonly chatModel: ChatModel;
  readonly rooms: Readonly<Record<string, readonly string[]>>;
  readonly deadlineMs?: number;
}) {
  const home = mkdtempSync(join(tmpdir(), "rochdale-load-"));
  const homeserver = new TimedHomeserver(SELF, Date.now);
  const ending = new AbortController();
  const rochdale = await assembleRochdale({
    home,
    sample: false,
    caution: "balanced",
    signal: ending.signal,
    ...(options.deadlineMs === undefined ? {} : { deadlineMs: options.deadlineMs }),
    models: testModels({ chatModel: options.chatModel, chatModelId: "double" }),
  });
  const folder = join(home, "documents");
  mkdirSync(folder);
  writeFileSync(join(folder, "bylaws.md"), BYLAWS);
  await rochdale.ingest({ paths: [folder], collection: "main", signal: ending.signal });
  const store = openConnectionStore(join(home, "rochdale.sqlite"), Date.now);
  const failures: unknown[] = [];
  homeserver.room(ADMINS, [ADMIN]);
  for (const [roomId, members] of Object.entries(options.rooms)) {
    homeserver.room(roomId, members, { direct: members.length === 1 });
    openGrantsStore(store).grant("main", roomId, { by: ADMIN, at: Date.now() });
  }
  const ready = Promise.withResolvers<void>();
  const running = runBot({
    homeserver,
    store,
    rochdale,
    settings: { adminRoom: ADMINS, admins: [ADMIN], allowInvites: [], allowServers: null, maxAgeHours: 24 },
    detectLanguage: () => "en",
    roomOfAlias: async () => null,
    heldBack: () => false,
    version: "0.0.0",
    clock: Date.now,
    today: () => new Date().toISOString().slice(0, 10),
    report(error) {
      failures.push(error);
      return "reference";
    },
    onReady: () => ready.resolve(),
    signal: ending.signal,
  });
  await ready.promise;
  return {
    home,
    homeserver,
    rochdale,
    failures,
    /** Asks, and resolves when the final answer is there. */
    async ask(roomId: string, member: string, words: string, more: Record<string, unknown> = {}): Promise<Reaction> {
      const began = performance.now();
      homeserver.seen.delete(roomId);
      const eventId = homeserver.say(roomId, member, words, { ...MENTION, ...more });
      await until(() => answersTo(homeserver, eventId).length > 0);
      const answeredMs = performance.now() - began;
      const seenMs = (homeserver.seen.get(roomId) ?? Number.NaN) - began;
      return { seenMs, answeredMs, answers: answersTo(homeserver, eventId).length };
    },
    answersTo: (eventId: string) => answersTo(homeserver, eventId),
    async [Symbol.asyncDispose]() {
      ending.abort();
      await running;
      store[Symbol.dispose]();
      await rochdale[Symbol.asyncDispose]();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** The bot's final words on a question: no notice, an edit of a notice counts as what it became. */
function answersTo(homeserver: InMemoryHomeserver, eventId: string): string[] {
  const own = homeserver.events.filter(({ sender, type }) => sender === SELF && type === "m.room.message");
  const told = own.filter(({ content }) => content.msgtype === "m.text" && isOn(content, eventId, own));
  return told.map(({ content }) => String(content.body));
}

type Event = InMemoryHomeserver["events"][number];

function isOn(content: Event["content"], eventId: string, own: readonly Event[]): boolean {
  const relation = content["m.relates_to"];
  if (typeof relation !== "object" || relation === null) return false;
  if ("rel_type" in relation && relation.rel_type === "m.replace" && "event_id" in relation) {
    const replaced = own.find((event) => event.eventId === relation.event_id);
    return replaced !== undefined && isOn(replaced.content, eventId, own);
  }
  return JSON.stringify(relation).includes(JSON.stringify(eventId));
}

/** However busy the machine is. */
const PATIENCE_MS = 300_000;

export async function until(condition: () => boolean): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!condition()) {
    if (Date.now() > end) throw new Error("Expected it to come to pass within five minutes, it did not.");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
