/**
 * Joins `commands/` to the rest of the bot: gives each command what it asks for, and looks at all rights again when one
 * of them has changed some.
 */
import { ORDER_KINDS } from "../documents/orders.ts";
import type { Rochdale } from "../rochdale.ts";
import { type AdminPolicy, isNamedAdmin } from "./access/authority.ts";
import type { OnAccessDecision } from "./access/decisions.ts";
import type { FeedbackStore } from "./access/feedback-store.ts";
import type { GrantsStore } from "./access/grants-store.ts";
import type { InvitesStore } from "./access/invites-store.ts";
import { exposures, type ReadPolicy } from "./access/readable.ts";
import type { RoomSettingsStore } from "./access/room-settings-store.ts";
import type { CommandOutcome } from "./commands/command-call.ts";
import { parseCommand } from "./commands/parse.ts";
import { type CommandDeps, runCommand } from "./commands/run-command.ts";
import type { Heard } from "./desk/hearing.ts";
import type { QuestionStore } from "./desk/question-store.ts";
import type { Work } from "./desk/work.ts";
import type { Library } from "./library/library.ts";
import type { Identity } from "./ports.ts";
import type { Invite } from "./room-event.ts";
import type { RoomsKnown } from "./rooms-known.ts";

export type CommandDeskParts = {
  readonly rochdale: Pick<Rochdale, "collections" | "models" | "memory" | "forgetAnswers"> & CommandDeps["documents"];
  readonly rooms: RoomsKnown;
  readonly questions: Pick<QuestionStore, "recent" | "latest">;
  readonly work: Pick<Work, "cancel" | "forget" | "rightsChanged" | "length">;
  readonly grants: GrantsStore;
  readonly settings: RoomSettingsStore;
  readonly feedback: FeedbackStore;
  readonly invites: InvitesStore;
  readonly library: CommandDeps["library"] & Pick<Library, "wake" | "rightsChanged">;
  /** Drops the files that somebody handed in and that nobody sees yet; how many there were. */
  readonly cancelFiles: (sender: string, roomId: string) => number;
  readonly accept: (invite: Invite) => Promise<void>;
  readonly roomOfAlias: (alias: string) => Promise<string | null>;
  readonly identity: () => Promise<Identity>;
  readonly admin: AdminPolicy;
  readonly policy: ReadPolicy;
  readonly undecryptable: () => number;
  readonly version: string;
  readonly startedAt: number;
  readonly clock: () => number;
  readonly today: () => string;
  /** Aborts when the bot ends. */
  readonly closing: AbortSignal;
  readonly onAccessDecision?: OnAccessDecision | undefined;
};

/** Null when the words are no command. */
export function commandDesk(parts: CommandDeskParts): (heard: Heard) => Promise<CommandOutcome> | null {
  const deps = depsOf(parts);
  return (heard) => {
    const { message, room, language, addressed, editId } = heard;
    const command = parseCommand(message.text);
    if (command.kind === "not-a-command") return null;
    const { roomId, sender, at, encryption, replyTo } = message;
    const kind = editId === null ? ("message" as const) : ("edit" as const);
    const order = { roomId, sender, at, encryption, kind, replyTo };
    // A reply would open a thread; the command stands outside of it.
    const threadRoot = heard.threadRoot === message.eventId ? null : heard.threadRoot;
    const call = { ...order, threadRoot, room, language, addressed, now: parts.clock() };
    return runCommand(command, call, deps).then((outcome) => {
      if (command.kind === "revoke")
        for (const { roomId: changed } of parts.rooms.joined()) parts.work.rightsChanged(changed);
      if (command.kind === "grant" || command.kind === "revoke") parts.library.rightsChanged();
      if (isOfDocuments(command.kind)) parts.library.wake();
      return outcome;
    });
  };
}

export function isAdmin(parts: Pick<CommandDeskParts, "admin" | "rooms">, userId: string): boolean {
  const { adminRoomId } = parts.admin;
  return isNamedAdmin(userId, adminRoomId === null ? null : parts.rooms.room(adminRoomId), parts.admin);
}

/** Orders after which other sections may be in force, or none. */
function isOfDocuments(kind: string): boolean {
  return kind === "purge" || ORDER_KINDS.some((order) => order === kind);
}

function depsOf(parts: CommandDeskParts): CommandDeps {
  const { rochdale, rooms, work, grants, invites, feedback } = parts;
  const readable = (roomId: string) => rooms.readable(rooms.room(roomId)).collections;
  return {
    policy: parts.admin,
    today: parts.today,
    lastAnswer(roomId, threadRoot) {
      const { latest, recent } = parts.questions;
      const last = threadRoot === null ? latest(roomId) : (recent(roomId, threadRoot, 1)[0] ?? null);
      return last === null || last.answer === null ? null : { answer: last.answer, retrieved: last.retrieved };
    },
    readable,
    cancel: (sender, roomId) => work.cancel(sender, roomId) + parts.cancelFiles(sender, roomId) > 0,
    settings: parts.settings,
    library: parts.library,
    grants,
    async forget(userId) {
      const { questions, answers, redacted, notRedacted } = await work.forget(userId);
      rochdale.forgetAnswers();
      return {
        questions,
        answers,
        turns: questions + answers,
        feedback: feedback.forget(userId),
        redacted,
        notRedacted,
      };
    },
    async status() {
      const memory = await rochdale.memory();
      return {
        waiting: work.length,
        models: rochdale.models,
        collections: rochdale.collections(),
        version: parts.version,
        startedAt: parts.startedAt,
        identity: await parts.identity(),
        rooms: rooms.joined().length,
        waitingInvites: invites.waiting().length,
        undecryptable: parts.undecryptable(),
        feedback: feedback.counts(null),
        memoryBytes: Object.values(memory).reduce((sum, bytes) => sum + bytes, 0),
      };
    },
    rooms: () => rooms.joined(),
    readableOf: (room) => rooms.readable(room),
    collections: () => rochdale.collections(),
    documents: rochdale,
    closing: parts.closing,
    onAccessDecision: parts.onAccessDecision,
    exposuresOf: (room) => exposures(room, parts.policy),
    ownUserId: parts.policy.ownUserId,
    roomOfAlias: parts.roomOfAlias,
    waitingInvites: () => invites.waiting(),
    accept: parts.accept,
  };
}
