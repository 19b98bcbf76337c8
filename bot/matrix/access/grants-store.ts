/**
 * What admins decided: which room reads which collection, who may invite the bot, and a log of every such decision
 * with who made it and when, written in the same transaction. Lies in the co-op's database. Knows no rules: what a
 * grant is worth in a room is for `readable.ts` to say.
 */
import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import type { ConnectionStore } from "../connection-store.ts";

/** Who decided, and when (milliseconds). */
export type Decided = { readonly by: string; readonly at: number };

export type StoredGrant = Decided & { readonly collection: string; readonly roomId: string };

/** A user id or a server name that may invite the bot. */
export type AllowedInviter = Decided & { readonly who: string };

const ACTIONS = ["grant", "revoke", "allow", "questions-on", "questions-off", "library-on", "library-off"] as const;

/** One line of the log. `subject` is the collection or whoever was allowed; `roomId` is null where no room is meant. */
export type AuditEntry = Decided & {
  readonly action: (typeof ACTIONS)[number];
  readonly subject: string | null;
  readonly roomId: string | null;
};

export interface GrantsStore {
  grants(): readonly StoredGrant[];
  /** False when the room had it already; then nothing changes and nothing is logged. */
  grant(collection: string, roomId: string, decided: Decided): boolean;
  /** False when the room did not have it. */
  revoke(collection: string, roomId: string, decided: Decided): boolean;
  allowed(): readonly AllowedInviter[];
  /** False when it was allowed already. */
  allow(who: string, decided: Decided): boolean;
  /** A decision that another store keeps. */
  record(entry: AuditEntry): void;
  /** The newest first. */
  log(limit: number): readonly AuditEntry[];
}

const SCHEMA = `
CREATE TABLE IF NOT EXISTS matrix_grants (
  collection TEXT NOT NULL, room_id TEXT NOT NULL, decided_by TEXT NOT NULL, decided_at INTEGER NOT NULL,
  PRIMARY KEY (collection, room_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS matrix_allowed_inviters (
  who TEXT PRIMARY KEY, decided_by TEXT NOT NULL, decided_at INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS matrix_admin_log (
  id INTEGER PRIMARY KEY, action TEXT NOT NULL, subject TEXT, room_id TEXT, decided_by TEXT NOT NULL,
  decided_at INTEGER NOT NULL
) STRICT;
`;

const GRANT = z.object({ collection: z.string(), roomId: z.string(), by: z.string(), at: z.number() });
const ALLOWED = z.object({ who: z.string(), by: z.string(), at: z.number() });
const ENTRY = z.object({
  action: z.enum(ACTIONS),
  subject: z.string().nullable(),
  roomId: z.string().nullable(),
  by: z.string(),
  at: z.number(),
});

/** Makes its tables where they are missing. */
export function openGrantsStore({
  database,
  transaction,
}: Pick<ConnectionStore, "database" | "transaction">): GrantsStore {
  database.exec(SCHEMA);
  const record = (entry: AuditEntry) => writeEntry(database, entry);
  /** Runs one change; logs it when it changed something. */
  const change = (sql: string, values: readonly (string | number)[], entry: AuditEntry): boolean =>
    transaction(() => {
      const changed = database.prepare(sql).run(...values).changes > 0;
      if (changed) record(entry);
      return changed;
    });
  return {
    grants: () =>
      database
        .prepare(
          "SELECT collection, room_id AS roomId, decided_by AS by, decided_at AS at FROM matrix_grants ORDER BY room_id, collection",
        )
        .all()
        .map((row) => GRANT.parse(row)),
    grant: (collection, roomId, decided) =>
      change(
        "INSERT OR IGNORE INTO matrix_grants (collection, room_id, decided_by, decided_at) VALUES (?, ?, ?, ?)",
        [collection, roomId, decided.by, decided.at],
        { ...decided, action: "grant", subject: collection, roomId },
      ),
    revoke: (collection, roomId, decided) =>
      change("DELETE FROM matrix_grants WHERE collection = ? AND room_id = ?", [collection, roomId], {
        ...decided,
        action: "revoke",
        subject: collection,
        roomId,
      }),
    allowed: () =>
      database
        .prepare("SELECT who, decided_by AS by, decided_at AS at FROM matrix_allowed_inviters ORDER BY who")
        .all()
        .map((row) => ALLOWED.parse(row)),
    allow: (who, decided) =>
      change(
        "INSERT OR IGNORE INTO matrix_allowed_inviters (who, decided_by, decided_at) VALUES (?, ?, ?)",
        [who, decided.by, decided.at],
        { ...decided, action: "allow", subject: who, roomId: null },
      ),
    record,
    log: (limit) =>
      database
        .prepare(
          "SELECT action, subject, room_id AS roomId, decided_by AS by, decided_at AS at FROM matrix_admin_log ORDER BY id DESC LIMIT ?",
        )
        .all(limit)
        .map((row) => ENTRY.parse(row)),
  };
}

function writeEntry(database: DatabaseSync, { action, subject, roomId, by, at }: AuditEntry): void {
  database
    .prepare("INSERT INTO matrix_admin_log (action, subject, room_id, decided_by, decided_at) VALUES (?, ?, ?, ?, ?)")
    .run(action, subject, roomId, by, at);
}
