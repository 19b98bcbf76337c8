/**
 * A copy of the database as it was before it is brought up to date, beside it, so that an upgrade that turns out wrong can
 * be taken back. It holds everything that the database held: it goes as soon as anything is deleted for good, else after
 * two weeks. Knows nothing of what an upgrade does.
 */
import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { DatabaseSync } from "node:sqlite";

/**
 * The named moments of an upgrade at which a crash must do no harm; tests end the process at each. A running Rochdale
 * hands in nothing here.
 */
export const UPGRADE_STEPS = [
  "upgrade-begun",
  "copy-half-written",
  "copy-written",
  "copy-in-place",
  "tables-made",
  "row-settled",
  "before-upgrade-commit",
  "after-upgrade-commit",
] as const;
export type UpgradeStep = (typeof UPGRADE_STEPS)[number];

export type OnUpgradeStep = (step: UpgradeStep) => void;

/** Long enough to notice that something is wrong, short enough for what was in it to be forgotten. */
export const COPY_KEPT_MS = 14 * 24 * 3_600_000;

/** Where the database of a format is kept when it is upgraded: `rochdale.sqlite.before-upgrade-from-1`. */
export function upgradeCopy(path: string, format: number): string {
  return `${path}.before-upgrade-from-${format}`;
}

/**
 * Inside the transaction of the upgrade, before it changes anything: nobody else writes in between. For its owner only;
 * there whole, or not at all. @throws what the disk says.
 */
export function keepBeforeUpgrade(database: DatabaseSync, path: string, format: number, onStep: OnUpgradeStep): void {
  const part = `${upgradeCopy(path, format)}.part`;
  rmSync(part, { force: true });
  const bytes = database.serialize();
  const descriptor = openSync(part, "wx", 0o600);
  try {
    for (let at = 0; at < bytes.length; ) {
      at += writeSync(descriptor, bytes, at, Math.min(PIECE_BYTES, bytes.length - at));
      if (at < bytes.length) onStep("copy-half-written");
    }
    fsyncSync(descriptor);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
  onStep("copy-written");
  renameSync(part, upgradeCopy(path, format));
  flushFolder(dirname(path));
  onStep("copy-in-place");
}

const PIECE_BYTES = 1 << 16;

/** Removes copies made before a moment (milliseconds since 1970; all when left out), and what a crash left of one. */
export function dropUpgradeCopies(path: string, before = Number.POSITIVE_INFINITY): void {
  const folder = dirname(path);
  const names = readdirSync(folder).filter((name) => name.startsWith(`${basename(path)}.before-upgrade-from-`));
  for (const file of names.map((name) => join(folder, name)))
    if (file.endsWith(".part") || statSync(file).mtimeMs < before) rmSync(file, { force: true });
}

function flushFolder(path: string): void {
  const folder = openSync(path, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
