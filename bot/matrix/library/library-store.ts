/**
 * The tables of library rooms: which collection has one, and every event that was sent into it. An event is written down
 * before it is sent, so that whatever a crash leaves in the room is known. Knows nothing of homeservers, nor of what a
 * section says.
 */
import { z } from "zod";
import type { ConnectionStore } from "../connection-store.ts";
import type { Leaf, LeafPlace, LeafStretch } from "./leaves.ts";
import type { LibraryEvent } from "./plan-library.ts";

export type LibraryRoom = {
  readonly collection: string;
  /** Null while it is being made. */
  readonly roomId: string | null;
  /** `closing`: its events are being redacted, and it is left when that is done. */
  readonly state: "open" | "closing";
  /** The message in the admin room that shows how far the work under way is; null when none is. */
  readonly noticeId: string | null;
  /** Counts those messages. */
  readonly run: number;
  readonly by: string;
  /** Milliseconds. */
  readonly at: number;
};

export interface LibraryStore {
  rooms(): readonly LibraryRoom[];
  room(collection: string): LibraryRoom | null;
  addRoom(room: Pick<LibraryRoom, "collection" | "by" | "at">): void;
  /** Changes what is named; nothing when there is no such room. */
  update(collection: string, change: Partial<Pick<LibraryRoom, "roomId" | "state" | "noticeId" | "run">>): void;
  /** Forgets the room and all that lay in it. */
  removeRoom(collection: string): void;
  /** In the order of sending. */
  events(collection: string): readonly LibraryEvent[];
  /** Of versions, for whoever deletes them. */
  eventsOf(documentIds: readonly number[]): readonly LibraryEvent[];
  /** Writes down that a leaf is about to be sent; what a crash left of the very same is gone on with. */
  begin(collection: string, leaf: Leaf, rootId: string | null): LibraryEvent;
  /** The homeserver has taken it. */
  settle(number: number, eventId: string): void;
  move(leaf: LeafPlace & LeafStretch): void;
  drop(number: number): void;
  /** The root of the thread in which a clause of these versions stands; null when none of them is published. */
  threadOf(work: readonly number[], clause: string): string | null;
  /** The event that shows the section in which an offset of a file's text lies; null when it is not published. */
  eventAt(
    collection: string,
    file: string,
    offset: number,
  ): { readonly roomId: string; readonly eventId: string } | null;
}

const SCHEMA = `
CREATE TABLE IF NOT EXISTS matrix_library_rooms (
  collection TEXT PRIMARY KEY, room_id TEXT, state TEXT NOT NULL, notice_id TEXT, run INTEGER NOT NULL,
  decided_by TEXT NOT NULL, decided_at INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS matrix_library_events (
  number INTEGER PRIMARY KEY AUTOINCREMENT, collection TEXT NOT NULL, document_id INTEGER NOT NULL,
  clause TEXT NOT NULL, part INTEGER NOT NULL, file TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  hash TEXT NOT NULL, root_id TEXT, event_id TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS matrix_library_events_by_clause ON matrix_library_events(document_id, clause, part);
CREATE INDEX IF NOT EXISTS matrix_library_events_by_file ON matrix_library_events(collection, file, start);
`;

const ROOM = z.object({
  collection: z.string(),
  roomId: z.string().nullable(),
  state: z.enum(["open", "closing"]),
  noticeId: z.string().nullable(),
  run: z.number(),
  by: z.string(),
  at: z.number(),
});
const EVENT = z.object({
  number: z.number(),
  collection: z.string(),
  documentId: z.number(),
  clause: z.string(),
  part: z.number(),
  file: z.string(),
  start: z.number(),
  end: z.number(),
  hash: z.string(),
  rootId: z.string().nullable(),
  eventId: z.string().nullable(),
});
const PLACE = z.object({ roomId: z.string(), eventId: z.string() });

const SELECT_ROOM = `SELECT collection, room_id AS roomId, state, notice_id AS noticeId, run, decided_by AS by,
  decided_at AS at FROM matrix_library_rooms`;
const COLUMNS = `number, collection, document_id AS documentId, clause, part, file, start, "end", hash,
  root_id AS rootId, event_id AS eventId`;
const SELECT_EVENT = `SELECT ${COLUMNS} FROM matrix_library_events`;

/** Makes its tables where they are missing. */
export function openLibraryStore({
  database,
  transaction,
}: Pick<ConnectionStore, "database" | "transaction">): LibraryStore {
  database.exec(SCHEMA);
  const events = (where: string, ...values: readonly (string | number)[]) =>
    database
      .prepare(`${SELECT_EVENT} WHERE ${where} ORDER BY number`)
      .all(...values)
      .map((row) => EVENT.parse(row));
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
    addRoom({ collection, by, at }) {
      database
        .prepare(
          `INSERT INTO matrix_library_rooms (collection, room_id, state, notice_id, run, decided_by, decided_at)
           VALUES (?, NULL, 'open', NULL, 0, ?, ?)`,
        )
        .run(collection, by, at);
    },
    update: (collection, change) =>
      transaction(() => {
        const row = database.prepare(`${SELECT_ROOM} WHERE collection = ?`).get(collection);
        if (row === undefined) return;
        const { roomId, state, noticeId, run } = { ...ROOM.parse(row), ...change };
        database
          .prepare(
            "UPDATE matrix_library_rooms SET room_id = ?, state = ?, notice_id = ?, run = ? WHERE collection = ?",
          )
          .run(roomId, state, noticeId, run, collection);
      }),
    removeRoom: (collection) =>
      transaction(() => {
        database.prepare("DELETE FROM matrix_library_events WHERE collection = ?").run(collection);
        database.prepare("DELETE FROM matrix_library_rooms WHERE collection = ?").run(collection);
      }),
    events: (collection) => events("collection = ?", collection),
    eventsOf: (documentIds) => events("document_id IN (SELECT value FROM json_each(?))", JSON.stringify(documentIds)),
    begin: (collection, leaf, rootId) =>
      transaction(() => {
        const { documentId, clause, part, file, start, end, hash } = leaf;
        const [begun] = events(
          "document_id = ? AND clause = ? AND part = ? AND hash = ? AND event_id IS NULL",
          ...[documentId, clause, part, hash],
        );
        if (begun !== undefined) return begun;
        const row = database
          .prepare(
            `INSERT INTO matrix_library_events (collection, document_id, clause, part, file, start, "end", hash, root_id)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING ${COLUMNS}`,
          )
          .get(collection, documentId, clause, part, file, start, end, hash, rootId);
        return EVENT.parse(row);
      }),
    settle: (number, eventId) =>
      void database.prepare("UPDATE matrix_library_events SET event_id = ? WHERE number = ?").run(eventId, number),
    move({ documentId, clause, part, file, start, end }) {
      database
        .prepare(
          `UPDATE matrix_library_events SET file = ?, start = ?, "end" = ?
           WHERE document_id = ? AND clause = ? AND part = ?`,
        )
        .run(file, start, end, documentId, clause, part);
    },
    drop: (number) => void database.prepare("DELETE FROM matrix_library_events WHERE number = ?").run(number),
    threadOf(work, clause) {
      const row = database
        .prepare(
          `SELECT coalesce(root_id, event_id) AS root FROM matrix_library_events
           WHERE document_id IN (SELECT value FROM json_each(?)) AND clause = ? AND event_id IS NOT NULL
           ORDER BY number LIMIT 1`,
        )
        .get(JSON.stringify(work), clause);
      return row === undefined ? null : z.object({ root: z.string() }).parse(row).root;
    },
    eventAt(collection, file, offset) {
      const row = database
        .prepare(
          `SELECT r.room_id AS roomId, e.event_id AS eventId
           FROM matrix_library_events e JOIN matrix_library_rooms r ON r.collection = e.collection
           WHERE e.collection = ? AND e.file = ? AND e.start <= ? AND e."end" > ? AND e.event_id IS NOT NULL
             AND r.state = 'open' AND r.room_id IS NOT NULL
           ORDER BY e.part, e.number LIMIT 1`,
        )
        .get(collection, file, offset, offset);
      return row === undefined ? null : PLACE.parse(row);
    },
  };
}
