/**
 * The short-lived process that unpacks one archive into a folder and prints what it found as JSON. Started by `unpack.ts`
 * only: argv holds the archive, the folder, the limits. Knows nothing of the store.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Limits } from "../formats/limits.ts";
import { Unreadable } from "../formats/unreadable.ts";
import { unzipWithin, zipNames } from "../formats/zip.ts";
import { COLLECTION_FILE } from "../record.ts";
import { flatName, ownName } from "./own-name.ts";
import type { Unpacked } from "./unpack.ts";

/** More is no folder of a co-op's documents. */
const MOST_MEMBERS = 500;

const [archive = "", folder = "", limitsText = "{}"] = process.argv.slice(2);
process.stdout.write(JSON.stringify(unpack(readFileSync(archive), JSON.parse(limitsText) as Limits)));

function unpack(bytes: Uint8Array, limits: Limits): Unpacked {
  const names = zipNames(bytes).filter(isWanted);
  if (names.length === 0)
    return unreadable("holds no file (or its ZIP container is damaged): pack it again and send that.");
  if (names.length > MOST_MEMBERS)
    return unreadable(`holds \`${names.length}\` files, more than the ${MOST_MEMBERS} allowed: send it in parts.`);
  try {
    return written(unzipWithin(bytes, limits, isWanted));
  } catch (error) {
    if (error instanceof Unreadable) return unreadable(error.message);
    throw error;
  }
}

function unreadable(reason: string): Unpacked {
  return { kind: "unreadable", reason };
}

/** Folders, hidden files and what macOS adds are nobody's documents. */
function isWanted(name: string): boolean {
  if (name.endsWith("/")) return false;
  return !name.split(/[/\\]/u).some((part) => part.startsWith(".") || part === "__MACOSX" || part === "Thumbs.db");
}

/** Each file under a number; `collection.yaml` is read by whoever asked. */
function written(members: Readonly<Record<string, Uint8Array>>): Unpacked {
  const taken = new Set<string>();
  const files: Extract<Unpacked, { kind: "files" }>["files"][number][] = [];
  let collectionFile: string | null = null;
  for (const [path, bytes] of Object.entries(members)) {
    if (flatName(path) === COLLECTION_FILE) {
      collectionFile ??= new TextDecoder("utf-8").decode(bytes);
      continue;
    }
    const name = ownName(flatName(path), taken);
    taken.add(name);
    const isArchive = /\.zip$/iu.test(name) && bytes[0] === 0x50 && bytes[1] === 0x4b;
    const stored = join(folder, String(files.length));
    if (!isArchive) writeFileSync(stored, bytes, { mode: 0o600 });
    files.push({ path, name, stored: isArchive ? null : stored });
  }
  return { kind: "files", files, collectionFile };
}
