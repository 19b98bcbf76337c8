/**
 * A file in the data folder that is worth nothing but its room: given back when the disk is full, so that questions are
 * still answered, and taken again when there is room enough. Knows nothing of who needs it.
 */
import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, openSync, rmSync, statfsSync, statSync, writeSync } from "node:fs";
import { dirname } from "node:path";

export interface DiskReserve {
  /** Gives the room back; nothing happens where it was given back before. */
  release(): void;
  /** Takes the room, where it is not taken yet. False: there is not enough, and nothing is taken. */
  fill(): boolean;
}

/** A question writes some 50 kB, and the write-ahead log grows to some megabytes before it is worked in. */
export const RESERVE_BYTES = 16_000_000;
/** So much more must be free before it is taken: else the disk would be full again at once. */
const ROOM_BESIDES = 0.5;
/** Less than this is as good as nothing: a start needs some of it. */
const LEAST_FREE_BYTES = 1_000_000;

/** @param file in the folder of the database. */
export function openDiskReserve(file: string, bytes: number = RESERVE_BYTES): DiskReserve {
  const release = () => rmSync(file, { force: true });
  return {
    release,
    fill() {
      const free = freeBytes(dirname(file));
      if (sizeOf(file) === bytes) {
        if (free >= LEAST_FREE_BYTES) return true;
        release();
        return false;
      }
      if (free < bytes * (1 + ROOM_BESIDES)) return false;
      try {
        write(file, bytes);
        return true;
      } catch {
        release(); // somebody else was quicker
        return false;
      }
    },
  };
}

/** What no file system can make smaller. */
function write(file: string, bytes: number): void {
  const descriptor = openSync(file, "w", 0o600);
  try {
    const noise = randomBytes(bytes);
    for (let written = 0; written < bytes; ) written += writeSync(descriptor, noise, written);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function sizeOf(file: string): number | null {
  return statSync(file, { throwIfNoEntry: false })?.size ?? null;
}

/** For this user. */
function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}
