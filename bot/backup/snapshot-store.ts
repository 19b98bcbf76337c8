/**
 * The database of a data folder as it is at one moment, while others go on writing; and the time of the last backup, kept
 * in it. The copy is made in memory: no second file with everybody's questions ever lies on the disk. Knows nothing of
 * archives.
 */
import { DatabaseSync } from "node:sqlite";
import { z } from "zod";

export interface Snapshot extends Disposable {
  /** The format of the database (`SCHEMA_VERSION`). */
  readonly format: number;
  /** The file as it would be with everybody else gone. Takes as much memory as the database is large. */
  bytes(): Uint8Array;
}

const BUSY_MS = 30_000;
const CHECK = z.object({ quick_check: z.string() });
const VERSION = z.object({ user_version: z.number() });
/** Read as a setting of the corpus store: `setting("last-backup")`. */
const LAST_BACKUP = "setting:last-backup";

/**
 * From here on nothing that others write is seen.
 * @throws Error (expected, got, remedy) when there is no database of Rochdale, or a damaged one.
 */
export function pinSnapshot(file: string): Snapshot {
  const database = new DatabaseSync(file, { timeout: BUSY_MS });
  try {
    database.exec("BEGIN");
    const { user_version: format } = VERSION.parse(database.prepare("PRAGMA user_version").get());
    if (format === 0)
      throw new Error(
        `Expected a database of Rochdale in \`${file}\`, got one that it never wrote to. Check the data folder (\`ROCHDALE_HOME\`).`,
      );
    refuseDamaged(database, file);
    return { format, bytes: () => database.serialize(), [Symbol.dispose]: () => database.close() };
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Writes down when the last backup was made: ISO 8601. */
export function rememberBackup(file: string, at: string): void {
  using database = new DatabaseSync(file, { timeout: BUSY_MS });
  database.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)").run(LAST_BACKUP, at);
}

/** @throws Error (expected, got, remedy) when a restored database is not whole, or was written by a newer Rochdale. */
export function checkRestored(file: string, newestFormat: number): void {
  using database = new DatabaseSync(file, { timeout: BUSY_MS });
  const { user_version: format } = VERSION.parse(database.prepare("PRAGMA user_version").get());
  if (format > newestFormat)
    throw new Error(
      `Expected a backup of format ${newestFormat} or an older one, got format ${format}, made by a newer Rochdale. Install that one and restore with it.`,
    );
  refuseDamaged(database, file);
}

function refuseDamaged(database: DatabaseSync, file: string): void {
  const { quick_check: found } = CHECK.parse(database.prepare("PRAGMA quick_check(1)").get());
  if (found === "ok") return;
  throw new Error(
    `Expected the database \`${file}\` to be whole, got \`${found}\`. Keep the backups that there are, and restore the newest one whose database is whole.`,
  );
}
