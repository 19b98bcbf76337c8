import { describe, expect, test } from "vitest";
import type { Operation } from "../../../retrieval/tables/query.ts";
import { readTables } from "../../../retrieval/tables/read-tables.ts";
import { runQuery } from "../../../retrieval/tables/run-query.ts";
import type { Table } from "../../../retrieval/tables/table.ts";
import { makeDocument } from "../../fakes/make-document.ts";

function tableOf(rows: readonly string[], personalColumns: readonly string[] = []): Table {
  const document = makeDocument(["# Sheet", ...rows.map((row) => `| ${row}`)].join("\n"), "Book");
  const [table] = readTables({ ...document, id: 1, record: { title: "Book", file: "book.xlsx", personalColumns } });
  if (table === undefined) throw new Error("Expected a table, got none.");
  return table;
}

function value(table: Table, operation: Operation): unknown {
  return runQuery({ table, conditions: [], operation })?.value ?? null;
}

describe("totals", () => {
  test("are found by word, checked by sum, and never added again", () => {
    const table = tableOf(["Item | Cost (€)", "Roof | 10", "Lift | 20", "Total | 30"]);
    expect(table.rows.map(({ kind }) => kind)).toEqual(["data", "data", "total"]);
    expect(value(table, { kind: "sum", column: 1 })).toEqual({ kind: "number", number: 30, unit: "€" });
  });

  test("that do not agree with their rows leave nothing to add up", () => {
    const table = tableOf(["Item | Cost (€)", "Roof | 10", "Lift | 20", "Total | 31"]);
    expect(table.doubtfulTotals).toBe(true);
    expect(value(table, { kind: "sum", column: 1 })).toBeNull();
    expect(value(table, { kind: "count" })).toBeNull();
  });

  test("that no word calls so are found by their sums", () => {
    const rows = ["Group | Members | Hours", "A | 14 | 3", "B | 22 | 5", "C | 9 | 7", "Whole house | 45 | 15"];
    expect(tableOf(rows).doubtfulTotals).toBe(true);
    expect(tableOf([...rows.slice(0, 4), "All | 45 | 15"]).rows.at(-1)?.kind).toBe("total");
  });

  test("name the rows above them as their group", () => {
    const table = tableOf([
      "Item | Cost (€)",
      "Roof | 10",
      "Lift | 20",
      "Sub-total repairs | 30",
      "Post | 5",
      "Tax | 6",
      "Sub-total office | 11",
      "Total | 41",
    ]);
    expect(table.rows.map(({ group }) => group)).toEqual(["repairs", "repairs", null, "office", "office", null, null]);
    expect(table.rows.map(({ kind }) => kind).filter((kind) => kind !== "data")).toEqual([
      "subtotal",
      "subtotal",
      "total",
    ]);
  });

  test("a balance is no figure of its own", () => {
    const table = tableOf(["Item | €", "Income | 30", "Rent | 20", "Surplus | 10"]);
    expect(table.rows.at(-1)?.kind).toBe("derived");
  });
});

describe("what is not added up", () => {
  test.each([
    ["prices", ["Item | Price (€)", "Wash | 2", "Dry | 1"]],
    ["the number of members at the end of each year", ["Year | Members", "2021 | 90", "2022 | 102", "2023 | 99"]],
    ["rates", ["Bank | Rate (%)", "A | 2", "B | 3"]],
    ["a column in which a figure is missing", ["House | Water (m³)", "A | 2", "B | n/a", "C | 4"]],
    ["figures in different units", ["Item | Unit | Amount", "Sand | t | 4", "Paint | l | 30"]],
  ])("%s", (_, rows) => {
    const table = tableOf(rows);
    expect(value(table, { kind: "sum", column: table.columns.length - 1 })).toBeNull();
  });

  test("amounts in thousands are not read at all", () => {
    const document = makeDocument("# Sheet\nAmounts in thousands\n| Item | Cost\n| Roof | 10\n", "Book");
    expect(readTables({ ...document, id: 1, record: { title: "Book", file: "b.csv", personalColumns: [] } })).toEqual(
      [],
    );
  });
});

test("every row can be quoted where it stands", () => {
  const document = makeDocument("# Sheet\n| Item | Cost\n| Roof | 10\n| Lift | 20\n", "Book");
  const [table] = readTables({ ...document, id: 7, record: { title: "Book", file: "b.csv", personalColumns: [] } });
  const quoted = table?.rows.flatMap(({ sources }) => sources.map(({ start, end }) => document.text.slice(start, end)));
  expect(quoted).toEqual(["Roof | 10", "Lift | 20"]);
  expect(table?.rows[1]?.cells.map(({ start, end }) => document.text.slice(start, end))).toEqual(["Lift", "20"]);
});

test("a row is a person where a column is personal, and a quarter where it is a quarter", () => {
  expect(tableOf(["Name | Shares", "Ada | 3", "Ben | 4"], ["Name"]).aboutPeople).toBe(true);
  expect(
    tableOf(["Quarter | Members | Counted by", "2024 Q1 | 3 | Ada", "2024 Q2 | 4 | Ada"], ["Counted by"]).aboutPeople,
  ).toBe(false);
});
