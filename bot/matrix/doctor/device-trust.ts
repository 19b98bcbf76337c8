/**
 * Checks the chain from an account's master key over its self-signing key to a device, with the keys and signatures that
 * the homeserver shows everybody. Trusts nothing that our own store says.
 */
import { createPublicKey, verify } from "node:crypto";
import { z } from "zod";
import type { Api } from "../setup/api.ts";

export type DeviceTrust =
  | { readonly kind: "signed"; readonly fingerprint: string }
  | { readonly kind: "no-device" | "no-identity" | "unsigned" };

const SIGNED = z.looseObject({
  keys: z.record(z.string(), z.string()),
  signatures: z.record(z.string(), z.record(z.string(), z.string())).default({}),
});
type Signed = z.output<typeof SIGNED>;
const BY_USER = z.record(z.string(), SIGNED).catch({});
const REPLY = z.object({
  device_keys: z.record(z.string(), BY_USER).default({}),
  master_keys: BY_USER.default({}),
  self_signing_keys: BY_USER.default({}),
});

export async function deviceTrust(api: Api, userId: string, deviceId: string): Promise<DeviceTrust> {
  const body = { device_keys: { [userId]: [] } };
  const reply = REPLY.parse(await api("POST", "/_matrix/client/v3/keys/query", body));
  const device = reply.device_keys[userId]?.[deviceId];
  const fingerprint = device?.keys[`ed25519:${deviceId}`];
  if (device === undefined || fingerprint === undefined) return { kind: "no-device" };
  const [master, selfSigning] = [reply.master_keys[userId], reply.self_signing_keys[userId]];
  if (master === undefined || selfSigning === undefined) return { kind: "no-identity" };
  const isWhole = isSignedBy(selfSigning, userId, keyOf(master)) && isSignedBy(device, userId, keyOf(selfSigning));
  return isWhole ? { kind: "signed", fingerprint } : { kind: "unsigned" };
}

/** A cross-signing key has one key, named after itself. */
function keyOf({ keys }: Signed): string {
  return Object.values(keys)[0] ?? "";
}

function isSignedBy({ signatures, ...signed }: Signed, userId: string, key: string): boolean {
  const signature = signatures[userId]?.[`ed25519:${key}`];
  if (signature === undefined) return false;
  const { unsigned: _, ...content } = signed;
  const x = Buffer.from(key, "base64").toString("base64url");
  const publicKey = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  return verify(null, Buffer.from(canonicalJson(content)), publicKey, Buffer.from(signature, "base64"));
}

/** JSON as Matrix signs it: keys in order, nothing between. Keys here are plain ASCII, so their order is the language's. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(",")}}`;
}
