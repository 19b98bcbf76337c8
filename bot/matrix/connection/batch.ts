/**
 * Makes of one answer to `/sync` what the bot is told: gaps filled, devices followed, events decrypted, in the order of
 * the timelines. May be called again with the same answer: what it changes on the way stays true.
 */
import type { KeptEvent } from "../connection-store.ts";
import type { Invite, RawEvent, SyncBatch } from "../room-event.ts";
import { fillGap, type Gap, type GapBounds } from "./gap.ts";
import { readInvite } from "./invites.ts";
import { type Json, objectAt, textAt } from "./json.ts";
import { type KeptChanges, type KeptStore, retryKept } from "./kept-events.ts";
import type { ConnectionLog } from "./log.ts";
import type { Requester } from "./requester.ts";
import type { Decryption, DeviceNewsReader } from "./room-crypto.ts";
import type { RoomEncryption } from "./room-encryption.ts";
import type { JoinedRoom, SyncAnswer } from "./sync-response.ts";
import { usersToTrack } from "./tracked-users.ts";

export type BatchDeps = {
  readonly userId: string;
  readonly requester: Pick<Requester, "json">;
  readonly crypto: Decryption & DeviceNewsReader;
  readonly rooms: RoomEncryption;
  readonly kept: KeptStore;
  readonly now: () => number;
  readonly log: ConnectionLog;
  readonly bounds: GapBounds;
  /** How long the key of a message is waited for before the bot is told that it cannot be read, in milliseconds. */
  readonly keyPatienceMs: number;
  readonly signal: AbortSignal;
};

export type MadeBatch = { readonly batch: SyncBatch; readonly kept: KeptChanges };

/** @param since the token that was sent; null at the first sync ever, whose timelines are context and no events. */
export async function makeBatch(answer: SyncAnswer, since: string | null, deps: BatchDeps): Promise<MadeBatch> {
  // Keys first: the messages that they open may be in the same answer.
  await deps.crypto.receive(answer.devices);
  await deps.crypto.track(await usersToTrack(answer.joined, deps));
  const retried = await retryKept(deps.kept.keptEvents(), deps.crypto, {
    now: deps.now(),
    keysMayHaveCome: answer.devices.toDevice.length > 0,
    patienceMs: deps.keyPatienceMs,
  });
  const read: ReadRoom[] = [];
  for (const room of answer.joined) read.push(await readRoom(room, since, deps));
  return {
    batch: {
      events: [...retried.events, ...read.flatMap(({ events }) => events)],
      invites: answer.invited.flatMap(({ roomId, state }) => inviteOf(roomId, state, deps)),
      left: answer.left,
    },
    kept: { put: [...retried.changes.put, ...read.flatMap(({ unread }) => unread)], drop: retried.changes.drop },
  };
}

type ReadRoom = { readonly events: readonly RawEvent[]; readonly unread: readonly KeptEvent[] };

async function readRoom(room: JoinedRoom, since: string | null, deps: BatchDeps): Promise<ReadRoom> {
  const { roomId } = room;
  const gap = since === null ? null : gapOf(room, since, deps.userId);
  const missing = gap === null ? [] : await fillGap(gap, deps);
  const timeline = [...missing, ...room.timeline];
  const told = since === null ? timeline.filter(isState) : timeline;
  const events: RawEvent[] = room.state.map((event) => ({ roomId, event, encryption: null }));
  const unread: KeptEvent[] = [];
  for (const event of withoutDoubles(told)) {
    const kept = await readEvent(roomId, event, events, deps);
    if (kept !== null) unread.push(kept);
  }
  return { events, unread };
}

/** Decrypts one event onto the list. @returns what is to be kept for later when its key is missing. */
async function readEvent(roomId: string, event: Json, events: RawEvent[], deps: BatchDeps): Promise<KeptEvent | null> {
  const eventId = textAt(event, "event_id");
  if (!isEncrypted(event) || eventId === null) {
    events.push({ roomId, event, encryption: null });
    return null;
  }
  const result = await deps.crypto.decrypt(roomId, event);
  if (result.kind === "clear") {
    events.push({ roomId, event: result.event, encryption: result.encryption });
    return null;
  }
  const { code, withheld } = result;
  deps.log("info", "event-undecryptable", { roomId, eventId, code, withheld });
  // Without a word from the sender the key may be on its way: the bot is told when it does not come.
  if (withheld !== null) events.push({ roomId, event, encryption: null, undecryptable: { code, withheld } });
  return { roomId, eventId, event, since: deps.now(), reported: withheld !== null };
}

/** A redacted one has nothing left to decrypt. */
function isEncrypted(event: Json): boolean {
  return (
    textAt(event, "type") === "m.room.encrypted" &&
    !isState(event) &&
    textAt(objectAt(event, "content"), "algorithm") !== null
  );
}

const isState = (event: Json): boolean => typeof event.state_key === "string";

function withoutDoubles(events: readonly Json[]): Json[] {
  const seen = new Set<unknown>();
  return events.filter((event) => {
    const id = event.event_id;
    if (seen.has(id)) return false;
    seen.add(id);
    return true;
  });
}

/** What was said before the bot came into a room is not missing. */
function gapOf({ roomId, gap, state, timeline }: JoinedRoom, since: string, userId: string): Gap | null {
  const isOwnJoin = (event: Json): boolean =>
    textAt(event, "type") === "m.room.member" &&
    textAt(event, "state_key") === userId &&
    textAt(objectAt(event, "content"), "membership") === "join" &&
    textAt(objectAt(event, "unsigned", "prev_content"), "membership") !== "join";
  if (gap === null || [...state, ...timeline].some(isOwnJoin)) return null;
  return { roomId, before: gap.before, since };
}

function inviteOf(roomId: string, state: readonly Json[], { userId, log }: BatchDeps): Invite[] {
  const invite = readInvite(roomId, state, userId);
  if (invite === null) log("warn", "invite-unreadable", { roomId });
  return invite === null ? [] : [invite];
}
