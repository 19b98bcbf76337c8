import { expect, test } from "vitest";
import { findDays } from "../../retrieval/dates.ts";
import { searchTerms } from "../../retrieval/terms.ts";

test.each([
  ["after the 25 May 2024 meeting", "2024-05-25"],
  ["on May 25th, 2024", "2024-05-25"],
  ["minutes/2024-05-25.md", "2024-05-25"],
  ["AGO du 1er mars 2025", "2025-03-01"],
  ["am 3. März 2021", "2021-03-03"],
  ["el 7 de junio de 2019", "2019-06-07"],
  ["el 7 de juny del 2019", "2019-06-07"],
  ["den 12. maj 2020", "2020-05-12"],
  ["1 December 2026", "2026-12-01"],
  ["am 24. Dezember 2021", "2021-12-24"],
  ["el 3 de desembre de 2020", "2020-12-03"],
  ["24/06/2023", "2023-06-24"],
  ["12.24.2023", "2023-12-24"],
  ["reunion_CA_20240916", "2024-09-16"],
])("%s is %s", (text, day) => {
  expect(findDays(text)).toEqual([day]);
});

test("numbers that are no days give none", () => {
  expect(findDays("§ 4.2, 37.50 EUR, 2024, 99/99/2024, version 3.2.1999x")).toEqual([]);
});

test("a day in words and a day in figures share a search term", () => {
  expect(searchTerms("25 May 2024")).toContain("2024x05x25");
  expect(searchTerms("minutes/2024-05-25.md")).toContain("2024x05x25");
});
