/**
 * The account's secrets on its homeserver, encrypted under the recovery key (Client-Server API, "Secrets"): written
 * once, read when a new device is to be signed. Asks for nothing but account data; knows no machine.
 */
import type { CrossSigningSecrets } from "@matrix-org/matrix-sdk-crypto-nodejs";
import { z } from "zod";
import { type Api, orNull } from "./api.ts";
import { decryptSecret, ENCRYPTED, encryptSecret, fitsCheck, IV_BYTES, keyCheck } from "./secret-cipher.ts";

export type SecretStorage = {
  readonly api: Api;
  readonly userId: string;
};

/** So many random bytes. */
export type RandomBytes = (count: number) => Uint8Array;

const ALGORITHM = "m.secret_storage.v1.aes-hmac-sha2";
const DEFAULT_KEY = "m.secret_storage.default_key";
/** Where each of the secrets lies in account data. */
const NAMES = {
  master: "m.cross_signing.master",
  selfSigning: "m.cross_signing.self_signing",
  userSigning: "m.cross_signing.user_signing",
} as const;
/** Enough that no two keys of one account share an id. */
const KEY_ID_BYTES = 24;

const DEFAULT = z.object({ key: z.string() });
const DESCRIPTION = z.object({ algorithm: z.string(), iv: z.string().optional(), mac: z.string().optional() });
const SECRET = z.object({ encrypted: z.record(z.string(), z.unknown()) });

/**
 * Puts the secrets under a key that the caller has already put away safely. The key becomes the default only when all
 * is written, and until then the old one opens what it opened: a crash in the middle locks nobody out, and the same
 * call again is harmless. Afterwards an older key opens nothing.
 */
export async function storeSecrets(
  storage: SecretStorage,
  key: Uint8Array,
  secrets: CrossSigningSecrets,
  randomBytes: RandomBytes,
): Promise<void> {
  const keyId = Buffer.from(randomBytes(KEY_ID_BYTES)).toString("base64url");
  await put(storage, descriptionOf(keyId), { algorithm: ALGORITHM, ...keyCheck(key, randomBytes(IV_BYTES)) });
  const replaced: (() => Promise<void>)[] = [];
  for (const secret of SECRETS) {
    const name = NAMES[secret];
    const older = SECRET.safeParse(await get(storage, name)).data?.encrypted ?? {};
    const encrypted = { [keyId]: encryptSecret(key, name, Buffer.from(secrets[secret]), randomBytes(IV_BYTES)) };
    await put(storage, name, { encrypted: { ...older, ...encrypted } });
    if (Object.keys(older).length > 0) replaced.push(() => put(storage, name, { encrypted }));
  }
  await put(storage, DEFAULT_KEY, { key: keyId });
  for (const forgetOlder of replaced) await forgetOlder();
}

/** @throws Error (expected, got, remedy) when there are none, or the key is another. */
export async function readSecrets(storage: SecretStorage, key: Uint8Array): Promise<CrossSigningSecrets> {
  const keyId = await defaultKeyId(storage);
  if (keyId === null) throw nothingStored(storage.userId);
  const description = DESCRIPTION.safeParse(await get(storage, descriptionOf(keyId)));
  if (!description.success || description.data.algorithm !== ALGORITHM)
    throw new Error(
      `Expected the account's secrets to be stored with \`${ALGORITHM}\`, got \`${description.data?.algorithm ?? "no description"}\`. Set up secret storage again with a client that has the secrets.`,
    );
  const { iv, mac } = description.data;
  if (iv !== undefined && mac !== undefined && !fitsCheck(key, { iv, mac }))
    throw new Error(
      "Expected the recovery key under which the account's secrets were stored, got another. Give the one that was made last.",
    );
  const read = async (secret: keyof typeof NAMES) => readSecret(storage, keyId, key, NAMES[secret]);
  return {
    master: await read("master"),
    selfSigning: await read("selfSigning"),
    userSigning: await read("userSigning"),
  };
}

/** Are all three secrets stored under the account's default key? */
export async function hasStoredSecrets(storage: SecretStorage): Promise<boolean> {
  const keyId = await defaultKeyId(storage);
  if (keyId === null) return false;
  const found = await Promise.all(SECRETS.map((secret) => encryptedUnder(storage, keyId, NAMES[secret])));
  return found.every((one) => one !== null);
}

const SECRETS = ["master", "selfSigning", "userSigning"] as const satisfies (keyof CrossSigningSecrets)[];

async function readSecret(storage: SecretStorage, keyId: string, key: Uint8Array, name: string): Promise<string> {
  const encrypted = await encryptedUnder(storage, keyId, name);
  if (encrypted === null) throw nothingStored(storage.userId);
  return decryptSecret(key, name, encrypted).toString();
}

async function encryptedUnder(storage: SecretStorage, keyId: string, name: string) {
  const secret = SECRET.safeParse(await get(storage, name));
  const encrypted = ENCRYPTED.safeParse(secret.data?.encrypted[keyId]);
  return encrypted.success ? encrypted.data : null;
}

async function defaultKeyId(storage: SecretStorage): Promise<string | null> {
  return DEFAULT.safeParse(await get(storage, DEFAULT_KEY)).data?.key ?? null;
}

function nothingStored(userId: string): Error {
  return new Error(
    `Expected the homeserver to hold the secrets of \`${userId}\`, got none. Store them from a device that still has them; if none has, the identity has to be reset, and members will be warned.`,
  );
}

const descriptionOf = (keyId: string) => `m.secret_storage.key.${keyId}`;

function get({ api, userId }: SecretStorage, type: string): Promise<unknown> {
  return orNull(api("GET", pathOf(userId, type)));
}

async function put({ api, userId }: SecretStorage, type: string, content: unknown): Promise<void> {
  await api("PUT", pathOf(userId, type), content);
}

function pathOf(userId: string, type: string): string {
  return `/_matrix/client/v3/user/${encodeURIComponent(userId)}/account_data/${encodeURIComponent(type)}`;
}
