/**
 * Unpacks an archive of documents in a child process that is capped in memory and time: no bomb reaches the process that
 * answers. Knows nothing of uploads.
 */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { DEFAULT_LIMITS } from "../formats/limits.ts";

export type Unpacked =
  | {
      readonly kind: "files";
      readonly files: readonly {
        /** As the archive has it, folders and all: `collection.yaml` speaks of it so. */
        readonly path: string;
        /** Without folders, and no other file's. */
        readonly name: string;
        /** Where it was written; null for an archive within the archive. */
        readonly stored: string | null;
      }[];
      /** The text of the archive's `collection.yaml`. */
      readonly collectionFile: string | null;
    }
  /** The rest of a sentence that begins with the archive's name. */
  | { readonly kind: "unreadable"; readonly reason: string };

const CHILD = fileURLToPath(new URL("./unpack-child.ts", import.meta.url));
/** Twice what an archive may inflate to: fflate holds bytes outside of V8's heap. */
const HEAP_MB = 512;
/** Names and numbers of 500 files, and a `collection.yaml`. */
const OUTPUT_BYTES = 2_000_000;

/** Is a file an archive of documents, by what it is called and how it begins? Office files are packed alike. */
export function isArchive(name: string, head: Uint8Array): boolean {
  return /\.zip$/iu.test(name) && head[0] === 0x50 && head[1] === 0x4b;
}

/** @throws the signal's reason when aborted. */
export async function unpackArchive(archive: string, folder: string, signal: AbortSignal): Promise<Unpacked> {
  const args = [`--max-old-space-size=${HEAP_MB}`, "--disable-warning=ExperimentalWarning", CHILD, archive, folder];
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [...args, JSON.stringify(DEFAULT_LIMITS)], {
      timeout: DEFAULT_LIMITS.wallTimeMs,
      killSignal: "SIGKILL",
      maxBuffer: OUTPUT_BYTES,
      env: { TZ: "UTC" },
      signal,
    });
    return JSON.parse(stdout) as Unpacked;
  } catch {
    signal.throwIfAborted();
    return { kind: "unreadable", reason: "cannot be unpacked within the limits: send its files one by one." };
  }
}
