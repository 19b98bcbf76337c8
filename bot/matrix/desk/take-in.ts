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
  /** Milliseconds since 1970. */
  readonly clock: () => number;
};

/** State that something is done about, beyond knowing it. */
const ACTED_ON = new Set(["m.room.tombstone", "m.room.member"]);

export function takeIn(batch: SyncBatch, { inbox, self, clock }: TakeInParts): void {
  for (const raw of batch.events) {
    const event = decodeEvent(raw, self);
    if (event.kind === "ignored") continue;
    if (event.kind === "state") keepState(event, inbox);
    if (event.kind === "state" && !ACTED_ON.has(event.type)) continue;
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

function keepState(event: Extract<RoomEvent, { kind: "state" }>, inbox: InboxStore): void {
  const { roomId, type, stateKey, sender, content } = event;
  inbox.putState(roomId, { type, stateKey, sender, content });
}

/** A message that cannot be read comes again, under the same event id, when its key has come. */
function inboxId(event: RoomEvent): string {
  return event.kind === "undecryptable" ? `undecryptable\0${event.eventId}` : event.eventId;
}
