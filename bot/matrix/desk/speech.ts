/**
 * Says something in a room: blocks become one or more events with fixed transaction ids, in the thread of what they
 * answer; an answer to a notice becomes an edit of it. Knows nothing of questions or rights.
 */
import { type Content, editOf, noticeMessage, textMessage } from "../message-content.ts";
import type { EventSender } from "../ports.ts";
import type { Block, Written } from "../rich-text.ts";
import { writeMessages } from "../split-message.ts";

/** Where a reply goes: into a thread, or (in a direct room) below the message it answers. */
export type ReplyPlace = {
  readonly roomId: string;
  readonly threadRoot: string | null;
  /** The event that is answered; null for words that answer nothing. */
  readonly answers: string | null;
};

export type Said = {
  readonly place: ReplyPlace;
  readonly blocks: readonly Block[];
  /** The one person who is to be notified; null for a quiet notice. */
  readonly to: string | null;
  /** The event that these words take the place of; null for a new one. */
  readonly replaces: string | null;
  /** Better left out than sent late, when the homeserver holds the account back. Default false. */
  readonly optional?: boolean;
  /** Gives the transaction id of each event that this takes ("" for the first, "2", "3", …). */
  readonly txnId: (part: string) => string;
};

/** Resolves to the event id that holds the (first) message. @throws NotSent; the signal's reason. */
export async function say(sender: EventSender, said: Said, signal: AbortSignal): Promise<string> {
  let first: string | null = null;
  for (const [index, written] of writeMessages(said.blocks).entries()) {
    const replaces = index === 0 ? said.replaces : null;
    const content = contentOf(said, written, { replaces, notifies: index === 0 });
    const txnId = said.txnId(index === 0 ? "" : String(index + 1));
    const { place, optional = false } = said;
    const event = { roomId: place.roomId, type: "m.room.message", content, txnId, optional };
    const eventId = await sender.send(event, signal);
    first ??= replaces ?? eventId;
  }
  if (first === null) throw new Error("Expected something to say, got no blocks.");
  return first;
}

/** Only the first of several messages notifies, and only the one who is meant. */
function contentOf(
  { to, place }: Said,
  written: Written,
  { replaces, notifies }: { readonly replaces: string | null; readonly notifies: boolean },
): Content {
  const mentions = to === null || !notifies ? [] : [to];
  if (replaces !== null) return editOf(replaces, written, { mentions, type: to === null ? "m.notice" : "m.text" });
  const write = to === null ? noticeMessage : textMessage;
  const { threadRoot, answers } = place;
  if (threadRoot !== null)
    return write(written, { mentions, thread: { root: threadRoot, latest: answers ?? threadRoot } });
  const content = write(written, { mentions });
  return answers === null ? content : { ...content, "m.relates_to": { "m.in_reply_to": { event_id: answers } } };
}
