/**
 * Watches a folder: hands in what is new or changed and no longer being written, and tells what is gone. Looks when the
 * system says that something changed, and every minute all the same: network drives say nothing. Removes nothing and knows
 * nothing of who is asked.
 */
import { createHash } from "node:crypto";
import { watch } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { COLLECTION_FILE, parseCollectionFile, type SaidRecord } from "../record.ts";
import type { WatchedFile, WatchedStore } from "./watched-store.ts";

/** A file that is to be handed in; `id` is the same whenever this content is found again at this place. */
export type FoundFile = {
  readonly id: string;
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly sha256: string;
  /** What the folder's `collection.yaml` says of it. */
  readonly said: SaidRecord | null;
};

export type WatchedFolderParts = {
  readonly folder: string;
  readonly known: WatchedStore;
  /** Resolves once the file is received for good. */
  readonly found: (file: FoundFile) => Promise<void>;
  /** Resolves once it is told. */
  readonly gone: (file: WatchedFile) => Promise<void>;
  /** What cannot be looked at just now is looked at again later. */
  readonly report: (error: unknown) => void;
  /** A file that has not changed for so long is no longer being written, in milliseconds. */
  readonly stableMs: number;
  /** Pause between two looks when the system says nothing, in milliseconds. */
  readonly everyMs: number;
  readonly signal: AbortSignal;
};

/** Two seconds: a copy over a network pauses for less. A minute: nobody waits for a folder longer. */
export const WATCH_TIMES = { stableMs: 2_000, everyMs: 60_000 };

/** Resolves when the signal aborts. */
export async function watchFolder(parts: WatchedFolderParts): Promise<void> {
  const { folder, signal, everyMs, stableMs, report } = parts;
  while (!signal.aborted) {
    const changed = nextChange(folder, everyMs, signal);
    await lookAtFolder(parts).catch((error) => signal.aborted || report(error));
    await changed;
    // Whoever writes one file often writes another.
    await sleep(stableMs, undefined, { signal }).catch(() => {});
  }
}

/** One look: everything that is new, changed or gone since the last. */
export async function lookAtFolder(parts: WatchedFolderParts): Promise<void> {
  const { folder, known, found, gone, signal } = parts;
  const before = new Map(known.files().map((file) => [file.path, file]));
  const paths = await listFiles(folder);
  const said = await saidIn(folder);
  const waiting: Promise<void>[] = [];
  for (const path of paths) waiting.push(lookAtFile(path));
  await Promise.all(waiting);
  for (const file of before.values()) {
    if (paths.includes(file.path)) continue;
    await gone(file);
    known.remove(file.path);
  }

  async function lookAtFile(path: string): Promise<void> {
    const now = await about(folder, path);
    const last = before.get(path);
    if (now === null || (last?.size === now.size && last.changedAt === now.changedAt)) return;
    await sleep(parts.stableMs, undefined, { signal });
    const then = await about(folder, path);
    if (then?.size !== now.size || then.changedAt !== now.changedAt) return; // still being written: next time
    const bytes = await readFile(join(folder, path));
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    if (sha256 !== last?.sha256) {
      const id = `watched ${hashOf(`${path}\0${sha256}\0${now.changedAt}`)}`;
      await found({ id, path, bytes, sha256, said: said.find(({ file }) => file === path) ?? null });
    }
    known.put({ path, ...now, sha256 });
  }
}

/** What office programs and downloads write beside a file while they work is none. */
const UNFINISHED = /(?:^|\/)(?:~\$|\.~lock)|\.(?:tmp|part|partial|crdownload|swp)$/iu;

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((path) => path !== COLLECTION_FILE && !UNFINISHED.test(path))
    .filter((path) => !path.split("/").some((part) => part.startsWith(".")))
    .toSorted();
}

async function saidIn(folder: string): Promise<readonly SaidRecord[]> {
  const yaml = await readFile(join(folder, COLLECTION_FILE), "utf8").catch(() => "");
  return parseCollectionFile(yaml).documents;
}

async function about(folder: string, path: string): Promise<{ size: number; changedAt: number } | null> {
  const found = await stat(join(folder, path)).catch(() => null);
  return found === null ? null : { size: found.size, changedAt: found.mtimeMs };
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}

/** Resolves when something changed in the folder, when it is time to look again, or at the end. */
function nextChange(folder: string, everyMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const ending = new AbortController();
    const end = () => {
      ending.abort();
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, everyMs);
    signal.addEventListener("abort", end, { once: true });
    try {
      // Without a watcher (too many of them, a folder that is away) the timer is enough.
      watch(folder, { recursive: true, signal: ending.signal }, end).on("error", () => {});
    } catch {
      return;
    }
  });
}
