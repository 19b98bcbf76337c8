/**
 * A backup of a data folder while others go on writing to it: the database as it is at one moment, the files that belong
 * to it, what a new machine must be told. Reads settings and models as it is handed them.
 */
import { resolve } from "node:path";
import type { Secret } from "../matrix/secret.ts";
import { type ArchiveEntry, writeArchive } from "./archive.ts";
import { KeptFiles } from "./kept-files.ts";
import { BACKUP_FORMAT, DATABASE, FILES, MANIFEST, type Manifest, writeManifest } from "./manifest.ts";
import { pinSnapshot, rememberBackup } from "./snapshot-store.ts";

export type BackupParts = {
  readonly home: string;
  /** Where it goes. */
  readonly file: string;
  readonly passphrase: Secret<string>;
  readonly about: Pick<Manifest, "rochdale" | "models" | "settings" | "storeKey" | "accessToken">;
  /** Inside the data folder, but not part of it: models, say. */
  readonly elsewhere: readonly string[];
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly onProgress: (done: number, total: number) => void;
  readonly signal: AbortSignal;
  /** Of scrypt, for tests; see `archive.ts`. */
  readonly workFactor?: number;
};

export type BackupDone = { readonly bytes: number; readonly files: number };

/** @throws Error (expected, got, remedy); the signal's reason. Nothing half done stays behind. */
export async function writeBackup(parts: BackupParts): Promise<BackupDone> {
  const { home, file, passphrase, about } = parts;
  const databaseFile = resolve(home, DATABASE);
  const made = new Date(parts.clock()).toISOString();
  using files = new KeptFiles(home, [...parts.elsewhere, file]);
  // What is removed once the snapshot stands is still in the database: it must have been opened before.
  files.openAll();
  const { format, database } = takeSnapshot(databaseFile, () => files.openAll());
  const kept = files.list();
  const manifest = writeManifest({
    ...about,
    format: BACKUP_FORMAT,
    made,
    database: { format, bytes: database.length },
    files: kept.map(({ name, bytes }) => ({ name, bytes })),
  });
  const entries: readonly ArchiveEntry[] = [
    { name: MANIFEST, bytes: manifest.length, content: () => [manifest] },
    { name: DATABASE, bytes: database.length, content: () => piecesOf(database) },
    ...kept.map((one) => ({ name: `${FILES}${one.name}`, bytes: one.bytes, content: () => one.content() })),
  ];
  const bytes = await writeArchive(entries, { ...parts, file, passphrase });
  rememberBackup(databaseFile, made);
  return { bytes, files: kept.length };
}

function takeSnapshot(file: string, whenPinned: () => void) {
  using snapshot = pinSnapshot(file);
  whenPinned();
  return { format: snapshot.format, database: snapshot.bytes() };
}

/** Between two of them an abort is heard and progress is told. */
const PIECE_BYTES = 1 << 20;

function* piecesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES);
}
