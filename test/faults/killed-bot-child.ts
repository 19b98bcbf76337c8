/**
 * A whole bot that a test kills: the real connection with its encryption, desk, ledger, loading, store and index; only
 * the models are doubles. It imports everything, says that it is there, and opens nothing before it is told to, so that
 * the next one can stand by while one is running. What it is told is `KilledBotOptions`.
 */
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from "node:fs";
import { flushCompileCache } from "node:module";
import { join } from "node:path";
import { assembleRochdale } from "../../bot/assemble.ts";
import { openDiskReserve } from "../../bot/disk-reserve.ts";
import { openGrantsStore } from "../../bot/matrix/access/grants-store.ts";
import { connectHomeserver } from "../../bot/matrix/connection/connect.ts";
import { Health } from "../../bot/matrix/health/health.ts";
import { openHealthStore } from "../../bot/matrix/health/health-store.ts";
import { runBot } from "../../bot/matrix/run-bot.ts";
import type { Step } from "../../bot/matrix/steps.ts";
import { SlowChatModel } from "../fakes/slow-chat-model.ts";
import { testModels } from "../fakes/test-models.ts";
import { WordEmbedder } from "../fakes/word-embedder.ts";

/** A moment in the middle of what has no step of its own. */
export type KillStep = Step | "in-the-middle-of-embedding" | "in-the-middle-of-the-model";

export type KilledBotOptions = {
  readonly home: string;
  readonly baseUrl: string;
  readonly self: string;
  readonly admin: string;
  readonly adminRoom: string;
  /** At the `nth` passing of this step the process ends itself, at once and without a word; null for never. */
  readonly failAt: { readonly step: KillStep; readonly nth: number } | null;
  /** How long the model takes, in milliseconds, and the share of questions at which its process dies. */
  readonly model: { readonly delayMs: number; readonly dies: number };
  /** Only the first bot reads these in, and opens the collection to the rooms: file → text. */
  readonly documents: Readonly<Record<string, string>> | null;
  readonly rooms: readonly string[];
};

/** What the running bot may be told: at the `nth` passing of this step from now it fills its disk to the last byte. */
export type FillOrder = { readonly fillAt: KillStep; readonly nth: number };

export type KilledBotSays =
  | { readonly says: "standing-by" | "ready" | "filled" }
  | { readonly says: "failure"; readonly what: string };

export const COLLECTION = "bylaws";
/** In the data folder: what fills its disk. */
export const BALLAST = "ballast";

/** Much quicker than in earnest, so that a test may have many troubles. */
const HEALTH_TIMES = { beginsAfterMs: 100, overAfterMs: 300 };
const HEALTH_EVERY_MS = 200;

const tell = (words: KilledBotSays): void => void process.send?.(words, undefined, {}, () => {});
process.on("disconnect", () => process.exit(1));
process.once("message", (options: KilledBotOptions) => {
  run(options).catch((error) => {
    tell({ says: "failure", what: `the bot ended: ${wordsOf(error)}` });
    process.exit(1);
  });
});
flushCompileCache(); // one that is killed writes nothing at its end
tell({ says: "standing-by" });

function wordsOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function fill(file: string): void {
  const descriptor = openSync(file, "w");
  try {
    for (let bytes = 1_000_000; bytes >= 1; )
      try {
        writeSync(descriptor, Buffer.alloc(bytes));
      } catch {
        bytes = Math.floor(bytes / 10); // there is no room for so many
      }
  } finally {
    closeSync(descriptor);
  }
}

async function run(options: KilledBotOptions): Promise<void> {
  const { home, baseUrl, self } = options;
  let left = options.failAt?.nth ?? 0;
  const onStep = (step: KillStep): void => {
    if (step === options.failAt?.step && --left === 0) process.kill(process.pid, "SIGKILL");
    if (step === filling?.fillAt && --fillsIn === 0) {
      filling = null;
      fill(join(home, BALLAST));
      tell({ says: "filled" });
    }
  };
  let filling: FillOrder | null = null;
  let fillsIn = 0;
  process.on("message", (order: FillOrder) => {
    filling = order;
    fillsIn = order.nth;
  });
  class FailingEmbedder extends WordEmbedder {
    override async embedDocuments(texts: string[]): Promise<number[][]> {
      onStep("in-the-middle-of-embedding");
      return super.embedDocuments(texts);
    }
  }
  class DyingChatModel extends SlowChatModel {
    override async _generate(...given: Parameters<SlowChatModel["_generate"]>) {
      onStep("in-the-middle-of-the-model");
      if (Math.random() < options.model.dies) throw new Error("The model process ended unexpectedly (SIGKILL).");
      return super._generate(...given);
    }
  }
  const ending = new AbortController();
  const rochdale = await assembleRochdale({
    home,
    sample: false,
    caution: "balanced",
    signal: ending.signal,
    onStep,
    models: testModels({
      embedder: new FailingEmbedder(),
      chatModel: new DyingChatModel(options.model.delayMs, "Thirty voting members make a quorum."),
      chatModelId: "slow",
    }),
  });
  if (options.documents !== null) {
    const folder = join(home, "documents");
    mkdirSync(folder, { recursive: true });
    for (const [name, text] of Object.entries(options.documents)) writeFileSync(join(folder, name), text);
    await rochdale.ingest({ paths: [folder], collection: COLLECTION, signal: ending.signal });
  }
  rochdale.embedding.begin();
  const connection = await connectHomeserver({
    baseUrl,
    userId: self,
    accessToken: "token",
    storeFile: join(home, "rochdale.sqlite"),
    storeKey: new Uint8Array(32).fill(7),
    clock: Date.now,
    log: () => {},
    signal: ending.signal,
    onStep,
  });
  const grants = openGrantsStore(connection.store);
  for (const roomId of options.rooms) grants.grant(COLLECTION, roomId, { by: options.admin, at: 0 });
  await runBot({
    homeserver: connection,
    store: connection.store,
    rochdale,
    settings: {
      adminRoom: options.adminRoom,
      admins: [options.admin],
      allowInvites: [],
      allowServers: null,
      maxAgeHours: 24,
    },
    detectLanguage: () => "en",
    roomOfAlias: async () => null,
    heldBack: () => connection.heldBack(),
    version: "0.0.0",
    clock: Date.now,
    today: () => new Date().toISOString().slice(0, 10),
    report(error) {
      tell({ says: "failure", what: wordsOf(error) });
      return "reference";
    },
    health: new Health({ store: openHealthStore(connection.store), clock: Date.now, times: HEALTH_TIMES }),
    reserve: openDiskReserve(join(home, "reserve")),
    healthEveryMs: HEALTH_EVERY_MS,
    onReady: () => tell({ says: "ready" }),
    onStep,
    signal: ending.signal,
  });
}
