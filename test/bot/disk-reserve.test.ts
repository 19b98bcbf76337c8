import { mkdtempSync, statfsSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openDiskReserve } from "../../bot/disk-reserve.ts";

const newFile = () => join(mkdtempSync(join(tmpdir(), "rochdale-reserve-")), "reserve");

test("the reserve takes its room, keeps it, and gives it back", () => {
  const file = newFile();
  const reserve = openDiskReserve(file, 1_000_000);
  expect(reserve.fill()).toBe(true);
  expect(statSync(file).size).toBe(1_000_000);
  expect(reserve.fill()).toBe(true);
  reserve.release();
  reserve.release();
  expect(statSync(file, { throwIfNoEntry: false })).toBeUndefined();
});

test("one that a crash left half written is written anew", () => {
  const file = newFile();
  writeFileSync(file, "half");
  expect(openDiskReserve(file, 1_000_000).fill()).toBe(true);
  expect(statSync(file).size).toBe(1_000_000);
});

test("it takes nothing where there is not half as much again", () => {
  const file = newFile();
  const { bavail, bsize } = statfsSync(tmpdir());
  expect(openDiskReserve(file, Math.floor(bavail * bsize * 0.9)).fill()).toBe(false);
  expect(statSync(file, { throwIfNoEntry: false })).toBeUndefined();
});
