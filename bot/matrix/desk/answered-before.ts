/**
 * After a restore: what the former instance did about a message between backup and restore, as the room tells it, so that
 * nobody is answered twice. Asks each room once. Knows nothing of backups.
 */
import { z } from "zod";
import type { EventFetcher, OwnReplies, OwnReply } from "../ports.ts";

/**
 * - `answered`: a reply lies in the room
 * - `noticed`: only the quiet first notice does, and the answer is still to come
 */
export type Before =
  | { readonly kind: "answered"; readonly eventId: string }
  | { readonly kind: "noticed"; readonly eventId: string };

export type Concerned = { readonly roomId: string; readonly eventId: string; readonly at: number };

/** Null: nothing, as far as the room tells. `noticeId`: what is known of an earlier notice. */
export type AnsweredBefore = (message: Concerned, noticeId?: string | null) => Promise<Before | null>;

export type AnsweredBeforeParts = {
  /** When the data folder was restored, in milliseconds since 1970; null when it never was. */
  readonly restoredAt: number | null;
  /** Null: a homeserver that cannot be asked; nothing is looked for. */
  readonly homeserver: (OwnReplies & EventFetcher) | null;
  /** Was an event sent out of this very database? */
  readonly wasSentHere: (eventId: string) => boolean;
  readonly signal: AbortSignal;
};

/** Servers stamp events by their own clocks. */
const CLOCKS_MS = 600_000;

export function answeredBefore({ restoredAt, homeserver, wasSentHere, signal }: AnsweredBeforeParts): AnsweredBefore {
  const rooms = new Map<string, { readonly since: number; readonly replies: Promise<readonly OwnReply[]> }>();
  return async ({ roomId, eventId, at }, noticeId = null) => {
    if (restoredAt === null || homeserver === null || at > restoredAt + CLOCKS_MS) return null;
    const replies = await repliesIn(homeserver, roomId, at);
    const said = replies.find(({ answers }) => answers === eventId)?.eventId ?? noticeId;
    if (said === null) return null;
    // The newest first: the last edit says what it has come to.
    const last = replies.find((reply) => reply.replaces === said || reply.eventId === said)?.eventId ?? said;
    if (wasSentHere(last)) return null;
    const isNotice = NOTICE.safeParse(await homeserver.event(roomId, last)).success;
    return { kind: isNotice ? "noticed" : "answered", eventId: said };
  };

  function repliesIn(asked: OwnReplies, roomId: string, since: number): Promise<readonly OwnReply[]> {
    const known = rooms.get(roomId);
    if (known !== undefined && known.since <= since) return known.replies;
    const replies = asked.ownReplies(roomId, since, signal);
    rooms.set(roomId, { since, replies });
    replies.catch(() => rooms.delete(roomId)); // the next one asks again
    return replies;
  }
}

/** What can be read, and is quiet. Where it cannot be read, it counts as the answer: rather none than two. */
const NOTICE = z.looseObject({ content: z.looseObject({ msgtype: z.literal("m.notice") }) });
