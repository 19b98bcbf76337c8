/**
 * Lets one launcher at a time install: a folder that holds the process id of its owner. A folder whose owner is gone
 * means that an installation was interrupted; the next launcher takes it over and knows that it must start again.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** How often a waiting launcher looks, in milliseconds: short beside an installation, long beside a disk read. */
const LOOK_EVERY_MS = 500;
/** After this long without an owner's id in it, a lock folder was left by a process that died at once. */
const NAMELESS_AFTER_MS = 10_000;

/** Is an installation under way, or was one interrupted? */
export function isInstalling(folder) {
  return statSync(folder, { throwIfNoEntry: false }) !== undefined;
}

/**
 * Waits for its turn, runs `work({ interrupted })`, and gives the turn back. When `work` throws or the process dies in
 * it, the folder stays behind and tells the next one that an installation was interrupted.
 */
export async function withInstallLock({ folder, say, work }) {
  const interrupted = await takeLock(folder, say);
  const result = await work({ interrupted });
  rmSync(folder, { recursive: true, force: true });
  return result;
}

/** Resolves to whether the folder was taken over from an owner that is gone. */
async function takeLock(folder, say) {
  let told = false;
  while (!tryLock(folder)) {
    if (tryTakeOver(folder)) return true;
    if (!told) say(`Another start is installing the dependencies (process ${ownerOf(folder) ?? "unknown"}); waiting …`);
    told = true;
    await sleep(LOOK_EVERY_MS);
  }
  return false;
}

function tryLock(folder) {
  try {
    mkdirSync(folder);
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
  writeOwner(folder);
  return true;
}

/** Of several that find the same dead owner, one makes the folder named after it and is the new owner. */
function tryTakeOver(folder) {
  const owner = ownerOf(folder);
  if (owner === null ? !isNameless(folder) : isAlive(owner)) return false;
  try {
    mkdirSync(join(folder, `after-${owner ?? "nobody"}`));
  } catch {
    return false;
  }
  writeOwner(folder);
  return true;
}

function writeOwner(folder) {
  const draft = join(folder, `owner-${process.pid}`);
  writeFileSync(draft, String(process.pid));
  renameSync(draft, join(folder, "owner"));
}

function ownerOf(folder) {
  try {
    const owner = Number(readFileSync(join(folder, "owner"), "utf8"));
    return Number.isInteger(owner) && owner > 0 ? owner : null;
  } catch {
    return null;
  }
}

function isNameless(folder) {
  const status = statSync(folder, { throwIfNoEntry: false });
  return status !== undefined && Date.now() - status.mtimeMs > NAMELESS_AFTER_MS;
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
