/**
 * Files that an admin drops into the admin room of a bot that is killed, made so that each can be known again; who
 * decides about every report as it comes; and what must hold of them in the data folder, always and in the end.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { strToU8, zipSync } from "fflate";
import { txnIdOf } from "../../bot/matrix/desk/question-store.ts";
import type { EncryptedHomeserver } from "../fakes/encrypted-homeserver.ts";
import { ADMIN, ADMINS, replacedBy, repliesTo, SELF } from "./town.ts";

type Dropped = {
  readonly eventId: string;
  readonly name: string;
  /** Names in the collection that it must come to, each with a sentence that is in no other file. */
  readonly expected: ReadonlyMap<string, string>;
  readonly verdict: "✅" | "❌";
  answered: boolean;
};

export class DroppedFiles {
  readonly #homeserver: EncryptedHomeserver;
  readonly #dropped: Dropped[] = [];

  constructor(homeserver: EncryptedHomeserver) {
    this.#homeserver = homeserver;
  }

  get count(): number {
    return this.#dropped.length;
  }

  drop(number: number, { isArchive, verdict }: { readonly isArchive: boolean; readonly verdict: "✅" | "❌" }): void {
    const word = wordOf(number);
    const name = `${isArchive ? "papers" : "rules"}-of-${word}.${isArchive ? "zip" : "md"}`;
    const expected = new Map<string, string>();
    const file = (own: string): Uint8Array => {
      const mark = `The ${word} ${own.replace(/\W/gu, " ")} clause holds`;
      expected.set(own, mark);
      return strToU8(documentOf(word, own, mark));
    };
    const members = ["a", "b", "c"].map((part) => `${part}-${word}.md`);
    const bytes = isArchive ? zipSync(Object.fromEntries(members.map((own) => [own, file(own)]))) : file(name);
    const eventId = this.#homeserver.sendFile(ADMINS, ADMIN, { name, bytes });
    this.#dropped.push({ eventId, name, expected: verdict === "✅" ? expected : new Map(), verdict, answered: false });
  }

  /** Reacts to every report that asks. */
  answerReports(): void {
    for (const file of this.#dropped) {
      const [report] = file.answered ? [] : this.#reportsOn(file.eventId);
      if (report === undefined || !/^✅/mu.test(report.body)) continue;
      file.answered = true;
      const relation = { rel_type: "m.annotation", event_id: report.eventId, key: file.verdict };
      const from = { roomId: ADMINS, sender: ADMIN };
      this.#homeserver.rooms.push({ ...from, type: "m.reaction", content: { "m.relates_to": relation } });
    }
  }

  get haveEnded(): boolean {
    return this.#dropped.every(({ eventId }) => {
      const [report] = this.#reportsOn(eventId);
      return report !== undefined && /in force|dropped/u.test(report.body) && !report.body.includes("✅");
    });
  }

  /** What must hold when everything has ended: each file once and whole, nothing left over. */
  wrongInTheEnd(home: string): string[] {
    using database = new DatabaseSync(join(home, "rochdale.sqlite"));
    const wrong: string[] = [];
    const rows = database.prepare(`SELECT file, text FROM documents WHERE ${LOADED}`).all();
    const expected = new Map(this.#dropped.flatMap((file) => [...file.expected]));
    for (const [file, mark] of expected) {
      const found = rows.filter(({ text }) => String(text).includes(mark));
      if (found.length !== 1) wrong.push(`${file}: expected once, got ${found.length} times`);
    }
    if (rows.length !== expected.size) wrong.push(`expected ${expected.size} documents, got ${rows.length}`);
    const left = this.#dropped.length === 0 ? [] : readdirSync(join(home, "uploads"));
    if (left.length > 0) wrong.push(`left behind in uploads: ${left.join(", ")}`);
    for (const [sql, words] of ENDED) {
      const found = Object.values(database.prepare(sql).get() ?? {})[0];
      if (found !== 0) wrong.push(`${words}: ${found}`);
    }
    const unsent = neverSent(database).length;
    if (unsent > 0) wrong.push(`words that were never sent: ${unsent}`);
    for (const { eventId, name } of this.#dropped) {
      const reports = this.#reportsOn(eventId);
      if (reports.length !== 1) wrong.push(`${name}: expected one report, got ${reports.length}`);
    }
    return wrong;
  }

  /** The bot's messages below a file, in their newest words. */
  #reportsOn(eventId: string): { readonly eventId: string; readonly body: string }[] {
    const own = this.#homeserver.rooms
      .inRoom(ADMINS)
      .filter(({ sender, type, redacted }) => sender === SELF && type === "m.room.message" && !redacted);
    return own
      .filter(({ content }) => repliesTo(content) === eventId)
      .map((first) => {
        const edit = own.findLast(({ content }) => replacedBy(content) === first.eventId);
        const shown = edit?.content["m.new_content"] ?? first.content;
        const body = typeof shown === "object" && shown !== null && "body" in shown ? String(shown.body) : "";
        return { eventId: first.eventId, body };
      });
  }
}

/** What must hold of the data folder at every moment: one sentence for each thing that does not. */
export function wrongInFolder(home: string): string[] {
  using database = new DatabaseSync(join(home, "rochdale.sqlite"), { timeout: 10_000 });
  const value = (sql: string) => Object.values(database.prepare(sql).get() ?? {})[0];
  if (value("PRAGMA integrity_check") !== "ok") return ["integrity_check is not ok"];
  if (value("SELECT count(*) FROM sqlite_master WHERE name IN ('documents', 'uploads')") !== 2) return [];
  const wrong: string[] = [];
  for (const [sql, words] of CONSISTENT) if (value(sql) !== 0) wrong.push(`${words}: ${value(sql)}`);
  for (const { id } of database.prepare("SELECT id FROM collections").all()) {
    const table = `passages_fts_${id}`;
    if (value(`SELECT count(*) FROM sqlite_master WHERE name = '${table}'`) === 0) continue;
    const passages = value(`SELECT count(*) FROM passages WHERE collection_id = ${id}`);
    const entries = value(`SELECT count(*) FROM ${table}`);
    if (passages !== entries) wrong.push(`${passages} passages and ${entries} full-text entries`);
  }
  return wrong;
}

/** Loaded in the room, not read in by a command. */
const LOADED = "collection_id IN (SELECT id FROM collections WHERE name = 'main')";

/** Counts that are zero as long as rows, sentences and vectors belong together and nothing is half visible. */
const CONSISTENT: readonly (readonly [string, string])[] = [
  [
    "SELECT count(*) FROM documents d WHERE NOT EXISTS (SELECT 1 FROM passages p WHERE p.document_id = d.id)",
    "documents without passages",
  ],
  ["SELECT count(*) FROM passages WHERE document_id NOT IN (SELECT id FROM documents)", "passages without a document"],
  ["SELECT count(*) FROM sentences WHERE passage_id NOT IN (SELECT id FROM passages)", "sentences without a passage"],
  [
    "SELECT count(*) FROM passages p WHERE NOT EXISTS (SELECT 1 FROM sentences s WHERE s.passage_id = p.id)",
    "passages without sentences",
  ],
  ["SELECT count(*) FROM vectors WHERE hash NOT IN (SELECT hash FROM embedding_texts)", "vectors of no text"],
  [
    "SELECT count(*) FROM documents d WHERE NOT EXISTS (SELECT 1 FROM audit a WHERE a.file = d.file AND a.action = 'loaded')",
    "documents that no line of the log speaks of",
  ],
  [`SELECT count(*) FROM documents WHERE status = 'draft' AND ${LOADED}`, "documents that are loaded and not adopted"],
  [
    `SELECT count(*) FROM documents WHERE ${LOADED} AND sha256 NOT IN (SELECT sha256 FROM uploads WHERE state = 'visible')`,
    "documents whose upload does not know of it",
  ],
  [
    "SELECT count(*) FROM uploads u WHERE u.state = 'visible' AND NOT EXISTS (SELECT 1 FROM documents d WHERE d.sha256 = u.sha256)",
    "visible uploads without a document",
  ],
  ["SELECT count(*) - count(DISTINCT sha256) FROM documents", "documents loaded twice"],
];

/** Counts that are zero when all work is done. */
const ENDED: readonly (readonly [string, string])[] = [
  ["SELECT count(*) FROM uploads WHERE state IN ('received', 'read')", "uploads still open"],
  ["SELECT count(*) FROM passages WHERE hash NOT IN (SELECT hash FROM vectors)", "passages without a vector"],
  ["SELECT count(*) FROM sentences WHERE hash NOT IN (SELECT hash FROM vectors)", "sentences without a vector"],
  ["SELECT count(*) FROM matrix_inbox", "events still in the inbox"],
  ["SELECT count(*) FROM matrix_questions WHERE status <> 'done'", "questions not done"],
];

/** Is there still work that nobody sees? */
export function isAllWorkedOff(home: string): boolean {
  using database = new DatabaseSync(join(home, "rochdale.sqlite"), { timeout: 10_000 });
  return (
    ENDED.every(([sql]) => Object.values(database.prepare(sql).get() ?? {})[0] === 0) &&
    neverSent(database).length === 0
  );
}

/**
 * Transaction ids of what stands in the outbox and did not go out. Not counted: marks below a report, which the admin
 * can put there by hand, and the quiet notice of a question that has its answer since. It stays written down, so that
 * it is found if it did go out and the question is taken back.
 */
function neverSent(database: DatabaseSync): string[] {
  const notices = new Set(
    database
      .prepare("SELECT event_id, revision FROM matrix_questions WHERE status = 'done'")
      .all()
      .flatMap(({ event_id, revision: last }) =>
        Array.from({ length: Number(last) + 1 }, (_, revision) =>
          ["notice", "notice-edit"].map((part) => txnIdOf({ eventId: String(event_id), revision }, part)),
        ).flat(),
      ),
  );
  return database
    .prepare("SELECT txn_id FROM matrix_outbox WHERE event_id IS NULL AND type <> 'm.reaction'")
    .all()
    .map(({ txn_id }) => String(txn_id))
    .filter((txnId) => !notices.has(txnId));
}

const NAMES = ["ash", "birch", "cedar", "elm", "fir", "hazel", "larch", "maple", "oak", "pine", "rowan", "willow"];

/** A word for a number, so that no two files seem editions of one. */
function wordOf(number: number): string {
  return number < NAMES.length
    ? (NAMES[number] ?? "")
    : `${wordOf(Math.floor(number / NAMES.length) - 1)}${NAMES[number % NAMES.length]}`;
}

function documentOf(word: string, own: string, mark: string): string {
  const clauses = Array.from(
    { length: 6 },
    (_, index) =>
      `## Clause ${index + 1}\n\nIn the ${word} house ${own.replace(/\W/gu, " ")} rule ${index + 1} is kept by its members.`,
  );
  return `# Paper ${own}\n\n${mark} for the whole ${word} garden.\n\n${clauses.join("\n\n")}\n`;
}
