/** What is known of the files of the watched folder, so that each content is handed in once. Applies no rule. */
import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";

export type WatchedFile = {
  /** Relative to the folder. */
  readonly path: string;
  readonly size: number;
  /** When it was changed last, in milliseconds since 1970. */
  readonly changedAt: number;
  readonly sha256: string;
};

export interface WatchedStore {
  files(): readonly WatchedFile[];
  put(file: WatchedFile): void;
  remove(path: string): void;
}

const ROW = z.object({ path: z.string(), size: z.number(), changedAt: z.number(), sha256: z.string() });

export function openWatchedStore(database: DatabaseSync): WatchedStore {
  database.exec(
    `CREATE TABLE IF NOT EXISTS watched_files (
       path TEXT PRIMARY KEY, size INTEGER NOT NULL, changed_at REAL NOT NULL, sha256 TEXT NOT NULL
     ) STRICT`,
  );
  return {
    files: () =>
      z
        .array(ROW)
        .parse(database.prepare("SELECT path, size, changed_at AS changedAt, sha256 FROM watched_files").all()),
    put({ path, size, changedAt, sha256 }) {
      database
        .prepare("INSERT OR REPLACE INTO watched_files (path, size, changed_at, sha256) VALUES (?, ?, ?, ?)")
        .run(path, size, changedAt, sha256);
    },
    remove: (path) => void database.prepare("DELETE FROM watched_files WHERE path = ?").run(path),
  };
}
