/**
 * What to do about an invitation: come, tell the admins, or leave it. Pure: what was done before is handed in. Coming
 * and telling are somebody else's work.
 */
import type { Invite } from "../room-event.ts";
import { isPlainUserId, serverOf } from "./user-id.ts";

/** An invitation that was decided before. `outcome` is what was done about it. */
export type PastInvite = {
  readonly roomId: string;
  readonly inviter: string;
  /** Milliseconds. */
  readonly at: number;
  readonly outcome: "joined" | "reported";
};

export type InviteKnowledge = {
  /** User ids and server names that admins allowed. */
  readonly allowed: readonly string[];
  readonly isAdmin: (userId: string) => boolean;
  /** Is the bot in this room already? */
  readonly inRoom: (roomId: string) => boolean;
  readonly past: readonly PastInvite[];
};

export type InviteDecision =
  | { readonly kind: "join" }
  /** To be told in the admin room, once; `remedy` is the command that lets the inviter in. */
  | { readonly kind: "report"; readonly remedy: string }
  | { readonly kind: "ignore"; readonly reason: "already-in-room" | "already-reported" | "too-many" | "malformed" };

const HOUR_MS = 3_600_000;
/** A new co-op brings the bot into its rooms in one go; nobody needs more in an hour. */
const JOINS_PER_INVITER_AND_HOUR = 30;
/** A flood of strangers must not fill the admin room; what is left out can be sent again. */
const REPORTS_PER_HOUR = 10;
/** One stranger with many rooms is told three times. */
const REPORTS_PER_INVITER_AND_HOUR = 3;

export function decideInvite(invite: Invite, known: InviteKnowledge, now: number): InviteDecision {
  const { roomId, inviter } = invite;
  if (serverOf(inviter) === null) return ignored("malformed");
  if (known.inRoom(roomId)) return ignored("already-in-room");
  const recent = known.past.filter(({ at }) => now - at < HOUR_MS);
  const byInviter = (outcome: PastInvite["outcome"]) =>
    recent.filter((past) => past.outcome === outcome && past.inviter === inviter).length;
  if (known.isAdmin(inviter)) return { kind: "join" };
  if (isAllowed(inviter, known.allowed))
    return byInviter("joined") < JOINS_PER_INVITER_AND_HOUR ? { kind: "join" } : ignored("too-many");
  const told = (past: PastInvite) => past.outcome === "reported" && past.roomId === roomId && past.inviter === inviter;
  if (known.past.some(told)) return ignored("already-reported");
  const reports = recent.filter(({ outcome }) => outcome === "reported").length;
  if (reports >= REPORTS_PER_HOUR || byInviter("reported") >= REPORTS_PER_INVITER_AND_HOUR) return ignored("too-many");
  return isPlainUserId(inviter) ? { kind: "report", remedy: `!allow ${inviter}` } : ignored("malformed");
}

/** Whole ids and whole server names, letter for letter: what only looks alike is somebody else. */
export function isAllowed(userId: string, allowed: readonly string[]): boolean {
  const server = serverOf(userId);
  return server !== null && allowed.some((entry) => (entry.startsWith("@") ? entry === userId : entry === server));
}

function ignored(reason: Extract<InviteDecision, { kind: "ignore" }>["reason"]): InviteDecision {
  return { kind: "ignore", reason };
}
