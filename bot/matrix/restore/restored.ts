/**
 * The moment of a restore, and what the former instance answered before it: whoever asked between backup and restore is
 * not answered twice. Looks at the bot's own events in a room, which say in clear what they reply to.
 */
import type { ConnectionStore } from "../connection-store.ts";

type Store = Pick<ConnectionStore, "value" | "setValue">;

/** Milliseconds since 1970, by the homeserver's clock. */
const RESTORED_AT = "restored-at";

export function rememberRestore(store: Store, at: number): void {
  store.setValue(RESTORED_AT, String(at));
}

/** Null when this data folder was never restored. */
export function restoredAt(store: Store): number | null {
  const value = store.value(RESTORED_AT);
  return value === null ? null : Number(value);
}
