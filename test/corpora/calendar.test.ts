import { expect, test } from "vitest";
import { calendarOf } from "../../corpora/calendar.ts";
import type { DocumentRecord, Period } from "../../corpora/document.ts";
import { worksOf } from "../../corpora/works.ts";
import { TEST_RECORD } from "../fakes/open-index.ts";

let id = 0;
const version = (record: Partial<DocumentRecord>, ...periods: Period[]) => {
  id += 1;
  return { ...TEST_RECORD, ...record, id, periods };
};

test("rules change where an edition begins or ends, and where a resolution changes them", () => {
  const old = version({ file: "bylaws-a.md" }, { from: "2010-01-01", to: "2019-12-31" });
  const next = version(
    { file: "bylaws-b.md", replaces: "bylaws-a.md", adoptedOn: "2019-11-02" },
    { from: "2020-01-01", to: null },
  );
  const amending = version(
    { file: "resolution.md", rank: "resolution", amends: [{ file: "bylaws-b.md", section: "3" }] },
    { from: "2022-03-01", to: "2022-12-31" },
  );
  const { rules } = calendarOf([worksOf([old, next, amending], () => [])]);
  expect(rules.find(({ documents }) => documents.includes(next.id))).toEqual({
    documents: [old.id, next.id],
    changes: ["2010-01-01", "2020-01-01", "2022-03-01", "2023-01-01"],
    editions: [
      { from: "2010-01-01", years: ["2010"] },
      { from: "2020-01-01", years: ["2020", "2019"] },
    ],
  });
});

test("an amendment of another collection's file of the same name changes nothing", () => {
  const here = version({ file: "bylaws.md" }, { from: "2020-01-01", to: null });
  const there = version(
    { file: "other.md", amends: [{ file: "bylaws.md", section: null }] },
    { from: "2021-01-01", to: null },
  );
  const { rules } = calendarOf([worksOf([here], () => []), worksOf([there], () => [])]);
  expect(rules[0]?.changes).toEqual(["2020-01-01"]);
});

test("minutes and figures have no calendar of rules; general meetings are told from those of the board", () => {
  const { rules, meetings } = calendarOf([
    worksOf(
      [
        version({ file: "b.md", title: "Minutes of the board", rank: "minutes", adoptedOn: "2024-02-01" }),
        version({ file: "g.md", title: "Minutes of the general meeting", rank: "minutes", adoptedOn: "2023-05-01" }),
        version({ file: "fees.csv", rank: "data" }, { from: "2024-01-01", to: null }),
      ],
      () => [],
    ),
  ]);
  expect(rules).toEqual([]);
  expect(meetings).toEqual(["2023-05-01"]);
});
