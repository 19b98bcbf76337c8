/** What an earlier setup left in the connection's store: a device with its keys, a room that was greeted. */
import type { ConnectionStore } from "../connection-store.ts";

type Store = Pick<ConnectionStore, "value" | "setValue" | "cryptoRows" | "putCryptoRows" | "transaction">;

const DEVICE = "device-id";
const SYNC_TOKEN = "sync-token";
const GREETED_ROOM = "setup-greeted-room";

/** The device whose encryption keys lie here; null when none do. */
export function keptDevice(store: Store): string | null {
  for (const _ of store.cryptoRows()) return store.value(DEVICE);
  return null;
}

/**
 * Makes room for another device, perhaps of another account: the keys of the old one are gone for good.
 * @param keepSyncToken of the same account: what was said since is still to be heard.
 */
export function forgetDevice(store: Store, { keepSyncToken = false } = {}): void {
  store.transaction(() => {
    store.putCryptoRows([...store.cryptoRows()].map((row) => ({ ...row, value: null })));
    store.setValue(DEVICE, null);
    if (!keepSyncToken) store.setValue(SYNC_TOKEN, null);
  });
}

export function greetedRoom(store: Store): string | null {
  return store.value(GREETED_ROOM);
}

export function rememberGreeting(store: Store, roomId: string): void {
  store.setValue(GREETED_ROOM, roomId);
}
