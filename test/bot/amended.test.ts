/** A rule that a resolution changed is quoted with it, and the resolution with the rule: real store, real index. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestRochdale, type TestRochdale } from "../fakes/open-test-rochdale.ts";
import { ScoringScriptedChatModel } from "../fakes/scripted-chat-model.ts";

const FILES = {
  "collection.yaml": [
    "title: Mill",
    "documents:",
    "  - {file: bylaws.md, title: Bylaws, rank: statutes, inForceFrom: '2010-01-01'}",
    "  - {file: house.md, title: House rules, rank: rules, inForceFrom: '2012-01-01'}",
    "  - {file: guests.md, title: Resolution 2024-03, rank: resolution, inForceFrom: '2024-04-01', amends: [{file: house.md, section: '5.2'}]}",
    "  - {file: shares.md, title: Resolution on shares, rank: resolution, inForceFrom: '2024-04-01', amends: [{file: bylaws.md, section: '§ 3 (1)'}]}",
    "  - {file: minutes.md, title: Minutes, rank: minutes, adoptedOn: '2024-03-12', amends: [{file: house.md, section: '5.2'}]}",
  ].join("\n"),
  "bylaws.md":
    "# Bylaws\n\n## § 3 Shares\n\n(1) Each member takes one share of ninety euros.\n\n(2) Shares bear no interest.\n\n## § 4 Board\n\nThe board has six members.\n",
  "house.md":
    "# House rules\n\n## 5. Guests\n\n5.1 A guest is announced to the neighbours.\n\n5.2 A guest may stay in a dwelling for 14 nights in a row.\n\n5.3 The guest room is let for five nights.\n",
  "guests.md":
    "# Resolution 2024-03\n\n## 1. Findings\n\nThe board received thirty-one requests.\n\n## 2. Decision\n\nSection 5.2 of the house rules is replaced:\n\n“5.2 A guest may stay in a dwelling for up to 21 nights in a row.”\n",
  "shares.md":
    "# Resolution on shares\n\n## 1. Decision\n\nIn § 3 (1) of the bylaws the share of a member is set at one hundred euros.\n",
  "minutes.md": "# Minutes\n\nThe caretaker was thanked for the new bicycle stands.\n",
};

let mill: TestRochdale;
beforeAll(async () => {
  mill = await openTestRochdale(FILES, { embedder: null });
});
afterAll(async () => {
  await mill[Symbol.asyncDispose]();
});

const sources = (shown: string) => shown.split("\n").filter((line) => line.startsWith("— "));

describe("a rule that a resolution in force changed", () => {
  test("is quoted below the resolution where house rules stand below it, and says that it was changed", async () => {
    const { citations, shown } = await mill.ask("How many nights may a guest stay in a dwelling?");
    expect(citations.slice(0, 2).map(({ file, amendedBy }) => [file, amendedBy])).toEqual([
      ["guests.md", undefined],
      ["house.md", ["Resolution 2024-03"]],
    ]);
    expect(citations[0]?.quote).toContain("up to 21 nights");
    expect(sources(shown)).toContain(
      "— House rules (in force since 2012-01-01; changed by: Resolution 2024-03), 5. Guests",
    );
  });

  test("is quoted above the resolution where it is of the statutes", async () => {
    const { citations } = await mill.ask("How many euros is the share that each member takes?");
    expect(citations.slice(0, 2).map(({ file, amendedBy }) => [file, amendedBy])).toEqual([
      ["bylaws.md", ["Resolution on shares"]],
      ["shares.md", undefined],
    ]);
  });

  test("is shown beside the resolution when that alone was found", async () => {
    const { citations } = await mill.ask("thirty-one requests received by the board?");
    const files = citations.map(({ file }) => file);
    expect(files.indexOf("house.md")).toBe(files.indexOf("guests.md") + 1);
    expect(citations.find(({ file }) => file === "house.md")?.quote).toContain("14 nights");
  });

  test("stands alone before the resolution came into force", async () => {
    const { citations } = await mill.ask("How many nights may a guest stay in a dwelling?", { asOf: "2024-03-31" });
    expect(citations[0]).toMatchObject({ file: "house.md" });
    expect(citations.every(({ file, amendedBy }) => file !== "guests.md" && amendedBy === undefined)).toBe(true);
  });

  test("leaves other clauses and texts alone, and minutes change nothing", async () => {
    const { citations } = await mill.ask("How many members has the board?");
    const board = citations.find(({ quote }) => quote.includes("six members"));
    expect(board).toMatchObject({ file: "bylaws.md" });
    expect(board?.amendedBy).toBeUndefined();
    expect(citations.flatMap(({ amendedBy }) => amendedBy ?? [])).not.toContain("Minutes");
  });

  test("is not told by the model's words alone", async () => {
    const words = "A guest may stay in a dwelling for 14 nights in a row.";
    await using read = await openTestRochdale(FILES, {
      chat: new ScoringScriptedChatModel([words], [9, 9]),
      chatId: "qwen2.5-coder-1.5b",
    });
    const answer = await read.ask("How many nights may a guest stay in a dwelling?");
    expect(answer.sentence).toBeNull();
    expect(answer.shown).toContain("up to 21 nights");
  });

  test("is told in each language as changed", async () => {
    const words = {
      en: "changed by",
      de: "geändert durch",
      fr: "modifié par",
      es: "modificado por",
      ca: "modificat per",
      da: "ændret ved",
    };
    for (const [language, said] of Object.entries(words)) {
      const answer = await mill.ask("How many nights may a guest stay in a dwelling?", {
        language: language as keyof typeof words,
      });
      expect(answer.shown).toContain(said);
    }
  });
});
