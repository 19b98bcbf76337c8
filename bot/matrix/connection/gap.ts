/**
 * Fetches the events that a `limited` timeline leaves out, back to the last sync token; at most so many, and none older
 * than the bot would answer. Knows nothing of encryption.
 */
import { isFinal } from "./homeserver-error.ts";
import { type Json, objectsAt, textAt } from "./json.ts";
import { type ConnectionLog, inWords } from "./log.ts";
import type { Requester } from "./requester.ts";
import { ROOM_EVENTS } from "./sync-filter.ts";

export type GapBounds = {
  /** Most events of one gap. */
  readonly maxEvents: number;
  /** Events older than this are left alone, in milliseconds. */
  readonly maxAgeMs: number;
};

/** The bot answers nothing older than a day; a busy room sees some hundred messages a day. */
export const GAP_BOUNDS: GapBounds = { maxEvents: 2_000, maxAgeMs: 24 * 3_600_000 };

const PAGE = 100;
/** A homeserver that gives ever new empty pages is not followed for ever. */
const MOST_PAGES = 200;

export type Gap = { readonly roomId: string; readonly before: string; readonly since: string };

type Deps = {
  readonly requester: Pick<Requester, "json">;
  readonly now: () => number;
  readonly log: ConnectionLog;
  readonly bounds: GapBounds;
  readonly signal: AbortSignal;
};

/**
 * @returns the missing events, oldest first, without those of the state (they come with the sync itself).
 * @throws when the homeserver cannot be reached: the batch is then fetched again.
 */
export async function fillGap(gap: Gap, deps: Deps): Promise<Json[]> {
  const found: Json[] = [];
  for (let from: string | null = gap.before, pages = 0; from !== null && pages < MOST_PAGES; pages++) {
    const page = await pageBefore(gap, from, deps);
    const events = objectsAt(page, "chunk");
    const young = events.filter((event) => !isOld(event, deps));
    found.push(...young);
    if (found.length >= deps.bounds.maxEvents) {
      deps.log("warn", "gap-cut", { roomId: gap.roomId, events: found.length });
      break;
    }
    // A filtered page may be empty and not the last; a single old event may be young, its server's clock being wrong.
    from = young.length === 0 && events.length > 0 ? null : textAt(page, "end");
  }
  return found.filter((event) => typeof event.state_key !== "string").reverse();
}

async function pageBefore({ roomId, since }: Gap, from: string, { requester, log, signal }: Deps): Promise<unknown> {
  const query = { dir: "b", from, to: since, limit: PAGE, filter: JSON.stringify(ROOM_EVENTS) };
  try {
    const path = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/messages`;
    return await requester.json({ method: "GET", path, query }, { signal });
  } catch (error) {
    if (!isFinal(error)) throw error;
    log("warn", "gap-not-readable", { roomId, error: inWords(error) });
    return {};
  }
}

function isOld(event: Json, { now, bounds }: Deps): boolean {
  return typeof event.origin_server_ts === "number" && event.origin_server_ts < now() - bounds.maxAgeMs;
}
