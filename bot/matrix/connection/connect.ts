/**
 * Puts the connection together: one process on one data folder, the device that the access token belongs to and no
 * other, its keys out of our database. Makes no device, and never another one in place of a lost one.
 */
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { currentMachine, type OlmMachine } from "@matrix-org/matrix-sdk-crypto-nodejs";
import { type ConnectionStore, openConnectionStore } from "../connection-store.ts";
import type { Homeserver, Identity, OwnReplies } from "../ports.ts";
import { RochdaleClient } from "./client.ts";
import type { OnConnectionStep } from "./connection-steps.ts";
import { CryptoStorage } from "./crypto-storage.ts";
import { claimDevice, type Device, refuseForeignKeys } from "./device.ts";
import { createEventFetcher } from "./event-fetcher.ts";
import { createFiles } from "./files.ts";
import { GAP_BOUNDS } from "./gap.ts";
import { lockInstance } from "./instance-lock-store.ts";
import { KEY_PATIENCE_MS } from "./kept-events.ts";
import type { ConnectionLog } from "./log.ts";
import { openMachine } from "./machine.ts";
import { createMembership, type RoomAliases } from "./membership.ts";
import { createOwnReplies } from "./own-replies.ts";
import { createPresence } from "./presence.ts";
import { createRequester, type Requester } from "./requester.ts";
import { createRoomEncryption } from "./room-encryption.ts";
import { createRoomKeeper } from "./room-keeper.ts";
import { sdkCrypto } from "./sdk-crypto.ts";
import { quietSdkLog } from "./sdk-log.ts";
import { createSender, type Resender } from "./sender.ts";
import { type SyncDeps, syncLoop } from "./sync-loop.ts";
import { realTiming, type Timing } from "./timing.ts";
import { isTokenRefusal, TokenRefused } from "./token-refused.ts";

export type ConnectOptions = {
  readonly baseUrl: string;
  readonly userId: string;
  readonly accessToken: string;
  /** The co-op's SQLite database. */
  readonly storeFile: string;
  /** 32 bytes that the encryption machine's records are encrypted with; never kept in the database. */
  readonly storeKey: Uint8Array;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly log: ConnectionLog;
  /** Ends everything under way. */
  readonly signal: AbortSignal;
  /** For tests; real by default. */
  readonly timing?: Timing;
  /** Likewise: how long a key may be late, in milliseconds. */
  readonly keyPatienceMs?: number;
  /** Told of the named steps: for tests that end the process there. */
  readonly onStep?: OnConnectionStep | undefined;
};

export interface Connection extends Homeserver, OwnReplies, Resender, RoomAliases {
  /** Does the homeserver's rate limit hold the account back just now? */
  heldBack(): boolean;
  /** For what is done with the account itself: cross-signing, secret storage, uploads of keys. */
  readonly requester: Requester;
  readonly machine: OlmMachine;
  readonly store: ConnectionStore;
}

/**
 * @throws Error when another process has the data folder, when the token is another device's, or when the homeserver has
 * other keys for this device than the database.
 */
export async function connectHomeserver(options: ConnectOptions): Promise<Connection> {
  const { storeFile, log, userId, onStep } = options;
  const timing = options.timing ?? realTiming(options.clock);
  quietSdkLog(log);
  await using started = new AsyncDisposableStack();
  mkdirSync(dirname(storeFile), { recursive: true, mode: 0o700 });
  started.use(lockInstance(`${storeFile}-lock`));
  const store = started.use(openConnectionStore(storeFile, timing.now));
  const ending = new AbortController();
  const signal = AbortSignal.any([options.signal, ending.signal]);

  const target = { baseUrl: options.baseUrl.replace(/\/+$/, ""), accessToken: options.accessToken };
  let machine: OlmMachine | null = null;
  const saveKeys = async (): Promise<void> => (machine ?? currentMachine())?.flush();
  const requester = createRequester({ target, timing, log, signal, saveKeys });
  const rooms = createRoomEncryption(store, requester);
  const device = await claimDevice(userId, requester, store).catch(orTokenRefused);
  const cryptoStorage = new CryptoStorage(join(dirname(storeFile), "matrix-sdk"), store, rooms);
  const client = new RochdaleClient({ target, userId, requester, rooms, cryptoStorage });
  const opened = await openMachine({ client, requester, store, storeKey: options.storeKey, log, onStep });
  machine = opened;
  started.defer(() => closeMachine(opened));
  await refuseForeignKeys(device, fingerprintOf(opened), requester);

  const keyPatienceMs = options.keyPatienceMs ?? KEY_PATIENCE_MS;
  const crypto = sdkCrypto(client.crypto, opened);
  const deps = { userId, requester, rooms, crypto, store, timing, keyPatienceMs, log, signal, onStep };
  let identity = await identityOf(device, opened);
  const sync = createSyncSource(deps);
  started.defer(() => {
    ending.abort(new Error("The connection was closed."));
    return sync.ended();
  });
  const owned = started.move();
  return {
    ...createSender(deps),
    ...createPresence(deps),
    ...createFiles(deps),
    ...createMembership(deps),
    ...createRoomKeeper(deps),
    ...createEventFetcher(deps),
    ...createOwnReplies(deps),
    sync: sync.sync,
    get identity() {
      return identity;
    },
    async lookAtIdentity() {
      identity = await identityOf(device, opened);
      return identity;
    },
    heldBack: () => requester.isHeldBack(),
    requester,
    machine: opened,
    store,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** @throws TokenRefused for what no waiting mends, else the error itself. */
function orTokenRefused(error: unknown): never {
  throw isTokenRefusal(error) ? new TokenRefused(error) : error;
}

type SyncHandlers = Parameters<Homeserver["sync"]>[0];

/** One loop at a time, whose end can be awaited. */
function createSyncSource(
  deps: Omit<SyncDeps, "kept" | "bounds"> & { readonly store: ConnectionStore; readonly signal: AbortSignal },
) {
  let running: Promise<void> = Promise.resolve();
  return {
    sync(handlers: SyncHandlers): Promise<void> {
      const signal = AbortSignal.any([handlers.signal, deps.signal]);
      const next = running.then(() =>
        syncLoop({ ...deps, kept: deps.store, bounds: GAP_BOUNDS }, { ...handlers, signal }),
      );
      running = next.catch(() => undefined);
      return next;
    },
    ended: () => running,
  };
}

async function closeMachine(machine: OlmMachine): Promise<void> {
  await machine.flush();
  await machine.close();
}

const fingerprintOf = (machine: OlmMachine): string => machine.identityKeys.ed25519.toBase64();

async function identityOf({ userId, deviceId }: Device, machine: OlmMachine): Promise<Identity> {
  const own = await machine.deviceOf(userId, deviceId);
  return { userId, deviceId, fingerprint: fingerprintOf(machine), crossSigned: own?.crossSigned ?? false };
}
