/** What a backup says of settings and of the device that it was made on. Asks no homeserver. */
import { openConnectionStore } from "../connection-store.ts";
import { readEnvFile, writeEnvFile } from "../env-file.ts";
import { Secret } from "../secret.ts";
import { forgetDevice } from "../setup/kept.ts";
import type { MoveInParts } from "./move-in.ts";

export type BackedUp = {
  readonly settings: Readonly<Record<string, string>>;
  readonly storeKey: string | null;
  readonly accessToken: string | null;
};

/** The place of the data folder is this machine's own business. */
const OF_THE_MACHINE = ["ROCHDALE_HOME"];

/** What was set in the environment then, stands in `.env` now. */
export async function keepSettings(home: string, settings: Readonly<Record<string, string>>): Promise<void> {
  const there = await readEnvFile(home);
  const missing = Object.entries(settings).filter(
    ([key, value]) => !OF_THE_MACHINE.includes(key) && there[key]?.trim() !== value,
  );
  if (missing.length > 0) await writeEnvFile(home, Object.fromEntries(missing));
}

/** Null when the bot had no account then. */
export function oldDeviceOf({ settings, storeKey, accessToken }: BackedUp): MoveInParts["old"] | null {
  const { MATRIX_HOMESERVER: homeserver, MATRIX_USER: userId, MATRIX_DEVICE_ID: deviceId } = settings;
  if (homeserver === undefined || userId === undefined || deviceId === undefined || storeKey === null) return null;
  return {
    homeserver,
    userId,
    deviceId,
    storeKey: new Secret(new Uint8Array(Buffer.from(storeKey, "base64"))),
    accessToken: accessToken === null ? null : new Secret(accessToken),
  };
}

/** Takes the old device out of a folder: its encryption store would be older than what the homeserver knows. */
export async function leaveMatrix(home: string, storeFile: string): Promise<void> {
  const gone = ["MATRIX_ACCESS_TOKEN", "MATRIX_ACCESS_TOKEN_FILE", "MATRIX_DEVICE_ID", "MATRIX_STORE_KEY_FILE"];
  const there = await readEnvFile(home);
  const changes = gone.filter((key) => there[key] !== undefined).map((key) => [key, null] as const);
  if (changes.length > 0) await writeEnvFile(home, Object.fromEntries(changes));
  using store = openConnectionStore(storeFile, Date.now);
  forgetDevice(store);
}
