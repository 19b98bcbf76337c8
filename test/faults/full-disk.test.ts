/**
 * A disk without a byte left. The small disk is a tmpfs in a namespace of its own, which needs no root where the kernel
 * lets users have one.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runProgram } from "../../demo/watched-child.ts";
import { tell } from "../rows/row.ts";
import { sliceOf } from "../slice.ts";
import type { FullDiskOptions, FullDiskReport } from "./full-disk-run.ts";

const { from, to } = sliceOf("full-disk", 200, 20);
const RUN = join(import.meta.dirname, "full-disk-run.ts");
/** Room for the reserve, the database and a filled remainder. */
const MEGABYTES = 64;

test(
  "on a full disk members are answered, nothing is damaged, the admins are told, and all goes on when there is room",
  async (context) => {
    const { fills, questions, wrong, slowestMs } = await onSmallDisk();
    const note = `${questions} questions; all was done ${(slowestMs / 1_000).toFixed(1)} s after there was room, at most`;
    tell(context, { id: "T-R6", what: "disk filled to 0", tried: fills, failed: wrong.length, note }, wrong);
  },
  600_000 + (to - from) * 60_000,
);

async function onSmallDisk(): Promise<FullDiskReport> {
  const folder = mkdtempSync(join(tmpdir(), "rochdale-full-"));
  const home = join(folder, "home");
  mkdirSync(home);
  const options: FullDiskOptions = { home, folder, from, to };
  const isRoot = process.getuid?.() === 0;
  const inside = `mount -t tmpfs -o size=${MEGABYTES}m tmpfs "$1" && exec "$2" --disable-warning=ExperimentalWarning --disable-warning=DEP0060 "$3" "$4"`;
  const args = ["sh", "-c", inside, "sh", home, process.execPath, RUN, JSON.stringify(options)];
  try {
    const ended = await runProgram("unshare", [isRoot ? "-m" : "-Urm", ...args]);
    expect(ended.code, `Expected \`unshare\` and \`mount\` to give a small disk, got:\n${ended.output}`).toBe(0);
    const report: FullDiskReport = JSON.parse(ended.output.trim().split("\n").at(-1) ?? "");
    return report;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
