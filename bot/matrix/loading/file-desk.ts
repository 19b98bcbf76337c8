/**
 * Deals with what admins do about files: a file in the admin room, a reply or a reaction to its report, the file taken
 * back. Decides who may; writes into the ledger what is to be done, and out of the inbox, in one transaction. Fetches and
 * reads nothing itself.
 */
import type { ReplyLanguage } from "../../answer-types.ts";
import { type AdminPolicy, adminAuthority, type Refusal } from "../access/authority.ts";
import type { OnAccessDecision } from "../access/decisions.ts";
import type { FileDesk, GoesOn } from "../desk/desk.ts";
import type { Heard } from "../desk/hearing.ts";
import { hashOf, type InboxStore } from "../desk/inbox-store.ts";
import { say } from "../desk/speech.ts";
import { roomMessagesIn } from "../messages/in-language.ts";
import { loadingMessagesIn } from "../messages/loading.ts";
import type { EventSender } from "../ports.ts";
import { type Block, paragraph } from "../rich-text.ts";
import type { RoomEvent } from "../room-event.ts";
import type { RoomState } from "../room-state.ts";
import type { LoadStep } from "./load-steps.ts";
import type { LoadWork } from "./load-work.ts";
import type { Load, LoadsStore } from "./loads-store.ts";
import { type Mark, markOf } from "./marks.ts";
import { readAnswer, readCaption, type WrittenAnswer } from "./read-answer.ts";

export type FileDeskParts = {
  readonly loads: LoadsStore;
  readonly work: Pick<LoadWork, "go" | "decided">;
  readonly homeserver: EventSender;
  readonly inbox: Pick<InboxStore, "done">;
  readonly transaction: <T>(work: () => T) => T;
  readonly room: (roomId: string) => RoomState;
  readonly admin: AdminPolicy;
  readonly languageOf: (roomId: string, words: string) => ReplyLanguage;
  /** Where files go when no collection is named. */
  readonly collection: string;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** What is older is not dealt with, in milliseconds. */
  readonly maxAgeMs: number;
  readonly onStep?: ((step: LoadStep) => void) | undefined;
  readonly onAccessDecision?: OnAccessDecision | undefined;
  readonly signal: AbortSignal;
};

type FileEvent = Extract<RoomEvent, { kind: "file" }>;
type Reaction = Extract<RoomEvent, { kind: "reaction" }>;
type Sent = Pick<RoomEvent, "roomId" | "sender" | "at" | "encryption">;

export function fileDesk(parts: FileDeskParts): FileDesk & {
  /** Drops everything that somebody handed in and that nobody sees yet; how many files. */
  readonly cancel: (sender: string, roomId: string) => number;
} {
  return {
    file: (id, file) => take(id, file, parts),
    answer: (id, heard) => answer(id, heard, parts),
    reaction: (id, reaction) => react(id, reaction, parts),
    takenBack(id, { target, roomId, sender }) {
      const load = parts.loads.get(target);
      if (load?.roomId !== roomId) return false;
      if (load.status !== "done") decide(id, load, ALL_CANCELLED, sender, null, parts);
      return true;
    },
    cancel(sender, roomId) {
      const own = parts.loads.unfinished().filter((load) => load.sender === sender && load.roomId === roomId);
      for (const load of own) decide(null, load, ALL_CANCELLED, sender, null, parts);
      return own.length;
    },
  };
}

const ALL: Omit<WrittenAnswer, "kind"> = { member: null, from: null, replaces: null, decidedBy: null };
const ALL_CANCELLED: WrittenAnswer = { ...ALL, kind: "cancel" };

/** Into the ledger and out of the inbox in one transaction, then to work. */
function take(id: string, event: FileEvent, parts: FileDeskParts): Promise<void> | null {
  const { loads, inbox, clock, maxAgeMs, admin } = parts;
  const { roomId, eventId, sender, at, file, caption, threadRoot } = event;
  if (roomId !== admin.adminRoomId || at < clock() - maxAgeMs) return null;
  const room = parts.room(roomId);
  const language = parts.languageOf(roomId, caption);
  const root = threadRoot ?? (room.direct ? null : eventId);
  const refusal = refusalOf(event, room, parts);
  if (refusal !== null)
    return refuse({ roomId, eventId, sender, root }, roomMessagesIn(language).refusals[refusal], parts);
  const { collection, answer } = readCaption(caption);
  const about = { id: eventId, roomId, sender, at, threadRoot: root, file, name: file.name, language };
  parts.transaction(() => {
    loads.add({ ...about, collection: collection ?? parts.collection, answer, status: "taken" });
    inbox.done(id);
  });
  parts.onStep?.("load-taken");
  parts.work.go(eventId);
  return null;
}

/**
 * An order to the bot, though it may be a reply and may have waited for a start of the bot: it speaks of one file, once,
 * and changes nothing that anybody has seen.
 */
function refusalOf(
  { roomId, sender, at, encryption }: Sent,
  room: RoomState,
  { admin, onAccessDecision }: FileDeskParts,
): Refusal | null {
  const order = { roomId, sender, at, encryption, kind: "message" as const, replyTo: null };
  const authority = adminAuthority(order, room, admin, at);
  if (authority.kind === "granted") return null;
  const { reason } = authority;
  onAccessDecision?.({ kind: "order-refused", roomId, sender, order: "file", reason });
  return reason;
}

function answer(id: string, heard: Heard, parts: FileDeskParts): GoesOn | null {
  const { message, threadRoot } = heard;
  const found = spokenOf(heard, parts);
  if (found === null) return null;
  const { load, isReply } = found;
  const written = readAnswer(message.text);
  if (written === null && (!isReply || message.text.includes("?") || message.text.startsWith("!"))) return null;
  const at = { roomId: message.roomId, eventId: message.eventId, sender: message.sender, root: threadRoot };
  const refusal = refusalOf(message, heard.room, parts);
  if (refusal !== null) return { work: refuse(at, roomMessagesIn(load.language).refusals[refusal], parts) };
  if (written === null) return { work: refuse(at, loadingMessagesIn(load.language).notUnderstood, parts) };
  decide(id, load, written, message.sender, message.eventId, parts);
  return { work: null };
}

/** The unfinished file whose report, or whose thread, a message speaks to. */
function spokenOf(
  { message, threadRoot }: Heard,
  { loads, admin }: FileDeskParts,
): { load: Load; isReply: boolean } | null {
  const { roomId, replyTo } = message;
  if (roomId !== admin.adminRoomId) return null;
  const replied = replyTo === null ? null : (loads.byReport(replyTo) ?? loads.get(replyTo));
  if (replied !== null) return replied.status === "done" ? null : { load: replied, isReply: true };
  if (threadRoot === null || threadRoot === message.eventId) return null;
  const ofRoot = [loads.byReport(threadRoot), ...loads.inThread(roomId, threadRoot)];
  const open = ofRoot.filter((load) => load !== null).filter(({ status }) => status !== "done");
  const [load, another] = open;
  return load === undefined || another !== undefined ? null : { load, isReply: false };
}

const BY_MARK: Readonly<Record<Mark, WrittenAnswer>> = {
  "as-proposed": { ...ALL, kind: "as-proposed" },
  draft: { ...ALL, kind: "draft" },
  proposal: { ...ALL, kind: "proposal" },
  cancel: ALL_CANCELLED,
  stop: ALL_CANCELLED,
};

function react(id: string, reaction: Reaction, parts: FileDeskParts): boolean {
  const { loads, room } = parts;
  const { target, roomId, sender } = reaction;
  const load = loads.byReport(target) ?? loads.get(target);
  if (load === null || load.roomId !== roomId) return false;
  const mark = markOf(reaction.key);
  if (mark === null || load.status === "done" || isTooOld(reaction, parts)) return true;
  const isOnReport = target === load.reportId;
  const wasAsked = load.status === "asking" || load.status === "asked";
  const counts = mark === "stop" || (isOnReport && (mark === "cancel" || wasAsked));
  if (!counts || refusalOf(reaction, asReacted(room(roomId), reaction), parts) !== null) return true;
  decide(id, load, BY_MARK[mark], sender, null, parts);
  return true;
}

function isTooOld({ at }: Reaction, { clock, maxAgeMs }: FileDeskParts): boolean {
  return at < clock() - maxAgeMs;
}

/**
 * Clients send reactions in clear, in encrypted rooms too, so that no device vouches for them: they can say only yes or no
 * to what an admin has sent from a device that is vouched for.
 */
function asReacted(room: RoomState, { encryption }: Reaction): RoomState {
  return encryption === null ? { ...room, encrypted: false } : room;
}

/** @param id of the inbox item that this takes out; null when something else does. */
function decide(
  id: string | null,
  load: Load,
  answer: WrittenAnswer,
  by: string,
  messageId: string | null,
  { loads, inbox, transaction, work, clock, onStep }: FileDeskParts,
): void {
  transaction(() => {
    loads.decide({ load: load.id, answer, by, at: new Date(clock()).toISOString(), messageId });
    if (id !== null) inbox.done(id);
  });
  onStep?.("decision-stored");
  work.decided(load.id);
}

type At = { readonly roomId: string; readonly eventId: string; readonly sender: string; readonly root: string | null };

async function refuse({ roomId, eventId, sender, root }: At, words: string, parts: FileDeskParts): Promise<void> {
  const blocks: readonly Block[] = [paragraph(words)];
  const place = { roomId, threadRoot: root, answers: eventId };
  const txnId = (part: string) => Buffer.from(hashOf(`file\0${eventId}\0refused${part}`)).toString("base64url");
  await say(parts.homeserver, { place, blocks, to: sender, replaces: null, txnId }, parts.signal);
}
