import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sliceOf } from "../slice.ts";
import { describe as describeProgress, loadProgress, nextRun, saveProgress, withRun } from "./progress.ts";
import { SERIES, type Series } from "./series.ts";

const TWO: readonly Series[] = [
  { name: "first", file: "a.test.ts", project: "corpus", whole: 5, aRun: 2 },
  { name: "second", file: "b.test.ts", project: "corpus", whole: 1, aRun: 10 },
];

test("series are gone through part by part, and nothing is tried twice", () => {
  let progress = loadProgress("/nowhere/night.json", "abc");
  const runs: string[] = [];
  for (let next = nextRun(TWO, progress); next !== null; next = nextRun(TWO, progress)) {
    runs.push(`${next.series.name} ${next.from}-${next.to}`);
    progress = withRun(progress, next, next.from !== 2);
  }
  expect(runs).toEqual(["first 0-2", "first 2-4", "first 4-5", "second 0-1"]);
  expect(describeProgress(TWO, progress)).toBe("first: 5 of 5; failed: 2-4\nsecond: 1 of 1\n");
});

test("a run goes on where the last one of the same source ended; another source begins anew", () => {
  const folder = mkdtempSync(join(tmpdir(), "rochdale-night-"));
  const path = join(folder, "cache", "night.json");
  const begun = loadProgress(path, "abc");
  const [series] = TWO;
  if (series === undefined) throw new Error("Expected a series.");
  saveProgress(path, withRun(begun, { series, from: 0, to: 2 }, true));
  expect(loadProgress(path, "abc").done).toEqual({ first: 2 });
  expect(loadProgress(path, "abd").done).toEqual({});
  writeFileSync(path, "{");
  expect(loadProgress(path, "abc").done).toEqual({});
  rmSync(folder, { recursive: true });
});

test("a night of no time begins nothing, and says what is left", () => {
  const folder = mkdtempSync(join(tmpdir(), "rochdale-night-"));
  const night = [join(import.meta.dirname, "main.ts"), "--minutes", "0"];
  const said = execFileSync(process.execPath, night, {
    encoding: "utf8",
    env: { ...process.env, XDG_CACHE_HOME: folder },
  });
  for (const { name, whole } of SERIES) expect(said).toContain(`${name}: 0 of ${whole}\n`);
  expect(said).toContain("There is more");
  rmSync(folder, { recursive: true });
});

test("the files of all series exist", () => {
  expect(SERIES.filter(({ file }) => !existsSync(file))).toEqual([]);
});

test("a test takes the first trials, unless it is told which", () => {
  const before = process.env.ROCHDALE_TEST_SLICE;
  try {
    delete process.env.ROCHDALE_TEST_SLICE;
    expect(sliceOf("kills", 500, 40)).toEqual({ from: 0, to: 40 });
    process.env.ROCHDALE_TEST_SLICE = "kills:480-520";
    expect(sliceOf("kills", 500, 40)).toEqual({ from: 480, to: 500 });
    expect(sliceOf("mutations", 5_000, 500)).toEqual({ from: 0, to: 500 });
  } finally {
    if (before === undefined) delete process.env.ROCHDALE_TEST_SLICE;
    else process.env.ROCHDALE_TEST_SLICE = before;
  }
});
