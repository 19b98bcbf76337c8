/**
 * Writes into a data folder without a pause, as a busy bot and an admin who loads documents do: each transaction touches
 * several tables in a way that can be checked. Its one argument is the folder; it runs until it is killed.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { assembleRochdale } from "../../bot/assemble.ts";
import { openConnectionStore } from "../../bot/matrix/connection-store.ts";
import { openQuestionStore } from "../../bot/matrix/desk/question-store.ts";
import { testModels } from "../fakes/test-models.ts";

const home = process.argv[2] ?? "";
process.on("disconnect", () => process.exit(1));
const { signal } = new AbortController();
await using rochdale = await assembleRochdale({
  home,
  sample: false,
  caution: "balanced",
  signal,
  models: testModels(),
});
using store = openConnectionStore(join(home, "rochdale.sqlite"), Date.now);
const questions = openQuestionStore(store.database);
const folder = join(home, "papers");
mkdirSync(folder, { recursive: true });

for (let number = 1; ; number += 1) {
  store.transaction(() => {
    questions.add({
      eventId: `$${number}`,
      roomId: "!room",
      sender: "@ann:coop",
      at: number,
      threadRoot: null,
      text: `Question ${number}?`,
      asOf: null,
    });
    store.putPayload(`t${number}`, { roomId: "!room", type: "m.room.message", content: { number }, eventId: null });
    store.putCryptoRows([
      { database: "machine", store: "sessions", key: Buffer.from(String(number)), value: Buffer.alloc(3_000, number) },
    ]);
    store.setValue("load", String(number));
  });
  if (number % 40 === 0) {
    const file = join(folder, `paper-${number}.md`);
    writeFileSync(file, `# Paper ${number}\n\n## Rule\n\nRule ${number} binds every member of the busy house.\n`);
    await rochdale.ingest({ paths: [file], collection: "busy", signal });
  }
  if (number % 20 === 0) process.send?.(number);
  if (number % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
}
