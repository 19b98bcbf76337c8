/**
 * How often the bot replied to each question: as a member's client decrypts it, and as the homeserver tells its
 * relations. Counts events, not words.
 */
import { z } from "zod";
import type { JsSdkMember } from "../peers/js-sdk-member.ts";
import type { Member } from "../peers/member.ts";
import type { SentEvent } from "../peers/read-timeline.ts";

export type Asked = { readonly roomId: string; readonly eventId: string };

export type Replies = {
  readonly question: string;
  /** The words of each final answer: a message that notifies, or an edit that makes one of a notice. */
  readonly answers: readonly string[];
  /** Quiet first notices (an edit of one is none more). */
  readonly notices: number;
  /** Events that reply to it, without edits: as decrypted, and as they lie on the homeserver. */
  readonly events: number;
  readonly eventsOnServer: number;
  /** Edits of these. */
  readonly edits: number;
  readonly editsOnServer: number;
};

const WIRE_EVENT = z.object({
  event_id: z.string(),
  type: z.string(),
  sender: z.string(),
  origin_server_ts: z.number(),
  state_key: z.string().optional(),
  content: z.looseObject({ "m.relates_to": z.looseObject({}).optional().catch(undefined) }),
});
export type WireEvent = z.infer<typeof WIRE_EVENT>;
const PAGE = z.object({
  chunk: z.array(WIRE_EVENT),
  end: z.string().optional(),
  next_batch: z.string().optional(),
});

/** Everything in a room as the homeserver has it, newest first. */
export async function wireEvents(member: Pick<Member, "api">, roomId: string): Promise<WireEvent[]> {
  const found: WireEvent[] = [];
  for (let from: string | undefined = ""; from !== undefined; ) {
    const start: string = from === "" ? "" : `&from=${encodeURIComponent(from)}`;
    const path = `/v3/rooms/${encodeURIComponent(roomId)}/messages?dir=b&limit=500${start}`;
    const { chunk, end } = PAGE.parse(await member.api("GET", path));
    found.push(...chunk);
    from = chunk.length === 0 ? undefined : end;
  }
  return found;
}

/** What somebody sent in clear into a room, state and redactions (which hold no words) left out. */
export async function sentInClear(member: Pick<Member, "api">, roomId: string, sender: string): Promise<WireEvent[]> {
  return (await wireEvents(member, roomId)).filter(
    (event) =>
      event.sender === sender &&
      event.state_key === undefined &&
      !["m.room.encrypted", "m.room.redaction"].includes(event.type),
  );
}

/** The replies to each question, for questions of one room. */
export async function repliesIn(
  member: JsSdkMember,
  {
    roomId,
    questions,
    botId,
  }: { readonly roomId: string; readonly questions: readonly string[]; readonly botId: string },
): Promise<Replies[]> {
  const sent = (await member.sentEvents(roomId)).filter(({ sender }) => sender === botId);
  const wire = (await wireEvents(member, roomId)).filter(({ sender }) => sender === botId);
  return Promise.all(
    questions.map(async (question) => {
      const originals = sent.filter((event) => isReplyTo(event.relation, question));
      const edits = sent.filter((event) => originals.some(({ eventId }) => isEditOf(event.relation, eventId)));
      const onServer = await Promise.all(
        originals.map(({ eventId }) => relations(member, roomId, eventId, "m.replace")),
      );
      return {
        question,
        answers: [...originals, ...edits].flatMap(finalWords),
        notices: originals.filter(({ content }) => content.msgtype === "m.notice").length,
        events: originals.length,
        eventsOnServer: wire.filter(({ content }) => isReplyTo(content["m.relates_to"], question)).length,
        edits: edits.length,
        editsOnServer: onServer.reduce((sum, count) => sum + count, 0),
      };
    }),
  );
}

/** Those that were not replied to by exactly one answer and one notice at most, here as on the homeserver. */
export function wrongAmong(replies: readonly Replies[], words: string): Replies[] {
  return replies.filter(
    ({ answers, notices, events, eventsOnServer, edits, editsOnServer }) =>
      answers.length !== 1 ||
      !answers[0]?.includes(words) ||
      notices > 1 ||
      events !== 1 ||
      eventsOnServer !== 1 ||
      edits !== editsOnServer,
  );
}

type Relation = Readonly<Record<string, unknown>> | null | undefined;

function isReplyTo(relation: Relation, eventId: string): boolean {
  const inReplyTo = relation?.["m.in_reply_to"];
  return (
    typeof inReplyTo === "object" && inReplyTo !== null && "event_id" in inReplyTo && inReplyTo.event_id === eventId
  );
}

function isEditOf(relation: Relation, eventId: string): boolean {
  return relation?.rel_type === "m.replace" && relation.event_id === eventId;
}

const TEXT = z.object({ msgtype: z.literal("m.text"), body: z.string() });

function finalWords({ content }: SentEvent): string[] {
  const words = TEXT.safeParse(content["m.new_content"] ?? content).data;
  return words === undefined ? [] : [words.body];
}

async function relations(member: Pick<Member, "api">, roomId: string, eventId: string, type: string): Promise<number> {
  const path = `/v1/rooms/${encodeURIComponent(roomId)}/relations/${encodeURIComponent(eventId)}/${type}?limit=100`;
  return PAGE.parse(await member.api("GET", path)).chunk.length;
}
