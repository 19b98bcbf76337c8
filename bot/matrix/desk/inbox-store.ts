/**
 * What came from the homeserver and is still to be dealt with, and what is known of each room: written in the same
 * transaction as the sync token, so that nothing is lost and nothing is dealt with twice. Knows nothing of questions.
 */
import { createHash } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { readRoomState, type StateEvent } from "../read-room-state.ts";
import type { Invite, RoomEvent } from "../room-event.ts";
import type { RoomState } from "../room-state.ts";

/** Something to deal with; `id` is the event's own, or made of what an invite says. */
export type InboxItem = { readonly id: string; readonly item: RoomEvent | (Invite & { readonly kind: "invite" }) };

export interface InboxStore {
  /** False when this id was taken in before: it is not taken twice. */
  put(item: InboxItem, at: number): boolean;
  /** Was it taken in, now or before? */
  wasSeen(id: string): boolean;
  /** What is not yet dealt with, oldest first. */
  pending(): readonly InboxItem[];
  /** Forgets what the item said; only a hash of its id stays. */
  done(id: string): void;
  putState(roomId: string, event: StateEvent): void;
  state(roomId: string): readonly StateEvent[];
  rooms(): readonly string[];
  /** Forgets ids taken in before a moment (milliseconds since 1970). */
  dropSeenBefore(at: number): void;
}

const SCHEMA = `
CREATE TABLE IF NOT EXISTS matrix_seen (hash BLOB PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS matrix_inbox (
  number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, json TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS matrix_state (
  room_id TEXT NOT NULL, type TEXT NOT NULL, state_key TEXT NOT NULL, sender TEXT NOT NULL, content TEXT NOT NULL,
  PRIMARY KEY (room_id, type, state_key)
) STRICT, WITHOUT ROWID;
`;

const INBOX_ROW = z.object({ id: z.string(), json: z.string() });
const STATE_ROW = z.object({ type: z.string(), state_key: z.string(), sender: z.string(), content: z.string() });
const ROOM_ROW = z.object({ room_id: z.string() });

export function openInboxStore(database: DatabaseSync): InboxStore {
  database.exec(SCHEMA);
  const see = database.prepare("INSERT OR IGNORE INTO matrix_seen (hash, at) VALUES (?, ?)");
  const insert = database.prepare("INSERT OR IGNORE INTO matrix_inbox (id, json) VALUES (?, ?)");
  const select = database.prepare("SELECT id, json FROM matrix_inbox ORDER BY number");
  const remove = database.prepare("DELETE FROM matrix_inbox WHERE id = ?");
  const setState = database.prepare(
    "INSERT OR REPLACE INTO matrix_state (room_id, type, state_key, sender, content) VALUES (?, ?, ?, ?, ?)",
  );
  const selectState = database.prepare(
    "SELECT type, state_key, sender, content FROM matrix_state WHERE room_id = ? ORDER BY type, state_key",
  );
  return {
    put({ id, item }, at) {
      if (see.run(hashOf(id), at).changes === 0) return false;
      insert.run(id, JSON.stringify(item));
      return true;
    },
    wasSeen: (id) => database.prepare("SELECT 1 FROM matrix_seen WHERE hash = ?").get(hashOf(id)) !== undefined,
    pending: () => select.all().map((row) => parseItem(INBOX_ROW.parse(row))),
    done: (id) => void remove.run(id),
    putState(roomId, { type, stateKey, sender, content }) {
      setState.run(roomId, type, stateKey, sender, JSON.stringify(content ?? null));
    },
    state: (roomId) =>
      selectState.all(roomId).map((row) => {
        const { type, state_key, sender, content } = STATE_ROW.parse(row);
        return { type, stateKey: state_key, sender, content: JSON.parse(content) };
      }),
    rooms: () =>
      database
        .prepare("SELECT DISTINCT room_id FROM matrix_state ORDER BY room_id")
        .all()
        .map((row) => ROOM_ROW.parse(row).room_id),
    dropSeenBefore: (at) => void database.prepare("DELETE FROM matrix_seen WHERE at < ?").run(at),
  };
}

/** A room as the last committed sync left it. A room of two is a direct one, however it was opened. */
export function roomNow(inbox: Pick<InboxStore, "state">, roomId: string, self: string): RoomState {
  return readRoomState({ roomId, self, openedAsDirect: false }, inbox.state(roomId));
}

/** Half of a SHA-256: enough to know an id again, nothing to read from it. */
export function hashOf(id: string): Uint8Array {
  return createHash("sha256").update(id).digest().subarray(0, 16);
}

/** What this store wrote itself, from a decoded event. */
function parseItem({ id, json }: z.infer<typeof INBOX_ROW>): InboxItem {
  return { id, item: JSON.parse(json) as InboxItem["item"] };
}
