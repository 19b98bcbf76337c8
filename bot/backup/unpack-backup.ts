/**
 * Unpacks a backup into a folder of its own and looks whether it is whole, before anything of it counts. Knows nothing of
 * where it goes from there.
 */
import { mkdir, open } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ArchiveEntry, ArchiveOptions } from "./archive.ts";
import { readArchive } from "./archive.ts";
import { DATABASE, FILES, MANIFEST, type Manifest, parseManifest } from "./manifest.ts";
import { checkRestored } from "./snapshot-store.ts";

type Entry = Omit<ArchiveEntry, "content"> & { content(): AsyncIterable<Uint8Array> };

/** No manifest is larger: it lists files and settings. */
const MANIFEST_BYTES = 16 << 20;

/**
 * @param folder made anew, for its owner only
 * @param newestFormat of databases that this Rochdale can read
 * @throws Error (expected, got, remedy); then the folder is to be thrown away.
 */
export async function unpackBackup(options: ArchiveOptions, folder: string, newestFormat: number): Promise<Manifest> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  let manifest: Manifest | null = null;
  const got = new Map<string, number>();
  await readArchive(options, async (entry) => {
    if (manifest === null) {
      manifest = parseManifest(await manifestOf(entry));
      return;
    }
    const place = placeOf(entry.name, manifest);
    await write(entry, join(folder, place));
    got.set(place, entry.bytes);
  });
  if (manifest === null) throw noBackup(options.file);
  expectAll(manifest, got, options.file);
  checkRestored(join(folder, DATABASE), newestFormat);
  return manifest;
}

async function manifestOf(entry: Entry): Promise<Uint8Array> {
  if (entry.name !== MANIFEST || entry.bytes > MANIFEST_BYTES) throw noBackup(entry.name);
  const pieces: Uint8Array[] = [];
  for await (const piece of entry.content()) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** Only what the manifest names, so that no name leads out of the folder. */
function placeOf(name: string, { files }: Manifest): string {
  if (name === DATABASE) return DATABASE;
  const place = name.startsWith(FILES) ? name.slice(FILES.length) : "";
  const isPlain = place.split("/").every((part) => !["", ".", ".."].includes(part)) && !place.includes("\\");
  if (isPlain && files.some((file) => file.name === place)) return place;
  throw noBackup(name);
}

async function write(entry: Entry, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await using handle = await open(path, "wx", 0o600);
  for await (const piece of entry.content()) await handle.writeFile(piece);
  await handle.sync();
}

function expectAll({ files, database }: Manifest, got: ReadonlyMap<string, number>, file: string): void {
  const wanted = [{ name: DATABASE, bytes: database.bytes }, ...files];
  const missing = wanted.filter(({ name, bytes }) => got.get(name) !== bytes);
  if (missing.length === 0) return;
  throw new Error(
    `Expected ${wanted.length} files in \`${file}\`, got ${missing.length} of them not or not whole (\`${missing[0]?.name}\`). Take an older backup; nothing was restored.`,
  );
}

function noBackup(what: string): Error {
  return new Error(
    `Expected an archive that \`rochdale backup\` packed, got something else (\`${what}\`). Check the name; nothing was restored.`,
  );
}
