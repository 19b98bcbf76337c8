/**
 * A whole bot that a test kills while files are loaded: real store, index, files, ledger and desk; the homeserver answers
 * over the channel. Its one argument is JSON (`LoadingChildOptions`).
 */
import { join } from "node:path";
import { assembleRochdale } from "../../bot/assemble.ts";
import { openConnectionStore } from "../../bot/matrix/connection-store.ts";
import { runBot } from "../../bot/matrix/run-bot.ts";
import { homeserverOverIpc } from "../fakes/homeserver-over-ipc.ts";
import { WordEmbedder } from "../fakes/word-embedder.ts";

export type LoadingChildOptions = {
  readonly home: string;
  readonly self: string;
  readonly admin: string;
  readonly adminRoom: string;
  /** The named step at which the process ends itself, at once and without a word; null for none. */
  readonly failAt: string | null;
  /** The clock of the desk stands here, in milliseconds since 1970. */
  readonly now: number;
};

const options: LoadingChildOptions = JSON.parse(process.argv[2] ?? "{}");
const onStep = (step: string): void => {
  if (step === options.failAt) process.kill(process.pid, "SIGKILL");
};
process.on("disconnect", () => process.exit(1));

class FailingEmbedder extends WordEmbedder {
  override async embedDocuments(texts: string[]): Promise<number[][]> {
    onStep("in-the-middle-of-embedding");
    return super.embedDocuments(texts);
  }
}

const ending = new AbortController();
const rochdale = await assembleRochdale({
  home: options.home,
  sample: false,
  caution: "balanced",
  signal: ending.signal,
  onStep,
  models: {
    profile: "test",
    embedder: new FailingEmbedder(),
    embedderId: "words",
    chatModel: null,
    chatModelId: null,
    notices: [],
    memory: () => Promise.resolve({}),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  },
});
rochdale.embedding.begin();
const store = openConnectionStore(join(options.home, "rochdale.sqlite"), () => options.now);
await runBot({
  homeserver: homeserverOverIpc(options.self, (work) => store.transaction(work)),
  store,
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
  heldBack: () => false,
  version: "0.0.0",
  clock: () => options.now,
  today: () => "2026-03-01",
  report(error) {
    process.send?.({ failure: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    return "reference";
  },
  onStep,
  signal: ending.signal,
});
