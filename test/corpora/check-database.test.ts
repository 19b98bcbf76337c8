import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { DatabaseDamaged, meansDamage, readSoundly } from "../../corpora/check-database-store.ts";
import { openCorpusStore } from "../../corpora/corpus-store.ts";

test("a database whose index does not fit its table is refused with a remedy", () => {
  const file = join(mkdtempSync(join(tmpdir(), "rochdale-")), "rochdale.sqlite");
  using store = openCorpusStore(file);
  store.ensureCollection("gardens");
  store[Symbol.dispose]();
  // One bit of the name in the index that says no name is there twice.
  const bytes = readFileSync(file);
  const places = [bytes.indexOf("gardens"), bytes.lastIndexOf("gardens")];
  expect(new Set(places).size).toBe(2);
  bytes[places[1] ?? 0] = "h".charCodeAt(0);
  writeFileSync(file, bytes);
  expect(() => openCorpusStore(file)).toThrow(DatabaseDamaged);
  expect(() => openCorpusStore(file)).toThrow(/^Expected `.*` to be a sound database, got .*index.* Keep a copy/);
});

test("a stored value that nobody can have written is damage, an error of the machine is none", () => {
  expect(() => readSoundly("x.sqlite", () => JSON.parse("{"))).toThrow(
    "Expected `x.sqlite` to be a sound database, got a value that Rochdale never writes (SyntaxError). Keep a copy",
  );
  expect(meansDamage(Object.assign(new Error("database is locked"), { errcode: 5 }))).toBe(false);
});
