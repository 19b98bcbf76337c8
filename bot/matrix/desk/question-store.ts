/**
 * The ledger of questions: each from the moment it is taken up to its answer's event id, so that a crash at any point
 * leads to exactly one answer. Keeps what `!sources`, `!why` and follow-ups need. Knows nothing of how answers are
 * made or sent.
 */
import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import type { Answer, Retrieved } from "../../answer-types.ts";
import { hashOf } from "./inbox-store.ts";

/**
 * - `waiting`: to be answered (or being answered)
 * - `stopped`: the asker gave it up; the word that says so is on its way
 * - `ready`: the reply is written and on its way out
 * - `done`: the reply lies on the homeserver
 */
export type QuestionStatus = "waiting" | "stopped" | "ready" | "done";

export type Question = {
  readonly eventId: string;
  readonly roomId: string;
  readonly sender: string;
  /** Milliseconds since 1970, by the server of origin. */
  readonly at: number;
  /** Root of the thread that the reply goes to; null for a reply outside of threads (direct rooms). */
  readonly threadRoot: string | null;
  readonly text: string;
  /** YYYY-MM-DD, or null for today. */
  readonly asOf: string | null;
  /** Grows with each edit that is answered anew. */
  readonly revision: number;
  readonly status: QuestionStatus;
  /** The quiet first notice, once it lies on the homeserver. */
  readonly noticeId: string | null;
  /** The event that holds the answer (the notice, when the answer is an edit of it). */
  readonly answerId: string | null;
  readonly answer: Answer | null;
  readonly retrieved: readonly Retrieved[];
};

export type NewQuestion = Pick<Question, "eventId" | "roomId" | "sender" | "at" | "threadRoot" | "text" | "asOf">;

/** A file of a collection, as citations name it. */
export type StoredFile = { readonly collection: string; readonly file: string };

export interface QuestionStore {
  add(question: NewQuestion): void;
  get(eventId: string): Question | null;
  /** The question whose answer or notice an event is. */
  byReply(eventId: string): Question | null;
  /** Questions not yet `done`, oldest first. */
  unfinished(): readonly Question[];
  /** The last finished ones of a thread (or, with null, of a room outside of threads), newest first. */
  recent(roomId: string, threadRoot: string | null, count: number): readonly Question[];
  /** The last finished one of a room, in whichever thread. */
  latest(roomId: string): Question | null;
  isThreadOfOurs(roomId: string, threadRoot: string): boolean;
  setNotice(eventId: string, noticeId: string): void;
  setReady(eventId: string, answer: Answer | null, retrieved: readonly Retrieved[]): void;
  setStopped(eventId: string): void;
  setDone(eventId: string, answerId: string | null): void;
  /** New words, to be answered again. */
  setText(eventId: string, text: string): void;
  remove(eventId: string): void;
  /** Those whose answers cite one of these files, or were found among its passages. */
  using(files: readonly StoredFile[]): readonly Question[];
  setRetrieved(eventId: string, retrieved: readonly Retrieved[]): void;
  /** Forgets what was answered, and keeps that it was. */
  clearAnswer(eventId: string): void;
  /** Everything a member ever asked. */
  of(sender: string): readonly Question[];
  /** Takes all words out of a question for good, and keeps what is needed to redact what was said of it. */
  empty(eventId: string): void;
  /** Removes finished questions asked before a moment (milliseconds since 1970). */
  dropDoneBefore(at: number): void;
}

const SCHEMA = `
CREATE TABLE IF NOT EXISTS matrix_questions (
  event_id TEXT PRIMARY KEY, room_id TEXT NOT NULL, sender TEXT NOT NULL, at INTEGER NOT NULL, thread_root TEXT,
  text TEXT NOT NULL, as_of TEXT, revision INTEGER NOT NULL DEFAULT 0, status TEXT NOT NULL DEFAULT 'waiting',
  notice_id TEXT, answer_id TEXT, answer TEXT, retrieved TEXT NOT NULL DEFAULT '[]'
) STRICT;
CREATE INDEX IF NOT EXISTS matrix_questions_by_room ON matrix_questions (room_id, thread_root, at);
CREATE INDEX IF NOT EXISTS matrix_questions_by_answer ON matrix_questions (answer_id);
`;

const ROW = z.object({
  event_id: z.string(),
  room_id: z.string(),
  sender: z.string(),
  at: z.number(),
  thread_root: z.string().nullable(),
  text: z.string(),
  as_of: z.string().nullable(),
  revision: z.number(),
  status: z.enum(["waiting", "stopped", "ready", "done"]),
  notice_id: z.string().nullable(),
  answer_id: z.string().nullable(),
  answer: z.string().nullable(),
  retrieved: z.string(),
});

/** @param list rows of `json_each` with `collection` and `file` in them. */
function names(list: string): string {
  return `EXISTS (SELECT 1 FROM ${list} u JOIN json_each(?) f
    ON u.value ->> 'collection' = f.value ->> 'collection' AND u.value ->> 'file' = f.value ->> 'file')`;
}

export function openQuestionStore(database: DatabaseSync): QuestionStore {
  database.exec(SCHEMA);
  const all = (where: string, ...values: (string | number | null)[]): Question[] =>
    database
      .prepare(`SELECT * FROM matrix_questions WHERE ${where}`)
      .all(...values)
      .map((row) => parseRow(ROW.parse(row)));
  const set = (eventId: string, assignments: string, ...values: (string | number | null)[]) =>
    void database.prepare(`UPDATE matrix_questions SET ${assignments} WHERE event_id = ?`).run(...values, eventId);
  return {
    add({ eventId, roomId, sender, at, threadRoot, text, asOf }) {
      database
        .prepare(
          `INSERT OR IGNORE INTO matrix_questions (event_id, room_id, sender, at, thread_root, text, as_of)
           VALUES (?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(eventId, roomId, sender, at, threadRoot, text, asOf);
    },
    get: (eventId) => all("event_id = ?", eventId)[0] ?? null,
    byReply: (eventId) => all("answer_id = ? OR notice_id = ?", eventId, eventId)[0] ?? null,
    unfinished: () => all("status <> 'done' ORDER BY at, rowid"),
    recent: (roomId, threadRoot, count) =>
      all(
        "room_id = ? AND thread_root IS ? AND status = 'done' AND answer IS NOT NULL ORDER BY at DESC, rowid DESC LIMIT ?",
        roomId,
        threadRoot,
        count,
      ),
    latest: (roomId) =>
      all("room_id = ? AND status = 'done' AND answer IS NOT NULL ORDER BY at DESC, rowid DESC LIMIT 1", roomId)[0] ??
      null,
    isThreadOfOurs: (roomId, threadRoot) =>
      all("room_id = ? AND thread_root = ? LIMIT 1", roomId, threadRoot).length > 0,
    setNotice: (eventId, noticeId) => set(eventId, "notice_id = ?", noticeId),
    setReady: (eventId, answer, retrieved) =>
      set(
        eventId,
        "status = 'ready', answer = ?, retrieved = ?",
        answer === null ? null : JSON.stringify(answer),
        JSON.stringify(retrieved),
      ),
    setStopped: (eventId) => set(eventId, "status = 'stopped'"),
    setDone: (eventId, answerId) => set(eventId, "status = 'done', answer_id = ?", answerId),
    setText: (eventId, text) => set(eventId, "text = ?, revision = revision + 1, status = 'waiting'", text),
    using(files) {
      const wanted = JSON.stringify(files.map(({ collection, file }) => ({ collection, file })));
      const cites = names("json_each(coalesce(answer, '{}'), '$.citations')");
      return all(`${names("json_each(retrieved)")} OR ${cites} ORDER BY at, rowid`, wanted, wanted);
    },
    setRetrieved: (eventId, retrieved) => set(eventId, "retrieved = ?", JSON.stringify(retrieved)),
    clearAnswer: (eventId) => set(eventId, "answer = NULL, retrieved = '[]'"),
    remove: (eventId) => void database.prepare("DELETE FROM matrix_questions WHERE event_id = ?").run(eventId),
    of: (sender) => all("sender = ? ORDER BY at, rowid", sender),
    // Of a higher revision no edit is answered any more.
    empty: (eventId) =>
      set(eventId, "status = 'done', text = '', answer = NULL, retrieved = '[]', revision = revision + 1"),
    dropDoneBefore: (at) =>
      void database.prepare("DELETE FROM matrix_questions WHERE status = 'done' AND at < ?").run(at),
  };
}

/**
 * The transaction id of one of a question's replies: the same after a crash, another after an edit.
 * @param part what is sent: "notice", "answer", …
 */
export function txnIdOf(question: Pick<Question, "eventId" | "revision">, part: string): string {
  return Buffer.from(hashOf(`${question.eventId}\0${question.revision}\0${part}`)).toString("base64url");
}

/** What this store wrote itself. */
function parseRow(row: z.infer<typeof ROW>): Question {
  return {
    eventId: row.event_id,
    roomId: row.room_id,
    sender: row.sender,
    at: row.at,
    threadRoot: row.thread_root,
    text: row.text,
    asOf: row.as_of,
    revision: row.revision,
    status: row.status,
    noticeId: row.notice_id,
    answerId: row.answer_id,
    answer: row.answer === null ? null : (JSON.parse(row.answer) as Answer),
    retrieved: JSON.parse(row.retrieved) as Question["retrieved"],
  };
}
