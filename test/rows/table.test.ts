import { expect, test } from "vitest";
import { tell } from "./row.ts";
import { rowTable } from "./table.ts";

test("rows are shown in the order of their ids, and those of one name are added up", () => {
  const kill = { id: "T-R10", what: "kills while upgrading", tried: 3, failed: 0 };
  const leak = { id: "T-R2", what: "questions under fire", tried: 200, failed: 1, note: "40 kills" };
  expect(rowTable([kill, leak, kill])).toBe(
    [
      "row    what was tried         tried  failed  may fail",
      "T-R2   questions under fire   200    1       0         NOT KEPT 40 kills",
      "T-R10  kills while upgrading  6      0       0",
      "",
    ].join("\n"),
  );
});

test("a row that failed more often than it may, and one where nothing was tried, fail their test", (context) => {
  const other = { task: { ...context.task, meta: {} } };
  tell(other, { id: "T-S2", what: "persuasion", tried: 60, failed: 3, allowed: 3 });
  expect(() =>
    tell(other, { id: "T-S2", what: "persuasion", tried: 60, failed: 4, allowed: 3 }, ["It obeyed."]),
  ).toThrow("T-S2, persuasion: 4 of 60 failed\nIt obeyed.");
  expect(() => tell(other, { id: "T-S2", what: "persuasion", tried: 0, failed: 0 })).toThrow("nothing was tried");
});
