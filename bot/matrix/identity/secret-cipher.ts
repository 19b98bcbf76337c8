/**
 * The spec's `m.secret_storage.v1.aes-hmac-sha2`: HKDF-SHA-256 to two keys, AES-256-CTR, HMAC-SHA-256 over the
 * ciphertext. Knows nothing of where secrets lie.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import { z } from "zod";

export const ENCRYPTED = z.object({ iv: z.string(), ciphertext: z.string(), mac: z.string() });
export type Encrypted = z.infer<typeof ENCRYPTED>;

/** Bytes for `iv` in `encryptSecret`. */
export const IV_BYTES = 16;

/** Of the initialisation vector's bits, number 63 is zero: some AES-CTR count with 64 bits only. */
const BIT_63_BYTE = 8;
const WITHOUT_BIT_63 = 0x7f;

/** The key check is the encryption of 32 zero bytes, under an empty name. */
const CHECK = { name: "", zeros: Buffer.alloc(32) };

/** @param name of the secret; part of its keys, so that no secret passes for another. */
export function encryptSecret(key: Uint8Array, name: string, secret: Uint8Array, iv: Uint8Array): Encrypted {
  const counter = iv.with(BIT_63_BYTE, (iv[BIT_63_BYTE] ?? 0) & WITHOUT_BIT_63);
  const { aes, hmac } = keysOf(key, name);
  const cipher = createCipheriv("aes-256-ctr", aes, counter);
  const ciphertext = Buffer.concat([cipher.update(secret), cipher.final()]);
  return { iv: unpadded(counter), ciphertext: unpadded(ciphertext), mac: unpadded(macOf(hmac, ciphertext)) };
}

/** @throws Error (expected, got, remedy) when the key is another, or a bit was changed. */
export function decryptSecret(key: Uint8Array, name: string, { iv, ciphertext, mac }: Encrypted): Buffer {
  const { aes, hmac } = keysOf(key, name);
  const bytes = Buffer.from(ciphertext, "base64");
  if (!sameBytes(macOf(hmac, bytes), Buffer.from(mac, "base64")))
    throw new Error(
      `Expected \`${name}\` in secret storage to be encrypted with this recovery key, got other bytes. Give the recovery key that was made last.`,
    );
  const decipher = createDecipheriv("aes-256-ctr", aes, Buffer.from(iv, "base64"));
  return Buffer.concat([decipher.update(bytes), decipher.final()]);
}

/** What the key's description on the server holds, to tell a right key from a wrong one. */
export function keyCheck(key: Uint8Array, iv: Uint8Array): { readonly iv: string; readonly mac: string } {
  const encrypted = encryptSecret(key, CHECK.name, CHECK.zeros, iv);
  return { iv: encrypted.iv, mac: encrypted.mac };
}

export function fitsCheck(key: Uint8Array, check: { readonly iv: string; readonly mac: string }): boolean {
  const { mac } = keyCheck(key, Buffer.from(check.iv, "base64"));
  return sameBytes(Buffer.from(mac, "base64"), Buffer.from(check.mac, "base64"));
}

function keysOf(key: Uint8Array, name: string): { readonly aes: Buffer; readonly hmac: Buffer } {
  const both = Buffer.from(hkdfSync("sha256", key, Buffer.alloc(32), name, 64));
  return { aes: both.subarray(0, 32), hmac: both.subarray(32) };
}

function macOf(key: Buffer, ciphertext: Uint8Array): Buffer {
  return createHmac("sha256", key).update(ciphertext).digest();
}

function sameBytes(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

/** The spec's base64 has no padding. */
function unpadded(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64").replace(/=+$/, "");
}
