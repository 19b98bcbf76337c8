/**
 * The room where admins give orders and the bot reports: made encrypted and private, or an existing one that is.
 * Over plain requests; sends no message.
 */
import { z } from "zod";
import { type Api, HomeserverRefusal } from "./api.ts";

const ROOM = z.object({ room_id: z.string() });
const ENCRYPTION = z.object({ algorithm: z.string() });
const JOIN_RULES = z.object({ join_rule: z.string() });

/** @param admins user ids: invited, with the same power as the bot. @returns the room's id. */
export async function createAdminRoom(api: Api, admins: readonly string[]): Promise<string> {
  const reply = await api("POST", "/_matrix/client/v3/createRoom", {
    // "Trusted": those invited get the power of the creator, in every room version.
    preset: "trusted_private_chat",
    visibility: "private",
    name: "Rochdale: admins",
    topic: "Orders to Rochdale and its reports. `!help` lists the commands.",
    invite: admins,
    is_direct: false,
    initial_state: [
      { type: "m.room.encryption", state_key: "", content: { algorithm: "m.megolm.v1.aes-sha2" } },
      { type: "m.room.guest_access", state_key: "", content: { guest_access: "forbidden" } },
    ],
  });
  return ROOM.parse(reply).room_id;
}

/**
 * Joins a room to be used as admin room, given by id or alias, and makes sure that it is fit for it.
 * @throws Error (expected, got, remedy) when it cannot be joined, is not encrypted, or anybody may join it.
 */
export async function joinAdminRoom(api: Api, room: string): Promise<string> {
  const roomId = await joined(api, room);
  const state = await roomState(api, roomId);
  if (!state.encrypted) {
    throw new Error(
      `Expected an encrypted admin room, got \`${room}\`, which is not. Switch its encryption on, or choose another.`,
    );
  }
  if (state.joinRule === "public") {
    throw new Error(
      `Expected an admin room by invitation, got \`${room}\`, which anybody may join. Change who may join it, or choose another.`,
    );
  }
  return roomId;
}

async function joined(api: Api, room: string): Promise<string> {
  try {
    return ROOM.parse(await api("POST", `/_matrix/client/v3/join/${encodeURIComponent(room)}`, {})).room_id;
  } catch (error) {
    if (!(error instanceof HomeserverRefusal)) throw error;
    const why = `${error.status} ${error.errcode}`.trim();
    throw new Error(
      `Expected to join \`${room}\`, got ${why}. Invite the bot's account there first, or let setup make a room.`,
      { cause: error },
    );
  }
}

/** Whether a room that we are in is encrypted, and who may join it (`invite`, `public`, …). */
export async function roomState(api: Api, roomId: string): Promise<{ encrypted: boolean; joinRule: string | null }> {
  const encryption = ENCRYPTION.safeParse(await stateOf(api, roomId, "m.room.encryption"));
  const joinRules = JOIN_RULES.safeParse(await stateOf(api, roomId, "m.room.join_rules"));
  return { encrypted: encryption.success, joinRule: joinRules.success ? joinRules.data.join_rule : null };
}

/** Only "not found" means that it is not there: any other error is one. */
async function stateOf(api: Api, roomId: string, type: string): Promise<unknown> {
  try {
    return await api("GET", `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/state/${type}/`);
  } catch (error) {
    if (error instanceof HomeserverRefusal && error.errcode === "M_NOT_FOUND") return null;
    throw error;
  }
}
