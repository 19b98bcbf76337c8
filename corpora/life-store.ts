/**
 * The tables of what happens to document versions after they were loaded: decisions, days in force, former texts, and
 * the log of who did what. Lines are added, never changed. Applies no rule: that is `life.ts`.
 */
import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import type { FormerText } from "./corpus-store.ts";
import type { Decided, Period, Section } from "./document.ts";
import type { LifeChange, LifeEntry } from "./life.ts";

/** What was done to the documents. `file` is null where a whole collection is meant. */
export type AuditEntry = Decided & {
  readonly action: "loaded" | "corrected" | LifeChange["kind"] | "purged" | "published" | "unpublished";
  readonly collection: string;
  readonly file: string | null;
  /** What belongs to it: days, other files, counts. Never text of a document. */
  readonly details: Readonly<Record<string, string | number | null>>;
};

export const LIFE_SCHEMA = `
CREATE TABLE periods (
  document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE, position INTEGER NOT NULL,
  from_day TEXT, to_day TEXT, PRIMARY KEY (document_id, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE life (
  id INTEGER PRIMARY KEY AUTOINCREMENT, document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
  change TEXT NOT NULL, decided_by TEXT NOT NULL, decided_at TEXT NOT NULL
) STRICT;
CREATE INDEX life_by_document ON life(document_id);
CREATE TABLE former_texts (
  id INTEGER PRIMARY KEY AUTOINCREMENT, document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
  sha256 TEXT NOT NULL, text TEXT NOT NULL, sections TEXT NOT NULL, decided_by TEXT NOT NULL, decided_at TEXT NOT NULL
) STRICT;
CREATE INDEX former_texts_by_document ON former_texts(document_id);
CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT, action TEXT NOT NULL, collection TEXT NOT NULL, file TEXT, details TEXT NOT NULL,
  decided_by TEXT NOT NULL, decided_at TEXT NOT NULL
) STRICT;
`;

const lifeRow = z.object({ id: z.number(), change: z.string(), by: z.string(), at: z.string() });
const textRow = z.object({
  sha256: z.string(),
  text: z.string(),
  sections: z.string(),
  by: z.string(),
  at: z.string(),
});
const loaderRow = z.object({ by: z.string() });
const auditRow = z.object({
  action: z.string(),
  collection: z.string(),
  file: z.string().nullable(),
  details: z.string(),
  by: z.string(),
  at: z.string(),
});

/** The statements on these tables; whoever calls them is inside a transaction. */
export function lifeTables(database: DatabaseSync) {
  return {
    life(documentId: number): LifeEntry[] {
      return database
        .prepare("SELECT id, change, decided_by AS by, decided_at AS at FROM life WHERE document_id = ? ORDER BY id")
        .all(documentId)
        .map((row) => lifeRow.parse(row))
        .map(({ id, change, by, at }) => ({ ...(JSON.parse(change) as LifeChange), id, by, at }));
    },
    addLife(documentId: number, change: LifeChange, { by, at }: Decided): void {
      database
        .prepare("INSERT INTO life (document_id, change, decided_by, decided_at) VALUES (?, ?, ?, ?)")
        .run(documentId, JSON.stringify(change), by, at);
    },
    putPeriods(documentId: number, periods: readonly Period[]): void {
      database.prepare("DELETE FROM periods WHERE document_id = ?").run(documentId);
      const insert = database.prepare(
        "INSERT INTO periods (document_id, position, from_day, to_day) VALUES (?, ?, ?, ?)",
      );
      periods.forEach(({ from, to }, position) => {
        insert.run(documentId, position, from, to);
      });
    },
    keepText(documentId: number, { by, at }: Decided): void {
      database
        .prepare(
          `INSERT INTO former_texts (document_id, sha256, text, sections, decided_by, decided_at)
           SELECT id, sha256, text, sections, ?, ? FROM documents WHERE id = ?`,
        )
        .run(by, at, documentId);
    },
    formerTexts(documentId: number): FormerText[] {
      return database
        .prepare(
          `SELECT sha256, text, sections, decided_by AS by, decided_at AS at FROM former_texts
           WHERE document_id = ? ORDER BY id DESC`,
        )
        .all(documentId)
        .map((row) => textRow.parse(row))
        .map((row) => ({ ...row, sections: JSON.parse(row.sections) as Section[] }));
    },
    audit({ action, collection, file, details, by, at }: AuditEntry): void {
      database
        .prepare(
          "INSERT INTO audit (action, collection, file, details, decided_by, decided_at) VALUES (?, ?, ?, ?, ?, ?)",
        )
        .run(action, collection, file, JSON.stringify(details), by, at);
    },
    loadedBy(collection: string, file: string): string | null {
      const row = database
        .prepare(
          `SELECT decided_by AS by FROM audit WHERE collection = ? AND file = ? AND action IN ('loaded', 'corrected')
           ORDER BY id DESC LIMIT 1`,
        )
        .get(collection, file);
      return row === undefined ? null : loaderRow.parse(row).by;
    },
    auditLog({ collection, file, limit }: { collection?: string; file?: string; limit: number }): AuditEntry[] {
      return database
        .prepare(
          `SELECT action, collection, file, details, decided_by AS by, decided_at AS at FROM audit
           WHERE (:collection IS NULL OR collection = :collection) AND (:file IS NULL OR file = :file)
           ORDER BY id DESC LIMIT :limit`,
        )
        .all({ collection: collection ?? null, file: file ?? null, limit })
        .map((row) => auditRow.parse(row))
        .map((row) => ({
          ...row,
          action: row.action as AuditEntry["action"],
          details: JSON.parse(row.details) as AuditEntry["details"],
        }));
    },
  };
}
