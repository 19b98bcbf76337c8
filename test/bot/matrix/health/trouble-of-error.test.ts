import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { HomeserverError } from "../../../../bot/matrix/connection/homeserver-error.ts";
import { TokenRefused } from "../../../../bot/matrix/connection/token-refused.ts";
import { troubleOfError } from "../../../../bot/matrix/health/trouble-of-error.ts";

function failureOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error("Expected a failure, got none.");
}

test("a database without room, in a real SQLite, is the disk's trouble", () => {
  using database = new DatabaseSync(":memory:");
  database.exec("CREATE TABLE words (word TEXT); PRAGMA max_page_count = 3;");
  const full = failureOf(() => database.exec("INSERT INTO words VALUES (hex(zeroblob(100000)))"));
  expect(troubleOfError(full)).toBe("disk");
  expect(troubleOfError(new Error("The upload failed.", { cause: full }))).toBe("disk");
});

test("a file that is no database is the database's trouble", () => {
  using database = new DatabaseSync(new URL(import.meta.url).pathname, { readOnly: true });
  expect(troubleOfError(failureOf(() => database.prepare("SELECT * FROM sqlite_schema").all()))).toBe("database");
});

test("a disk without room is the disk's trouble, a missing file is none", () => {
  expect(troubleOfError(Object.assign(new Error("full"), { code: "ENOSPC" }))).toBe("disk");
  expect(troubleOfError(Object.assign(new Error("gone"), { code: "ENOENT" }))).toBeNull();
  expect(troubleOfError("full")).toBeNull();
});

test("a refused token is the token's trouble", () => {
  const refusal = { method: "GET", path: "/sync", statusCode: 401, errcode: "M_UNKNOWN_TOKEN", said: "unknown" };
  expect(troubleOfError(new TokenRefused(new HomeserverError(refusal)))).toBe("token");
});
