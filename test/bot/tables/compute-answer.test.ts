import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Answer } from "../../../bot/answer-types.ts";
import { openTestRochdale, type TestRochdale } from "../../fakes/open-test-rochdale.ts";
import { ScriptedChatModel } from "../../fakes/scripted-chat-model.ts";

const workbook = (name: string) => readFileSync(new URL(`../../corpora/fixtures/tables/${name}`, import.meta.url));

const FILES = {
  "collection.yaml": [
    "title: Mill",
    "documents:",
    "  - {file: fees-2025.xlsx, title: Fees, rank: policy, inForceFrom: '2025-01-01'}",
    "  - {file: garden.csv, title: Garden fees, rank: policy, inForceFrom: '2025-01-01'}",
    "  - {file: resolution.md, title: Resolution on garden fees, rank: resolution, inForceFrom: '2025-03-01', amends: {file: garden.csv}}",
    "  - {file: fees-2027.csv, title: Fees proposed, rank: proposal, status: proposed}",
    "  - {file: members.xlsx, title: Membership list, rank: data, inForceFrom: '2025-10-01', personalColumns: [Name, E-mail]}",
    "  - {file: quarters.csv, title: Quarters, rank: data, personalColumns: [Counted by]}",
  ].join("\n"),
  "fees-2025.xlsx": workbook("fees-2025.xlsx"),
  "fees-2027.csv": "Household size,Monthly fee (€)\n1 person,500\n2 persons,600\n3 persons,700\n",
  "members.xlsx": workbook("members.xlsx"),
  "quarters.csv": "Quarter,Counted by,Voting members\n2024 Q1,Ada Abara,31\n2024 Q2,Ben Holm,33\n2024 Q3,Ben Holm,36\n",
  "invoices.csv": `No.,Supplier,Amount (€)\n${[100, 200, 300, 400, 600, 750, 800, 900].map((amount, at) => `R${at + 1},Firm ${at},${amount}.00`).join("\n")}\n`,
  "garden.csv": "Plot,Yearly fee (€)\nA1,62.50\nA2,118.00\nA3,90.00\n",
  "resolution.md": "# Garden fees\n\nThe fee of plot A1 is 75 euros.\n",
  "bylaws.md": "# § 1 Quorum\n\nThirty members make a quorum at a general meeting.\n",
};

let mill: TestRochdale;
let plain: TestRochdale;
beforeAll(async () => {
  plain = await openTestRochdale(FILES);
  // Nothing is scripted: a model that is asked throws.
  mill = await openTestRochdale(FILES, { chat: new ScriptedChatModel([]) });
});
afterAll(async () => {
  await mill[Symbol.asyncDispose]();
  await plain[Symbol.asyncDispose]();
});

function expectVerbatim(answer: Answer): void {
  expect(answer.citations.length).toBeGreaterThan(0);
  for (const citation of answer.citations) {
    const text = mill.rochdale.documentText("main", citation.file) ?? "";
    expect(text.slice(citation.start, citation.end)).toBe(citation.quote);
  }
}

describe("a sure figure", () => {
  test("is told with its column, the number of rows, the table and the day, above header and row", async () => {
    const answer = await mill.ask("What is the monthly fee for a household of three?");
    expect(answer).toMatchObject({
      outcome: "answered",
      model: null,
      sentence: "Monthly fee (€): 655.50 €. Computed from 1 row of “Housing” (as of 2025-01-01).",
      computed: { operation: "look-up", value: 655.5, unit: "€", rows: 1, table: "Housing", file: "fees-2025.xlsx" },
    });
    expect(answer.citations.map(({ quote }) => quote)).toEqual([
      "Household size | Monthly fee (€) | Deposit (€)",
      "3–4 persons | 655.5 | 1000",
    ]);
    expect(answer.citations[0]).toMatchObject({ section: "Housing", document: "Fees" });
    expectVerbatim(answer);
  });

  test("is told in the language of the reply", async () => {
    const answer = await mill.ask("What is the monthly fee for a household of three?", { language: "de" });
    expect(answer.sentence).toBe("Monthly fee (€): 655,50 €. Berechnet aus 1 Zeile von „Housing“ (Stand 2025-01-01).");
  });

  test("quotes five rows at most and counts the others", async () => {
    const answer = await mill.ask("What is the average amount of the invoices under 801 euros?");
    expect(answer).toMatchObject({
      computed: { operation: "average", value: 450, rows: 7 },
      notes: ["… and 2 more rows."],
    });
    expect(answer.citations.map(({ quote }) => quote.split("\n").length)).toEqual([6]);
    expectVerbatim(answer);
  });

  test("is not told where a text in force has changed the document", async () => {
    const question = "What is the yearly fee of plot A2?";
    const before = await plain.ask(question, { asOf: "2025-02-01" });
    expect(before.computed).toMatchObject({ value: 118, unit: "€" });
    expect((await plain.ask(question)).computed ?? null).toBeNull();
  });

  test("is not taken from a proposal, and not from before its day", async () => {
    const before = await plain.ask("What is the monthly fee for a household of three?", { asOf: "2024-06-01" });
    expect(before.computed ?? null).toBeNull();
  });
});

describe("people", () => {
  test("are counted, and their rows are not quoted", async () => {
    const answer = await mill.ask("How many members joined in 2024?");
    expect(answer.sentence).toBe("Members: 8. Computed from 8 rows of “Members” (as of 2025-10-01).");
    expect(answer.citations.map(({ quote }) => quote)).toEqual([
      "No. | Name | E-mail | Joined | Left | House | Shares",
    ]);
  });

  test("fewer than five are not told of", async () => {
    const answer = await mill.ask("How many members joined in 2023 and live in the house Cedar?");
    expect(answer.sentence).toBe("Fewer than five people: figures about so few are not told (“Members”).");
    expect(answer.computed).toMatchObject({ operation: "count", value: null, rows: 0 });
  });
});

describe("in ordinary replies", () => {
  test("no row of a list of people is quoted, whoever is asked about", async () => {
    const answer = await plain.ask("What is the e-mail address of Ada Abara, and in which house is she?");
    expect(JSON.stringify(answer)).not.toContain("example.org");
    expect(answer.citations.every(({ quote }) => !quote.includes("Alder"))).toBe(true);
  });

  test("a personal cell is cut out of a row that is no person's", async () => {
    const seen: string[] = [];
    const answer = await plain.ask("Who counted the voting members in 2024 Q2?", {
      onRetrieved: (passages) => seen.push(...passages.map(({ text }) => text)),
    });
    const quoted = answer.citations.map(({ quote }) => quote).join("\n");
    expect(quoted).toContain("2024 Q2");
    expect(`${answer.shown}\n${quoted}\n${seen.join("\n")}`).not.toContain("Ben Holm");
    for (const citation of answer.citations) {
      const text = plain.rochdale.documentText("main", citation.file) ?? "";
      expect(text.slice(citation.start, citation.end)).toBe(citation.quote);
    }
  });
});
