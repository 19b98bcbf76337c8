import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { openConnectionStore } from "../../../bot/matrix/connection-store.ts";

const PAYLOAD = { roomId: "!room", type: "m.room.message", content: { body: "The word is zanzibar." }, eventId: null };

function makeStore() {
  const folder = mkdtempSync(join(tmpdir(), "rochdale-"));
  const file = join(folder, "rochdale.sqlite");
  const holds = (word: string) => readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes(word));
  return { file, holds, store: openConnectionStore(file, () => 0) };
}

test("what was deleted is in no file once it is shredded", () => {
  const { store, holds } = makeStore();
  store.putPayload("t1", PAYLOAD);
  store.dropPayload("t1");
  expect(holds("zanzibar")).not.toEqual([]);
  store.shred();
  expect(holds("zanzibar")).toEqual([]);
});

test("shredding waits for nobody: while somebody else reads, it is left to the next time", () => {
  const { store, file, holds } = makeStore();
  store.putPayload("t1", PAYLOAD);
  const other = new DatabaseSync(file);
  other.exec("BEGIN");
  expect(other.prepare("SELECT count(*) AS n FROM matrix_outbox").get()).toEqual({ n: 1 });
  store.dropPayload("t1");
  const begun = performance.now();
  store.shred();
  expect(performance.now() - begun).toBeLessThan(1_000);
  expect(holds("zanzibar")).not.toEqual([]);
  other.exec("COMMIT");
  store.shred();
  expect(holds("zanzibar")).toEqual([]);
});
