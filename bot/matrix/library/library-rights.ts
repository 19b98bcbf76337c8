/**
 * Who may be in a library room: members of the rooms that may read its collection at this moment, and nobody else. Sets
 * the join rule and puts out who has lost the right. Knows nothing of what lies in the room.
 */
import { isDeepStrictEqual } from "node:util";
import { libraryMessagesIn } from "../messages/library.ts";
import { NotSent } from "../ports.ts";
import type { RoomState } from "../room-state.ts";
import type { LibraryParts } from "./library-parts.ts";
import { currentJoinRule, joinRule, libraryMark, strangersIn } from "./library-room.ts";

export type RightsParts = Pick<
  LibraryParts,
  "homeserver" | "rooms" | "stateOf" | "self" | "language" | "report" | "store"
>;

/** The rooms whose members may join: less than were granted it, where a room is open to more than its members. */
export function roomsReading(collection: string, { rooms, stateOf, self }: RightsParts): readonly RoomState[] {
  return rooms
    .joined()
    .filter((room) => rooms.readable(room).collections.includes(collection))
    .filter(({ roomId }) => libraryMark(stateOf(roomId), self) === null);
}

/** @returns how many were put out of an open library. */
export async function keepRights(collection: string, parts: RightsParts): Promise<number> {
  const { homeserver, rooms, stateOf, store, self } = parts;
  const library = store.room(collection);
  if (library === null || library.roomId === null) return 0;
  const { roomId } = library;
  const reading = library.state === "open" ? roomsReading(collection, parts) : [];
  const rule = joinRule(reading.map((room) => room.roomId));
  if (!isDeepStrictEqual(currentJoinRule(stateOf(roomId)), rule.content)) await homeserver.setState(roomId, rule);
  let gone = 0;
  for (const userId of strangersIn(rooms.room(roomId), reading, self))
    if (await putOut(roomId, userId, parts)) gone += 1;
  return library.state === "open" ? gone : 0;
}

/** One who cannot be put out (an operator of the homeserver has given them power) does not keep the others in. */
async function putOut(roomId: string, userId: string, { homeserver, language, report }: RightsParts): Promise<boolean> {
  try {
    await homeserver.removeMember(roomId, userId, libraryMessagesIn(language()).removedReason);
    return true;
  } catch (error) {
    if (!(error instanceof NotSent)) throw error;
    report(error);
    return false;
  }
}
