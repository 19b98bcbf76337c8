/**
 * A passphrase as the `age` format has it (age-encryption.org/v1, "The scrypt recipient type"), over the scrypt of Node,
 * which does in a second what the library's own needs eight for. Knows nothing of files.
 */
import { createCipheriv, createDecipheriv, randomBytes, type ScryptOptions, scrypt } from "node:crypto";
import { promisify } from "node:util";
import { type Identity, type Recipient, Stanza } from "age-encryption";
import type { Secret } from "../matrix/secret.ts";

const TYPE = "scrypt";
const LABEL = "age-encryption.org/v1/scrypt";
const SALT_BYTES = 16;
const KEY_BYTES = 32;
const TAG_BYTES = 16;
/** The specification's r and p; memory is 128 · r · N bytes, doubled for what Node needs beside it. */
const BLOCK = 8;
const memoryOf = (work: number): number => 256 * BLOCK * 2 ** work;
/** 1 GB of memory: a file that asks for more was not made by `age` or by us. */
const MOST_WORK = 20;
/** The key is used once, so the specification has no nonce. */
const NONCE = new Uint8Array(12);
const CIPHER = "chacha20-poly1305";

const scryptAsync = promisify<string, Uint8Array, number, ScryptOptions, Buffer>(scrypt);

/** @param work base-2 logarithm of scrypt's N. */
export function passphraseRecipient(passphrase: Secret<string>, work: number): Recipient {
  return {
    async wrapFileKey(fileKey) {
      const salt = randomBytes(SALT_BYTES);
      const cipher = createCipheriv(CIPHER, await keyOf(passphrase, salt, work), NONCE, { authTagLength: TAG_BYTES });
      const body = Buffer.concat([cipher.update(fileKey), cipher.final(), cipher.getAuthTag()]);
      return [new Stanza([TYPE, unpadded(salt), String(work)], new Uint8Array(body))];
    },
  };
}

/** Gives null for another passphrase. @throws Error when the header is not as `age` writes it. */
export function passphraseIdentity(passphrase: Secret<string>): Identity {
  return {
    async unwrapFileKey(stanzas) {
      const [stanza] = stanzas;
      const [type, salt = "", work = ""] = stanza?.args ?? [];
      if (stanza === undefined || stanzas.length !== 1 || type !== TYPE) throw new Error("not made with a passphrase");
      const bytes = Buffer.from(salt, "base64");
      if (
        bytes.length !== SALT_BYTES ||
        unpadded(bytes) !== salt ||
        !/^[1-9]\d?$/u.test(work) ||
        Number(work) > MOST_WORK
      )
        throw new Error("a header that age does not write");
      return unwrap(stanza.body, await keyOf(passphrase, bytes, Number(work)));
    },
  };
}

function keyOf(passphrase: Secret<string>, salt: Uint8Array, work: number): Promise<Buffer> {
  const options = { N: 2 ** work, r: BLOCK, p: 1, maxmem: memoryOf(work) };
  return scryptAsync(passphrase.reveal(), Buffer.concat([Buffer.from(LABEL), salt]), KEY_BYTES, options);
}

function unwrap(body: Uint8Array, key: Uint8Array): Uint8Array | null {
  if (body.length <= TAG_BYTES) throw new Error("a header that age does not write");
  const decipher = createDecipheriv(CIPHER, key, NONCE, { authTagLength: TAG_BYTES });
  decipher.setAuthTag(body.subarray(-TAG_BYTES));
  const fileKey = decipher.update(body.subarray(0, -TAG_BYTES));
  try {
    decipher.final();
    return new Uint8Array(fileKey);
  } catch {
    return null; // the tag does not fit
  }
}

/** age's base64 has no padding. */
function unpadded(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64").replace(/=+$/u, "");
}
