/**
 * The rooms as the last committed sync left them, and what each may read at this moment. Reads stores; decides nothing
 * itself (`access/readable.ts` does).
 */
import type { GrantsStore } from "./access/grants-store.ts";
import { type CollectionOpenness, type Readable, type ReadPolicy, readableCollections } from "./access/readable.ts";
import { type InboxStore, roomNow } from "./desk/inbox-store.ts";
import type { RoomState } from "./room-state.ts";

export type RoomsParts = {
  readonly inbox: Pick<InboxStore, "state" | "rooms">;
  readonly grants: Pick<GrantsStore, "grants">;
  readonly collections: () => readonly CollectionOpenness[];
  readonly policy: ReadPolicy;
};

export interface RoomsKnown {
  room(roomId: string): RoomState;
  /** Those that the bot is in. */
  joined(): readonly RoomState[];
  readable(room: RoomState): Readable;
}

export function roomsKnown({ inbox, grants, collections, policy }: RoomsParts): RoomsKnown {
  const room = (roomId: string) => roomNow(inbox, roomId, policy.ownUserId);
  return {
    room,
    joined: () =>
      inbox
        .rooms()
        .map(room)
        .filter((state) => state.joined),
    readable: (state) => readableCollections(state, grants.grants(), collections(), policy),
  };
}
