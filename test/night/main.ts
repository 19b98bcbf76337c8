/**
 * Entry point of `npm run test:night`: goes through the long series part by part for at most so many minutes, and says
 * what is left. Started again it goes on from there; another state of the source begins anew.
 */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { describe, loadProgress, type NextRun, nextRun, saveProgress, withRun } from "./progress.ts";
import { SERIES } from "./series.ts";

const ROOT = dirname(dirname(import.meta.dirname));
const VITEST = fileURLToPath(import.meta.resolve("vitest/vitest.mjs"));
/** Begins nothing new after this long. */
const MINUTES = 90;

const { values } = parseArgs({ options: { minutes: { type: "string" }, again: { type: "boolean" } } });
const minutes = Number(values.minutes ?? MINUTES);
if (!(minutes > 0 && minutes <= MINUTES)) {
  process.stderr.write(`Expected \`--minutes\` to be a number up to ${MINUTES}, got \`${values.minutes}\`.\n`);
  process.exit(2);
}
process.exitCode = await runNight();

/** Exit code 1 when a part failed, in this run or an earlier one of the same source. */
async function runNight(): Promise<number> {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
  const path = join(cache, "rochdale", "night.json");
  const source = sourceState();
  let progress = values.again === true ? { source, done: {}, failed: [] } : loadProgress(path, source);
  const end = Date.now() + minutes * 60_000;
  for (let next = nextRun(SERIES, progress); next !== null && Date.now() < end; next = nextRun(SERIES, progress)) {
    process.stdout.write(`${next.series.name} ${next.from} to ${next.to}\n`);
    const code = await runPart(next);
    if (code === null) break; // stopped: the part counts as not tried
    progress = withRun(progress, next, code === 0);
    saveProgress(path, progress);
  }
  process.stdout.write(describe(SERIES, progress));
  if (nextRun(SERIES, progress) !== null) process.stdout.write("There is more: `npm run test:night` goes on.\n");
  return progress.failed.length === 0 ? 0 : 1;
}

/** Null when it was ended by a signal. */
async function runPart({ series, from, to }: NextRun): Promise<number | null> {
  const child = spawn(process.execPath, [VITEST, "run", `--project=${series.project}`, series.file], {
    cwd: ROOT,
    stdio: "inherit",
    env: { ...process.env, CI: "true", ROCHDALE_TEST_SLICE: `${series.name}:${from}-${to}` },
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
