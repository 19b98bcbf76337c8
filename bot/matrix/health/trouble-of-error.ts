/** Which trouble a failure is a sign of. Pure; knows the errors of Node and SQLite by their codes, and a refused token. */
import { DatabaseDamaged } from "../../../corpora/check-database-store.ts";
import { TokenRefused } from "../connection/token-refused.ts";
import type { TroubleKind } from "./trouble.ts";

/** SQLite's primary result codes (https://sqlite.org/rescode.html). */
const SQLITE_IOERR = 10;
const SQLITE_CORRUPT = 11;
const SQLITE_FULL = 13;
const SQLITE_NOTADB = 26;
const NO_ROOM = ["ENOSPC", "EDQUOT", "EROFS"];

/** Null: it is no sign of one that lasts. Looks at the causes too. */
export function troubleOfError(error: unknown): TroubleKind | null {
  if (!(error instanceof Error)) return null;
  if (error instanceof TokenRefused) return "token";
  if (error instanceof DatabaseDamaged) return "database";
  return ofSqlite(error) ?? ofSystem(error) ?? troubleOfError(error.cause);
}

function ofSqlite(error: Error): TroubleKind | null {
  if (!("errcode" in error) || typeof error.errcode !== "number") return null;
  const primary = error.errcode & 0xff;
  if (primary === SQLITE_FULL || primary === SQLITE_IOERR) return "disk";
  return primary === SQLITE_CORRUPT || primary === SQLITE_NOTADB ? "database" : null;
}

function ofSystem(error: Error): TroubleKind | null {
  return "code" in error && NO_ROOM.includes(String(error.code)) ? "disk" : null;
}
