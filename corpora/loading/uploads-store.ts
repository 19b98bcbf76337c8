/**
 * The table of uploads: each from the moment its bytes are on disk until it is visible or nothing of it is left, so that a
 * crash at any point loses and doubles nothing. Applies no rule.
 */
import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import type { ParsedDocument } from "../document.ts";
import type { SaidRecord } from "../record.ts";
import type { Facts } from "./facts.ts";
import { type ReadUpload, UPLOAD_STATES, type Upload, type UploadOutcome } from "./upload.ts";

export type NewRow = Pick<
  Upload,
  "id" | "name" | "collection" | "said" | "by" | "at" | "sha256" | "size" | "parent" | "position"
> & {
  /** A member that is left out, and why; null for one that goes on. */
  readonly problem: string | null;
};

export interface UploadsStore {
  /** An id that is there already stays as it is. */
  add(upload: NewRow): void;
  get(id: string): Upload | null;
  /** With the parsed text. */
  read(id: string): ReadUpload | null;
  /** The files of an archive, in their order. */
  members(parent: string): readonly Upload[];
  /** Those that became one of these files, or hold the same bytes; nothing of what was cancelled. */
  of(
    files: readonly { readonly collection: string; readonly file: string; readonly sha256: string }[],
  ): readonly Upload[];
  /** What has not ended, oldest first; files of archives among them. */
  open(): readonly Upload[];
  /** Whatever was cancelled meanwhile stays cancelled: false then. */
  setRead(id: string, document: ParsedDocument, facts: Facts): boolean;
  setUnreadable(id: string, problem: string): void;
  setUnpacked(id: string): boolean;
  setVisible(id: string, outcome: UploadOutcome): void;
  /** Nothing stays but the id, which is never taken twice. */
  setCancelled(id: string): void;
  /** Those that hold these bytes, whatever has become of them. */
  holding(sha256: string): readonly Upload[];
  /** Forgets an upload altogether. */
  remove(id: string): void;
  /** Files that some upload still needs. */
  neededFiles(): ReadonlySet<string>;
  /** Forgets uploads that came in before a moment (ISO 8601) and have ended. */
  dropEndedBefore(at: string): void;
}

const SCHEMA = `
CREATE TABLE IF NOT EXISTS uploads (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, collection TEXT NOT NULL, said TEXT, sha256 TEXT NOT NULL,
  size INTEGER NOT NULL, state TEXT NOT NULL, parent TEXT, position INTEGER NOT NULL, by TEXT NOT NULL,
  at TEXT NOT NULL, document TEXT, facts TEXT, problem TEXT, outcome TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS uploads_by_parent ON uploads (parent);
CREATE INDEX IF NOT EXISTS uploads_by_sha256 ON uploads (sha256);
`;

const COLUMNS =
  "id, name, collection, said, sha256, size, state, parent, position, by, at, facts, problem, outcome" as const;

const ROW = z.object({
  id: z.string(),
  name: z.string(),
  collection: z.string(),
  said: z.string().nullable(),
  sha256: z.string(),
  size: z.number(),
  state: z.enum(UPLOAD_STATES),
  parent: z.string().nullable(),
  position: z.number(),
  by: z.string(),
  at: z.string(),
  facts: z.string().nullable(),
  problem: z.string().nullable(),
  outcome: z.string().nullable(),
});

export function openUploadsStore(database: DatabaseSync): UploadsStore {
  database.exec(SCHEMA);
  const all = (where: string, ...values: string[]): Upload[] =>
    database
      .prepare(`SELECT ${COLUMNS} FROM uploads WHERE ${where}`)
      .all(...values)
      .map((row) => parseRow(ROW.parse(row)));
  const set = (id: string, assignments: string, ...values: (string | null)[]): boolean =>
    database.prepare(`UPDATE uploads SET ${assignments} WHERE id = ?`).run(...values, id).changes > 0;
  const ifReceived = (id: string, assignments: string, ...values: string[]): boolean =>
    database.prepare(`UPDATE uploads SET ${assignments} WHERE id = ? AND state = 'received'`).run(...values, id)
      .changes > 0;
  const get = (id: string) => all("id = ?", id)[0] ?? null;
  return {
    add({ id, name, collection, said, sha256, size, parent, position, by, at, problem }) {
      database
        .prepare(
          `INSERT OR IGNORE INTO uploads (id, name, collection, said, sha256, size, state, parent, position, by, at, problem)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          id,
          name,
          collection,
          said === null ? null : JSON.stringify(said),
          sha256,
          size,
          problem === null ? "received" : "unreadable",
          parent,
          position,
          by,
          at,
          problem,
        );
    },
    get,
    read(id) {
      const upload = get(id);
      if (upload === null) return null;
      const row = database.prepare("SELECT document FROM uploads WHERE id = ?").get(id);
      const { document } = z.object({ document: z.string().nullable() }).parse(row);
      return { ...upload, document: document === null ? null : (JSON.parse(document) as ParsedDocument) };
    },
    members: (parent) => all("parent = ? ORDER BY position", parent),
    of: (files) =>
      all(
        `state <> 'cancelled' AND EXISTS (SELECT 1 FROM json_each(?) f WHERE uploads.sha256 = f.value ->> 'sha256'
         OR (uploads.collection = f.value ->> 'collection' AND uploads.outcome ->> 'file' = f.value ->> 'file'))`,
        JSON.stringify(files.map(({ collection, file, sha256 }) => ({ collection, file, sha256 }))),
      ),
    open: () => all("state IN ('received', 'read', 'unpacked') ORDER BY at, rowid"),
    setRead: (id, document, facts) =>
      ifReceived(id, "state = 'read', document = ?, facts = ?", JSON.stringify(document), JSON.stringify(facts)),
    setUnreadable: (id, problem) => void ifReceived(id, "state = 'unreadable', problem = ?", problem),
    setUnpacked: (id) => ifReceived(id, "state = 'unpacked'"),
    setVisible: (id, outcome) =>
      void set(id, "state = 'visible', document = NULL, outcome = ?", JSON.stringify(outcome)),
    setCancelled: (id) =>
      void set(
        id,
        "state = 'cancelled', name = '', sha256 = '', said = NULL, document = NULL, facts = NULL, problem = NULL, outcome = NULL",
      ),
    holding: (sha256) => all("sha256 = ? AND sha256 <> ''", sha256),
    remove: (id) => void database.prepare("DELETE FROM uploads WHERE id = ?").run(id),
    neededFiles: () =>
      new Set(
        z
          .array(z.object({ sha256: z.string() }))
          .parse(database.prepare("SELECT DISTINCT sha256 FROM uploads WHERE state IN ('received', 'read')").all())
          .map(({ sha256 }) => sha256),
      ),
    dropEndedBefore: (at) =>
      void database
        .prepare("DELETE FROM uploads WHERE state IN ('visible', 'cancelled', 'unreadable') AND at < ?")
        .run(at),
  };
}

/** What this store wrote itself. */
function parseRow(row: z.infer<typeof ROW>): Upload {
  return {
    ...row,
    said: row.said === null ? null : (JSON.parse(row.said) as SaidRecord),
    facts: row.facts === null ? null : (JSON.parse(row.facts) as Facts),
    outcome: row.outcome === null ? null : (JSON.parse(row.outcome) as UploadOutcome),
  };
}
