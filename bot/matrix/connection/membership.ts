/** Joining and leaving rooms, and finding or making the direct room with somebody. Decides nothing about who may invite. */
import type { RoomMembership } from "../ports.ts";
import { hasErrcode, isFinal } from "./homeserver-error.ts";
import { isObject, objectAt, textAt, textsAt } from "./json.ts";
import type { Requester } from "./requester.ts";
import type { RoomEncryption } from "./room-encryption.ts";

type Deps = {
  readonly userId: string;
  readonly requester: Pick<Requester, "json">;
  readonly rooms: RoomEncryption;
};

export interface RoomAliases {
  /** The id of the room that `#name:server` stands for; null when there is none. */
  roomOfAlias(alias: string): Promise<string | null>;
}

const CLIENT = "/_matrix/client/v3";
/** The only algorithm that clients use today. */
const ENCRYPTION = { algorithm: "m.megolm.v1.aes-sha2" };
/** Making a room twice would be worse than failing. */
const ONCE = { attempts: 1 };

export function createMembership(deps: Deps): RoomMembership & RoomAliases {
  const { requester } = deps;
  return {
    async join(roomId, via) {
      // Newer homeservers read `via`, older ones `server_name`.
      const query = { via, server_name: via };
      await requester.json({ method: "POST", path: `${CLIENT}/join/${encodeURIComponent(roomId)}`, query, body: {} });
    },
    async roomOfAlias(alias) {
      try {
        const path = `${CLIENT}/directory/room/${encodeURIComponent(alias)}`;
        return textAt(objectAt({ it: await requester.json({ method: "GET", path }) }, "it"), "room_id");
      } catch (error) {
        if (isFinal(error)) return null;
        throw error;
      }
    },
    async leave(roomId, reason) {
      const path = `${CLIENT}/rooms/${encodeURIComponent(roomId)}/leave`;
      try {
        await requester.json({ method: "POST", path, body: reason === undefined ? {} : { reason } });
      } catch (error) {
        // Not in the room any more, or the room is gone: that is what was wanted.
        if (!isFinal(error)) throw error;
      }
    },
    async directRoomWith(userId) {
      const known = await directRooms(deps);
      for (const roomId of textsAt(known, userId)) if (await bothJoined(roomId, userId, deps)) return roomId;
      const roomId = await makeDirectRoom(userId, deps);
      await rememberDirect({ ...known, [userId]: [roomId, ...textsAt(known, userId)] }, deps);
      return roomId;
    },
  };
}

const directPath = (userId: string): string => `${CLIENT}/user/${encodeURIComponent(userId)}/account_data/m.direct`;

async function directRooms({ userId, requester }: Deps): Promise<Readonly<Record<string, unknown>>> {
  try {
    return objectAt({ it: await requester.json({ method: "GET", path: directPath(userId) }) }, "it");
  } catch (error) {
    if (hasErrcode(error, "M_NOT_FOUND")) return {};
    throw error;
  }
}

async function rememberDirect(rooms: Readonly<Record<string, unknown>>, { userId, requester }: Deps): Promise<void> {
  await requester.json({ method: "PUT", path: directPath(userId), body: rooms });
}

/** The other may still have to accept: an invited one counts. */
async function bothJoined(roomId: string, other: string, { userId, requester }: Deps): Promise<boolean> {
  const membership = async (user: string): Promise<string | null> => {
    const path = `${CLIENT}/rooms/${encodeURIComponent(roomId)}/state/m.room.member/${encodeURIComponent(user)}`;
    try {
      return textAt(await requester.json({ method: "GET", path }), "membership");
    } catch (error) {
      if (isFinal(error)) return null;
      throw error;
    }
  };
  if ((await membership(userId)) !== "join") return false;
  const others = await membership(other);
  return others === "join" || others === "invite";
}

async function makeDirectRoom(other: string, { requester, rooms }: Deps): Promise<string> {
  const body = {
    preset: "trusted_private_chat",
    is_direct: true,
    invite: [other],
    initial_state: [{ type: "m.room.encryption", state_key: "", content: ENCRYPTION }],
  };
  const made = await requester.json({ method: "POST", path: `${CLIENT}/createRoom`, body }, ONCE);
  const roomId = isObject(made) ? textAt(made, "room_id") : null;
  if (roomId === null) throw new Error("Expected the homeserver to name the room that it made, got no `room_id`.");
  rooms.remember(roomId, { ...ENCRYPTION, historyVisibility: "shared" });
  return roomId;
}
