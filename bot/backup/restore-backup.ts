/**
 * A backup put into an empty data folder: unpacked and checked beside, made ready by whoever knows the homeserver, and
 * moved to its place at the end. Whatever fails before that leaves the folder as empty as it was.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { ArchiveOptions } from "./archive.ts";
import { DATABASE, type Manifest } from "./manifest.ts";
import { openStaging } from "./staging.ts";
import { unpackBackup } from "./unpack-backup.ts";

export type RestoreParts = ArchiveOptions & {
  readonly home: string;
  /** Of databases that this Rochdale can read. */
  readonly newestFormat: number;
  /** Keeps every other Rochdale off the data folder. @throws while one runs there. */
  readonly lock: (file: string) => Disposable;
  /** Makes the folder ready in a place where it does not count yet; `undo` when it never comes to count. */
  readonly prepare: (folder: string, manifest: Manifest) => Promise<Prepared>;
};

export type Prepared = {
  readonly undo: () => Promise<void>;
};

/** @returns null when a restore that had been broken off was finished. @throws Error (expected, got, remedy). */
export async function restoreBackup(parts: RestoreParts): Promise<Manifest | null> {
  const { home, newestFormat, lock, prepare } = parts;
  await mkdir(home, { recursive: true, mode: 0o700 });
  using _alone = lock(join(home, `${DATABASE}-lock`));
  const staging = await openStaging(home);
  if (staging === null) return null;
  let prepared: Prepared | null = null;
  try {
    const manifest = await unpackBackup(parts, staging.data, newestFormat);
    prepared = await prepare(staging.data, manifest);
    parts.signal.throwIfAborted();
    await staging.place();
    return manifest;
  } catch (error) {
    await prepared?.undo().catch(() => {}); // the error that led here is the one to tell
    await staging.discard();
    throw error;
  }
}
