/**
 * What a device takes to the next one out of its encryption store: the secrets of the account's identity and the keys of
 * rooms. Opens the store without a homeserver and writes nothing into it.
 */
import {
  type CrossSigningSecrets,
  configure,
  DeviceId,
  OlmMachine,
  UserId,
} from "@matrix-org/matrix-sdk-crypto-nodejs";
import type { ConnectionStore } from "../connection-store.ts";
import type { Secret } from "../secret.ts";

export type CarriedKeys = {
  /** Null when this device never had them. */
  readonly secrets: CrossSigningSecrets | null;
  /** As the machine exports them: JSON, in clear. */
  readonly roomKeys: string;
};

export type OldDevice = {
  readonly userId: string;
  readonly deviceId: string;
  readonly storeKey: Secret<Uint8Array>;
};

/** @throws Error (expected, got, remedy) when the key is not that of the store. */
export async function carriedKeys(
  store: Pick<ConnectionStore, "cryptoRows">,
  { userId, deviceId, storeKey }: OldDevice,
): Promise<CarriedKeys> {
  configure({ rows: { load: () => store.cryptoRows(), write() {} }, storeKey: storeKey.reveal() });
  const machine = await OlmMachine.initialize(new UserId(userId), new DeviceId(deviceId));
  try {
    return { secrets: await machine.exportCrossSigningKeys(), roomKeys: await machine.exportRoomKeys() };
  } finally {
    await machine.close();
  }
}
