/** A room of the Lamphouse co-op, with two members and the bot, to be changed as a test needs it. */
import type { Membership, RoomState } from "../../../bot/matrix/room-state.ts";

export const BOT = "@rochdale:lamphouse.coop";
export const ANA = "@ana:lamphouse.coop";
export const BEN = "@ben:lamphouse.coop";
export const ADMIN_ROOM = "!admin:lamphouse.coop";
export const BOARD_ROOM = "!board:lamphouse.coop";

export function room(parts: Partial<RoomState> = {}): RoomState {
  return {
    roomId: BOARD_ROOM,
    name: "Board",
    encrypted: true,
    joinRule: "invite",
    historyVisibility: "shared",
    joined: true,
    members: members({ [BOT]: "join", [ANA]: "join", [BEN]: "join" }),
    power: { users: new Map([[ANA, 100]]), usersDefault: 0 },
    direct: false,
    replacedBy: null,
    ...parts,
  };
}

export function members(list: Readonly<Record<string, Membership>>): ReadonlyMap<string, Membership> {
  return new Map(Object.entries(list));
}

/** The usual members and some more. */
export function withMembers(list: Readonly<Record<string, Membership>>): ReadonlyMap<string, Membership> {
  return members({ [BOT]: "join", [ANA]: "join", [BEN]: "join", ...list });
}
