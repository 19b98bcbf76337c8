/**
 * Whose devices must be followed: the members of encrypted rooms. Learns on the way which rooms have become encrypted.
 * Knows nothing of keys.
 */
import { type Json, objectAt, textAt } from "./json.ts";
import type { Requester } from "./requester.ts";
import type { RoomEncryption } from "./room-encryption.ts";
import type { JoinedRoom } from "./sync-response.ts";

type Deps = {
  readonly requester: Pick<Requester, "json">;
  readonly rooms: RoomEncryption;
  readonly signal: AbortSignal;
};

/** @throws when the members of a room that was encrypted just now cannot be fetched. */
export async function usersToTrack(joined: readonly JoinedRoom[], deps: Deps): Promise<string[]> {
  const users = new Set<string>();
  for (const { roomId, state, timeline } of joined) {
    for (const event of state) deps.rooms.note(roomId, event);
    const switchedOn = timeline.map((event) => deps.rooms.note(roomId, event)).includes(true);
    if (deps.rooms.known(roomId) === null) continue;
    for (const user of [...state, ...timeline].flatMap(presentMember)) users.add(user);
    if (switchedOn) for (const user of await membersOf(roomId, deps)) users.add(user);
  }
  return [...users];
}

function presentMember(event: Json): string[] {
  const user = textAt(event, "state_key");
  const membership = textAt(objectAt(event, "content"), "membership");
  const present = textAt(event, "type") === "m.room.member" && (membership === "join" || membership === "invite");
  return present && user !== null ? [user] : [];
}

async function membersOf(roomId: string, { requester, signal }: Deps): Promise<string[]> {
  const path = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/joined_members`;
  return Object.keys(objectAt(await requester.json({ method: "GET", path }, { signal }), "joined"));
}
