/** Fetches a single event of a room, decrypted. What cannot be read or believed is as good as not there. */
import type { EventFetcher } from "../ports.ts";
import { isFinal } from "./homeserver-error.ts";
import { isObject, type Json, objectAt, textAt } from "./json.ts";
import type { Requester } from "./requester.ts";
import type { Decryption } from "./room-crypto.ts";

/** What a message means may depend on another: it waits for minutes until the homeserver is back. */
const PATIENCE = { attempts: 20 };

type Deps = { readonly requester: Pick<Requester, "json">; readonly crypto: Decryption };

export function createEventFetcher({ requester, crypto }: Deps): EventFetcher {
  return {
    async event(roomId, eventId) {
      const event = await fetched(requester, roomId, eventId);
      // A homeserver that answers with another room's event is not followed.
      if (event === null || (textAt(event, "room_id") ?? roomId) !== roomId) return null;
      if (textAt(event, "type") !== "m.room.encrypted") return event;
      if (textAt(objectAt(event, "content"), "algorithm") === null) return event;
      const result = await crypto.decrypt(roomId, event);
      return result.kind === "clear" && result.encryption.sender !== "spoofed" ? result.event : null;
    },
  };
}

async function fetched(requester: Pick<Requester, "json">, roomId: string, eventId: string): Promise<Json | null> {
  const path = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/event/${encodeURIComponent(eventId)}`;
  try {
    const event = await requester.json({ method: "GET", path }, PATIENCE);
    return isObject(event) ? event : null;
  } catch (error) {
    if (isFinal(error)) return null;
    throw error;
  }
}
