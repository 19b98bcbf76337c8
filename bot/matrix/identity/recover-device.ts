/**
 * The way out when a device is lost: a new device takes the account's secrets from secret storage with the recovery key,
 * and signs itself. The identity stays what it was, so no member is warned.
 */
import type { CrossSigningSecrets } from "@matrix-org/matrix-sdk-crypto-nodejs";
import { type CrossSigning, signDevice, uploadKeys } from "./cross-sign.ts";
import { decodeRecoveryKey } from "./recovery-key.ts";
import { readSecrets } from "./secret-storage.ts";

/** @throws Error (expected, got, remedy) when the key is wrong or the secrets are those of another identity. */
export async function recoverDevice(account: Omit<CrossSigning, "password">, recoveryKey: string): Promise<void> {
  const key = decodeRecoveryKey(recoveryKey);
  await uploadKeys(account);
  await importSecrets(account, await readSecrets(account, key));
  await account.machine.flush();
  await signDevice(account);
}

/** The machine compares them with the identity that it has got from the homeserver. */
async function importSecrets(
  { machine, userId }: Pick<CrossSigning, "machine" | "userId">,
  secrets: CrossSigningSecrets,
): Promise<void> {
  try {
    const { hasMaster, hasSelfSigning, hasUserSigning } = await machine.importCrossSigningKeys(secrets);
    if (!(hasMaster && hasSelfSigning && hasUserSigning)) throw new Error("not all three were taken");
  } catch (cause) {
    throw new Error(
      `Expected the stored secrets to be those of the identity of \`${userId}\`, got others: somebody has reset the identity since. Give the recovery key of the new identity.`,
      { cause },
    );
  }
}
