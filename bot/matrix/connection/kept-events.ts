/**
 * Events whose key has not come yet: kept in the database, tried again when keys arrive, told to the bot when it seems
 * that no key will come. All changes are returned as data, to be written with the batch they belong to.
 */
import type { ConnectionStore, KeptEvent } from "../connection-store.ts";
import type { RawEvent } from "../room-event.ts";
import type { Decryption } from "./room-crypto.ts";

export type KeptStore = Pick<ConnectionStore, "keptEvents" | "putKeptEvent" | "dropKeptEvent">;

/** A key usually follows its message within seconds; a phone that wakes up slowly may need half a minute. */
export const KEY_PATIENCE_MS = 30_000;
/** What the bot would not answer any more need not be read any more. */
const KEEP_MS = 24 * 3_600_000;
/** So that nobody can fill the disk with unreadable messages; the oldest are given up first. */
const MOST = 1_000;

export type KeptChanges = {
  readonly put: readonly KeptEvent[];
  readonly drop: readonly Pick<KeptEvent, "roomId" | "eventId">[];
};

/**
 * Tries those that are kept once more.
 * @param keysMayHaveCome else they are only looked at for their age.
 */
export async function retryKept(
  kept: readonly KeptEvent[],
  crypto: Decryption,
  {
    now,
    keysMayHaveCome,
    patienceMs,
  }: { readonly now: number; readonly keysMayHaveCome: boolean; readonly patienceMs: number },
): Promise<{ readonly events: RawEvent[]; readonly changes: KeptChanges }> {
  const events: RawEvent[] = [];
  const [put, drop]: [KeptEvent[], KeptEvent[]] = [[], []];
  for (const [index, one] of kept.entries()) {
    const givenUp = now - one.since > KEEP_MS || index < kept.length - MOST;
    const due = !one.reported && now - one.since > patienceMs;
    if (!keysMayHaveCome && !due && !givenUp) continue;
    const result = await crypto.decrypt(one.roomId, one.event);
    if (result.kind === "clear") {
      events.push({ roomId: one.roomId, event: result.event, encryption: result.encryption });
      drop.push(one);
      continue;
    }
    const told = !one.reported && (due || givenUp || result.withheld !== null);
    if (told) events.push(unreadable(one, result));
    if (givenUp) drop.push(one);
    else if (told) put.push({ ...one, reported: true });
  }
  return { events, changes: { put, drop } };
}

export function writeKept(store: KeptStore, { put, drop }: KeptChanges): void {
  for (const one of put) store.putKeptEvent(one);
  for (const { roomId, eventId } of drop) store.dropKeptEvent(roomId, eventId);
}

function unreadable(
  { roomId, event }: Pick<KeptEvent, "roomId" | "event">,
  { code, withheld }: { readonly code: string; readonly withheld: string | null },
): RawEvent {
  return { roomId, event, encryption: null, undecryptable: { code, withheld } };
}
