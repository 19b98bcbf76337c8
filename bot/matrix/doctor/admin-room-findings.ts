/** Is the bot in its admin room, is that encrypted and private, and is an admin there? */
import { z } from "zod";
import { type Finding, ok, problem, warning } from "../../commands/finding.ts";
import type { MatrixSettings } from "../settings.ts";
import { roomState } from "../setup/admin-room.ts";
import { type Api, HomeserverRefusal } from "../setup/api.ts";

const NAME = "Admin room";
const MEMBERS = z.object({ joined: z.record(z.string(), z.unknown()) });

export async function adminRoomFindings(api: Api, settings: MatrixSettings): Promise<Finding[]> {
  const { adminRoom, admins } = settings;
  const members = await joinedMembers(api, adminRoom);
  if (!members.includes(settings.userId)) {
    const remedy = "Invite the bot's account there and run `rochdale setup`, or choose another with `--admin-room`.";
    return [problem(NAME, `expected the bot in \`${adminRoom}\`, got no membership`, remedy)];
  }
  const { encrypted, joinRule } = await roomState(api, adminRoom);
  if (!encrypted) {
    const remedy = "Switch its encryption on: in clear, no order is taken from a verified device.";
    return [problem(NAME, `expected \`${adminRoom}\` to be encrypted, got a room in clear`, remedy)];
  }
  if (joinRule === "public") {
    const remedy = "Let people in by invitation only, or choose another with `rochdale setup --admin-room`.";
    return [problem(NAME, `expected \`${adminRoom}\` to be private, got one that anybody may join`, remedy)];
  }
  const present = admins.filter((admin) => members.includes(admin));
  if (present.length > 0) return [ok(NAME, `joined, encrypted; admins there: ${present.join(", ")}`)];
  return [warning(NAME, "joined, encrypted; no admin is there yet", "Accept the invitation, or invite an admin.")];
}

/** The members of a room that the bot is in; nobody when it is not. */
export async function joinedMembers(api: Api, roomId: string): Promise<string[]> {
  try {
    const reply = await api("GET", `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/joined_members`);
    return Object.keys(MEMBERS.parse(reply).joined);
  } catch (error) {
    if (error instanceof HomeserverRefusal && (error.status === 403 || error.status === 404)) return [];
    throw error;
  }
}
