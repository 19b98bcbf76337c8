import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestRochdale, type TestRochdale } from "../fakes/open-test-rochdale.ts";
import { ScriptedChatModel } from "../fakes/scripted-chat-model.ts";

const FILES = { "bylaws.md": "# § 1 Quorum\n\nThirty members make a quorum at a general meeting.\n" };
const QUESTION = "How many members make a quorum?";

describe("a question asked again", () => {
  let mill: TestRochdale;
  const model = new ScriptedChatModel(["Thirty.", "Thirty again.", "Thirty once more.", "Thirty at last.", "Forty."]);
  beforeAll(async () => {
    mill = await openTestRochdale(FILES, { chat: model });
  });
  afterAll(async () => {
    await mill[Symbol.asyncDispose]();
  });

  test("is answered without the model, and whoever listens hears the same", async () => {
    const heard: unknown[] = [];
    const listen = { onRetrieved: (all: unknown) => heard.push(all), onDecision: (made: unknown) => heard.push(made) };
    const first = await mill.ask(QUESTION, listen);
    const again = await mill.ask("  how many MEMBERS make a quorum", listen);
    expect(model.prompts).toHaveLength(1);
    expect({ ...again, milliseconds: null }).toEqual({ ...first, milliseconds: null });
    expect(heard).toHaveLength(4);
    expect(heard.slice(2)).toEqual(heard.slice(0, 2));
  });

  test("is worked out anew for a measurement", async () => {
    await mill.ask(QUESTION, { fresh: true });
    expect(model.prompts).toHaveLength(2);
  });

  test("is worked out anew with other turns before, on another day, or in other words", async () => {
    await mill.ask(QUESTION, { asOf: "2020-01-01" });
    await mill.ask("How many members do not make a quorum?");
    expect(model.prompts).toHaveLength(4);
  });

  test("is worked out anew when the documents have changed", async () => {
    const signal = new AbortController().signal;
    await mill.rochdale.ingest({ paths: [`${mill.folder}/documents`], collection: "other", signal });
    await mill.ask(QUESTION);
    expect(model.prompts).toHaveLength(4);
    const { writeFileSync } = await import("node:fs");
    writeFileSync(`${mill.folder}/documents/bylaws.md`, "# § 1 Quorum\n\nForty members make a quorum.\n");
    await mill.rochdale.ingest({ paths: [`${mill.folder}/documents`], collection: "main", signal });
    expect((await mill.ask(QUESTION)).shown).toContain("Forty members");
    expect(model.prompts).toHaveLength(5);
  });
});

test("a reply given while the model was dead is not remembered", async () => {
  const model = new ScriptedChatModel([]);
  await using mill = await openTestRochdale(FILES, { chat: model });
  const stopped = "The language model stopped while reading";
  expect((await mill.ask(QUESTION)).shown).toContain(stopped);
  expect((await mill.ask(QUESTION)).shown).toContain(stopped);
  expect(model.prompts).toHaveLength(2);
});
