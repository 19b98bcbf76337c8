/** Makes rooms of the bot's own, sets their state and puts people out. Decides nothing about who may be where. */
import { type NewRoom, NotSent, type RoomKeeper } from "../ports.ts";
import { isFinal } from "./homeserver-error.ts";
import { textAt } from "./json.ts";
import type { Requester } from "./requester.ts";

type Deps = { readonly requester: Pick<Requester, "json"> };

const CLIENT = "/_matrix/client/v3";

export function createRoomKeeper({ requester }: Deps): RoomKeeper {
  const put = (roomId: string, type: string, stateKey: string, body: unknown) =>
    requester.json({ method: "PUT", path: statePath(roomId, type, stateKey), body });
  const isIn = async (roomId: string, userId: string): Promise<boolean> => {
    const path = statePath(roomId, "m.room.member", userId);
    return textAt(await requester.json({ method: "GET", path }), "membership") === "join";
  };
  return {
    async createRoom(room) {
      const path = `${CLIENT}/createRoom`;
      const body = bodyOf(room);
      const made = await orNotSent(() => requester.json({ method: "POST", path, body }, { attempts: 1 }));
      const roomId = textAt(made, "room_id");
      if (roomId === null) throw new Error("Expected the homeserver to name the room that it made, got no `room_id`.");
      return roomId;
    },
    async setState(roomId, { type, stateKey, content }) {
      await orNotSent(() => put(roomId, type, stateKey, content));
    },
    async removeMember(roomId, userId, reason) {
      const path = `${CLIENT}/rooms/${encodeURIComponent(roomId)}/kick`;
      try {
        await requester.json({ method: "POST", path, body: { user_id: userId, reason } });
      } catch (error) {
        if (!isFinal(error)) throw error;
        if (await orNotSent(() => isIn(roomId, userId))) throw new NotSent(error.message, { cause: error });
      }
    },
  };
}

function bodyOf({ name, topic, version, mark, powerLevels }: NewRoom) {
  return {
    preset: "private_chat",
    visibility: "private",
    room_version: version,
    name,
    topic,
    creation_content: mark,
    power_level_content_override: powerLevels,
    initial_state: [
      { type: "m.room.join_rules", state_key: "", content: { join_rule: "invite" } },
      { type: "m.room.history_visibility", state_key: "", content: { history_visibility: "shared" } },
      { type: "m.room.guest_access", state_key: "", content: { guest_access: "forbidden" } },
    ],
  };
}

async function orNotSent<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isFinal(error)) throw new NotSent(error.message, { cause: error });
    throw error;
  }
}

function statePath(roomId: string, type: string, stateKey: string): string {
  return `${CLIENT}/rooms/${encodeURIComponent(roomId)}/state/${encodeURIComponent(type)}/${encodeURIComponent(stateKey)}`;
}
