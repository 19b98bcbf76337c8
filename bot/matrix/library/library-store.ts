/**
 * The tables of library rooms: which collection has one, and which event of it holds which part of which section.
 * Knows nothing of homeservers, nor of what a section says.
 */
import { z } from "zod";
import type { ConnectionStore } from "../connection-store.ts";
import type { LeafPlace } from "./leaves.ts";
import type { Published } from "./plan-library.ts";

export type LibraryRoom = {
  readonly collection: string;
  readonly roomId: string;
  /** `closing`: its events are being redacted, and it is left when that is done. */
  readonly state: "open" | "closing";
  readonly by: string;
  /** Milliseconds. */
  readonly at: number;
};

export interface LibraryStore {
  rooms(): readonly LibraryRoom[];
  room(collection: string): LibraryRoom | null;
  putRoom(room: LibraryRoom): void;
  /** Forgets the room and all that lay in it. */
  removeRoom(collection: string): void;
  published(collection: string): readonly Published[];
  /** Of one version, for whoever deletes it. */
  publishedOf(documentId: number): readonly (Published & { readonly roomId: string })[];
  put(collection: string, leaf: Published): void;
  remove(place: LeafPlace): void;
  /** The first event of a clause, to which newer versions are threaded; null when it has none. */
  threadOf(collection: string, clause: string): string | null;
  /** The event in which a section of a version begins, with its room; null when it is not published. */
  sectionEvent(documentId: number, section: number): { readonly roomId: string; readonly eventId: string } | null;
}

const SCHEMA = `
CREATE TABLE IF NOT EXISTS matrix_library_rooms (
  collection TEXT PRIMARY KEY, room_id TEXT NOT NULL, state TEXT NOT NULL, decided_by TEXT NOT NULL,
  decided_at INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS matrix_library_leaves (
  document_id INTEGER NOT NULL, section INTEGER NOT NULL, part INTEGER NOT NULL, collection TEXT NOT NULL,
  clause TEXT NOT NULL, hash TEXT NOT NULL, event_id TEXT NOT NULL, number INTEGER NOT NULL,
  PRIMARY KEY (document_id, section, part)
) STRICT;
CREATE INDEX IF NOT EXISTS matrix_library_leaves_by_clause ON matrix_library_leaves(collection, clause, number);
`;

const ROOM = z.object({
  collection: z.string(),
  roomId: z.string(),
  state: z.enum(["open", "closing"]),
  by: z.string(),
  at: z.number(),
});
const LEAF = z.object({
  documentId: z.number(),
  section: z.number(),
  part: z.number(),
  clause: z.string(),
  hash: z.string(),
  eventId: z.string(),
});
const PLACED = LEAF.extend({ roomId: z.string() });
const EVENT = z.object({ roomId: z.string(), eventId: z.string() });

const SELECT_ROOM =
  "SELECT collection, room_id AS roomId, state, decided_by AS by, decided_at AS at FROM matrix_library_rooms";
const LEAF_COLUMNS = "l.document_id AS documentId, l.section, l.part, l.clause, l.hash, l.event_id AS eventId";
const WITH_ROOM = "matrix_library_leaves l JOIN matrix_library_rooms r ON r.collection = l.collection";

/** Makes its tables where they are missing. */
export function openLibraryStore({
  database,
  transaction,
}: Pick<ConnectionStore, "database" | "transaction">): LibraryStore {
  database.exec(SCHEMA);
  return {
    rooms: () =>
      database
        .prepare(`${SELECT_ROOM} ORDER BY collection`)
        .all()
        .map((row) => ROOM.parse(row)),
    room(collection) {
      const row = database.prepare(`${SELECT_ROOM} WHERE collection = ?`).get(collection);
      return row === undefined ? null : ROOM.parse(row);
    },
    putRoom({ collection, roomId, state, by, at }) {
      database
        .prepare(
          `INSERT OR REPLACE INTO matrix_library_rooms (collection, room_id, state, decided_by, decided_at)
           VALUES (?, ?, ?, ?, ?)`,
        )
        .run(collection, roomId, state, by, at);
    },
    removeRoom: (collection) =>
      transaction(() => {
        database.prepare("DELETE FROM matrix_library_leaves WHERE collection = ?").run(collection);
        database.prepare("DELETE FROM matrix_library_rooms WHERE collection = ?").run(collection);
      }),
    published: (collection) =>
      database
        .prepare(`SELECT ${LEAF_COLUMNS} FROM matrix_library_leaves l WHERE l.collection = ? ORDER BY l.number`)
        .all(collection)
        .map((row) => LEAF.parse(row)),
    publishedOf: (documentId) =>
      database
        .prepare(
          `SELECT ${LEAF_COLUMNS}, r.room_id AS roomId FROM ${WITH_ROOM} WHERE l.document_id = ? ORDER BY l.number`,
        )
        .all(documentId)
        .map((row) => PLACED.parse(row)),
    put(collection, { documentId, section, part, clause, hash, eventId }) {
      database
        .prepare(
          `INSERT INTO matrix_library_leaves (document_id, section, part, collection, clause, hash, event_id, number)
           VALUES (?, ?, ?, ?, ?, ?, ?, (SELECT coalesce(max(number), 0) + 1 FROM matrix_library_leaves))
           ON CONFLICT (document_id, section, part) DO UPDATE SET clause = excluded.clause, hash = excluded.hash`,
        )
        .run(documentId, section, part, collection, clause, hash, eventId);
    },
    remove({ documentId, section, part }) {
      database
        .prepare("DELETE FROM matrix_library_leaves WHERE document_id = ? AND section = ? AND part = ?")
        .run(documentId, section, part);
    },
    threadOf(collection, clause) {
      const row = database
        .prepare(
          `SELECT event_id AS eventId FROM matrix_library_leaves WHERE collection = ? AND clause = ?
           ORDER BY number LIMIT 1`,
        )
        .get(collection, clause);
      return row === undefined ? null : z.object({ eventId: z.string() }).parse(row).eventId;
    },
    sectionEvent(documentId, section) {
      const row = database
        .prepare(
          `SELECT r.room_id AS roomId, l.event_id AS eventId FROM ${WITH_ROOM}
           WHERE l.document_id = ? AND l.section = ? AND r.state = 'open' ORDER BY l.part LIMIT 1`,
        )
        .get(documentId, section);
      return row === undefined ? null : EVENT.parse(row);
    },
  };
}
