/**
 * Looks whether a payload that was stored long ago has reached its room, when the homeserver may have forgotten its
 * transaction id: among the account's own latest events, by the very content that went over the wire.
 */
import { isDeepStrictEqual } from "node:util";
import type { StoredPayload } from "../connection-store.ts";
import { objectsAt, textAt } from "./json.ts";
import type { Requester } from "./requester.ts";

/** Own events of a day; beyond that nobody asks. */
const MOST_PAGES = 20;
const PAGE = 100;
/** Our clock and the homeserver's may differ. */
const CLOCKS_MS = 3_600_000;

type Deps = { readonly userId: string; readonly requester: Pick<Requester, "json"> };

/** @returns its event id; null when it is not there. @throws when the homeserver cannot be asked. */
export async function findOwnEvent(
  { roomId, type, content, createdAt }: StoredPayload,
  { userId, requester }: Deps,
  signal: AbortSignal,
): Promise<string | null> {
  const path = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/messages`;
  const filter = JSON.stringify({ senders: [userId], types: [type] });
  let from: string | null = null;
  for (let page = 0; page < MOST_PAGES; page++) {
    const query = { dir: "b", limit: PAGE, filter, ...(from === null ? {} : { from }) };
    const answer: unknown = await requester.json({ method: "GET", path, query }, { signal });
    const events = objectsAt(answer, "chunk");
    const same = events.find((event) => isDeepStrictEqual(event.content, content));
    if (same !== undefined) return textAt(same, "event_id");
    from = textAt(answer, "end");
    const oldest = events.at(-1)?.origin_server_ts;
    if (from === null || (typeof oldest === "number" && oldest < createdAt - CLOCKS_MS)) return null;
  }
  return null;
}
