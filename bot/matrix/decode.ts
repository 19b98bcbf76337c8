/**
 * Understands one event of a homeserver, once, at the edge: whatever JSON came in, a `RoomEvent` or `Ignored` comes out,
 * and nothing is thrown. Knows the one event alone. What takes a second event to know is left to whoever has it: that
 * an edit has the sender, type and room of its target and that the target is no edit itself; that a redaction or
 * reaction points at something of ours; that an event is fresh, in clear where the room is encrypted, or answered.
 */
import { z } from "zod";
import { cleanText } from "./clean-text.ts";
import { decodeMessage } from "./decode-message.ts";
import type { Ignored, RawEvent, RoomEvent } from "./room-event.ts";

const content = z.record(z.string(), z.unknown());
const id = z.string().min(1);

const EVENT = z.object({
  type: z.string(),
  event_id: id,
  sender: z.string().startsWith("@"),
  origin_server_ts: z.number().int(),
  content,
  state_key: z.string().optional(),
  redacts: z.unknown().optional(),
  unsigned: z.object({ redacted_because: z.unknown().optional() }).optional().catch(undefined),
});
type Envelope = z.infer<typeof EVENT>;

/** State that Rochdale acts on; the rest of a room's state is its own affair. */
const STATE_TYPES: ReadonlySet<string> = new Set([
  "m.room.create",
  "m.room.member",
  "m.room.power_levels",
  "m.room.join_rules",
  "m.room.history_visibility",
  "m.room.encryption",
  "m.room.tombstone",
  "m.room.name",
]);

/** @param self the bot's own user id: what it sent itself is ignored, apart from state, which it must know. */
export function decodeEvent(raw: RawEvent, self: string): RoomEvent | Ignored {
  if (raw.encryption?.sender === "spoofed") return ignored("spoofed");
  const parsed = EVENT.safeParse(raw.event);
  if (!parsed.success) return ignored("malformed");
  const event = parsed.data;
  if (event.state_key !== undefined) return decodeState(raw, event, event.state_key);
  if (event.sender === self) return ignored("own");
  if (event.unsigned?.redacted_because !== undefined) return ignored("redacted");
  const common = {
    roomId: raw.roomId,
    eventId: event.event_id,
    sender: event.sender,
    at: event.origin_server_ts,
    encryption: raw.encryption,
  };
  switch (event.type) {
    case "m.room.message":
      return decodeMessage(common, event.content, self);
    case "m.room.redaction":
      return decodeRedaction(common, event);
    case "m.reaction":
      return decodeReaction(common, event);
    case "m.room.encrypted":
      return decodeUndecryptable(common, event, raw.undecryptable);
    default:
      return ignored("not-for-us");
  }
}

type Common = Pick<RoomEvent, "roomId" | "eventId" | "sender" | "at" | "encryption">;

/** The homeserver holds state to the room's rules; what comes out of an encrypted event it has never seen. */
function decodeState(raw: RawEvent, event: Envelope, stateKey: string): RoomEvent | Ignored {
  if (raw.encryption !== null || !STATE_TYPES.has(event.type)) return ignored("not-for-us");
  return {
    kind: "state",
    roomId: raw.roomId,
    eventId: event.event_id,
    sender: event.sender,
    at: event.origin_server_ts,
    encryption: null,
    type: event.type,
    stateKey,
    content: event.content,
  };
}

/**
 * Rooms up to version 10 have `redacts` beside the content, later ones in it; homeservers write both, alike. An
 * encrypted one was never allowed by any homeserver.
 */
function decodeRedaction(common: Common, { redacts, content }: Envelope): RoomEvent | Ignored {
  if (common.encryption !== null) return ignored("not-for-us");
  const named = [redacts, content.redacts].filter((target) => target !== undefined);
  const targets = z.array(id).safeParse([...new Set(named)]);
  const [target, another] = targets.success ? targets.data : [];
  if (target === undefined || another !== undefined) return ignored("malformed");
  return { ...common, kind: "redaction", target };
}

const REACTION = z.object({
  "m.relates_to": z.object({ rel_type: z.literal("m.annotation"), event_id: id, key: z.string() }),
});

/** A thumb is a thumb, whatever its skin. */
const SKIN_TONES = /[\u{1f3fb}-\u{1f3ff}]/gu;

function decodeReaction(common: Common, { content }: Envelope): RoomEvent | Ignored {
  if (Object.keys(content).length === 0) return ignored("redacted");
  const parsed = REACTION.safeParse(content);
  if (!parsed.success) return ignored("malformed");
  const { event_id: target, key } = parsed.data["m.relates_to"];
  return { ...common, kind: "reaction", target, key: cleanText(key).replace(SKIN_TONES, "").trim() };
}

function decodeUndecryptable(
  common: Common,
  { content }: Envelope,
  failure: RawEvent["undecryptable"],
): RoomEvent | Ignored {
  if (Object.keys(content).length === 0) return ignored("redacted");
  const sessionId = z.string().nullable().catch(null).parse(content.session_id);
  return {
    ...common,
    kind: "undecryptable",
    sessionId,
    code: failure?.code ?? "unknown",
    withheld: failure?.withheld ?? null,
  };
}

function ignored(reason: Ignored["reason"]): Ignored {
  return { kind: "ignored", reason };
}
