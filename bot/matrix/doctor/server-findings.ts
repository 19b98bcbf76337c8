/** From which servers do people come that share a room with the bot, and does our homeserver reach them? */
import { z } from "zod";
import { type Finding, ok, warning } from "../../commands/finding.ts";
import type { MatrixSettings } from "../settings.ts";
import { type Api, HomeserverRefusal, Unreachable } from "../setup/api.ts";
import { joinedMembers } from "./admin-room-findings.ts";

const NAME = "Other servers";
const ROOMS = z.object({ joined_rooms: z.array(z.string()) });
/** Enough to know the servers of a co-op; a check should not take minutes. */
const MOST_ROOMS = 50;
/** Each costs a request from server to server, and up to half a minute when it is down. */
const MOST_SERVERS = 8;

export async function serverFindings(api: Api, settings: MatrixSettings): Promise<Finding[]> {
  const people = await membersByServer(api, serverOf(settings.userId));
  if (people.size === 0) return [ok(NAME, "all members are of the bot's own")];
  const findings: Finding[] = [];
  for (const [server, users] of [...people].slice(0, MOST_SERVERS)) {
    findings.push(await finding(api, settings, server, users));
  }
  const rest = people.size - findings.length;
  return rest <= 0 ? findings : [...findings, ok(NAME, `${rest} more, not asked`)];
}

async function finding(api: Api, settings: MatrixSettings, server: string, users: readonly string[]): Promise<Finding> {
  const who = `${server} (${users.length} ${users.length === 1 ? "member" : "members"})`;
  if (settings.allowServers !== null && !settings.allowServers.includes(server)) {
    return ok(NAME, `${who}: not answered, by MATRIX_ALLOW_SERVERS`);
  }
  if (await isReached(api, users[0] ?? "")) return ok(NAME, `${who}: reached`);
  const remedy = "Until our homeserver reaches it, its members get no answers: look at the federation of both.";
  return warning(NAME, `${who}: not reached`, remedy);
}

/** Users by their server, our own left out. */
async function membersByServer(api: Api, own: string): Promise<Map<string, string[]>> {
  const { joined_rooms: rooms } = ROOMS.parse(await api("GET", "/_matrix/client/v3/joined_rooms"));
  const users = new Set<string>();
  for (const room of rooms.slice(0, MOST_ROOMS)) for (const user of await joinedMembers(api, room)) users.add(user);
  const others = [...users].filter((user) => serverOf(user) !== own);
  return Map.groupBy(others, serverOf);
}

/** Our homeserver asks theirs for a profile: whatever theirs says, it was reached. */
async function isReached(api: Api, userId: string): Promise<boolean> {
  try {
    await api("GET", `/_matrix/client/v3/profile/${encodeURIComponent(userId)}`);
    return true;
  } catch (error) {
    if (error instanceof HomeserverRefusal) return error.status < 500;
    if (error instanceof Unreachable) return false; // ours waits for theirs longer than we for ours
    throw error;
  }
}

function serverOf(userId: string): string {
  return userId.slice(userId.indexOf(":") + 1);
}
