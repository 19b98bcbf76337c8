/**
 * Writes down what a sync brought: what is known of the rooms, and what is to be dealt with. Runs inside the transaction
 * that also moves the sync token on; does nothing else and awaits nothing.
 */
import { decodeEvent } from "../decode.ts";
import type { RoomEvent, SyncBatch } from "../room-event.ts";
import type { InboxStore } from "./inbox-store.ts";

export type TakeInParts = {
  readonly inbox: InboxStore;
  readonly self: string;
  /** The first sync ever: what it tells of rooms is how they are, not what happens in them. */
  readonly first: boolean;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
};

export function takeIn(batch: SyncBatch, { inbox, self, first, clock }: TakeInParts): void {
  for (const raw of batch.events) {
    const event = decodeEvent(raw, self);
    if (event.kind === "ignored") continue;
    if (event.kind === "state") keepState(event, inbox);
    if (event.kind === "state" && (first || !isActedOn(event, self))) continue;
    inbox.put({ id: inboxId(event), item: event }, clock());
  }
  for (const invite of batch.invites) {
    // The same invitation may come again after the bot has left: `access/invites.ts` knows what was done about it.
    const id = `invite\0${invite.roomId}\0${invite.inviter}\0${clock()}`;
    inbox.put({ id, item: { kind: "invite", ...invite } }, clock());
  }
  for (const roomId of batch.left) {
    inbox.putState(roomId, { type: "m.room.member", stateKey: self, sender: self, content: { membership: "leave" } });
  }
}

/** State that something is done about, beyond knowing it: the bot comes or goes, a room is replaced. */
function isActedOn({ type, stateKey }: Extract<RoomEvent, { kind: "state" }>, self: string): boolean {
  return type === "m.room.tombstone" || (type === "m.room.member" && stateKey === self);
}

function keepState(event: Extract<RoomEvent, { kind: "state" }>, inbox: InboxStore): void {
  const { roomId, type, stateKey, sender, content } = event;
  inbox.putState(roomId, { type, stateKey, sender, content });
}

/** A message that cannot be read comes again, under the same event id, when its key has come. */
function inboxId(event: RoomEvent): string {
  return event.kind === "undecryptable" ? `undecryptable\0${event.eventId}` : event.eventId;
}
