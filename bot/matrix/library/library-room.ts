/**
 * What kind of room a library is: in clear, read-only, to be joined by the members of certain rooms and nobody else. Pure.
 */
import type { NewRoom, StateChange } from "../ports.ts";
import type { StateEvent } from "../read-room-state.ts";
import { joinedMembers, type RoomState } from "../room-state.ts";

/** In the first event of a library room: which collection it holds, and since when it was to be. */
const MARK = "coop.rochdale.library";

/** The first whose members may be let in by another room's membership and that every homeserver in use has: from 8 on. */
const ROOM_VERSION = "10";

/** Nobody but the bot sends, invites or changes anything. */
const POWER_LEVELS = {
  users_default: 0,
  events_default: 100,
  state_default: 100,
  invite: 100,
  kick: 100,
  ban: 100,
  redact: 100,
};

/** Two rooms for the same collection, one after the other, have different marks. */
export function markOf({ collection, at }: { readonly collection: string; readonly at: number }): string {
  return `${at} ${collection}`;
}

export function newLibrary(mark: string, name: string, topic: string): NewRoom {
  return { name, topic, version: ROOM_VERSION, mark: { [MARK]: mark }, powerLevels: POWER_LEVELS };
}

/** The mark of a library room; null for a room that is none, or that the bot did not make. */
export function libraryMark(state: readonly StateEvent[], self: string): string | null {
  const created = state.find(({ type }) => type === "m.room.create");
  const mark = created?.sender === self ? fieldOf(created.content, MARK) : null;
  return typeof mark === "string" ? mark : null;
}

/** Members of these rooms may join; with none, nobody may. */
export function joinRule(roomIds: readonly string[]): StateChange {
  const allow = roomIds.toSorted().map((roomId) => ({ type: "m.room_membership", room_id: roomId }));
  const content = roomIds.length === 0 ? { join_rule: "invite" } : { join_rule: "restricted", allow };
  return { type: "m.room.join_rules", stateKey: "", content };
}

/** The content of the join rule as it is. */
export function currentJoinRule(state: readonly StateEvent[]): unknown {
  return state.find(({ type }) => type === "m.room.join_rules")?.content ?? null;
}

/** Those in the library who are in none of the rooms that let them in. */
export function strangersIn(library: RoomState, rooms: readonly RoomState[], self: string): string[] {
  const members = new Set(rooms.flatMap(joinedMembers));
  return joinedMembers(library).filter((userId) => userId !== self && !members.has(userId));
}

function fieldOf(content: unknown, field: string): unknown {
  return typeof content === "object" && content !== null ? Reflect.get(content, field) : undefined;
}
