/** Two rules in force with different figures are both shown; anything less sure is left alone. */
import { describe, expect, test } from "vitest";
import { openTestRochdale } from "../fakes/open-test-rochdale.ts";

const heading = (title: string, text: string) => `# ${title}\n\n## 1. Rule\n\n${text}\n`;

async function ask(texts: Readonly<Record<string, readonly [record: string, text: string]>>, question: string) {
  const files: Record<string, string> = {};
  const records = Object.entries(texts).map(([file, [record, text]]) => {
    files[file] = heading(file, text);
    return `  - {file: ${file}, language: en, ${record}}`;
  });
  files["collection.yaml"] = ["documents:", ...records].join("\n");
  await using mill = await openTestRochdale(files, { embedder: null });
  return await mill.ask(question);
}

const QUESTION = "How many nights may a guest stay in a dwelling?";
const DIFFER =
  "These texts are both in force and differ: Bylaws (statutes; loaded on the machine); House rules (rules; loaded on the machine).";

describe("two rules in force that differ", () => {
  test("are both quoted, the higher rank first, and the reply says that they differ", async () => {
    const answer = await ask(
      {
        "house.md": ["title: House rules, rank: rules", "A guest may stay in a dwelling for 14 nights in a row."],
        "bylaws.md": ["title: Bylaws, rank: statutes", "A guest may stay in a dwelling for 21 nights in a row."],
      },
      QUESTION,
    );
    expect(answer.notes).toEqual([DIFFER]);
    expect(answer.citations.map(({ file }) => file).slice(0, 2)).toEqual(["bylaws.md", "house.md"]);
    expect(answer.shown.indexOf(DIFFER)).toBeLessThan(answer.shown.indexOf("> "));
  });

  test.each([
    ["say the same, once in words", "rank: rules", "A guest may stay in a dwelling for twelve nights in a row.", "12"],
    ["are about other things", "rank: rules", "The guest room of the yard is let for 5 nights at 12 euros each.", "21"],
    [
      "are minutes and a rule",
      "rank: minutes, adoptedOn: '2020-01-01'",
      "A guest may stay in a dwelling for 14 nights in a row.",
      "21",
    ],
    [
      "are a proposal and a rule",
      "rank: proposal, status: proposed",
      "A guest may stay in a dwelling for 14 nights in a row.",
      "21",
    ],
    [
      "are a draft and a rule",
      "rank: rules, status: draft",
      "A guest may stay in a dwelling for 14 nights in a row.",
      "21",
    ],
    [
      "are a change and what it changes",
      "rank: resolution, amends: bylaws.md",
      "A guest may stay in a dwelling for 14 nights in a row.",
      "21",
    ],
  ])("nothing is said where they %s", async (_, record, text, nights) => {
    const answer = await ask(
      {
        "other.md": [`title: Other, ${record}`, text],
        "bylaws.md": ["title: Bylaws, rank: statutes", `A guest may stay in a dwelling for ${nights} nights in a row.`],
      },
      QUESTION,
    );
    expect(answer.notes).toEqual([]);
  });

  test("nothing is said where no figure is asked for", async () => {
    const answer = await ask(
      {
        "house.md": ["title: House rules, rank: rules", "A guest may stay in a dwelling for 14 nights in a row."],
        "bylaws.md": ["title: Bylaws, rank: statutes", "A guest may stay in a dwelling for 21 nights in a row."],
      },
      "May a guest stay in a dwelling?",
    );
    expect(answer.notes).toEqual([]);
  });
});
