/** A command as Ana, an admin, sends it in the admin room, and the co-op it meets; each test changes what it is about. */
import { openGrantsStore } from "../../../../bot/matrix/access/grants-store.ts";
import { exposures, readableCollections } from "../../../../bot/matrix/access/readable.ts";
import { openRoomSettingsStore } from "../../../../bot/matrix/access/room-settings-store.ts";
import type { CommandCall, CommandOutcome } from "../../../../bot/matrix/commands/command-call.ts";
import type { Forgotten } from "../../../../bot/matrix/commands/forget.ts";
import { parseCommand } from "../../../../bot/matrix/commands/parse.ts";
import { type CommandDeps, runCommand } from "../../../../bot/matrix/commands/run-command.ts";
import type { StatusFigures } from "../../../../bot/matrix/commands/status.ts";
import { openConnectionStore } from "../../../../bot/matrix/connection-store.ts";
import type { Block, Inline } from "../../../../bot/matrix/rich-text.ts";
import type { RoomState } from "../../../../bot/matrix/room-state.ts";
import { documentShelf } from "../../../fakes/document-shelf.ts";
import { openTestIndex } from "../../../fakes/open-index.ts";
import { ADMIN_ROOM, ANA, BEN, BOARD_ROOM, BOT, room } from "../room-samples.ts";

export const NOW = Date.UTC(2026, 10, 21, 19, 30);

export const COLLECTIONS = [
  { name: "board", title: "Board papers", documents: 4, isPublic: false },
  { name: "bylaws", title: "Bylaws", documents: 2, isPublic: true },
];

const NOTHING_ERASED: Forgotten = { questions: 0, answers: 0, turns: 0, feedback: 0, redacted: 0, notRedacted: 0 };

export const FIGURES: StatusFigures = {
  waiting: 3,
  models: { chat: "qwen", embedding: "e5", notices: ["No reranker."] },
  collections: COLLECTIONS,
  version: "0.2.0",
  startedAt: NOW - 26 * 3_600_000,
  identity: { userId: BOT, deviceId: "ROCHDALE1", fingerprint: "abcdefghij", crossSigned: true },
  rooms: 2,
  waitingInvites: 1,
  undecryptable: 5,
  feedback: { up: 8, down: 1 },
  memoryBytes: 1_234_000_000,
};

/** Two rooms, the stores in memory, nothing granted and nothing answered. */
export function coop(parts: Partial<CommandDeps> & { readonly allRooms?: readonly RoomState[] } = {}) {
  const connection = openConnectionStore(":memory:", () => NOW);
  const grants = openGrantsStore(connection);
  const settings = openRoomSettingsStore(connection);
  const { allRooms = [room({ roomId: ADMIN_ROOM, name: "Admins" }), room()], ...others } = parts;
  const readPolicy = { servers: null, ownUserId: BOT };
  const readableOf = (state: RoomState) => readableCollections(state, grants.grants(), COLLECTIONS, readPolicy);
  const deps: CommandDeps = {
    policy: { adminRoomId: ADMIN_ROOM, admins: [], adminPower: 100 },
    today: () => "2026-11-21",
    lastAnswer: () => null,
    readable: (roomId) => allRooms.filter((state) => state.roomId === roomId).flatMap((s) => readableOf(s).collections),
    cancel: () => false,
    settings,
    grants,
    forget: async () => NOTHING_ERASED,
    status: async () => FIGURES,
    rooms: () => allRooms,
    readableOf,
    collections: () => COLLECTIONS,
    roomOfAlias: async () => null,
    exposuresOf: (state) => exposures(state, readPolicy),
    ownUserId: BOT,
    waitingInvites: () => [],
    accept: () => Promise.reject(new Error("not implemented: accept")),
    library: {
      switchOn: () => true,
      switchOff: () => true,
      states: () => [],
      preview: () => ({ documents: 2, sections: 7, leftOut: 0, rooms: [] }),
    },
    documents: documentShelf(openTestIndex()),
    closing: new AbortController().signal,
    ...others,
  };
  return { deps, grants, settings };
}

export function call(parts: Partial<CommandCall> = {}): CommandCall {
  const state = parts.room ?? room({ roomId: ADMIN_ROOM, name: "Admins" });
  return {
    roomId: state.roomId,
    sender: ANA,
    at: NOW,
    encryption: { sender: "signed", deviceId: "ANAPHONE", sessionId: "s1" },
    kind: "message",
    replyTo: null,
    threadRoot: null,
    room: state,
    language: "en",
    addressed: true,
    now: NOW,
    ...parts,
  };
}

/** Ben, an ordinary member, in the board's room. */
export function memberCall(parts: Partial<CommandCall> = {}): CommandCall {
  return call({ sender: BEN, roomId: BOARD_ROOM, room: room(), ...parts });
}

export function send(line: string, from: CommandCall, deps: CommandDeps): Promise<CommandOutcome> {
  return runCommand(parseCommand(line), from, deps);
}

/** What a reply says, one line for each paragraph and item, code in backticks; other outcomes as their kind. */
export async function said(line: string, from: CommandCall, deps: CommandDeps): Promise<string> {
  const outcome = await send(line, from, deps);
  return outcome.kind === "reply" ? outcome.blocks.flatMap(linesOf).join("\n") : `(${outcome.kind})`;
}

function linesOf(block: Block): string[] {
  switch (block.kind) {
    case "paragraph":
      return [written(block.inlines)];
    case "quotation":
      return [`> ${block.quote}`, `— ${written(block.source)}`];
    case "list":
      return block.items.map((item, index) => `${block.ordered ? `${index + 1}.` : "-"} ${written(item)}`);
    case "folded":
      return [block.summary, ...block.blocks.flatMap(linesOf)];
    default:
      return block satisfies never;
  }
}

function written(inlines: readonly Inline[]): string {
  return inlines
    .map((inline) => {
      if (inline.kind === "mention") return inline.userId;
      return inline.kind === "code" ? `\`${inline.text}\`` : inline.text;
    })
    .join("");
}
