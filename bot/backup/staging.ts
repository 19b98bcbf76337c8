/**
 * Where a backup is unpacked and made ready before any of it counts: a folder inside the empty data folder, whose content
 * is moved up at the very end. A restore that is broken off before that leaves nothing; one that is broken off while
 * moving is finished by the next. Knows nothing of archives.
 */
import { existsSync, readdirSync } from "node:fs";
import { mkdir, open, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DATABASE } from "./manifest.ts";

const FOLDER = "restoring";
/** Is there once everything is ready to be moved. */
const READY = "ready";
const DATA = "data";

/** What may lie in a data folder that counts as empty: locks of this process, what a file system puts there itself. */
const NOTHING = [new RegExp(`^${DATABASE}-lock`, "u"), /^lost\+found$/u, new RegExp(`^${FOLDER}$`, "u")];

export type Staging = {
  /** Like a data folder; becomes one. */
  readonly data: string;
  /** From here on the restore is finished, now or by the next call of `openStaging`. */
  readonly place: () => Promise<void>;
  readonly discard: () => Promise<void>;
};

/**
 * @returns null when a restore that was broken off while moving has been finished just now: nothing is left to do.
 * @throws Error (expected, got, remedy) when the data folder is not empty.
 */
export async function openStaging(home: string): Promise<Staging | null> {
  const folder = join(home, FOLDER);
  if (isHalfRestored(home)) {
    await moveUp(home);
    return null;
  }
  refuseFull(home);
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, DATA), { recursive: true, mode: 0o700 });
  return {
    data: join(folder, DATA),
    discard: () => rm(folder, { recursive: true, force: true }),
    async place() {
      await writeFile(join(folder, READY), "", { mode: 0o600, flush: true });
      await flush(folder);
      await moveUp(home);
    },
  };
}

/** @throws Error (expected, got, remedy) where a restore was broken off while its files were moved. */
export function refuseHalfRestored(home: string): void {
  if (!isHalfRestored(home)) return;
  throw new Error(
    `Expected a whole data folder, got \`${home}\`, where a restore was broken off. Run \`rochdale restore\` with the same file again: it finishes what is left.`,
  );
}

/** One that was broken off while moving is no obstacle. @throws Error (expected, got, remedy) when something lies in the data folder that a restore would mix with. */
export function refuseFull(home: string): void {
  if (isHalfRestored(home)) return; // the next restore finishes it
  const found = existsSync(home) ? readdirSync(home).filter((name) => !NOTHING.some((one) => one.test(name))) : [];
  if (found.length === 0) return;
  throw new Error(
    `Expected an empty data folder, got \`${home}\` with \`${found[0]}\` in it. Move what is there away, or name another folder with \`ROCHDALE_HOME\`; nothing was restored.`,
  );
}

function isHalfRestored(home: string): boolean {
  return existsSync(join(home, FOLDER, READY));
}

/** The database last: before it is there, nothing takes the folder for one in use. */
async function moveUp(home: string): Promise<void> {
  const data = join(home, FOLDER, DATA);
  const names = (await readdir(data)).toSorted((one, other) => Number(one === DATABASE) - Number(other === DATABASE));
  for (const name of names) await rename(join(data, name), join(home, name));
  await flush(home);
  await rm(join(home, FOLDER), { recursive: true, force: true });
}

async function flush(path: string): Promise<void> {
  await using folder = await open(path, "r");
  await folder.sync();
}
