/** Signatures over the spec's canonical JSON, checked with Ed25519. Knows nothing of devices or users. */
import { createPublicKey, verify } from "node:crypto";

export type Signed = Readonly<Record<string, unknown>> & {
  readonly signatures?: Readonly<Record<string, Readonly<Record<string, string>>>> | undefined;
};

/** Is the object signed by this user's key? @param key Ed25519, base64; its id is the key itself or a device's. */
export function isSignedBy(object: Signed, userId: string, keyId: string, key: string): boolean {
  const signature = object.signatures?.[userId]?.[`ed25519:${keyId}`];
  if (signature === undefined) return false;
  const { signatures: _signatures, unsigned: _unsigned, ...rest } = object;
  try {
    return verify(null, Buffer.from(canonicalJson(rest)), publicKey(key), Buffer.from(signature, "base64"));
  } catch {
    return false; // not a key, or not a signature
  }
}

/** Keys sorted, no white space: the spec's one form of an object. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return `{${entries.map(([key, part]) => `${JSON.stringify(key)}:${canonicalJson(part)}`).join(",")}}`;
}

function publicKey(base64: string) {
  const x = Buffer.from(base64, "base64").toString("base64url");
  return createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
}
