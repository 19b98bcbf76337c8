/**
 * The bytes of uploads on disk, each named by its SHA-256: written beside, flushed, renamed, so that a file is there whole
 * or not at all. Knows nothing of what they hold or whom they belong to.
 */
import { createHash, randomBytes } from "node:crypto";
import { link, mkdir, mkdtemp, open, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { OnStep } from "./steps.ts";

export interface UploadFiles {
  /** Resolves to the SHA-256 once the bytes are safely on disk. */
  put(bytes: Uint8Array): Promise<string>;
  /** Runs work on the file under the name that it was sent with: formats are told apart by it too. */
  named<T>(sha256: string, name: string, work: (path: string) => Promise<T>): Promise<T>;
  /** A folder for work on a file; removed afterwards. */
  scratch<T>(work: (folder: string) => Promise<T>): Promise<T>;
  path(sha256: string): string;
  /** A file that is gone already is no error. */
  remove(sha256: string): Promise<void>;
  /** Removes everything that nobody needs, and what a crash left half written. */
  keepOnly(needed: ReadonlySet<string>): Promise<void>;
}

/** Names of what is no upload: half-written files and folders of work under way. */
const PART = "part-";
const WORK = "work-";

export function openUploadFiles(folder: string, onStep: OnStep): UploadFiles {
  const path = (sha256: string) => join(folder, sha256);
  const scratch = async <T>(work: (folder: string) => Promise<T>): Promise<T> => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const own = await mkdtemp(join(folder, WORK));
    try {
      return await work(own);
    } finally {
      await rm(own, { recursive: true, force: true });
    }
  };
  return {
    path,
    scratch,
    async put(bytes) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      const part = join(folder, `${PART}${randomBytes(8).toString("hex")}`);
      try {
        await writeFlushed(part, bytes);
        onStep("file-part-written");
        await rename(part, path(sha256));
      } catch (error) {
        // On a full disk what is half written takes the room that others wait for.
        await rm(part, { force: true });
        throw error;
      }
      await flushFolder(folder);
      onStep("file-written");
      return sha256;
    },
    named: (sha256, name, work) =>
      scratch(async (own) => {
        const named = join(own, plainName(name));
        await link(path(sha256), named);
        return work(named);
      }),
    remove: (sha256) => rm(path(sha256), { force: true }),
    async keepOnly(needed) {
      const there = await readdir(folder).catch(() => []);
      const spare = there.filter((name) => !needed.has(name));
      await Promise.all(spare.map((name) => rm(join(folder, name), { recursive: true, force: true })));
    },
  };
}

async function writeFlushed(path: string, bytes: Uint8Array): Promise<void> {
  await using file = await open(path, "w", 0o600);
  await file.writeFile(bytes);
  await file.sync();
}

/** A renamed file is there after a power cut only once its folder is flushed too. */
async function flushFolder(path: string): Promise<void> {
  await using folder = await open(path, "r");
  await folder.sync();
}

/** Longest name of a file on the usual file systems, in bytes. */
const NAME_BYTES = 255;

/** The last part of a name, as far as a file system takes it; its end is kept, since formats are told by it. */
function plainName(name: string): string {
  const last = (name.split(/[/\\]/u).pop() ?? "").replace(/[\p{Cc}]/gu, "").replace(/^\.+/u, "");
  let plain = last === "" ? "file" : last;
  while (Buffer.byteLength(plain) > NAME_BYTES) plain = plain.slice(1);
  return plain;
}
