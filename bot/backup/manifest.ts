/**
 * The first entry of a backup: what the archive holds and what a new machine must be told. Holds secrets; it never lies
 * anywhere but inside the encrypted archive. Pure.
 */
import { z } from "zod";

/** Raised when an archive is laid out differently; a newer one is refused. */
export const BACKUP_FORMAT = 1;

/** Names of the entries: the database, and every other file under its path in the data folder. */
export const MANIFEST = "manifest.json";
export const DATABASE = "rochdale.sqlite";
export const FILES = "files/";

const MODEL = z.object({ id: z.string(), sha256: z.array(z.string()) });

const SCHEMA = z.object({
  format: z.number(),
  /** ISO 8601. */
  made: z.string(),
  rochdale: z.string(),
  database: z.object({ format: z.number(), bytes: z.number() }),
  files: z.array(z.object({ name: z.string(), bytes: z.number() })),
  /** Of models nothing but what they are: they come again from their source. */
  models: z.array(MODEL),
  /** What was set at the time, in `.env` or in the environment: known keys only. */
  settings: z.record(z.string(), z.string()),
  /** The key of the encryption store, base64, wherever its file lies; null without Matrix. */
  storeKey: z.string().nullable(),
  /** Of the old device, to be able to log it out; null without Matrix. */
  accessToken: z.string().nullable(),
});

export type Manifest = z.infer<typeof SCHEMA>;
export type ModelPin = z.infer<typeof MODEL>;

export function writeManifest(manifest: Manifest): Uint8Array {
  return Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
}

/** @throws Error (expected, got, remedy) for something else, or the manifest of a newer Rochdale. */
export function parseManifest(bytes: Uint8Array): Manifest {
  const json: unknown = JSON.parse(Buffer.from(bytes).toString());
  const { format } = z.object({ format: z.number() }).parse(json);
  if (format > BACKUP_FORMAT)
    throw new Error(
      `Expected a backup of layout ${BACKUP_FORMAT} or an older one, got layout ${format}, made by a newer Rochdale. Install that one and restore with it.`,
    );
  return SCHEMA.parse(json);
}
