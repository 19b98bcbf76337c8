/** Is a message meant for the bot, and what does it ask once the bot's own name is taken off? Pure. */
import type { RoomEvent } from "../room-event.ts";
import type { RoomState } from "../room-state.ts";

export type Message = Extract<RoomEvent, { readonly kind: "message" }>;

export type Addressing = {
  readonly self: string;
  readonly room: Pick<RoomState, "direct">;
  /** Does the message answer one of the bot's own? */
  readonly repliesToUs: boolean;
  /** Does it stand in a thread in which the bot has answered? */
  readonly inOurThread: boolean;
  /** The room's admins let the bot hear every question mark. */
  readonly hearsQuestionMarks: boolean;
};

/**
 * In a direct room every message; elsewhere a mention, a reply to the bot, a message in a thread it is in (unless that
 * is meant for somebody else), and, where the room wants it, a question mark.
 */
export function isForUs(message: Message, { self, room, ...about }: Addressing): boolean {
  if (room.direct || message.mentions.includes(self)) return true;
  if (message.mentions.length > 0) return false;
  if (about.repliesToUs || about.inOurThread) return true;
  return about.hearsQuestionMarks && /[?？؟]/u.test(message.text);
}

/** "Rochdale: what is the quorum?" asks "what is the quorum?". */
export function withoutOwnName(words: string, self: string, displayName: string | null): string {
  const local = self.slice(1).split(":")[0] ?? "";
  const names = [self, displayName ?? "", `@${displayName ?? ""}`, `@${local}`, local].filter(
    (name) => name.length > 1,
  );
  const name = names
    .toSorted((a, b) => b.length - a.length)
    .map((literal) => literal.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&"))
    .join("|");
  const leading = new RegExp(`^\\s*(?:${name})(?:\\s*[:,;–-]\\s*|\\s+|$)`, "iu");
  const trailing = new RegExp(`[\\s,]+(?:${self.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&")}|@${local})\\s*$`, "iu");
  return words.replace(leading, "").replace(trailing, "").trim();
}
