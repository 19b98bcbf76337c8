/**
 * Is the co-op's database sound, page by page and index by index? Finds damage of the file before an answer is made of
 * it: a passage's number that was changed by one bit may be another collection's. Knows no table.
 */
import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";

/** The file is damaged: its sentence says what to do. Nothing is gained by trying again. */
export class DatabaseDamaged extends Error {
  override readonly name = "DatabaseDamaged";

  constructor(path: string, got: string, cause?: unknown) {
    super(
      `Expected \`${path}\` to be a sound database, got ${got}. Keep a copy of the data folder and restore the last backup (README, "Backup"); without one, move the file away and load the documents again.`,
      { cause },
    );
  }
}

/** What SQLite's own check says, one complaint a row; "ok" when there is none. */
const CHECK = "PRAGMA integrity_check(3)";
const ROW = z.object({ integrity_check: z.string() });

/** Reads the whole file: about a second for 200 MB. @throws DatabaseDamaged */
export function checkDatabase(database: DatabaseSync, path: string): void {
  const complaints = complaintsOf(database, path);
  if (complaints.length > 0) throw new DatabaseDamaged(path, complaints.join("; ").replace(/\s+/g, " "));
}

function complaintsOf(database: DatabaseSync, path: string): string[] {
  try {
    return z
      .array(ROW)
      .parse(database.prepare(CHECK).all())
      .map((row) => row.integrity_check)
      .filter((said) => said !== "ok");
  } catch (cause) {
    if (meansDamage(cause)) throw new DatabaseDamaged(path, cause.message, cause);
    throw cause;
  }
}

/** Runs what reads stored values. @throws DatabaseDamaged in place of an error that means damage. */
export function readSoundly<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (meansDamage(cause))
      throw new DatabaseDamaged(path, `a value that Rochdale never writes (${cause.name})`, cause);
    throw cause;
  }
}

/** SQLite's SQLITE_CORRUPT and SQLITE_NOTADB, and values that nobody can have written (https://sqlite.org/rescode.html). */
export function meansDamage(error: unknown): error is Error {
  if (error instanceof z.ZodError || error instanceof SyntaxError) return true;
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return false;
  // What SQLite's own JSON functions say has no code of its own.
  if (error.message === "malformed JSON") return true;
  return [11, 26].includes(error.errcode & 0xff);
}
