/** How large the data folder's files are, and how much room its disk has. Reads sizes, never contents. */
import { readdir, stat, statfs } from "node:fs/promises";
import { join } from "node:path";

export type FolderSizes = { readonly databaseBytes: number; readonly indexBytes: number; readonly freeBytes: number };

/** What is not there counts nothing. */
export async function folderSizes(home: string): Promise<FolderSizes> {
  const database = ["rochdale.sqlite", "rochdale.sqlite-wal"].map((name) => join(home, name));
  const graphs = join(home, "graphs");
  const names = await readdir(graphs).catch(() => []);
  const disk = await statfs(home).catch(() => null);
  return {
    databaseBytes: await bytesOf(database),
    indexBytes: await bytesOf(names.map((name) => join(graphs, name))),
    freeBytes: disk === null ? 0 : disk.bavail * disk.bsize,
  };
}

async function bytesOf(files: readonly string[]): Promise<number> {
  const sizes = await Promise.all(
    files.map((file) =>
      stat(file)
        .then(({ size }) => size)
        .catch(() => 0),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
