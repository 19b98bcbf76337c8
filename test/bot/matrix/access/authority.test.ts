import { describe, expect, test } from "vitest";
import {
  adminAuthority,
  FRESH_MS,
  isNamedAdmin,
  moderatorAuthority,
  type Order,
  type Refusal,
} from "../../../../bot/matrix/access/authority.ts";
import type { Encryption } from "../../../../bot/matrix/room-event.ts";
import type { RoomState } from "../../../../bot/matrix/room-state.ts";
import { ADMIN_ROOM, ANA, BEN, BOARD_ROOM, BOT, room, withMembers } from "../room-samples.ts";

const NOW = 1_800_000_000_000;
const SIGNED: Encryption = { sender: "signed", deviceId: "ANAPHONE", sessionId: "s1" };
const POLICY = { adminRoomId: ADMIN_ROOM, admins: [BEN], adminPower: 100 };
/** Cyrillic "а": another letter, another person. */
const LOOK_ALIKE = "@аna:lamphouse.coop";

function order(parts: Partial<Order> = {}): Order {
  return { roomId: ADMIN_ROOM, sender: ANA, at: NOW, encryption: SIGNED, kind: "message", replyTo: null, ...parts };
}

function adminRoom(parts: Partial<RoomState> = {}): RoomState {
  return room({ roomId: ADMIN_ROOM, name: "Admins", ...parts });
}

function powers(users: Readonly<Record<string, number>>, usersDefault = 0): RoomState["power"] {
  return { users: new Map(Object.entries(users)), usersDefault };
}

describe("an order is obeyed", () => {
  test.each<[string, Partial<Order>, Partial<RoomState>]>([
    ["from a member of power 100", {}, {}],
    ["from somebody named in the settings, of power 0", { sender: BEN }, {}],
    ["sent a few minutes ago", { at: NOW - FRESH_MS }, {}],
    ["in clear, in an admin room that is not encrypted", { encryption: null }, { encrypted: false }],
  ])("%s", (_when, orderParts, roomParts) => {
    expect(adminAuthority(order(orderParts), adminRoom(roomParts), POLICY, NOW)).toEqual({ kind: "granted" });
  });

  test("from power 50 where the co-op has chosen so", () => {
    const half = adminRoom({ power: powers({ [ANA]: 50 }) });
    expect(adminAuthority(order(), half, { ...POLICY, adminPower: 50 }, NOW).kind).toBe("granted");
  });
});

describe("an order is refused", () => {
  test.each<[string, Refusal, Partial<Order>, Partial<RoomState>]>([
    [
      "from a member with the admin's display name and picture",
      "not-an-admin",
      { sender: "@mallory:lamphouse.coop" },
      { members: withMembers({ "@mallory:lamphouse.coop": "join" }) },
    ],
    [
      "from an id with a letter that looks alike",
      "not-an-admin",
      { sender: LOOK_ALIKE },
      { members: withMembers({ [LOOK_ALIKE]: "join" }) },
    ],
    [
      "from the admin's name on another server",
      "not-an-admin",
      { sender: "@ben:lamphouse.coop.example" },
      { members: withMembers({ "@ben:lamphouse.coop.example": "join" }) },
    ],
    [
      "from the id of a named admin in other capitals",
      "not-an-admin",
      { sender: "@Ben:lamphouse.coop" },
      { members: withMembers({ "@Ben:lamphouse.coop": "join" }) },
    ],
    ["from power 50", "not-an-admin", {}, { power: powers({ [ANA]: 50 }) }],
    ["from power 99", "not-an-admin", {}, { power: powers({ [ANA]: 99 }) }],
    ["from an admin demoted since it was sent", "not-an-admin", { at: NOW - 1_000 }, { power: powers({ [ANA]: 0 }) }],
    [
      "from a named admin who has left the admin room",
      "not-a-member",
      { sender: BEN },
      { members: withMembers({ [BEN]: "leave" }) },
    ],
    ["from a banned admin", "not-a-member", {}, { members: withMembers({ [ANA]: "ban" }) }],
    ["in another room", "other-room", { roomId: BOARD_ROOM }, {}],
    ["judged by another room's state", "other-room", {}, { roomId: BOARD_ROOM }],
    ["in an edit", "edited", { kind: "edit" }, {}],
    ["in a reply, which may quote somebody else", "quoted", { replyTo: "$other" }, {}],
    ["when it is old", "too-old", { at: NOW - FRESH_MS - 1 }, {}],
    ["when its time is none", "too-old", { at: Number.NaN }, {}],
    ["when its server says it was sent tomorrow", "from-the-future", { at: NOW + FRESH_MS + 1 }, {}],
    ["in clear where the room is encrypted", "not-encrypted", { encryption: null }, {}],
    [
      "from a device its owner has not signed",
      "unsigned-device",
      { encryption: { ...SIGNED, sender: "unsigned" } },
      {},
    ],
    [
      "from a device nobody knows",
      "unknown-device",
      { encryption: { ...SIGNED, sender: "unknown-device" } },
      { encrypted: false },
    ],
    ["from a session of somebody else", "spoofed", { encryption: { ...SIGNED, sender: "spoofed" } }, {}],
  ])("%s", (_when, reason, orderParts, roomParts) => {
    expect(adminAuthority(order(orderParts), adminRoom(roomParts), POLICY, NOW)).toEqual({ kind: "refused", reason });
  });

  test("everywhere when there is no admin room", () => {
    expect(adminAuthority(order(), adminRoom(), { ...POLICY, adminRoomId: null }, NOW)).toEqual({
      kind: "refused",
      reason: "no-admin-room",
    });
  });

  test("to somebody without the power before anything is said about their device", () => {
    const stranger = order({ sender: "@mallory:lamphouse.coop", encryption: { ...SIGNED, sender: "unsigned" } });
    const open = adminRoom({ members: withMembers({ "@mallory:lamphouse.coop": "join" }) });
    expect(adminAuthority(stranger, open, POLICY, NOW)).toEqual({ kind: "refused", reason: "not-an-admin" });
  });
});

describe("a room's moderator", () => {
  test.each<[number, string]>([
    [0, "refused"],
    [49, "refused"],
    [50, "granted"],
    [100, "granted"],
  ])("of power %i is %s", (power, kind) => {
    const here = room({ power: powers({ [BEN]: power }) });
    expect(moderatorAuthority(order({ roomId: BOARD_ROOM, sender: BEN }), here, NOW).kind).toBe(kind);
  });

  test("is held to the same rules about devices and edits", () => {
    const unsigned = order({ roomId: BOARD_ROOM, encryption: { ...SIGNED, sender: "unsigned" } });
    expect(moderatorAuthority(unsigned, room(), NOW)).toEqual({ kind: "refused", reason: "unsigned-device" });
    expect(moderatorAuthority(order({ roomId: BOARD_ROOM, kind: "edit" }), room(), NOW)).toEqual({
      kind: "refused",
      reason: "edited",
    });
    expect(moderatorAuthority(order(), room(), NOW)).toEqual({ kind: "refused", reason: "other-room" });
  });
});

describe("a named admin", () => {
  test("is in the settings, or of enough power in the admin room and in it", () => {
    expect(isNamedAdmin(BEN, null, POLICY)).toBe(true);
    expect(isNamedAdmin(ANA, adminRoom(), POLICY)).toBe(true);
    expect(isNamedAdmin(ANA, adminRoom({ members: withMembers({ [ANA]: "leave" }) }), POLICY)).toBe(false);
    expect(isNamedAdmin(ANA, room(), POLICY)).toBe(false);
    expect(isNamedAdmin(BOT, adminRoom(), POLICY)).toBe(false);
    expect(isNamedAdmin(LOOK_ALIKE, adminRoom(), POLICY)).toBe(false);
  });
});
