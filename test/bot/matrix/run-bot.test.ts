/** The bot as a whole over a homeserver in memory: what a start does with what the last end left. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openConnectionStore } from "../../../bot/matrix/connection-store.ts";
import { openQuestionStore } from "../../../bot/matrix/desk/question-store.ts";
import { roomMessagesIn } from "../../../bot/matrix/messages/in-language.ts";
import { assembleBot, type BotParts, runBot } from "../../../bot/matrix/run-bot.ts";
import { fakeAnswer, fakeRochdale } from "../../fakes/fake-rochdale.ts";
import { InMemoryHomeserver } from "../../fakes/in-memory-homeserver.ts";

const SELF = "@rochdale:coop.example";
const ANN = "@ann:coop.example";
const ADMIN = "@admin:coop.example";
const ROOM = "!room";
const NOON = Date.UTC(2026, 0, 31, 12);

function makeBot() {
  const clock = () => NOON;
  const homeserver = new InMemoryHomeserver(SELF, clock);
  const store = openConnectionStore(join(mkdtempSync(join(tmpdir(), "rochdale-")), "rochdale.sqlite"), clock);
  const parts = (signal: AbortSignal, onReady: () => void): BotParts => ({
    homeserver,
    store,
    rochdale: fakeRochdale(),
    settings: { adminRoom: "!admins", admins: [ADMIN], allowInvites: [], allowServers: null, maxAgeHours: 24 },
    detectLanguage: () => "en",
    roomOfAlias: async () => null,
    heldBack: () => false,
    version: "0.0.0",
    clock,
    today: () => "2026-01-31",
    report: (error) => {
      throw error;
    },
    onReady,
    signal,
  });
  /** Runs until the first sync stands and everything is done. */
  const runOnce = async () => {
    const ending = new AbortController();
    await new Promise<void>((resolve, reject) => {
      runBot(parts(ending.signal, () => setTimeout(() => ending.abort(), 50))).then(resolve, reject);
    });
  };
  return { homeserver, store, runOnce, assembled: () => assembleBot(parts(AbortSignal.abort(), () => {})) };
}

test("an answer that was ready before the end is judged by the room as the next start finds it", async () => {
  const { homeserver, store, runOnce, assembled } = makeBot();
  homeserver.room(ROOM, [ADMIN, ANN]);
  await runOnce();
  assembled().grants.grant("sample", ROOM, { by: ADMIN, at: NOON });
  const questions = openQuestionStore(store.database);
  const question = { eventId: "$asked", roomId: ROOM, sender: ANN, at: NOON, threadRoot: "$asked", asOf: null };
  questions.add({ ...question, text: "What is the secret?" });
  questions.setReady("$asked", fakeAnswer({ shown: "The secret.", outcome: "declined" }), []);
  homeserver.state(ROOM, ADMIN, "m.room.join_rules", "", { join_rule: "public" });
  await runOnce();
  const said = homeserver.said(ROOM).map(({ body }) => body);
  expect(said).toContain(roomMessagesIn("en").accessChanged);
  expect(said.join()).not.toContain("The secret.");
});
