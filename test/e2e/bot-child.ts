/**
 * A bot in a process of its own, for tests that kill it: the real connection, encryption, desk and store, over a handful
 * of documents and a slow double of a model. Its one argument is JSON (`BotChildOptions`); it prints a line of JSON for
 * each thing that a test may want to wait for.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { assembleRochdale } from "../../bot/assemble.ts";
import { connectHomeserver } from "../../bot/matrix/connection/connect.ts";
import type { Api } from "../../bot/matrix/identity/api.ts";
import { ensureCrossSigned } from "../../bot/matrix/identity/cross-sign.ts";
import { fileMessage } from "../../bot/matrix/message-content.ts";
import type { RemoteFile } from "../../bot/matrix/room-event.ts";
import { type BotSettings, runBot } from "../../bot/matrix/run-bot.ts";
import { SlowChatModel } from "../fakes/slow-chat-model.ts";
import { testModels } from "../fakes/test-models.ts";

export type BotChildOptions = {
  readonly home: string;
  readonly baseUrl: string;
  readonly userId: string;
  readonly accessToken: string;
  readonly settings: BotSettings;
  readonly delayMs: number;
  /** How long a key may be late. */
  readonly keyPatienceMs?: number;
  /** Here the clock of the desk stands, in milliseconds since 1970; by default it goes. */
  readonly now?: number;
  /** Collection → file → text; read in at the first start. */
  readonly documents: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

/** What a test may ask of the running bot. */
export type BotOrder =
  /** The model waits until `go-on`, however long that is. */
  | { readonly order: "hold" | "go-on" }
  /** An event as the bot reads it. */
  | { readonly order: "read"; readonly roomId: string; readonly eventId: string }
  | { readonly order: "download"; readonly file: RemoteFile }
  | { readonly order: "send-file"; readonly roomId: string; readonly name: string; readonly base64: string };

const options: BotChildOptions = JSON.parse(process.argv[2] ?? "{}");
const { home, baseUrl, userId, accessToken } = options;
const ending = new AbortController();
process.on("SIGTERM", () => ending.abort());
process.on("disconnect", () => process.exit(1));
process.on("message", (words) => words === "memory" && tell("memory", memoryNow()));
process.channel?.unref(); // it shall not keep a bot alive that has ended
const tell = (event: string, facts: Readonly<Record<string, unknown>> = {}) =>
  process.stdout.write(`${JSON.stringify({ event, ...facts })}\n`);

mkdirSync(home, { recursive: true });
const chatModel = new SlowChatModel(options.delayMs, "Thirty voting members make a quorum.", (counts) =>
  tell("model", { counts }),
);
await using rochdale = await assembleRochdale({
  home,
  sample: false,
  caution: "balanced",
  signal: ending.signal,
  models: testModels({ chatModel, chatModelId: "slow" }),
});
for (const [collection, files] of Object.entries(options.documents)) {
  const folder = join(home, "documents", collection);
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  await rochdale.ingest({ paths: [folder], collection, signal: ending.signal });
}
await using connection = await connectHomeserver({
  baseUrl,
  userId,
  accessToken,
  storeFile: join(home, "rochdale.sqlite"),
  storeKey: storeKeyIn(home),
  clock: Date.now,
  log: (level, event, fields) => {
    if (level !== "debug") tell("log", { level, what: event, ...fields });
  },
  signal: ending.signal,
  ...(options.keyPatienceMs === undefined ? {} : { keyPatienceMs: options.keyPatienceMs }),
});
process.on("message", (order: BotOrder | "memory") => {
  if (order === "memory") return;
  carryOut(order).catch((error) => tell("failure", { error: String(error) }));
});
process.channel?.unref(); // a listener would keep it alive
const api: Api = (method, path, body) => connection.requester.json({ method, path, body });
const { deviceId } = connection.identity;
const signed = await ensureCrossSigned({ api, userId, deviceId, machine: connection.machine, password: null });
tell("identity", { signed, ...(await connection.lookAtIdentity()) });
await runBot({
  homeserver: connection,
  store: connection.store,
  rochdale,
  settings: options.settings,
  detectLanguage: () => "en",
  roomOfAlias: (alias) => connection.roomOfAlias(alias),
  ownReplies: (roomId, since, signal) => connection.ownReplies(roomId, since, signal),
  heldBack: () => connection.heldBack(),
  version: "0.0.0",
  clock: () => options.now ?? Date.now(),
  today: () => new Date().toISOString().slice(0, 10),
  report: (error) => {
    tell("failure", { error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    return "reference";
  },
  onReady: (rooms) => tell("ready", { rooms, rss: process.memoryUsage.rss() }),
  signal: ending.signal,
});

/** That of a restored folder, else always the same. */
function storeKeyIn(folder: string): Uint8Array {
  const file = join(folder, "matrix-store.key");
  return existsSync(file) ? new Uint8Array(readFileSync(file)) : new Uint8Array(32).fill(7);
}

/** In bytes: as the system counts it, and what is still in use once remembered answers and garbage are gone. */
function memoryNow(): Readonly<Record<string, number>> {
  const residentBytes = process.memoryUsage.rss();
  rochdale.forgetAnswers(); // it keeps 200: fewer than a test asks
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  for (let round = 0; round < 3; round += 1) collect(); // what only garbage held is garbage one round later
  const { heapUsed, external } = process.memoryUsage();
  return { residentBytes, usedBytes: heapUsed + external, openFiles: readdirSync("/proc/self/fd").length };
}

async function carryOut(asked: BotOrder): Promise<void> {
  switch (asked.order) {
    case "hold":
      chatModel.hold();
      return;
    case "go-on":
      chatModel.goOn();
      return;
    case "read":
      tell("read", { asked: asked.eventId, found: await connection.event(asked.roomId, asked.eventId) });
      return;
    case "download": {
      const bytes = await connection.download(asked.file, 1_000_000, ending.signal);
      tell("downloaded", { base64: Buffer.from(bytes).toString("base64") });
      return;
    }
    case "send-file":
      return sendFile(asked);
    default:
      return asked satisfies never;
  }
}

async function sendFile({ roomId, name, base64 }: Extract<BotOrder, { order: "send-file" }>): Promise<void> {
  const bytes = new Uint8Array(Buffer.from(base64, "base64"));
  const mimeType = "application/octet-stream";
  const uploaded = await connection.upload(roomId, { name, mimeType, bytes });
  const content = fileMessage({ name, mimeType, size: bytes.length, uploaded, caption: null });
  const event = { roomId, type: "m.room.message", content, txnId: crypto.randomUUID() };
  tell("file-sent", { eventId: await connection.send(event, ending.signal) });
}
