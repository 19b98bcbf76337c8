/**
 * The desk of `desk.ts` over the real connection and encryption machine. Decides what is to be done about the account's
 * identity; how, is known in `identity/`.
 */

import { type Connection, connectHomeserver } from "../connection/connect.ts";
import type { ConnectionLog } from "../connection/log.ts";
import { type CrossSigning, ensureCrossSigned, replaceIdentity, uploadKeys } from "../identity/cross-sign.ts";
import { recoverDevice } from "../identity/recover-device.ts";
import { decodeRecoveryKey } from "../identity/recovery-key.ts";
import { hasStoredSecrets, storeSecrets } from "../identity/secret-storage.ts";
import { deviceTrust } from "../identity/trust.ts";
import { type Api, type Fetch, makeApi } from "./api.ts";
import type { IdentityOutcome, IdentityRequest, OpenDesk } from "./desk.ts";

export type DeskParts = {
  /** The co-op's SQLite database. */
  readonly storeFile: string;
  readonly fetch: Fetch;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly random: (bytes: number) => Uint8Array;
  readonly log: ConnectionLog;
};

export function openDeskWith({ storeFile, fetch, clock, random, log }: DeskParts): OpenDesk {
  return async ({ homeserver, account, storeKey, signal }) => {
    const { userId, deviceId, accessToken } = account;
    const connection = await connectHomeserver({
      baseUrl: homeserver,
      userId,
      accessToken: accessToken.reveal(),
      storeFile,
      storeKey: storeKey.reveal(),
      clock,
      log,
      signal,
    });
    const api = makeApi({ fetch, homeserver, token: accessToken, signal });
    return {
      ensureIdentity: (request) => ensureIdentity({ api, userId, deviceId, connection, random }, request),
      say: async (message) => void (await connection.send({ ...message, type: "m.room.message" }, signal)),
      [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
    };
  };
}

type Place = {
  readonly api: Api;
  readonly userId: string;
  readonly deviceId: string;
  readonly connection: Pick<Connection, "machine">;
  readonly random: (bytes: number) => Uint8Array;
};

async function ensureIdentity(place: Place, request: IdentityRequest): Promise<IdentityOutcome> {
  const { machine } = place.connection;
  const account: CrossSigning = { ...place, machine, password: request.password?.reveal() ?? null };
  await uploadKeys(account);
  const trust = await deviceTrust(account);
  if (trust.masterKey === null || request.reset) return makeIdentity(place, account, request, trust.masterKey !== null);
  const hasSecrets = (await machine.exportCrossSigningKeys()) !== null;
  if (hasSecrets) {
    await ensureCrossSigned(account);
    if (await hasStoredSecrets(account)) return { kind: "kept" };
    await storeAll(place, request);
    return { kind: "stored" };
  }
  if (trust.kind === "cross-signed") return { kind: "kept" };
  const recoveryKey = await request.recoveryKey();
  if (recoveryKey === null) return { kind: "locked" };
  await recoverDevice(account, recoveryKey.reveal());
  return { kind: "recovered" };
}

/** The recovery key is safe before there is anything that only it can open. */
async function makeIdentity(place: Place, account: CrossSigning, request: IdentityRequest, replace: boolean) {
  const recoveryKey = await request.newRecoveryKey();
  if (replace) await replaceIdentity(account);
  else await ensureCrossSigned(account);
  await storeAll(place, { newRecoveryKey: async () => recoveryKey });
  return { kind: "made" } as const;
}

async function storeAll(place: Place, { newRecoveryKey }: Pick<IdentityRequest, "newRecoveryKey">): Promise<void> {
  const secrets = await place.connection.machine.exportCrossSigningKeys();
  if (secrets === null) throw new Error("Expected the machine to have the secrets of the identity, got none.");
  const key = decodeRecoveryKey((await newRecoveryKey()).reveal());
  await storeSecrets(place, key, secrets, place.random);
}
