/**
 * What is known of a message before anything is done about it: its words without the bot's name, its room and thread,
 * whether it is meant for the bot. Decides nothing else.
 */
import type { ReplyLanguage } from "../../answer-types.ts";
import type { EventFetcher } from "../ports.ts";
import type { RoomEvent } from "../room-event.ts";
import type { RoomState } from "../room-state.ts";
import { isForUs, type Message, withoutOwnName } from "./address.ts";
import { type InboxStore, roomNow } from "./inbox-store.ts";
import type { Question, QuestionStore } from "./question-store.ts";

/** A message with what is known of it, as a question or a command needs it. */
export type Heard = {
  /** Its text without the bot's own name. */
  readonly message: Message;
  readonly room: RoomState;
  /** The thread that a reply goes to; null outside of threads. */
  readonly threadRoot: string | null;
  readonly language: ReplyLanguage;
  /** Is the bot meant for sure? */
  readonly addressed: boolean;
  /** The event that gave the message these words; null for a message as it was first sent. */
  readonly editId: string | null;
};

export type HearingParts = {
  readonly inbox: Pick<InboxStore, "state">;
  readonly questions: Pick<QuestionStore, "byReply" | "get" | "isThreadOfOurs">;
  readonly homeserver: EventFetcher;
  /** The bot's own user id. */
  readonly self: string;
  readonly languageOf: (roomId: string, words: string) => ReplyLanguage;
  readonly hearsQuestionMarks: (roomId: string) => boolean;
};

type Edit = Extract<RoomEvent, { readonly kind: "edit" }>;
type Standing = Pick<Message, "threadRoot" | "replyTo">;

export class Hearing {
  readonly #parts: HearingParts;

  constructor(parts: HearingParts) {
    this.#parts = parts;
  }

  /** A room as the last committed sync left it. */
  room(roomId: string): RoomState {
    return roomNow(this.#parts.inbox, roomId, this.#parts.self);
  }

  /** @throws when the message it replies to cannot be fetched just now. */
  async hear(message: Message): Promise<Heard> {
    const room = this.room(message.roomId);
    const words = this.words(message.roomId, message.text);
    const { threadRoot, replyTo } = await this.#standing(message);
    return {
      message: { ...message, replyTo, text: words },
      room,
      threadRoot: threadRoot ?? (room.direct ? null : message.eventId),
      language: this.#parts.languageOf(message.roomId, words),
      addressed: isForUs(message, this.#addressing({ ...message, threadRoot, replyTo }, room)),
      editId: null,
    };
  }

  /** Without the name of the bot, as it is called in the room. */
  words(roomId: string, text: string): string {
    const { self, inbox } = this.#parts;
    return withoutOwnName(text, self, displayNameOf(inbox, roomId, self));
  }

  #addressing({ roomId, threadRoot, replyTo }: Message, room: RoomState) {
    const { questions, self, hearsQuestionMarks } = this.#parts;
    return {
      self,
      room,
      repliesToUs: replyTo !== null && questions.byReply(replyTo) !== null,
      inOurThread: threadRoot !== null && questions.isThreadOfOurs(roomId, threadRoot),
      hearsQuestionMarks: hearsQuestionMarks(roomId),
    };
  }

  /**
   * The thread a message stands in, and what it replies to. A plain reply to something in a thread belongs to that thread;
   * one to an edit of ours (some clients show edits as lines of their own) is one to what was edited.
   */
  async #standing({ roomId, threadRoot, replyTo }: Standing & Pick<Message, "roomId">): Promise<Standing> {
    if (threadRoot !== null || replyTo === null) return { threadRoot, replyTo };
    const known = this.#ours(roomId, replyTo);
    if (known !== null) return { threadRoot: known.threadRoot, replyTo };
    const event = await this.#parts.homeserver.event(roomId, replyTo);
    const edited = relationIn(event, "m.replace");
    const ours = edited === null ? null : this.#ours(roomId, edited);
    if (ours !== null) return { threadRoot: ours.threadRoot, replyTo: edited };
    return { threadRoot: relationIn(event, "m.thread"), replyTo };
  }

  /** The question that an event is, or is our word on. */
  #ours(roomId: string, eventId: string): Question | null {
    const { questions } = this.#parts;
    const question = questions.byReply(eventId) ?? questions.get(eventId);
    return question?.roomId === roomId ? question : null;
  }

  /** The same for a message whose words an edit has changed. */
  async hearEdit(edit: Edit): Promise<Heard> {
    const { roomId, target, text, eventId: editId } = edit;
    const words = this.words(roomId, text);
    const place = { threadRoot: null, replyTo: target };
    const { threadRoot } = await this.#standing({ roomId, ...place });
    const room = this.room(roomId);
    return {
      message: { ...edit, ...place, kind: "message", eventId: target, text: words },
      room,
      threadRoot: threadRoot ?? (room.direct ? null : target),
      language: this.#parts.languageOf(roomId, words),
      addressed: false,
      editId,
    };
  }
}

function displayNameOf(inbox: HearingParts["inbox"], roomId: string, userId: string): string | null {
  const own = inbox.state(roomId).find(({ type, stateKey }) => type === "m.room.member" && stateKey === userId);
  const content = own?.content;
  if (typeof content !== "object" || content === null || !("displayname" in content)) return null;
  return typeof content.displayname === "string" ? content.displayname : null;
}

/** The event that another relates to in this way. */
function relationIn(event: unknown, kind: "m.thread" | "m.replace"): string | null {
  if (typeof event !== "object" || event === null || !("content" in event)) return null;
  const { content } = event;
  if (typeof content !== "object" || content === null || !("m.relates_to" in content)) return null;
  const relation = content["m.relates_to"];
  if (typeof relation !== "object" || relation === null || !("rel_type" in relation)) return null;
  if (relation.rel_type !== kind || !("event_id" in relation)) return null;
  return typeof relation.event_id === "string" ? relation.event_id : null;
}
