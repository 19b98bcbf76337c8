/** T-S8: after a purge no byte of a document is left in the data folder: looked for in the files themselves. */
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import type { Retrieved } from "../../bot/answer-types.ts";
import type { PurgeReceipt } from "../../bot/documents/purge.ts";
import { openConnectionStore } from "../../bot/matrix/connection-store.ts";
import { answersEraser } from "../../bot/matrix/desk/erase-answers.ts";
import { openQuestionStore } from "../../bot/matrix/desk/question-store.ts";
import { openTestRochdale } from "../fakes/open-test-rochdale.ts";
import { tell } from "../rows/row.ts";
import { filesWith } from "./files-with.ts";

const ANA = { by: "@ana:lamphouse.coop", at: "2026-11-21T19:30:00.000Z" };
const CANARY = "zweitverwertung";
const EARLIER = "vorfassungswort";
const KEPT = "bicycles";
const { signal } = new AbortController();

const secretRules = (word: string) =>
  `# Key rules\n\n## § 1 The ${word} key\n\nThe ${word} hangs behind the third lamp. Nobody lends the ${word}.\n\n| name | ${word} |\n|---|---|\n| Ana | ${word} 7 |\n`;

async function coopWithCanary() {
  const notes = Array.from(
    { length: 40 },
    (_, number) => `## ${number}\n\n${`The ${KEPT} of note ${number} stand in the yard. `.repeat(9)}`,
  );
  const others = { "notes.md": `# Notes\n\n${notes.join("\n\n")}\n` };
  const open = await openTestRochdale({ ...others, "keys.md": secretRules(EARLIER) });
  const { rochdale, folder } = open;
  writeFileSync(join(folder, "documents", "keys.md"), secretRules(CANARY));
  await rochdale.ingest({ paths: [join(folder, "documents", "keys.md")], collection: "main", signal });
  const home = join(folder, "home");
  const [keys] = rochdale.lifecycle
    .works("main")
    .flatMap(({ versions }) => versions.filter(({ file }) => file === "keys.md"));
  if (keys === undefined) throw new Error("Expected keys.md to be there, got nothing.");
  return { ...open, home, keys };
}

afterEach((context) => {
  const failed = context.task.result?.state === "fail" ? 1 : 0;
  tell(context, { id: "T-S8", what: "purges of a document", tried: 1, failed });
});

describe("a purge", () => {
  test("leaves no byte of text, index, vectors, earlier texts, uploads or answers in the data folder", async () => {
    await using coop = await coopWithCanary();
    const { rochdale, home, keys } = coop;
    const connection = openConnectionStore(join(home, "rochdale.sqlite"), () => 0);
    const questions = openQuestionStore(connection.database);
    rochdale.purge.also(answersEraser({ questions, takeBack: null, beginAnew: () => connection.shred() }));
    const passages: Retrieved[] = [];
    const answer = await coop.ask(`Where is the ${CANARY}?`, { onRetrieved: (found) => passages.push(...found) });
    expect(answer.citations.map(({ file }) => file)).toContain("keys.md");
    questions.add({
      eventId: "$1",
      roomId: "!r",
      sender: "@ben:x",
      at: 1,
      threadRoot: null,
      text: "Where is it?",
      asOf: null,
    });
    questions.setReady("$1", answer, passages);
    questions.setDone("$1", "$answer");
    const waiting = await rochdale.loading.receive(
      { id: "$upload", name: "keys-again.md", collection: "main", said: null, ...ANA },
      Buffer.from(secretRules(CANARY)),
    );
    await rochdale.loading.read(waiting.id, signal);
    mkdirSync(join(home, "graphs"), { recursive: true });
    writeFileSync(join(home, "graphs", "1-words-1.hnsw"), `vectors of ${CANARY}`);
    writeFileSync(join(home, "graphs", "2-words-1.hnsw"), "vectors of others");
    expect(filesWith(CANARY, home)).not.toEqual([]);
    expect(filesWith(EARLIER, home)).not.toEqual([]);

    const preview = rochdale.purge.preview([keys]);
    const receipt = await rochdale.purge.run([keys], ANA, signal);

    expect(receipt.counts).toEqual(preview);
    expect(filesWith(CANARY, home)).toEqual([]);
    expect(filesWith(EARLIER, home)).toEqual([]);
    expect(readdirSync(join(home, "graphs"))).toEqual(["2-words-1.hnsw"]);
    expect(receipt).toMatchObject({
      files: [{ collection: "main", file: "keys.md", sha256: keys.sha256 }],
      decided: ANA,
      finished: true,
      counts: { documents: 1, formerTexts: 1, answers: 1, messagesLeft: 1, uploads: 1 },
    });
    expect(receipt.counts.passages).toBeGreaterThan(0);
    expect(receipt.counts.sentences).toBeGreaterThan(2);
    expect(questions.get("$1")).toMatchObject({ text: "Where is it?", answer: null, retrieved: [] });
    connection[Symbol.dispose]();
  });

  test("leaves everything else as it was: other documents are found by words and by meaning", async () => {
    await using coop = await coopWithCanary();
    const { rochdale, keys } = coop;
    const before = rochdale.documents("main").filter(({ file }) => file !== "keys.md");
    await rochdale.purge.run([keys], ANA, signal);
    expect(rochdale.documents("main")).toEqual(before);
    const answer = await coop.ask(`Where do the ${KEPT} of note 3 stand?`);
    expect(answer.citations[0]?.quote).toContain(KEPT);
    const found: string[] = [];
    await coop.ask(`Where is the ${CANARY}?`, { onRetrieved: (all) => found.push(...all.map(({ file }) => file)) });
    expect(found).not.toContain("keys.md");
    expect(filesWith(KEPT, coop.home)).toContain("rochdale.sqlite");
  });

  test("is told of in the log by name and checksum alone", async () => {
    await using coop = await coopWithCanary();
    const { rochdale, keys } = coop;
    await rochdale.purge.run([keys], ANA, signal);
    const [entry] = rochdale.auditLog({ limit: 1 });
    expect(entry).toMatchObject({ action: "purged", file: "keys.md", ...ANA, details: { sha256: keys.sha256 } });
    expect(JSON.stringify(rochdale.auditLog({ limit: 99 }))).not.toContain(CANARY);
  });

  test("that could not clean the file, because it was in use, is finished by the next one", async () => {
    await using coop = await coopWithCanary();
    const { rochdale, home, keys } = coop;
    const reader = openConnectionStore(join(home, "rochdale.sqlite"), () => 0);
    reader.database.exec("BEGIN; SELECT count(*) FROM documents;");
    reader.database.prepare("SELECT count(*) FROM documents").get();
    const receipt: PurgeReceipt = await rochdale.purge.run([keys], ANA, signal);
    expect(receipt.finished).toBe(false);
    expect(rochdale.documents("main").map(({ file }) => file)).not.toContain("keys.md");
    reader.database.exec("COMMIT");
    reader[Symbol.dispose]();
    const [notes] = rochdale.lifecycle.works("main").flatMap(({ versions }) => versions);
    if (notes === undefined) throw new Error("Expected other documents, got none.");
    expect((await rochdale.purge.run([notes], ANA, signal)).finished).toBe(true);
    expect(filesWith(CANARY, home)).toEqual([]);
  });
});
