/**
 * May this message give orders? By user id and power level, never by display name; in an encrypted room only from a
 * device that its owner has signed; only as an original, fresh message in the right room. Pure: it judges by the
 * room's state as it is when the command is carried out, not as it was when the message was sent.
 */
import type { Encryption } from "../room-event.ts";
import { powerOf, type RoomState } from "../room-state.ts";

export type AdminPolicy = {
  readonly adminRoomId: string | null;
  /** User ids that are admins whatever their power level. */
  readonly admins: readonly string[];
  /** Power level in the admin room from which a member is an admin; 100 by default. */
  readonly adminPower: number;
};

/** What of a message bears on its authority. */
export type Order = {
  readonly roomId: string;
  readonly sender: string;
  /** The server's time of origin, in milliseconds. */
  readonly at: number;
  readonly encryption: Encryption | null;
  /** `edit` for new words of an older message. */
  readonly kind: "message" | "edit";
  /** The message it answers; null where there is none. */
  readonly replyTo: string | null;
};

export const REFUSALS = [
  "no-admin-room",
  "other-room",
  "edited",
  "quoted",
  "too-old",
  "from-the-future",
  "not-a-member",
  "not-an-admin",
  "not-a-moderator",
  "not-encrypted",
  "unsigned-device",
  "unknown-device",
  "spoofed",
] as const;
export type Refusal = (typeof REFUSALS)[number];

export type Authority = { readonly kind: "granted" } | { readonly kind: "refused"; readonly reason: Refusal };

/** A command may wait in the queue or on a slow federation this long, in milliseconds; later it is a replay. */
export const FRESH_MS = 5 * 60_000;

/** The power from which clients call somebody a moderator. */
const MODERATOR_POWER = 50;

/** May the sender command the bot as an admin? @param room the state of the order's room. */
export function adminAuthority(order: Order, room: RoomState, policy: AdminPolicy, now: number): Authority {
  if (policy.adminRoomId === null) return refused("no-admin-room");
  if (order.roomId !== policy.adminRoomId || room.roomId !== policy.adminRoomId) return refused("other-room");
  const { sender } = order;
  return genuine(order, room, now, () =>
    policy.admins.includes(sender) || powerOf(room, sender) >= policy.adminPower ? null : "not-an-admin",
  );
}

/** May the sender change how the bot behaves in this one room? */
export function moderatorAuthority(order: Order, room: RoomState, now: number): Authority {
  if (order.roomId !== room.roomId) return refused("other-room");
  return genuine(order, room, now, () => (isModerator(order.sender, room) ? null : "not-a-moderator"));
}

/** By power alone: not enough to obey an order. */
export function isModerator(userId: string, room: RoomState): boolean {
  return powerOf(room, userId) >= MODERATOR_POWER;
}

/** Somebody whom the settings or the admin room name as an admin, by id alone: not enough to obey an order. */
export function isNamedAdmin(userId: string, adminRoom: RoomState | null, policy: AdminPolicy): boolean {
  if (policy.admins.includes(userId)) return true;
  if (adminRoom === null || adminRoom.roomId !== policy.adminRoomId) return false;
  return adminRoom.members.get(userId) === "join" && powerOf(adminRoom, userId) >= policy.adminPower;
}

/** Who is asked first, how they sent it after: a stranger learns nothing about devices. */
function genuine(order: Order, room: RoomState, now: number, lacksPower: () => Refusal | null): Authority {
  const reason =
    (room.members.get(order.sender) === "join" ? null : "not-a-member") ??
    lacksPower() ??
    formProblem(order, now) ??
    deviceProblem(order.encryption, room.encrypted);
  return reason === null ? { kind: "granted" } : refused(reason);
}

function formProblem({ kind, replyTo, at }: Order, now: number): Refusal | null {
  if (kind === "edit") return "edited";
  if (replyTo !== null) return "quoted";
  if (!(now - at <= FRESH_MS)) return "too-old";
  return at - now > FRESH_MS ? "from-the-future" : null;
}

function deviceProblem(encryption: Encryption | null, roomEncrypted: boolean): Refusal | null {
  if (encryption === null) return roomEncrypted ? "not-encrypted" : null;
  switch (encryption.sender) {
    case "signed":
      return null;
    case "unsigned":
      return "unsigned-device";
    case "unknown-device":
      return "unknown-device";
    case "spoofed":
      return "spoofed";
    default:
      return encryption.sender satisfies never;
  }
}

function refused(reason: Refusal): Authority {
  return { kind: "refused", reason };
}
