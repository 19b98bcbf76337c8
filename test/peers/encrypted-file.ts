/** Files for encrypted rooms, as the specification has them: AES-256-CTR with a hash over what is uploaded. */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { z } from "zod";

const ENCRYPTED_FILE = z.object({
  url: z.string(),
  v: z.literal("v2"),
  key: z.object({ alg: z.literal("A256CTR"), k: z.string() }),
  iv: z.string(),
  hashes: z.object({ sha256: z.string() }),
});
export type EncryptedFile = z.infer<typeof ENCRYPTED_FILE>;

/** @returns what to upload, and what says how to read it, but for its address. */
export function encryptFile(bytes: Uint8Array): {
  readonly bytes: Uint8Array;
  readonly file: Omit<EncryptedFile, "url">;
} {
  const key = randomBytes(32);
  const iv = Buffer.concat([randomBytes(8), Buffer.alloc(8)]); // the counter's half starts at zero
  const cipher = createCipheriv("aes-256-ctr", key, iv);
  const encrypted = Buffer.concat([cipher.update(bytes), cipher.final()]);
  const jwk = { kty: "oct", key_ops: ["encrypt", "decrypt"], ext: true, alg: "A256CTR" as const };
  const file = {
    v: "v2" as const,
    key: { ...jwk, k: key.toString("base64url") },
    iv: unpadded(iv),
    hashes: { sha256: hashOf(encrypted) },
  };
  return { bytes: encrypted, file };
}

/** @throws Error when the description is none, or the hash does not fit. */
export function decryptFile(bytes: Uint8Array, description: unknown): Uint8Array {
  const { key, iv, hashes } = ENCRYPTED_FILE.parse(description);
  const hash = hashOf(bytes);
  if (hash !== hashes.sha256.replace(/=+$/, ""))
    throw new Error(`Expected a file with the hash \`${hashes.sha256}\`, got \`${hash}\`.`);
  const decipher = createDecipheriv("aes-256-ctr", Buffer.from(key.k, "base64url"), Buffer.from(iv, "base64"));
  return Buffer.concat([decipher.update(bytes), decipher.final()]);
}

const hashOf = (bytes: Uint8Array) => unpadded(createHash("sha256").update(bytes).digest());
const unpadded = (bytes: Buffer) => bytes.toString("base64").replace(/=+$/, "");
