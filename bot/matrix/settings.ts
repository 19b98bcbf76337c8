/**
 * The settings of the Matrix bot: `.env` in the data folder with the process environment above it, validated once,
 * secrets also from files. Reads the environment it is handed, never `process.env`, and connects to nothing.
 */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { z } from "zod";
import { didYouMean, nearestName } from "../commands/nearest-name.ts";
import { codeOf, type Environment, envFileOf, readEnvFile } from "./env-file.ts";
import { Secret } from "./secret.ts";
import { FILE_KEYS, KNOWN_KEYS, SECRET_KEYS, SETTINGS_SCHEMA } from "./settings-schema.ts";

export type MatrixSettings = {
  /** The homeserver's address, without a slash at the end. */
  readonly homeserver: string;
  readonly userId: string;
  readonly accessToken: Secret<string>;
  readonly deviceId: string;
  /** The 32 bytes that the encryption store is kept under, and the file they came from. */
  readonly storeKey: Secret<Uint8Array>;
  readonly storeKeyFile: string;
  readonly adminRoom: string;
  /** User ids; at least one. */
  readonly admins: readonly string[];
  /** User ids or names of servers whose people may invite the bot; admins always may. */
  readonly allowInvites: readonly string[];
  /** People of these servers only are answered; null: of all servers. */
  readonly allowServers: readonly string[] | null;
  readonly maxAgeHours: number;
  /** The folder whose files are handed in to the admin room; null for none. */
  readonly watch: string | null;
  /** The port of this machine at which `/healthz` and `/metrics` are told; null: at none. */
  readonly metricsPort: number | null;
  /** May the log hold members' words? */
  readonly logTexts: boolean;
};

export type LoadedSettings =
  | { readonly kind: "settings"; readonly settings: MatrixSettings }
  /** No Matrix setting is there at all. */
  | { readonly kind: "none" }
  /** Each sentence says expected, got, remedy. */
  | { readonly kind: "problems"; readonly sentences: readonly string[] };

export type SettingsSource = {
  /** The co-op's data folder; paths in the settings are relative to it. */
  readonly home: string;
  /** The process environment; what it says goes above `.env`. */
  readonly environment: Environment;
};

/** Length of the key of the encryption store, in bytes. */
export const STORE_KEY_BYTES = 32;

/** Never rejects for what a person may have written; @throws when `.env` itself cannot be read. */
export async function loadMatrixSettings(source: SettingsSource): Promise<LoadedSettings> {
  const { values, typos } = await readSettings(source);
  if (!Object.keys(values).some((key) => key.startsWith("MATRIX_"))) {
    return typos.length === 0 ? { kind: "none" } : { kind: "problems", sentences: typos };
  }
  const { secrets, unreadable } = await secretsFromFiles(source.home, values);
  const parsed = SETTINGS_SCHEMA.safeParse({ ...values, ...secrets });
  const invalid = parsed.success ? [] : parsed.error.issues.map((issue) => sentence(issue, values, source.home));
  const wrong = [...typos, ...unreadable, ...invalid.filter((text) => !unreadable.some((told) => isSame(told, text)))];
  if (wrong.length > 0 || !parsed.success) return { kind: "problems", sentences: wrong };
  return withStoreKey(parsed.data, source.home);
}

/** What `.env` and the environment say about keys of ours, empty values left out, and what is probably mistyped. */
export async function readSettings({ home, environment }: SettingsSource): Promise<{
  readonly values: Readonly<Record<string, string>>;
  readonly typos: readonly string[];
}> {
  const file = await readEnvFile(home);
  const values: Record<string, string> = {};
  for (const [key, value] of Object.entries({ ...file, ...defined(environment) })) {
    const text = value?.trim() ?? "";
    if (KNOWN_KEYS.includes(key) && text !== "") values[key] = text;
  }
  return { values, typos: typosIn(file, environment, home) };
}

/** An empty variable of the environment takes nothing away from the file. */
function defined(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ""));
}

/** In our own file every unknown key is one; in the environment, which belongs to others too, only a near one. */
function typosIn(file: Environment, environment: Environment, home: string): string[] {
  const ours = Object.keys(file).filter(isUnknown);
  const near = Object.keys(environment).filter((key) => isUnknown(key) && nearestName(key, KNOWN_KEYS) !== null);
  return [...new Set([...ours, ...near])].map(
    (key) =>
      `Expected a setting that Rochdale knows, got \`${key}\`. ${didYouMean(key, KNOWN_KEYS)}Correct it in ${ours.includes(key) ? `\`${envFileOf(home)}\`` : "the environment"}.`,
  );
}

function isUnknown(key: string): boolean {
  return /^(?:MATRIX|ROCHDALE)_/i.test(key) && !KNOWN_KEYS.includes(key);
}

async function secretsFromFiles(home: string, values: Readonly<Record<string, string>>) {
  const secrets: Record<string, string> = {};
  const unreadable: string[] = [];
  for (const [fileKey, key] of Object.entries(FILE_KEYS)) {
    const path = values[fileKey];
    if (path === undefined || values[key] !== undefined) continue;
    try {
      secrets[key] = (await readFile(resolve(home, path), "utf8")).trim();
    } catch (error) {
      unreadable.push(
        `Expected \`${fileKey}\` to name a readable file, got \`${path}\` (${codeOf(error) ?? "unreadable"}). Correct the path, or run \`rochdale setup\`.`,
      );
    }
  }
  return { secrets, unreadable };
}

/** A secret whose file cannot be read is missing too: it is told once. */
function isSame(told: string, text: string): boolean {
  return Object.entries(FILE_KEYS).some(([file, key]) => told.includes(`\`${file}\``) && text.includes(`\`${key}\``));
}

function sentence(issue: z.core.$ZodIssue, values: Readonly<Record<string, string>>, home: string): string {
  const key = String(issue.path[0]);
  const value = values[key];
  const shown = value === undefined ? "nothing" : SECRET_KEYS.includes(key) ? "something else" : `\`${value}\``;
  const remedy = value === undefined ? "Run `rochdale setup`" : `Correct it in \`${envFileOf(home)}\``;
  return `Expected \`${key}\` ${issue.message}, got ${shown}. ${remedy}.`;
}

async function withStoreKey(data: z.output<typeof SETTINGS_SCHEMA>, home: string): Promise<LoadedSettings> {
  const storeKeyFile = resolve(home, data.MATRIX_STORE_KEY_FILE);
  const storeKey = await readStoreKey(storeKeyFile);
  if (typeof storeKey === "string") return { kind: "problems", sentences: [storeKey] };
  const settings: MatrixSettings = {
    homeserver: data.MATRIX_HOMESERVER,
    userId: data.MATRIX_USER,
    accessToken: new Secret(data.MATRIX_ACCESS_TOKEN),
    deviceId: data.MATRIX_DEVICE_ID,
    storeKey,
    storeKeyFile,
    adminRoom: data.MATRIX_ADMIN_ROOM,
    admins: data.MATRIX_ADMINS,
    allowInvites: data.MATRIX_ALLOW_INVITES,
    allowServers: data.MATRIX_ALLOW_SERVERS ?? null,
    maxAgeHours: data.MATRIX_MAX_AGE_HOURS,
    watch: data.ROCHDALE_WATCH === undefined ? null : resolve(home, data.ROCHDALE_WATCH),
    metricsPort: data.ROCHDALE_METRICS ?? null,
    logTexts: data.ROCHDALE_LOG_TEXTS === "on",
  };
  return { kind: "settings", settings };
}

/** The key in a file, or the sentence that says what is wrong with it. */
async function readStoreKey(file: string): Promise<Secret<Uint8Array> | string> {
  const remedy =
    "Without it the bot's encryption store cannot be opened: bring the file back from a backup, or make a new device with `rochdale setup --new-device`.";
  try {
    const bytes = await readFile(file);
    if (bytes.length === STORE_KEY_BYTES) return new Secret(new Uint8Array(bytes));
    return `Expected \`${file}\` to hold ${STORE_KEY_BYTES} bytes, got ${bytes.length}. ${remedy}`;
  } catch (error) {
    return `Expected the key of the encryption store in \`${file}\`, got ${codeOf(error) ?? "an error"}. ${remedy}`;
  }
}
