/**
 * What the account itself has said in a room, as far as the homeserver tells it in clear: which event replies to which,
 * and which takes the place of which. Decrypts nothing.
 */
import type { OwnReplies, OwnReply } from "../ports.ts";
import { objectAt, objectsAt, textAt } from "./json.ts";
import type { Requester } from "./requester.ts";

const PAGE = 100;
/** 20,000 events of the bot in one room: beyond that nobody waits for an answer. */
const MOST_PAGES = 200;
/** Clocks of servers differ. */
const CLOCKS_MS = 3_600_000;
/** The bot waits for this before it answers anything in the room: for minutes, until the homeserver is back. */
const PATIENCE = { attempts: 20 };

type Deps = { readonly userId: string; readonly requester: Pick<Requester, "json"> };

export function createOwnReplies({ userId, requester }: Deps): OwnReplies {
  return {
    async ownReplies(roomId, since, signal) {
      const path = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/messages`;
      const filter = JSON.stringify({ senders: [userId], types: ["m.room.message", "m.room.encrypted"] });
      const found: OwnReply[] = [];
      let from: string | null = null;
      for (let page = 0; page < MOST_PAGES; page++) {
        const query = { dir: "b", limit: PAGE, filter, ...(from === null ? {} : { from }) };
        const answer: unknown = await requester.json({ method: "GET", path, query }, { ...PATIENCE, signal });
        const events = objectsAt(answer, "chunk").filter((event) => textAt(event, "sender") === userId);
        found.push(...events.flatMap(replyOf));
        from = textAt(answer, "end");
        const oldest = events.at(-1)?.origin_server_ts;
        if (from === null || (typeof oldest === "number" && oldest < since - CLOCKS_MS)) break;
      }
      return found;
    },
  };
}

function replyOf(event: Readonly<Record<string, unknown>>): OwnReply[] {
  const relation = objectAt(event, "content", "m.relates_to");
  const eventId = textAt(event, "event_id");
  if (eventId === null) return [];
  const replaces = textAt(relation, "rel_type") === "m.replace" ? textAt(relation, "event_id") : null;
  const answers = replaces === null ? textAt(objectAt(relation, "m.in_reply_to"), "event_id") : null;
  return answers === null && replaces === null ? [] : [{ eventId, answers, replaces }];
}
