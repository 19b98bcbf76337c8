/**
 * Makes a restored data folder that of a new device: same account, same identity, the old room keys, an encryption store
 * of its own. What was on its way out when the backup was made is looked for in its room. Changes nothing for the old
 * device; that one is logged out by the caller, when everything is in its place.
 */
import { join } from "node:path";
import { type Connection, connectHomeserver } from "../connection/connect.ts";
import { findOwnEvent } from "../connection/find-own-event.ts";
import type { ConnectionLog } from "../connection/log.ts";
import { openConnectionStore } from "../connection-store.ts";
import { writeEnvFile, writePrivately } from "../env-file.ts";
import { ensureCrossSigned, uploadKeys } from "../identity/cross-sign.ts";
import { recoverDevice } from "../identity/recover-device.ts";
import type { Secret } from "../secret.ts";
import { STORE_KEY_BYTES } from "../settings.ts";
import { type Api, type Fetch, makeApi } from "../setup/api.ts";
import type { Asker } from "../setup/asker.ts";
import { discoverHomeserver } from "../setup/discover.ts";
import { forgetDevice } from "../setup/kept.ts";
import type { Account } from "../setup/log-in.ts";
import { type CarriedKeys, carriedKeys, type OldDevice } from "./carried-keys.ts";
import { logOut, signInAnew, stillAwake } from "./new-device.ts";
import { rememberRestore } from "./restored.ts";

export type MoveInParts = {
  /** The data folder, not yet in its place. */
  readonly home: string;
  readonly storeFile: string;
  readonly old: OldDevice & { readonly homeserver: string; readonly accessToken: Secret<string> | null };
  readonly ask: Pick<Asker, "given" | "secret" | "flag">;
  readonly say: (line: string) => void;
  readonly fetch: Fetch;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly random: (bytes: number) => Uint8Array;
  readonly log: ConnectionLog;
  readonly signal: AbortSignal;
};

export type MovedIn = {
  /** Ends the old device for good; false when it was ended before, or cannot be. */
  readonly endOldDevice: () => Promise<boolean>;
  /** Gives the new device up again: the restore did not come to its end. */
  readonly undo: () => Promise<void>;
};

/** @throws UsageError, Error (expected, got, remedy): then the new device is logged out again. */
export async function moveIn(parts: MoveInParts): Promise<MovedIn> {
  const { old, ask, fetch, signal, say } = parts;
  const discovered = await discoverHomeserver(ask.given("homeserver") ?? old.homeserver, parts);
  const { homeserver } = discovered;
  const apiWith = (token: Secret<string> | null): Api =>
    makeApi({
      fetch,
      homeserver,
      token,
      signal,
      onWait: (seconds) => say(`The homeserver limits requests: waiting ${seconds} s.`),
    });
  const account = await signInAnew({ ...parts, apiWith });
  const undo = async () => void (await logOut(apiWith(account.accessToken)));
  try {
    const serverNow = parts.clock() + (discovered.skewMs ?? 0);
    await refuseAwake(apiWith(account.accessToken), old.deviceId, serverNow, ask.flag("take-over"));
    await settle(parts, { homeserver, account, api: apiWith(account.accessToken), serverNow });
  } catch (error) {
    await undo().catch(() => {}); // the error that led here is the one to tell
    throw error;
  }
  const { accessToken } = old;
  return { endOldDevice: async () => (accessToken === null ? false : logOut(apiWith(accessToken))), undo };
}

async function refuseAwake(api: Api, deviceId: string, serverNow: number, takeOver: boolean): Promise<void> {
  const silent = takeOver ? null : await stillAwake(api, deviceId, serverNow);
  if (silent === null) return;
  throw new Error(
    `Expected the bot's old device \`${deviceId}\` to be silent, got a request of it ${Math.ceil(silent / 60_000)} min ago: the old Rochdale may still run. Stop it and wait ten minutes, or give \`--take-over\`, which ends the old device; nothing was restored.`,
  );
}

type Place = {
  readonly homeserver: string;
  readonly account: Account;
  readonly api: Api;
  readonly serverNow: number;
};

async function settle(parts: MoveInParts, { homeserver, account, api, serverNow }: Place): Promise<void> {
  const { home, storeFile, say, clock, log, signal } = parts;
  const carried = await leaveOldDevice(parts);
  const storeKey = parts.random(STORE_KEY_BYTES);
  await writePrivately(join(home, STORE_KEY_FILE), storeKey);
  await writeEnvFile(home, settingsOf(homeserver, account));
  const { userId, deviceId, accessToken } = account;
  await using connection = await connectHomeserver({
    baseUrl: homeserver,
    userId,
    accessToken: accessToken.reveal(),
    storeFile,
    storeKey,
    clock,
    log,
    signal,
  });
  say(`Device: ${deviceId}, new, in the place of ${parts.old.deviceId}`);
  await sign(parts, { connection, api, carried });
  const { imported } = await connection.machine.importExportedRoomKeys(carried.roomKeys);
  await connection.machine.flush();
  say(`Room keys: ${imported}`);
  await settleOutbox(connection, userId, signal);
  rememberRestore(connection.store, serverNow);
}

const STORE_KEY_FILE = "matrix-store.key";

function settingsOf(homeserver: string, { userId, deviceId, accessToken }: Account) {
  return {
    MATRIX_HOMESERVER: homeserver,
    MATRIX_USER: userId,
    MATRIX_ACCESS_TOKEN: accessToken.reveal(),
    MATRIX_ACCESS_TOKEN_FILE: null,
    MATRIX_DEVICE_ID: deviceId,
    MATRIX_STORE_KEY_FILE: STORE_KEY_FILE,
  };
}

/** Takes along what may be taken, and the rest out of the database. Where the sync stood, stays: it is the account's. */
async function leaveOldDevice({ storeFile, old, clock }: MoveInParts): Promise<CarriedKeys> {
  using store = openConnectionStore(storeFile, clock);
  const carried = await carriedKeys(store, old);
  forgetDevice(store, { keepSyncToken: true });
  return carried;
}

type Signing = { readonly connection: Connection; readonly api: Api; readonly carried: CarriedKeys };

async function sign({ ask, say }: MoveInParts, { connection, api, carried }: Signing): Promise<void> {
  const { machine, identity } = connection;
  const account = { api, userId: identity.userId, deviceId: identity.deviceId, machine, password: null };
  await uploadKeys(account);
  if (carried.secrets !== null) {
    await machine.importCrossSigningKeys(carried.secrets).catch((cause: unknown) => {
      throw new Error(
        `Expected the identity of \`${identity.userId}\` to be that of the backup, got another: somebody has reset it since. Run \`rochdale restore --without-matrix\`, then \`rochdale setup\` with the new recovery key.`,
        { cause },
      );
    });
    await machine.flush();
    await ensureCrossSigned(account);
    return say("Identity: the account's own, out of the backup; this device is cross-signed");
  }
  const recoveryKey = await ask.secret({ option: "recovery-key-file", text: "Recovery key", optional: true });
  if (recoveryKey === null)
    return say(
      "Identity: not in the backup, so this device is not cross-signed. `rochdale setup` signs it with the recovery key.",
    );
  await recoverDevice(account, recoveryKey.reveal());
  say("Identity: the account's own, opened with its recovery key; this device is cross-signed");
}

/**
 * Nothing that was encrypted for the old device goes out again: what has reached its room since is marked as sent, the
 * rest is written anew by whoever wanted it.
 */
async function settleOutbox({ store, requester }: Connection, userId: string, signal: AbortSignal): Promise<void> {
  for (const payload of store.unsentPayloads()) {
    const eventId = await findOwnEvent(payload, { userId, requester }, signal);
    if (eventId === null) store.dropPayload(payload.txnId);
    else store.setSent(payload.txnId, eventId);
  }
}
