/**
 * The ledger of files that were handed in: each from the moment its message is taken out of the inbox until its report
 * says how it ended; and what admins decided about them, until that is carried out. Knows nothing of how files are read.
 */
import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { REPLY_LANGUAGES, type ReplyLanguage } from "../../answer-types.ts";
import type { RemoteFile } from "../room-event.ts";
import type { WrittenAnswer } from "./read-answer.ts";

/**
 * - `taken`: to be fetched
 * - `received`: its bytes are ours, it is being read
 * - `asking`: the question is on its way out, or there: it may be answered
 * - `asked`: its report asks what shall become of it
 * - `done`: its report says how it ended
 */
export type LoadStatus = "taken" | "received" | "asking" | "asked" | "done";

export type Load = {
  /** Of the message, or of a file in the watched folder; its upload bears it too. */
  readonly id: string;
  readonly roomId: string;
  /** A user id; whoever else hands files in is called otherwise. */
  readonly sender: string;
  /** Milliseconds since 1970, by the server of origin. */
  readonly at: number;
  readonly threadRoot: string | null;
  /** Where the file lies; null for one that was received without the homeserver. */
  readonly file: RemoteFile | null;
  readonly name: string;
  readonly collection: string;
  readonly language: ReplyLanguage;
  /** What the caption said. */
  readonly answer: WrittenAnswer | null;
  readonly status: LoadStatus;
  /** The bot's one message about it. */
  readonly reportId: string | null;
};

export type NewLoad = Omit<Load, "reportId">;

/** Something that was decided and is to be carried out. */
export type Deciding = {
  readonly number: number;
  readonly load: string;
  readonly answer: WrittenAnswer;
  readonly by: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** The message that said so, to be replied to when it cannot be done; null for a reaction. */
  readonly messageId: string | null;
};

export interface LoadsStore {
  /** False when it is there already. */
  add(load: NewLoad): boolean;
  get(id: string): Load | null;
  /** The file whose report an event is. */
  byReport(eventId: string): Load | null;
  /** Those whose report stands in a thread, newest first. */
  inThread(roomId: string, threadRoot: string): readonly Load[];
  /** Has no file been handed in for a long time? */
  isEmpty(): boolean;
  /** Not yet `done`, oldest first. */
  unfinished(): readonly Load[];
  setStatus(id: string, status: LoadStatus): void;
  setReport(id: string, reportId: string): void;
  /** The caption's answer is used up. */
  takeAnswer(id: string): void;
  decide(deciding: Omit<Deciding, "number">): void;
  /** What was decided about a file and is not carried out yet, oldest first. */
  decisions(load: string): readonly Deciding[];
  /** Carried out. */
  settled(number: number): void;
  /** Nothing stays of the file's name and place. */
  empty(id: string): void;
  dropDoneBefore(at: number): void;
}

const SCHEMA = `
CREATE TABLE IF NOT EXISTS matrix_loads (
  id TEXT PRIMARY KEY, room_id TEXT NOT NULL, sender TEXT NOT NULL, at INTEGER NOT NULL, thread_root TEXT, file TEXT,
  name TEXT NOT NULL, collection TEXT NOT NULL, language TEXT NOT NULL, answer TEXT, status TEXT NOT NULL, report_id TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS matrix_loads_by_report ON matrix_loads (report_id);
CREATE TABLE IF NOT EXISTS matrix_load_decisions (
  number INTEGER PRIMARY KEY AUTOINCREMENT, load TEXT NOT NULL, answer TEXT NOT NULL, by TEXT NOT NULL, at TEXT NOT NULL,
  message_id TEXT
) STRICT;
`;

const LOAD_ROW = z.object({
  id: z.string(),
  room_id: z.string(),
  sender: z.string(),
  at: z.number(),
  thread_root: z.string().nullable(),
  file: z.string().nullable(),
  name: z.string(),
  collection: z.string(),
  language: z.enum(REPLY_LANGUAGES),
  answer: z.string().nullable(),
  status: z.enum(["taken", "received", "asking", "asked", "done"]),
  report_id: z.string().nullable(),
});
const DECISION_ROW = z.object({
  number: z.number(),
  load: z.string(),
  answer: z.string(),
  by: z.string(),
  at: z.string(),
  message_id: z.string().nullable(),
});

export function openLoadsStore(database: DatabaseSync): LoadsStore {
  database.exec(SCHEMA);
  const all = (where: string, ...values: string[]): Load[] =>
    database
      .prepare(`SELECT * FROM matrix_loads WHERE ${where}`)
      .all(...values)
      .map((row) => parseLoad(LOAD_ROW.parse(row)));
  const set = (id: string, assignments: string, ...values: string[]) =>
    void database.prepare(`UPDATE matrix_loads SET ${assignments} WHERE id = ?`).run(...values, id);
  return {
    add({ id, roomId, sender, at, threadRoot, file, name, collection, language, answer, status }) {
      const json = (value: unknown) => (value === null ? null : JSON.stringify(value));
      return (
        database
          .prepare(
            `INSERT OR IGNORE INTO matrix_loads (id, room_id, sender, at, thread_root, file, name, collection, language,
             answer, status) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          )
          .run(id, roomId, sender, at, threadRoot, json(file), name, collection, language, json(answer), status)
          .changes > 0
      );
    },
    get: (id) => all("id = ?", id)[0] ?? null,
    byReport: (eventId) => all("report_id = ?", eventId)[0] ?? null,
    inThread: (roomId, threadRoot) => all("room_id = ? AND thread_root = ? ORDER BY at DESC", roomId, threadRoot),
    isEmpty: () => database.prepare("SELECT 1 FROM matrix_loads LIMIT 1").get() === undefined,
    unfinished: () => all("status <> 'done' ORDER BY at, rowid"),
    setStatus: (id, status) => set(id, "status = ?", status),
    setReport: (id, reportId) => set(id, "report_id = ?", reportId),
    takeAnswer: (id) => set(id, "answer = NULL"),
    decide({ load, answer, by, at, messageId }) {
      database
        .prepare("INSERT INTO matrix_load_decisions (load, answer, by, at, message_id) VALUES (?, ?, ?, ?, ?)")
        .run(load, JSON.stringify(answer), by, at, messageId);
    },
    decisions: (load) =>
      database
        .prepare("SELECT * FROM matrix_load_decisions WHERE load = ? ORDER BY number")
        .all(load)
        .map((row) => parseDecision(DECISION_ROW.parse(row))),
    settled: (number) => void database.prepare("DELETE FROM matrix_load_decisions WHERE number = ?").run(number),
    empty: (id) => set(id, "name = '', file = NULL, answer = NULL"),
    dropDoneBefore: (at) => void database.prepare("DELETE FROM matrix_loads WHERE status = 'done' AND at < ?").run(at),
  };
}

/** What this store wrote itself. */
function parseLoad(row: z.infer<typeof LOAD_ROW>): Load {
  return {
    id: row.id,
    roomId: row.room_id,
    sender: row.sender,
    at: row.at,
    threadRoot: row.thread_root,
    file: row.file === null ? null : (JSON.parse(row.file) as RemoteFile),
    name: row.name,
    collection: row.collection,
    language: row.language,
    answer: row.answer === null ? null : (JSON.parse(row.answer) as WrittenAnswer),
    status: row.status,
    reportId: row.report_id,
  };
}

function parseDecision(row: z.infer<typeof DECISION_ROW>): Deciding {
  const { number, load, answer, by, at, message_id } = row;
  return { number, load, answer: JSON.parse(answer) as WrittenAnswer, by, at, messageId: message_id };
}
