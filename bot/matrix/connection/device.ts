/**
 * Holds fast to one device: the access token's must be the stored one, and the keys that the homeserver has for it must
 * be those of our database. Makes no device and replaces none.
 */
import type { ConnectionStore } from "../connection-store.ts";
import { DEVICE_ID } from "./crypto-storage.ts";
import { objectAt, textAt } from "./json.ts";
import type { Requester } from "./requester.ts";

type Api = Pick<Requester, "json">;
type Store = Pick<ConnectionStore, "value" | "setValue" | "hasCryptoRows">;
export type Device = { readonly userId: string; readonly deviceId: string };

/** @returns the token's device. @throws Error when the token is another user's or another device's. */
export async function claimDevice(userId: string, requester: Api, store: Store): Promise<Device> {
  const who = await requester.json({ method: "GET", path: "/_matrix/client/v3/account/whoami" });
  const [user, deviceId] = [textAt(who, "user_id"), textAt(who, "device_id")];
  if (user !== userId)
    throw new Error(`Expected the access token of \`${userId}\`, got that of \`${user}\`. Run \`rochdale setup\`.`);
  if (deviceId === null)
    throw new Error(
      "Expected an access token that belongs to a device, got one without. Log in with `rochdale setup`.",
    );
  const stored = store.value(DEVICE_ID);
  if (stored !== null && stored !== deviceId)
    throw new Error(
      `Expected the access token of device \`${stored}\`, whose keys lie in the database, got that of \`${deviceId}\`. Log in again as \`${stored}\`, or run \`rochdale setup\` to move to a new device on purpose.`,
    );
  const device = { userId, deviceId };
  if (!store.hasCryptoRows()) await refuseLostKeys(device, requester);
  if (stored === null) store.setValue(DEVICE_ID, deviceId);
  return device;
}

/** Others would see the same device with other keys, as if somebody had broken in. */
async function refuseLostKeys(device: Device, requester: Api): Promise<void> {
  if ((await fingerprintThere(device, requester)) === null) return;
  throw new Error(
    `Expected the keys of device \`${device.deviceId}\` in the database, got none, and the homeserver has some: they were made elsewhere or are lost. Log in as a new device with \`rochdale setup\`.`,
  );
}

/** @throws Error when the homeserver shows others a different key for this device. */
export async function refuseForeignKeys(device: Device, fingerprint: string, requester: Api): Promise<void> {
  const there = await fingerprintThere(device, requester);
  if (there === fingerprint) return;
  throw new Error(
    `Expected the homeserver to have the key \`${fingerprint}\` for device \`${device.deviceId}\`, got \`${there ?? "none"}\`. The database is not the one this device was made with: bring that back, or log in as a new device with \`rochdale setup\`.`,
  );
}

async function fingerprintThere({ userId, deviceId }: Device, requester: Api): Promise<string | null> {
  const body = { device_keys: { [userId]: [deviceId] } };
  const answer = await requester.json({ method: "POST", path: "/_matrix/client/v3/keys/query", body });
  return textAt(objectAt(answer, "device_keys", userId, deviceId, "keys"), `ed25519:${deviceId}`);
}
