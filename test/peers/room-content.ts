/** The contents of events as clients of today write them. Knows no client. */
import type { RoomOptions, SayOptions } from "./member.ts";

export function textContent(text: string, options: SayOptions = {}): Record<string, unknown> {
  const { html, msgtype = "m.text", mentions } = options;
  const relation = relationOf(options);
  return {
    msgtype,
    body: text,
    ...(html === undefined ? {} : { format: "org.matrix.custom.html", formatted_body: html }),
    ...(mentions === undefined ? {} : { "m.mentions": { user_ids: mentions } }),
    ...(relation === null ? {} : { "m.relates_to": relation }),
  };
}

function relationOf({ thread, replyTo }: SayOptions): Record<string, unknown> | null {
  if (thread !== undefined)
    return {
      rel_type: "m.thread",
      event_id: thread,
      is_falling_back: replyTo === undefined,
      "m.in_reply_to": { event_id: replyTo ?? thread },
    };
  return replyTo === undefined ? null : { "m.in_reply_to": { event_id: replyTo } };
}

export function editContent(eventId: string, text: string): Record<string, unknown> {
  const content = { msgtype: "m.text", body: text };
  return {
    ...content,
    body: `* ${text}`,
    "m.new_content": content,
    "m.relates_to": { rel_type: "m.replace", event_id: eventId },
  };
}

export function reactionContent(eventId: string, key: string): Record<string, unknown> {
  return { "m.relates_to": { rel_type: "m.annotation", event_id: eventId, key } };
}

export function roomRequest({ encrypted, direct = false, name, invite = [], more }: RoomOptions): object {
  const algorithm = { algorithm: "m.megolm.v1.aes-sha2" };
  return {
    preset: direct ? "trusted_private_chat" : "private_chat",
    is_direct: direct,
    invite,
    ...(name === undefined ? {} : { name }),
    initial_state: encrypted ? [{ type: "m.room.encryption", state_key: "", content: algorithm }] : [],
    ...more,
  };
}
