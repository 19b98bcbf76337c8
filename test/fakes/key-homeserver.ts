/**
 * A small homeserver that keeps device keys and has one encrypted room, for tests in which the encryption machine is
 * real and the homeserver's faults are scripted. Delivers nothing to anybody.
 */
import { BOT, ROOM } from "./connection-parts.ts";
import { type Asked, matrixError, type Reply, type Script, smallHomeserver } from "./small-homeserver.ts";

export const DEVICE = "BOTDEVICE";
export const ALICE = "@alice:small.example";

type Room = {
  /** The state event's content; null: the room is not encrypted. */
  encryption: object | null;
  members: string[];
};

/** @param first is asked before; what it leaves undefined is answered as a homeserver would. */
export async function keyHomeserver(first: Script = () => undefined) {
  const devices = new Map<string, unknown>();
  const room: Room = { encryption: { algorithm: "m.megolm.v1.aes-sha2" }, members: [BOT, ALICE] };
  const sync: { answers: object[] } = { answers: [] };
  const homeserver = await smallHomeserver(async (asked) => {
    return (await first(asked)) ?? keys(asked, devices) ?? rooms(asked, room) ?? (await news(asked, sync.answers));
  });
  return { ...homeserver, [Symbol.asyncDispose]: homeserver[Symbol.asyncDispose], room, sync };
}

function keys({ path, body }: Asked, devices: Map<string, unknown>): Reply | undefined {
  const end = path.replace(/^\/_matrix\/client\/v3\//, "");
  if (end === "account/whoami") return { json: { user_id: BOT, device_id: DEVICE } };
  if (end === "keys/claim") return { json: { one_time_keys: {}, failures: {} } };
  if (end.startsWith("sendToDevice/")) return { json: {} };
  if (end === "keys/query") return { json: { device_keys: devicesOf(body, devices), failures: {} } };
  if (end !== "keys/upload") return undefined;
  if (typeof body === "object" && body !== null && "device_keys" in body && body.device_keys)
    devices.set(DEVICE, body.device_keys);
  return { json: { one_time_key_counts: { signed_curve25519: 50 } } };
}

/** Everybody who is asked for has an answer, if only an empty one. */
function devicesOf(body: unknown, own: Map<string, unknown>): object {
  const asked = Object.keys((body as { device_keys: object }).device_keys);
  return Object.fromEntries(asked.map((user) => [user, user === BOT ? Object.fromEntries(own) : {}]));
}

function rooms({ method, path }: Asked, { encryption, members }: Room): Reply | undefined {
  const end = path.replace(`/_matrix/client/v3/rooms/${ROOM}/`, "");
  if (end === "state/m.room.encryption/") return encryption === null ? NOT_THERE : { json: encryption };
  if (end === "state/m.room.history_visibility/") return { json: { history_visibility: "shared" } };
  if (end === "joined_members") return { json: { joined: Object.fromEntries(members.map((user) => [user, {}])) } };
  if (end === "members") return { json: { chunk: members.map(memberEvent) } };
  if (method === "PUT" && end.startsWith("send/")) return { json: { event_id: `$${end.split("/").at(-1)}` } };
  return undefined;
}

const NOT_THERE = matrixError(404, "M_NOT_FOUND");

export const memberEvent = (user: string) => ({
  type: "m.room.member",
  state_key: user,
  sender: user,
  event_id: `$member-${user}`,
  content: { membership: "join" },
});

async function news({ path }: Asked, answers: object[]): Promise<Reply | undefined> {
  if (path !== "/_matrix/client/v3/sync") return undefined;
  const next = answers.shift();
  if (next === undefined) await new Promise((resolve) => setTimeout(resolve, 50));
  return { json: next ?? { next_batch: "later" } };
}
