/**
 * Entry point of `npm run test:night`: goes through the long series part by part for at most so many minutes, and says
 * what is left. Started again it goes on from there; another state of the source begins anew.
 */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { rowTable } from "../rows/table.ts";
import { describe, loadProgress, type NextRun, nextRun, saveProgress, withRun } from "./progress.ts";
import { keptRows } from "./rows-file.ts";
import { SERIES } from "./series.ts";

const ROOT = dirname(dirname(import.meta.dirname));
const VITEST = join(ROOT, "node_modules/vitest/vitest.mjs");
/** Begins nothing new after this long. */
const MINUTES = 90;

const { values } = parseArgs({ options: { minutes: { type: "string" }, again: { type: "boolean" } } });
const minutes = Number(values.minutes ?? MINUTES);
if (!(minutes >= 0 && minutes <= MINUTES)) {
  process.stderr.write(
    `Expected \`--minutes\` to be a number from 0 (only tells how far it is) to ${MINUTES}, got \`${values.minutes}\`.\n`,
  );
  process.exit(2);
}
process.exitCode = await runNight();

/** Exit code 1 when a part failed, in this run or an earlier one of the same source. */
async function runNight(): Promise<number> {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
  const path = join(cache, "rochdale", "night.json");
  const rows = join(cache, "rochdale", "night-rows.jsonl");
  const source = sourceState();
  let progress = values.again === true ? { source, done: {}, failed: [] } : loadProgress(path, source);
  if (Object.keys(progress.done).length === 0) rmSync(rows, { force: true });
  const end = Date.now() + minutes * 60_000;
  for (let next = nextRun(SERIES, progress); next !== null && Date.now() < end; next = nextRun(SERIES, progress)) {
    process.stdout.write(`${next.series.name} ${next.from} to ${next.to}\n`);
    const code = await runPart(next, rows);
    if (code === null) break; // stopped: the part counts as not tried
    progress = withRun(progress, next, code === 0);
    saveProgress(path, progress);
  }
  process.stdout.write(`\n${rowTable(keptRows(rows))}\n${describe(SERIES, progress)}`);
  if (nextRun(SERIES, progress) !== null) process.stdout.write("There is more: `npm run test:night` goes on.\n");
  return progress.failed.length === 0 ? 0 : 1;
}

/** Null when it was ended by a signal. */
async function runPart({ series, from, to }: NextRun, rows: string): Promise<number | null> {
  const reporters = ["--reporter=default", "--reporter=./test/rows/reporter.ts"];
  const child = spawn(process.execPath, [VITEST, "run", `--project=${series.project}`, ...reporters, series.file], {
    cwd: ROOT,
    stdio: "inherit",
    env: {
      ...process.env,
      CI: "true",
      ROCHDALE_TEST_SLICE: `${series.name}:${from}-${to}`,
      ROCHDALE_TEST_ROWS: rows,
    },
  });
  const [code] = (await once(child, "close")) as [number | null];
  return code;
}

/** The commit, and whether anything was changed since; without git every run belongs to the same source. */
function sourceState(): string {
  const git = (...args: string[]) => execFileSync("git", args, { cwd: ROOT, encoding: "utf8" }).trim();
  try {
    return `${git("rev-parse", "HEAD")}${git("status", "--porcelain") === "" ? "" : "-changed"}`;
  } catch {
    return "unknown";
  }
}
