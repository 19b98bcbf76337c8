/**
 * Lets archives stand among the files and folders that are read in from the command line: each is unpacked into a folder
 * of its own, laid out as it was packed, and removed afterwards. Knows nothing of uploads.
 */
import { mkdir, mkdtemp, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import type { FileReport } from "../ingest.ts";
import { COLLECTION_FILE } from "../record.ts";
import { type Unpacked, unpackArchive } from "./unpack.ts";

export type UnpackedPaths = AsyncDisposable & {
  /** As they were given, with a folder in the place of each archive. */
  readonly paths: readonly string[];
  /** Archives, and archives within them, that are left out. */
  readonly failed: readonly FileReport[];
};

/** @throws the signal's reason when aborted. */
export async function unpackForIngest(paths: readonly string[], signal: AbortSignal): Promise<UnpackedPaths> {
  await using made = new AsyncDisposableStack();
  const unpacked: string[] = [];
  const failed: FileReport[] = [];
  for (const path of paths) {
    if (!/\.zip$/iu.test(path) || !(await isFile(path))) {
      unpacked.push(path);
      continue;
    }
    const folder = await mkdtemp(join(tmpdir(), "rochdale-archive-"));
    made.defer(() => rm(folder, { recursive: true, force: true }));
    const result = await unpackArchive(path, folder, signal);
    if (result.kind === "unreadable") failed.push(problem(basename(path), `\`${basename(path)}\` ${result.reason}`));
    else unpacked.push(await laidOut(result, join(folder, "as-packed"), failed));
  }
  const kept = made.move();
  return { paths: unpacked, failed, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

function problem(file: string, words: string): FileReport {
  return { file, outcome: "failed", problem: words };
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isFile() ?? false;
}

async function laidOut(
  { files, collectionFile }: Extract<Unpacked, { kind: "files" }>,
  folder: string,
  failed: FileReport[],
): Promise<string> {
  const top = commonFolder(files.map(({ path }) => path));
  await mkdir(folder, { recursive: true });
  if (collectionFile !== null) await writeFile(join(folder, COLLECTION_FILE), collectionFile);
  for (const { path, name, stored } of files) {
    if (stored === null) {
      failed.push(problem(name, `\`${name}\` is an archive within the archive: load it by itself.`));
      continue;
    }
    const target = join(folder, ...safeParts(path).slice(top));
    await mkdir(dirname(target), { recursive: true });
    await rename(stored, target);
  }
  return folder;
}

/** No path of an archive leads out of its folder. */
function safeParts(path: string): string[] {
  return path.split(/[/\\]/u).filter((part) => part !== "" && part !== "." && part !== "..");
}

/** How many folders all files have in common: "co-op/a.md" and "co-op/b.md" were packed as one folder. */
function commonFolder(paths: readonly string[]): number {
  const folders = paths.map((path) => safeParts(path).slice(0, -1));
  const [first = []] = folders;
  const differs = first.findIndex((part, index) => folders.some((other) => other[index] !== part));
  return differs === -1 ? Math.min(...folders.map(({ length }) => length)) : differs;
}
