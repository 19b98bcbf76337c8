/** Secrets under a recovery key, against the implementation that Element has (matrix-js-sdk), both ways. */
import { randomBytes } from "node:crypto";
import fc from "fast-check";
import {
  decodeRecoveryKey as decodeTheirs,
  encodeRecoveryKey as encodeTheirs,
} from "matrix-js-sdk/lib/crypto-api/recovery-key.js";
import { ServerSideSecretStorageImpl } from "matrix-js-sdk/lib/secret-storage.js";
import { beforeEach, describe, expect, test } from "vitest";
import { orNull } from "../../../../bot/matrix/identity/api.ts";
import { decodeRecoveryKey, encodeRecoveryKey } from "../../../../bot/matrix/identity/recovery-key.ts";
import { decryptSecret, encryptSecret } from "../../../../bot/matrix/identity/secret-cipher.ts";
import { hasStoredSecrets, readSecrets, storeSecrets } from "../../../../bot/matrix/identity/secret-storage.ts";
import { Cut, KeyServer } from "../../../fakes/key-server.ts";

const USER = "@bot:test";
const SECRETS = { master: "bWFzdGVy", selfSigning: "c2VsZg", userSigning: "dXNlcg" };
/** Alice's key of RFC 7748 with its recovery key, as in the tests of matrix-js-sdk. */
const VECTOR = {
  bytes: "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a",
  text: "EsTc LW2K PGiF wKEA 3As5 g5c4 BXwk qeeJ ZJV8 Q9fu gUMN UE4d",
};

let server: KeyServer;
let storage: { api: ReturnType<KeyServer["for"]>; userId: string };
const key = new Uint8Array(32).fill(5);

beforeEach(() => {
  server = new KeyServer();
  storage = { api: server.for(USER, "DEVICE"), userId: USER };
});

/** matrix-js-sdk's secret storage on the same account data. */
function theirs(): ServerSideSecretStorageImpl {
  const path = (type: string) => `/_matrix/client/v3/user/${encodeURIComponent(USER)}/account_data/${type}`;
  const accountData = {
    getAccountDataFromServer: (type: string) => orNull(storage.api("GET", path(type))),
    setAccountData: (type: string, content: unknown) => storage.api("PUT", path(type), content),
    on: () => {},
    removeListener: () => {},
  };
  const getSecretStorageKey = async ({ keys }: { keys: object }) => [Object.keys(keys)[0] ?? "", key];
  return Reflect.construct(ServerSideSecretStorageImpl, [accountData, { getSecretStorageKey }]);
}

describe("a recovery key", () => {
  test("is written as the spec writes it", () => {
    expect(encodeRecoveryKey(Buffer.from(VECTOR.bytes, "hex"))).toBe(VECTOR.text);
    expect(Buffer.from(decodeRecoveryKey(VECTOR.text)).toString("hex")).toBe(VECTOR.bytes);
  });

  test("is the same in matrix-js-sdk, whatever its bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        const text = encodeRecoveryKey(bytes);
        expect(text).toBe(encodeTheirs(bytes));
        expect(decodeRecoveryKey(text)).toEqual(bytes);
        expect(Uint8Array.from(decodeTheirs(text))).toEqual(bytes);
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    ["a letter that none has", VECTOR.text.replace("E", "0"), "with a character that no recovery key has"],
    ["a letter changed", VECTOR.text.replace("UE4d", "UE4e"), "whose check does not fit"],
    ["a letter missing", VECTOR.text.slice(0, -1), "of another kind"],
    ["two letters missing", VECTOR.text.slice(0, -2), "that holds 34 bytes instead of 35"],
    ["nothing", " ", "that holds 0 bytes instead of 35"],
  ])("with %s is refused without being repeated", (_case, text, problem) => {
    expect(() => decodeRecoveryKey(text)).toThrow(
      `Expected a recovery key as it was shown at set-up (48 letters and digits beginning with \`Es\`), got one ${problem}. Look for a letter that is missing or mistaken.`,
    );
  });
});

describe("secret storage", () => {
  test("gives back what was stored, with the right key only", async () => {
    expect(await hasStoredSecrets(storage)).toBe(false);
    await storeSecrets(storage, key, SECRETS, randomBytes);
    expect(await hasStoredSecrets(storage)).toBe(true);
    expect(await readSecrets(storage, key)).toEqual(SECRETS);
    await expect(readSecrets(storage, new Uint8Array(32).fill(6))).rejects.toThrow(
      "Expected the recovery key under which the account's secrets were stored, got another. Give the one that was made last.",
    );
  });

  test("says so when there is nothing", async () => {
    await expect(readSecrets(storage, key)).rejects.toThrow(
      "Expected the homeserver to hold the secrets of `@bot:test`, got none. Store them from a device that still has them; if none has, the identity has to be reset, and members will be warned.",
    );
  });

  test("is read by matrix-js-sdk", async () => {
    await storeSecrets(storage, key, SECRETS, randomBytes);
    const reader = theirs();
    const keyId = await reader.getDefaultKeyId();
    const [, description] = (await reader.getKey(keyId)) ?? [];
    expect(description && (await reader.checkKey(key, description))).toBe(true);
    expect(await reader.get("m.cross_signing.master")).toBe(SECRETS.master);
    expect(await reader.get("m.cross_signing.self_signing")).toBe(SECRETS.selfSigning);
    expect(await reader.get("m.cross_signing.user_signing")).toBe(SECRETS.userSigning);
  });

  test("reads what matrix-js-sdk has stored", async () => {
    const { api } = storage;
    const writer = theirs();
    const check = await writer.addKey("m.secret_storage.v1.aes-hmac-sha2", { name: "theirs", key });
    await api("PUT", `/_matrix/client/v3/user/${USER}/account_data/m.secret_storage.default_key`, { key: check.keyId });
    await writer.store("m.cross_signing.master", SECRETS.master, [check.keyId]);
    await writer.store("m.cross_signing.self_signing", SECRETS.selfSigning, [check.keyId]);
    await writer.store("m.cross_signing.user_signing", SECRETS.userSigning, [check.keyId]);
    expect(await readSecrets(storage, key)).toEqual(SECRETS);
  });

  test("is opened by the old key or the new one, wherever the connection breaks; after that by the new one", async () => {
    await storeSecrets(storage, key, SECRETS, randomBytes);
    const fresh = new Uint8Array(32).fill(6);
    let cuts = 0;
    for (let done = false; !done; ) {
      server.cutAt(USER, cuts + 1, "unanswered");
      done = await storeSecrets(storage, fresh, SECRETS, randomBytes).then(
        () => true,
        (error: unknown) => !(error instanceof Cut),
      );
      if (!done) cuts += 1;
      const opened = await Promise.allSettled([readSecrets(storage, key), readSecrets(storage, fresh)]);
      expect(opened.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []))).toEqual([SECRETS]);
    }
    expect(cuts).toBe(11);
    expect(await readSecrets(storage, fresh)).toEqual(SECRETS);
    const left = server.accountData(USER).get("m.cross_signing.master") as { encrypted: object };
    expect(Object.keys(left.encrypted)).toHaveLength(1);
  });

  test("refuses a secret of which one bit was changed, and one put in another's place", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 64 }), fc.nat(), (secret, place) => {
        const encrypted = encryptSecret(key, "a", secret, randomBytes(16));
        const bytes = Buffer.from(encrypted.ciphertext, "base64");
        const bit = place % (bytes.length * 8);
        const flipped = bytes.with(bit >> 3, (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7)));
        const ciphertext = Buffer.from(flipped).toString("base64");
        expect(decryptSecret(key, "a", encrypted)).toEqual(Buffer.from(secret));
        expect(() => decryptSecret(key, "a", { ...encrypted, ciphertext })).toThrow(/got other bytes/);
        expect(() => decryptSecret(key, "b", encrypted)).toThrow(/got other bytes/);
      }),
    );
  });
});
