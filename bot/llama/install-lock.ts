/**
 * Lets one process at a time write a model's partial file. The lock is a file that names its owner and is touched
 * while held, so that a lock left behind by a killed process is recognised: by its process id, or by its age.
 */
import { readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";

const TOUCH_EVERY_MS = 5_000;
const ABANDONED_AFTER_MS = 30_000; // six missed touches
const LOOK_AGAIN_AFTER_MS = 300;

/** Waits for the lock. @throws the signal's reason when aborted while waiting. */
export async function lockFile(path: string, signal: AbortSignal): Promise<AsyncDisposable> {
  while (!(await tryCreate(path))) {
    signal.throwIfAborted();
    if (!(await removeIfAbandoned(path))) await sleep(LOOK_AGAIN_AFTER_MS, undefined, { signal });
  }
  const touch = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => {}); // a lock that was taken away costs a second download, no more
  }, TOUCH_EVERY_MS);
  touch.unref();
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(touch);
      await rm(path, { force: true });
    },
  };
}

async function tryCreate(path: string): Promise<boolean> {
  try {
    await writeFile(path, JSON.stringify({ pid: process.pid, host: hostname() }), { flag: "wx" });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

const ownerSchema = z.object({ pid: z.number(), host: z.string() });

/** Moving it away first lets only one of several waiting processes remove a given lock. */
async function removeIfAbandoned(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  if (found === null) return true;
  const dead = await ownerIsDead(path);
  if (!dead && Date.now() - found.mtimeMs < ABANDONED_AFTER_MS) return false;
  const aside = `${path}.${process.pid}`;
  try {
    await rename(path, aside);
  } catch {
    return true; // another process was quicker
  }
  await rm(aside, { force: true });
  return true;
}

async function ownerIsDead(path: string): Promise<boolean> {
  try {
    const owner = ownerSchema.parse(JSON.parse(await readFile(path, "utf8")));
    return owner.host === hostname() && !isAlive(owner.pid);
  } catch {
    return false; // half-written: its age decides
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
