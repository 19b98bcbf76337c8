/**
 * What the bot says without having been asked, each thing once: hello in a room it came into, a word to the admins about
 * an invitation or a replaced room, a word about a message that it cannot read.
 */
import type { ReplyLanguage } from "../../answer-types.ts";
import { inviteReport } from "../commands/invite-report.ts";
import { roomMessagesIn } from "../messages/in-language.ts";
import type { EventSender } from "../ports.ts";
import { type Block, paragraph } from "../rich-text.ts";
import type { Invite, RoomEvent } from "../room-event.ts";
import type { RoomState } from "../room-state.ts";
import { txnIdOf } from "./question-store.ts";
import { say } from "./speech.ts";

export type AnnounceParts = {
  readonly homeserver: EventSender;
  readonly adminRoomId: string;
  readonly languageOf: (roomId: string) => ReplyLanguage;
  /** Titles of what a room may read. */
  readonly readableTitles: (room: RoomState) => readonly string[];
  /** Has this event come again, decrypted? */
  readonly wasRead: (eventId: string) => boolean;
  readonly signal: AbortSignal;
};

export class Announcer {
  readonly #parts: AnnounceParts;

  constructor(parts: AnnounceParts) {
    this.#parts = parts;
  }

  async hello(room: RoomState): Promise<void> {
    const messages = roomMessagesIn(this.#parts.languageOf(room.roomId));
    await this.#say(room.roomId, "hello", [paragraph(messages.hello(this.#parts.readableTitles(room)))]);
  }

  async inviteReported(invite: Invite, remedy: string): Promise<void> {
    const { adminRoomId, languageOf } = this.#parts;
    const blocks = inviteReport(invite, remedy, languageOf(adminRoomId));
    await this.#say(adminRoomId, `invite ${invite.roomId} ${invite.inviter}`, blocks);
  }

  async roomUpgraded(room: RoomState, replacement: string): Promise<void> {
    const { adminRoomId, languageOf } = this.#parts;
    const messages = roomMessagesIn(languageOf(adminRoomId));
    const name = room.name ?? room.roomId;
    await this.#say(adminRoomId, `upgrade ${room.roomId}`, [paragraph(messages.roomUpgraded(name, replacement))]);
  }

  /** Once for each room and session. Its key was waited for before (`connection/kept-events.ts`). */
  async undecryptable(event: Extract<RoomEvent, { kind: "undecryptable" }>): Promise<void> {
    if (this.#parts.wasRead(event.eventId)) return;
    const messages = roomMessagesIn(this.#parts.languageOf(event.roomId));
    const words = event.withheld === "m.unverified" ? messages.undecryptableUnverified : messages.undecryptable;
    await this.#say(event.roomId, `undecryptable ${event.sessionId ?? event.sender}`, [paragraph(words)]);
  }

  async #say(roomId: string, what: string, blocks: readonly Block[]): Promise<void> {
    const txnId = (part: string) => txnIdOf({ eventId: roomId, revision: 0 }, `${what}${part}`);
    const place = { roomId, threadRoot: null, answers: null };
    await say(this.#parts.homeserver, { place, blocks, to: null, replaces: null, txnId }, this.#parts.signal);
  }
}
