import { describe, expect, test } from "vitest";
import { askTables, type TableAnswer } from "../../../bot/tables/ask-tables.ts";
import { readTables } from "../../../retrieval/tables/read-tables.ts";
import { makeDocument } from "../../fakes/make-document.ts";

const HOUSES = [
  "North",
  "North",
  "North",
  "North",
  "North",
  "North",
  "South",
  "South",
  "South",
  "South",
  "South",
  "East",
];
const PEOPLE = HOUSES.map(
  (house, index) => `| ${101 + index} | Person ${index} | ${house} | ${index < 10 ? 2020 : 2024}-03-01 | ${index + 1}`,
);
const document = makeDocument(["# Members", "| No. | Name | House | Joined | Shares", ...PEOPLE].join("\n"), "Members");
const tables = readTables({
  ...document,
  id: 1,
  record: { title: "Members", file: "members.csv", personalColumns: ["Name"] },
});

function asked(question: string): TableAnswer["kind"] | number | null {
  const answer = askTables(question, "en", tables);
  if (answer?.kind !== "computed") return answer?.kind ?? null;
  const { value } = answer.computed.result;
  return value.kind === "number" ? value.number : null;
}

describe("of a list of people", () => {
  test("a group of five or more is counted and added up", () => {
    expect(asked("How many members are there in the house North?")).toBe(6);
    expect(asked("How many shares do members in South hold in total?")).toBe(45);
  });

  test("a group of fewer is not, nor is none", () => {
    expect(asked("How many members are there in the house East?")).toBe("too-few");
    expect(asked("How many shares do members in East hold in total?")).toBe("too-few");
    expect(asked("How many members joined in 2013?")).toBe("too-few");
  });

  test("nor one whose rest would be fewer", () => {
    expect(asked("How many members joined in 2020?")).toBe("too-few");
  });

  test("nobody's row is looked up, and no extreme is told", () => {
    expect(asked("How many shares does Person 3 hold?")).toBeNull();
    expect(asked("Which member has the most shares?")).toBeNull();
    expect(asked("What is the highest number of shares?")).toBeNull();
  });
});
