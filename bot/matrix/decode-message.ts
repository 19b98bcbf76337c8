/**
 * Understands the content of an `m.room.message`: words, a file, or new words for an older message. Knows nothing of
 * the event around it but its common fields, and nothing of the message that an edit is for.
 */
import { z } from "zod";
import { cleanText } from "./clean-text.ts";
import { beginsWithName, ownWords, pillMentions, type Words } from "./message-text.ts";
import type { Ignored, Place, RemoteFile, RoomEvent } from "./room-event.ts";

type Common = Pick<RoomEvent, "roomId" | "eventId" | "sender" | "at" | "encryption">;

const id = z.string().min(1);

/** What cannot be read of a relation is none: the words still count. */
const RELATION = z
  .object({
    rel_type: z.string().optional().catch(undefined),
    event_id: id.optional().catch(undefined),
    is_falling_back: z.boolean().optional().catch(undefined),
    "m.in_reply_to": z.object({ event_id: id }).optional().catch(undefined),
  })
  .optional()
  .catch(undefined);
type Relation = z.infer<typeof RELATION>;

const CONTENT = z.object({
  msgtype: z.string(),
  body: z.string(),
  formatted_body: z.string().optional().catch(undefined),
  "m.mentions": z
    .object({ user_ids: z.array(z.unknown()).optional().catch(undefined) })
    .optional()
    .catch({}),
});
type Content = z.infer<typeof CONTENT>;

const RELATES_TO = z.object({ "m.relates_to": RELATION });

export function decodeMessage(
  common: Common,
  content: Readonly<Record<string, unknown>>,
  self: string,
): RoomEvent | Ignored {
  if (Object.keys(content).length === 0) return ignored("redacted");
  const relation = RELATES_TO.parse(content)["m.relates_to"];
  if (relation?.rel_type === "m.replace") return decodeEdit(common, relation, content, self);
  const parsed = CONTENT.safeParse(content);
  if (!parsed.success) return ignored("malformed");
  const { msgtype } = parsed.data;
  if (FILE_TYPES.has(msgtype)) return decodeFile(common, relation, parsed.data, content);
  const refused = refusedType(msgtype);
  if (refused !== null) return refused;
  return {
    ...common,
    kind: "message",
    ...placeOf(relation),
    text: ownWords(wordsOf(parsed.data), self),
    mentions: mentionsOf(parsed.data, self),
  };
}

/** `m.notice` "must never be automatically responded to" (spec); locations, polls and the like say nothing to us. */
function refusedType(msgtype: string): Ignored | null {
  if (msgtype === "m.notice") return ignored("notice");
  return msgtype === "m.text" || msgtype === "m.emote" ? null : ignored("not-for-us");
}

/** New words are in `m.new_content`; what stands beside it is for clients that know no edits. */
function decodeEdit(
  common: Common,
  relation: NonNullable<Relation>,
  content: Readonly<Record<string, unknown>>,
  self: string,
): RoomEvent | Ignored {
  const target = relation.event_id;
  const parsed = CONTENT.safeParse(content["m.new_content"]);
  if (!parsed.success || target === undefined || target === common.eventId) return ignored("invalid-edit");
  const refused = refusedType(parsed.data.msgtype);
  if (refused !== null) return refused;
  const outer = CONTENT.pick({ "m.mentions": true }).parse(content);
  const mentions = mentionsOf({ ...parsed.data, "m.mentions": parsed.data["m.mentions"] ?? outer["m.mentions"] }, self);
  return { ...common, kind: "edit", target, text: ownWords(wordsOf(parsed.data), self), mentions };
}

function wordsOf({ body, formatted_body }: Content): Words {
  return { body, formattedBody: formatted_body ?? null };
}

/** `m.mentions` tells who is meant; links to people, and the bot's name in front, count only where it is missing. */
function mentionsOf(content: Content, self: string): string[] {
  const mentions = content["m.mentions"];
  const words = wordsOf(content);
  if (mentions === undefined)
    return [...new Set([...pillMentions(words), ...(beginsWithName(words, self) ? [self] : [])])];
  return [...new Set((mentions.user_ids ?? []).filter((user) => typeof user === "string"))];
}

/** In a thread, `is_falling_back` says that the reply is only for clients without threads. */
function placeOf(relation: Relation): Place {
  const threadRoot = relation?.rel_type === "m.thread" ? (relation.event_id ?? null) : null;
  const fallback = threadRoot !== null && relation?.is_falling_back === true;
  return { threadRoot, replyTo: fallback ? null : (relation?.["m.in_reply_to"]?.event_id ?? null) };
}

const FILE_TYPES: ReadonlySet<string> = new Set(["m.file", "m.image", "m.audio", "m.video"]);

const FILE = z.object({
  url: z.string().optional().catch(undefined),
  file: z.looseObject({ url: z.string() }).optional(),
  filename: z.string().optional().catch(undefined),
  info: z
    .object({
      mimetype: z.string().nullable().default(null).catch(null),
      size: z.number().int().nonnegative().nullable().default(null).catch(null),
    })
    .default({ mimetype: null, size: null })
    .catch({ mimetype: null, size: null }),
});

/** `filename` is the name, and then `body` a caption where it differs; without it `body` is the name. */
function decodeFile(
  common: Common,
  relation: Relation,
  { body }: Content,
  content: Readonly<Record<string, unknown>>,
): RoomEvent | Ignored {
  const parsed = FILE.safeParse(content);
  if (!parsed.success) return ignored("malformed");
  const { url, file, filename, info } = parsed.data;
  const address = file?.url ?? url;
  if (address === undefined || !address.startsWith("mxc://")) return ignored("malformed");
  const name = cleanText(filename ?? body).trim();
  const caption = filename === undefined || filename === body ? "" : cleanText(body).trim();
  const remote: RemoteFile = { url: address, name, mimeType: info.mimetype, size: info.size, file: file ?? null };
  return { ...common, kind: "file", ...placeOf(relation), file: remote, caption };
}

function ignored(reason: Ignored["reason"]): Ignored {
  return { kind: "ignored", reason };
}
