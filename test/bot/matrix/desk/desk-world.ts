/** A desk with everything around it in memory: rooms and members as data, a scripted Rochdale, a clock that stands. */
import { DatabaseSync } from "node:sqlite";
import type { Answer, AskRequest } from "../../../../bot/answer-types.ts";
import type { Readable } from "../../../../bot/matrix/desk/answering.ts";
import { Desk, type DeskParts } from "../../../../bot/matrix/desk/desk.ts";
import { openInboxStore, roomNow } from "../../../../bot/matrix/desk/inbox-store.ts";
import { openQuestionStore, txnIdOf } from "../../../../bot/matrix/desk/question-store.ts";
import { takeIn } from "../../../../bot/matrix/desk/take-in.ts";
import { Work } from "../../../../bot/matrix/desk/work.ts";
import { roomMessagesIn } from "../../../../bot/matrix/messages/in-language.ts";
import { fakeAnswer } from "../../../fakes/fake-rochdale.ts";
import { InMemoryHomeserver } from "../../../fakes/in-memory-homeserver.ts";

export const SELF = "@rochdale:coop.example";
export const ANN = "@ann:coop.example";
export const BEN = "@ben:coop.example";
export const ROOM = "!board";
export const DIRECT = "!direct";
const NOON = Date.UTC(2026, 0, 31, 12);

export type World = ReturnType<typeof makeWorld>;

/** @param ask answers questions; null repeats the question. */
export function makeWorld(
  options: {
    readonly ask?: (request: AskRequest) => Promise<Partial<Answer>>;
    readonly parts?: Partial<DeskParts>;
    readonly database?: DatabaseSync;
    readonly homeserver?: InMemoryHomeserver;
  } = {},
) {
  let now = NOON;
  const clock = () => now;
  const fresh = options.homeserver === undefined;
  const homeserver = options.homeserver ?? new InMemoryHomeserver(SELF, clock);
  const database = options.database ?? new DatabaseSync(":memory:");
  const inbox = openInboxStore(database);
  const questions = openQuestionStore(database);
  const asked: AskRequest[] = [];
  const failures: unknown[] = [];
  const dropped: string[] = [];
  let readable: Readable = { collections: ["main"], contact: null };
  const report = (error: unknown) => {
    failures.push(error);
    return "reference";
  };
  const base = {
    homeserver,
    questions,
    languageOf: () => "en" as const,
    messages: roomMessagesIn,
    report,
  };
  const work = new Work({
    ...base,
    ask: async (request) => {
      asked.push(request);
      const answer = (await options.ask?.(request)) ?? { shown: `About ${request.question}` };
      return fakeAnswer({ asked: request.question, collections: ["main"], ...answer });
    },
    readable: () => readable,
    roomLanguage: () => null,
    heldBack: () => false,
    linkOf: () => null,
    sentAs: async (txnId: string) => homeserver.sentAs(txnId),
    dropPayload: (txnId: string) => void dropped.push(txnId),
    shred: () => {},
    answeredBefore: options.parts?.answeredBefore ?? (async () => null),
  });
  const desk = new Desk({
    ...base,
    inbox,
    work,
    transaction: (run) => run(),
    self: SELF,
    hearsQuestionMarks: () => false,
    answeredBefore: async () => null,
    budget: { take: () => "granted", refuse: () => "tell" },
    command: () => null,
    feedback: () => {},
    files: { file: () => null, answer: () => null, reaction: () => false, takenBack: () => false },
    takenBack: () => {},
    invite: async () => {},
    stateChanged: async () => {},
    undecryptable: async () => {},
    clock,
    maxAgeMs: 24 * 3_600_000,
    retryAfterMs: [1, 1],
    ...options.parts,
  });
  const closing = new AbortController();
  const synced = homeserver.sync({
    commit: (batch) => takeIn(batch, { inbox, self: SELF, first: false, clock }),
    after: () => desk.deal(),
    signal: closing.signal,
  });
  if (fresh) {
    homeserver.room(ROOM, [ANN, BEN]);
    homeserver.room(DIRECT, [ANN], { direct: true });
  }
  return {
    homeserver,
    database,
    desk,
    work,
    questions,
    inbox,
    asked,
    failures,
    dropped,
    txnIdOf,
    at: (milliseconds: number) => {
      now = NOON + milliseconds;
    },
    mayRead: (collections: readonly string[]) => {
      readable = { collections, contact: null };
    },
    state: (roomId: string) => roomNow(inbox, roomId, SELF),
    /** Waits until nothing is in hand. */
    async calm() {
      for (let round = 0; round < 5; round++) {
        await desk.idle();
        await work.idle();
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    async end() {
      closing.abort();
      await synced;
      await work.close();
      await desk.close();
    },
  };
}
