/** What the child of a client tells of a room's events, read as the messages a person sees. Pure. */
import { z } from "zod";
import type { Message } from "./member.ts";

const CONTENT = z.record(z.string(), z.unknown());

/** One event as a child tells it. */
export const SEEN_EVENT = z.object({
  eventId: z.string(),
  sender: z.string(),
  type: z.string(),
  at: z.number(),
  /** As the client shows it: decrypted, after the last edit. */
  content: CONTENT,
  /** As it was sent first: its relation stands there. */
  relation: CONTENT.nullable(),
  encrypted: z.boolean(),
  undecryptable: z.boolean(),
  redacted: z.boolean(),
  shield: z.object({ colour: z.enum(["none", "grey", "red"]), reason: z.string().nullable() }).nullable(),
});
export type SeenEvent = z.infer<typeof SEEN_EVENT>;

/** An event as it was sent, decrypted: what an edit has made of it does not show, an edit is an event of its own. */
export const SENT_EVENT = z.object({
  eventId: z.string(),
  sender: z.string(),
  at: z.number(),
  content: CONTENT,
  relation: CONTENT.nullable(),
});
export type SentEvent = z.infer<typeof SENT_EVENT>;

/** Edits count with what they edit; state is left out. */
export function messagesOf(events: readonly SeenEvent[]): readonly Message[] {
  const edits = events.filter(({ relation }) => relation?.rel_type === "m.replace");
  return events
    .filter((event) => !edits.includes(event))
    .map(({ relation, ...event }) => ({
      ...event,
      body: textOr(event.content.body),
      html: textOr(event.content.formatted_body),
      edits: edits.filter(
        (edit) => edit.relation?.event_id === event.eventId && edit.sender === event.sender && !edit.redacted,
      ).length,
      threadRoot: relation?.rel_type === "m.thread" ? textOr(relation.event_id) : null,
      replyTo: textOr(CONTENT.safeParse(relation?.["m.in_reply_to"]).data?.event_id),
    }));
}

const textOr = (value: unknown): string | null => (typeof value === "string" ? value : null);

/** A timeline as lines of text, for the sentence of a test that waited in vain. */
export function shownTimeline(timeline: readonly Message[]): string {
  return timeline.map((message) => `${message.sender}: ${shownMessage(message)}`).join("\n");
}

function shownMessage({ type, body, edits, threadRoot, undecryptable, redacted }: Message): string {
  if (undecryptable) return "(cannot be decrypted)";
  const marks = [redacted && "redacted", edits > 0 && `edited ${edits}×`, threadRoot !== null && "in a thread"];
  const shown = marks.filter((mark) => mark !== false).join(", ");
  return `${body ?? type}${shown === "" ? "" : ` (${shown})`}`;
}
