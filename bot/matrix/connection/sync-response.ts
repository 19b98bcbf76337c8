/** A homeserver's answer to `/sync`, taken apart. Drops what has no shape at all; judges no event's content. */
import { type Json, objectAt, objectsAt, textAt, textsAt } from "./json.ts";
import type { DeviceNews } from "./room-crypto.ts";

export type JoinedRoom = {
  readonly roomId: string;
  readonly state: readonly Json[];
  readonly timeline: readonly Json[];
  /** Events are missing between the last answer and this timeline; `before` is where to look for them. */
  readonly gap: { readonly before: string } | null;
};

export type SyncAnswer = {
  readonly nextToken: string;
  readonly devices: DeviceNews;
  readonly joined: readonly JoinedRoom[];
  readonly invited: readonly { readonly roomId: string; readonly state: readonly Json[] }[];
  readonly left: readonly string[];
};

/** @throws Error when it is no answer to `/sync`. */
export function parseSync(body: unknown): SyncAnswer {
  const nextToken = textAt(body, "next_batch");
  if (nextToken === null)
    throw new Error("Expected `/sync` to answer with a `next_batch`, got none. Is the address that of a homeserver?");
  const rooms = objectAt(body, "rooms");
  return {
    nextToken,
    devices: devicesOf(body),
    joined: Object.keys(objectAt(rooms, "join")).map((roomId) => joinedRoom(roomId, objectAt(rooms, "join", roomId))),
    invited: Object.keys(objectAt(rooms, "invite")).map((roomId) => ({
      roomId,
      state: objectsAt(objectAt(rooms, "invite", roomId, "invite_state"), "events"),
    })),
    left: Object.keys(objectAt(rooms, "leave")),
  };
}

function devicesOf(body: unknown): DeviceNews {
  const lists = objectAt(body, "device_lists");
  const counts = Object.entries(objectAt(body, "device_one_time_keys_count"));
  return {
    toDevice: objectsAt(objectAt(body, "to_device"), "events"),
    oneTimeKeyCounts: Object.fromEntries(counts.flatMap(([key, n]) => (typeof n === "number" ? [[key, n]] : []))),
    unusedFallbackKeys: textsAt(body, "device_unused_fallback_key_types"),
    changed: textsAt(lists, "changed"),
    left: textsAt(lists, "left"),
  };
}

function joinedRoom(roomId: string, room: Json): JoinedRoom {
  const timeline = objectAt(room, "timeline");
  const before = textAt(timeline, "prev_batch");
  return {
    roomId,
    state: objectsAt(objectAt(room, "state"), "events"),
    timeline: objectsAt(timeline, "events"),
    gap: timeline.limited === true && before !== null ? { before } : null,
  };
}
