/**
 * How others see our device, read from the homeserver as they do: is it signed by the account's own identity? Also
 * refuses to go on when this device's keys are lost. Changes nothing.
 */
import { z } from "zod";
import type { Api } from "./api.ts";
import { isSignedBy } from "./signed-json.ts";

export type Account = { readonly api: Api; readonly userId: string; readonly deviceId: string };

export type DeviceTrust = {
  /**
   * - `cross-signed`: signed by the account's identity, which vouches for its own keys
   * - `unsigned`: the account has an identity that has not signed this device
   * - `no-identity`: the account has none (yet)
   * - `no-device`: the homeserver has no keys of this device (yet)
   */
  readonly kind: "cross-signed" | "unsigned" | "no-identity" | "no-device";
  /** Ed25519 of the device, base64; null for `no-device`. */
  readonly fingerprint: string | null;
  /** Public master key of the account, base64: the same for good. */
  readonly masterKey: string | null;
};

const SIGNED = z.looseObject({
  keys: z.record(z.string(), z.string()),
  signatures: z.record(z.string(), z.record(z.string(), z.string())).optional(),
});
const ANSWER = z.object({
  device_keys: z.record(z.string(), z.record(z.string(), SIGNED)).default({}),
  master_keys: z.record(z.string(), SIGNED).default({}),
  self_signing_keys: z.record(z.string(), SIGNED).default({}),
});
type SignedKey = z.infer<typeof SIGNED>;

/** Asks the homeserver for the account's own keys and checks every signature from the master key down. */
export async function deviceTrust({ api, userId, deviceId }: Account): Promise<DeviceTrust> {
  const answer = ANSWER.parse(await api("POST", "/_matrix/client/v3/keys/query", { device_keys: { [userId]: [] } }));
  const device = answer.device_keys[userId]?.[deviceId];
  const master = answer.master_keys[userId];
  const selfSigning = answer.self_signing_keys[userId];
  const masterKey = master === undefined ? null : onlyKey(master);
  const fingerprint = device?.keys[`ed25519:${deviceId}`] ?? null;
  const seen = (kind: DeviceTrust["kind"]) => ({ kind, fingerprint, masterKey });
  if (device === undefined || fingerprint === null) return seen("no-device");
  if (masterKey === null || selfSigning === undefined) return seen("no-identity");
  const signer = onlyKey(selfSigning);
  const chain = isSignedBy(selfSigning, userId, masterKey, masterKey) && isSignedBy(device, userId, signer, signer);
  return seen(chain ? "cross-signed" : "unsigned");
}

/**
 * To be asked before the first request of encryption: a device whose keys are lost must not be given new ones silently.
 * @param fingerprint of the keys we have; null when there are no rows of this device
 * @throws Error (expected, got, remedy) when the homeserver knows this device by other keys
 */
export async function refuseLostKeys(account: Account, fingerprint: string | null): Promise<void> {
  const known = (await deviceTrust(account)).fingerprint;
  if (known === null || known === fingerprint) return;
  throw new Error(
    `Expected the keys of device \`${account.deviceId}\` to be those that the homeserver knows (\`${known}\`), got ${fingerprint === null ? "none" : `\`${fingerprint}\``}. The encryption store was lost or is another's: log in as a new device and sign it with the recovery key.`,
  );
}

/** A cross-signing key's object holds one key. */
function onlyKey({ keys }: SignedKey): string {
  return Object.values(keys)[0] ?? "";
}
