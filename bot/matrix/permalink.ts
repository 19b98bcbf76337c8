/** The only links that Rochdale writes: matrix.to permalinks to people, rooms and events. Pure. */

/** Identifiers have at most 255 bytes (spec), and none that is in use has spaces or invisible characters. */
const USER = /^@[^\s\p{C}:]+:(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/iu;
const ROOM = /^[!#][^\s\p{C}]+$/u;
const EVENT = /^\$[^\s\p{C}]+$/u;
const SERVER = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/iu;
const ID_BYTES = 255;

/** Null for what is no user id. */
export function userPermalink(userId: string): string | null {
  return isId(USER, userId) ? BASE + encoded(userId) : null;
}

/**
 * To an event, or to the room itself where `eventId` is null; null for what are no ids. `via`: a server through which
 * somebody who is not in the room can join it.
 */
export function eventPermalink(roomId: string, eventId: string | null, via?: string): string | null {
  if (!isId(ROOM, roomId)) return null;
  const through = via !== undefined && SERVER.test(via) ? `?via=${encodeURIComponent(via)}` : "";
  if (eventId === null) return BASE + encoded(roomId) + through;
  return isId(EVENT, eventId) ? `${BASE}${encoded(roomId)}/${encoded(eventId)}${through}` : null;
}

const BASE = "https://matrix.to/#/";

function isId(shape: RegExp, id: string): boolean {
  return Buffer.byteLength(id) <= ID_BYTES && shape.test(id);
}

/** As clients write them: some know a person only by an "@" as it stands. */
function encoded(id: string): string {
  return encodeURIComponent(id).replace(/^%40/u, "@").replaceAll("%3A", ":").replaceAll("'", "%27");
}
