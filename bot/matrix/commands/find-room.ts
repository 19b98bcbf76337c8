/**
 * Which room an admin means: by id, alias, link or part of its name. Names are anybody's choice, so one that fits
 * several rooms decides nothing, not even when one of them bears exactly that name.
 */
import type { RoomState } from "../room-state.ts";

export type FoundRoom =
  | { readonly kind: "found"; readonly room: RoomState }
  | { readonly kind: "several"; readonly rooms: readonly RoomState[] }
  | { readonly kind: "none" };

export type FindRoomDeps = {
  readonly rooms: () => readonly RoomState[];
  /** The id that an alias (`#board:example.org`) stands for; null when it is none. */
  readonly roomOfAlias: (alias: string) => Promise<string | null>;
};

/** Only rooms that the bot is in. */
export async function findRoom(typed: string, { rooms, roomOfAlias }: FindRoomDeps): Promise<FoundRoom> {
  const joined = rooms().filter((room) => room.joined);
  const wanted = fromLink(typed);
  if (wanted.startsWith("!")) return only(joined.filter(({ roomId }) => roomId === wanted));
  if (/^#[^\s:]+:\S+$/u.test(wanted)) {
    const roomId = await roomOfAlias(wanted);
    return only(joined.filter((room) => room.roomId === roomId));
  }
  const part = comparable(wanted);
  return only(joined.filter(({ name }) => part !== "" && name !== null && comparable(name).includes(part)));
}

function only(rooms: readonly RoomState[]): FoundRoom {
  const [room, ...others] = rooms;
  if (room === undefined) return { kind: "none" };
  return others.length === 0 ? { kind: "found", room } : { kind: "several", rooms };
}

/** `https://matrix.to/#/!id:server?via=…` is the id in it. */
function fromLink(typed: string): string {
  const bare = typed.replace(/^(["'`])(.+)\1$/u, "$2");
  const [, encoded] = /^https:\/\/matrix\.to\/#\/([^/?]+)/u.exec(bare) ?? [];
  if (encoded === undefined) return bare;
  try {
    return decodeURIComponent(encoded);
  } catch {
    return bare;
  }
}

function comparable(name: string): string {
  return name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/\p{Cf}/gu, "")
    .replace(/\s+/gu, " ")
    .trim();
}
