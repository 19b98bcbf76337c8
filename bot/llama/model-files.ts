/**
 * Where model files lie and whether they are what the catalogue says. A file is hashed once; a stamp beside it keeps
 * the outcome, so that a start does not read a gigabyte again. Another size or modification time means another look.
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, rename, stat, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import type { CatalogueEntry } from "./catalogue.ts";

/** The cache shared by all checkouts: `$XDG_CACHE_HOME/rochdale/models`, `%LOCALAPPDATA%\rochdale\models` on Windows. */
export function modelsDir(environment: NodeJS.ProcessEnv): string {
  const base = process.platform === "win32" ? environment.LOCALAPPDATA : environment.XDG_CACHE_HOME;
  return join(base || join(homedir(), ".cache"), "rochdale", "models");
}

export const modelPath = (entry: CatalogueEntry, directory: string): string => join(directory, `${entry.id}.gguf`);

/** What stands where the model should be. `refused` carries one sentence: expected, got, remedy. */
export type ModelFileState =
  | { readonly kind: "installed"; readonly path: string }
  | { readonly kind: "missing"; readonly sentence: string }
  | { readonly kind: "refused"; readonly sentence: string };

/** Trusts the stamp when size and modification time still fit; hashes otherwise (seconds per gigabyte). */
export async function checkModelFile(
  entry: CatalogueEntry,
  directory: string,
  signal?: AbortSignal,
): Promise<ModelFileState> {
  const path = modelPath(entry, directory);
  const found = await stat(path).catch(() => null);
  if (found === null) return { kind: "missing", sentence: missingSentence(entry) };
  if (found.size !== entry.bytes) return refuseSize(entry, path, found.size);
  const stamp = await readStamp(path);
  const unchanged = stamp?.size === found.size && stamp.mtimeMs === found.mtimeMs && stamp.sha256 === entry.sha256;
  return unchanged ? { kind: "installed", path } : verifyModel(entry, directory, signal);
}

export async function isInstalled(entry: CatalogueEntry, directory: string): Promise<boolean> {
  return (await checkModelFile(entry, directory)).kind === "installed";
}

/** Reads and hashes the whole file, whatever the stamp says, and renews the stamp. */
export async function verifyModel(
  entry: CatalogueEntry,
  directory: string,
  signal?: AbortSignal,
): Promise<ModelFileState> {
  const path = modelPath(entry, directory);
  const found = await stat(path).catch(() => null);
  if (found === null) return { kind: "missing", sentence: missingSentence(entry) };
  if (found.size !== entry.bytes) return refuseSize(entry, path, found.size);
  const sha256 = await sha256OfFile(path, signal);
  if (sha256 !== entry.sha256)
    return { kind: "refused", sentence: refusedSentence(entry, path, `SHA-256 \`${sha256}\``) };
  await writeStamp(path, { sha256, size: found.size, mtimeMs: found.mtimeMs });
  return { kind: "installed", path };
}

/** @returns lower-case hex */
export async function sha256OfFile(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    signal?.throwIfAborted();
    hash.update(chunk);
  }
  return hash.digest("hex");
}

/** Called after a file was verified and moved to its place. */
export async function stampVerified(path: string, sha256: string): Promise<void> {
  const { size, mtimeMs } = await stat(path);
  await writeStamp(path, { sha256, size, mtimeMs });
}

const stampSchema = z.object({ sha256: z.string(), size: z.number(), mtimeMs: z.number() });
type Stamp = Readonly<z.infer<typeof stampSchema>>;

const stampPath = (path: string) => `${path}.verified.json`;

async function readStamp(path: string): Promise<Stamp | null> {
  try {
    return stampSchema.parse(JSON.parse(await readFile(stampPath(path), "utf8")));
  } catch {
    return null; // no stamp or a broken one: the file is hashed again
  }
}

/** A read-only cache is no reason to refuse a model that was just found to be right. */
async function writeStamp(path: string, stamp: Stamp): Promise<void> {
  const temporary = `${stampPath(path)}.${process.pid}`;
  try {
    await writeFile(temporary, JSON.stringify(stamp));
    await rename(temporary, stampPath(path));
  } catch {}
}

const missingSentence = (entry: CatalogueEntry) =>
  `The model \`${entry.id}\` is not installed. Remedy: run \`rochdale models install ${entry.id}\`.`;

const refuseSize = (entry: CatalogueEntry, path: string, size: number): ModelFileState => ({
  kind: "refused",
  sentence: refusedSentence(entry, path, `${size} bytes`),
});

function refusedSentence(entry: CatalogueEntry, path: string, got: string): string {
  return (
    `The model file \`${path}\` is refused: expected ${entry.bytes} bytes with SHA-256 \`${entry.sha256}\`, got ${got}. ` +
    `Remedy: delete the file and run \`rochdale models install ${entry.id}\`; \`rochdale models verify\` checks it again.`
  );
}
