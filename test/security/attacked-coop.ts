/**
 * A co-op under attack: the real answer core, desk and renderer over a homeserver in memory, a model that obeys
 * everybody, a collection that members may read and one that they may not. Many attacks in one bot, since starting one
 * takes longer than an answer.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { assembleRochdale, type OpenedModels } from "../../bot/assemble.ts";
import { type Caution, GATE_EMBEDDER, GATE_READERS } from "../../bot/gate.ts";
import { openConnectionStore } from "../../bot/matrix/connection-store.ts";
import { takeIn } from "../../bot/matrix/desk/take-in.ts";
import { assembleBot } from "../../bot/matrix/run-bot.ts";
import type { ChatModel, Embedder } from "../../bot/model-seam.ts";
import type { Rochdale } from "../../bot/rochdale.ts";
import { openCorpusStore } from "../../corpora/corpus-store.ts";
import type { DocumentRecord } from "../../corpora/document.ts";
import { DEFAULT_LIMITS } from "../../corpora/formats/limits.ts";
import { parseDocument } from "../../corpora/formats/parse.ts";
import { detectLanguage } from "../../corpora/language.ts";
import { openIndexStore } from "../../retrieval/index-store.ts";
import { InMemoryHomeserver } from "../fakes/in-memory-homeserver.ts";
import { TEST_RECORD } from "../fakes/open-index.ts";

export const SELF = "@rochdale:coop.example";
export const ADMIN = "@admin:coop.example";
export const ADMINS = "!admins";
export const MEMBERS = "!members";
/** Nobody asks more than a member may in a while. */
export const ASKERS = Array.from({ length: 40 }, (_, index) => `@member${index}:coop.example`);

export type AttackDocument = {
  readonly collection: string;
  readonly file: string;
  readonly text: string;
  readonly record?: Partial<DocumentRecord>;
  /** Who loaded it; an admin when left out. */
  readonly by?: string;
};

export type AttackQuestion = {
  readonly text: string;
  readonly roomId?: string;
  readonly sender?: string;
  /** More of the event's content. */
  readonly content?: Readonly<Record<string, unknown>>;
};

/** What else there is: a question stands out only where there is something that it is not about. */
export const ELSEWHERE = [
  "The bicycles stand in the yard behind the gate.",
  "The piano in the hall is tuned in autumn.",
  "Rain water from the roof is collected for the garden.",
  "The letter boxes are emptied at noon.",
  "Wood for the stove is stacked along the southern wall.",
  "The kitchen is cleaned after each meal by those who cooked.",
  "The cellar is kept dry and locked.",
  "Paint and tools are bought together in spring.",
  "Dogs are kept on a lead in the courtyard.",
  "The newspaper lies in the reading room.",
];

/** At once in the queue, which holds 500, and 100 of one member. */
const BATCH = 200;
const NOON = Date.UTC(2026, 2, 1, 12);

export type AttackedCoop = Awaited<ReturnType<typeof attackedCoop>>;

export async function attackedCoop(options: {
  readonly documents: readonly AttackDocument[];
  readonly chat: ChatModel;
  readonly embedder: Embedder;
  /** Stands between the answer core and the room. */
  readonly around?: (rochdale: Rochdale) => Rochdale;
}) {
  const home = mkdtempSync(join(tmpdir(), "rochdale-attacked-"));
  let now = NOON;
  const clock = () => now;
  const homeserver = new InMemoryHomeserver(SELF, clock);
  const ending = new AbortController();
  const { chat: chatModel, embedder } = options;
  const ids = { embedderId: GATE_EMBEDDER, chatModelId: GATE_READERS[0] ?? "" };
  const models = { ...WITHOUT_MODELS, ...ids, chatModel, embedder };
  const bare = await openFilled({ home, documents: options.documents, models, caution: "eager" });
  const rochdale = options.around?.(bare) ?? bare;
  const store = openConnectionStore(join(home, "rochdale.sqlite"), clock);
  const failures: unknown[] = [];
  const bot = assembleBot({
    homeserver,
    store,
    rochdale,
    settings: { adminRoom: ADMINS, admins: [ADMIN], allowInvites: [], allowServers: null, maxAgeHours: 24 },
    detectLanguage: () => "en",
    roomOfAlias: async () => null,
    heldBack: () => false,
    version: "0.0.0",
    clock,
    today: () => "2026-03-01",
    report(error) {
      failures.push(error);
      return "reference";
    },
    signal: ending.signal,
  });
  const openRoom = (roomId: string) => {
    homeserver.room(roomId, [ADMIN, ...ASKERS]);
    bot.grants.grant("main", roomId, { by: ADMIN, at: NOON });
  };
  homeserver.room(ADMINS, [ADMIN]);
  openRoom(MEMBERS);
  let first = true;
  const synced = homeserver.sync({
    commit(batch) {
      takeIn(batch, { inbox: bot.inbox, self: SELF, first, clock });
      first = false;
    },
    after: (batch) => bot.after(batch),
    signal: ending.signal,
  });
  const calm = async () => {
    for (let round = 0; round < 5; round += 1) {
      await bot.desk.idle();
      await bot.work.idle();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return {
    homeserver,
    rochdale: bare,
    failures,
    openRoom,
    calm,
    /** Asks all of them; the ids of their events. */
    async ask(questions: readonly AttackQuestion[]): Promise<string[]> {
      const ids: string[] = [];
      for (const [index, { text, roomId = MEMBERS, sender, content = {} }] of questions.entries()) {
        const asker = sender ?? ASKERS[index % ASKERS.length] ?? ADMIN;
        ids.push(homeserver.say(roomId, asker, text, { "m.mentions": { user_ids: [SELF] }, ...content }));
        if (index % BATCH === BATCH - 1) await calm();
      }
      await calm();
      now += 3_600_000 / 4; // a quarter of an hour: everybody may ask anew
      return ids;
    },
    /** What the bot says to a message by now, as it reads on a screen; "" for nothing. */
    replyTo(eventId: string): string {
      const reply = homeserver.events.find(({ sender, content }) => sender === SELF && answers(content) === eventId);
      const said = reply && homeserver.said(reply.roomId).find((one) => one.eventId === reply.eventId);
      return (said?.body ?? "").replaceAll("\u2060", "");
    },
    /** What may be changed by orders alone, as text. */
    decided(): string {
      using database = new DatabaseSync(join(home, "rochdale.sqlite"));
      return JSON.stringify(DECIDED.map((table) => database.prepare(`SELECT * FROM ${table}`).all()));
    },
    async [Symbol.asyncDispose]() {
      ending.abort();
      await synced;
      await Promise.all([bot.work.close(), bot.loading.work.close(), bot.desk.close()]);
      store[Symbol.dispose]();
      await bare[Symbol.asyncDispose]();
    },
  };
}

function answers(content: Readonly<Record<string, unknown>>): string | undefined {
  const relation = content["m.relates_to"] as { "m.in_reply_to"?: { event_id?: string } } | undefined;
  return relation?.["m.in_reply_to"]?.event_id;
}

export const WITHOUT_MODELS = {
  profile: "test",
  notices: [],
  memory: () => Promise.resolve({}),
  [Symbol.asyncDispose]: () => Promise.resolve(),
};

/** A Rochdale over these documents, embedded; its folder goes with it. */
export async function openFilled(options: {
  readonly home?: string;
  readonly documents: readonly AttackDocument[];
  readonly models: OpenedModels;
  readonly caution?: Caution;
}): Promise<Rochdale> {
  const { home = mkdtempSync(join(tmpdir(), "rochdale-filled-")), models, caution = "balanced" } = options;
  await fill(join(home, "rochdale.sqlite"), options.documents);
  const { signal } = new AbortController();
  const rochdale = await assembleRochdale({ home, sample: false, caution, signal, models });
  for (const { name } of rochdale.collections()) await rochdale.embedding.finished(name, signal);
  return {
    ...rochdale,
    async [Symbol.asyncDispose]() {
      await rochdale[Symbol.asyncDispose]();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Tables that only admins change, and documents. */
const DECIDED = [
  ...["matrix_grants", "matrix_allowed_inviters", "matrix_admin_log", "matrix_room_settings", "matrix_invites"],
  ...["life", "audit", "periods", "collections", "uploads"],
];

/** As `rochdale ingest` does it, in this process: a child for each of hundreds of files takes minutes. */
async function fill(path: string, documents: readonly AttackDocument[]): Promise<void> {
  using corpus = openCorpusStore(path);
  const index = openIndexStore(corpus.database);
  const read = await Promise.all(documents.map(readIn));
  corpus.transaction(() => {
    for (const { collection, parsed, record, by } of read) {
      const { id } = corpus.ensureCollection(collection);
      const decided = { by, at: "2026-01-01T00:00:00Z" };
      const documentId = corpus.putDocument(id, { ...parsed, ...record, sha256: "" }, decided);
      index.indexDocument(id, documentId, { ...parsed, title: record.title, labels: record.file });
      corpus.audit({ ...decided, action: "loaded", collection, file: record.file, details: {} });
      corpus.touch(id);
    }
  });
}

async function readIn({ collection, file, text, record: said = {}, by = ADMIN }: AttackDocument) {
  const parsed = await parseDocument(new TextEncoder().encode(text), file, DEFAULT_LIMITS);
  const language = detectLanguage(parsed.text);
  return { collection, by, parsed, record: { ...TEST_RECORD, title: parsed.title ?? file, language, ...said, file } };
}
