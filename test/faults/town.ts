/**
 * Members who ask a bot that is killed: ten rooms, half of them encrypted, one member in each; who stops, rewords or takes
 * back a question now and then; and what became of every question in the end. Knows nothing of kills.
 */
import type { Random } from "../../eval/statistics.ts";
import { CryptoPeer } from "../fakes/crypto-peer.ts";
import type { EncryptedHomeserver } from "../fakes/encrypted-homeserver.ts";
import { type RoomEntry, wireOf } from "../fakes/rooms-of-homeserver.ts";

export const ADMIN = "@admin:coop.example";
export const ADMINS = "!admins:coop.example";
export const SELF = "@rochdale:coop.example";

type Json = Readonly<Record<string, unknown>>;

/** What its asker did about it. */
export type Act = "nothing" | "stopped" | "reworded" | "taken-back" | "too-old";

export type Asked = {
  readonly eventId: string;
  readonly room: Room;
  act: Act;
};

export type Room = { readonly roomId: string; readonly member: string; readonly peer: CryptoPeer | null };

const ENCRYPTED = 5;
const IN_CLEAR = 5;

export class Town implements AsyncDisposable {
  readonly homeserver: EncryptedHomeserver;
  readonly rooms: readonly Room[];
  readonly asked: Asked[] = [];
  #count = 0;

  private constructor(homeserver: EncryptedHomeserver, rooms: readonly Room[]) {
    this.homeserver = homeserver;
    this.rooms = rooms;
  }

  /** @param folder for the members' keys. */
  static async open(homeserver: EncryptedHomeserver, folder: string): Promise<Town> {
    homeserver.rooms.open(ADMINS, [ADMIN, SELF]);
    const rooms: Room[] = [];
    for (let number = 0; number < ENCRYPTED + IN_CLEAR; number += 1) {
      const member = `@member${number}:coop.example`;
      const roomId = `!room${number}:coop.example`;
      const encrypted = number < ENCRYPTED;
      const peer = encrypted
        ? await CryptoPeer.open({ user: member, device: `DEVICE${number}`, server: homeserver.keys, folder })
        : null;
      await peer?.send();
      homeserver.rooms.open(roomId, [member, SELF], { encrypted });
      rooms.push({ roomId, member, peer });
    }
    return new Town(homeserver, rooms);
  }

  /** Somebody asks, somewhere. */
  ask(random: Random): Promise<Asked> {
    return this.askIn(Math.floor(random() * this.rooms.length));
  }

  /** @param number of the room; the first five are encrypted. */
  async askIn(number: number): Promise<Asked> {
    const room = this.rooms[number % this.rooms.length];
    if (room === undefined) throw new Error("Expected a room, got none.");
    this.#count += 1;
    const body = `How many members make a quorum? (${this.#count})`;
    const eventId = await this.#say(room, { msgtype: "m.text", body, "m.mentions": { user_ids: [SELF] } });
    const asked: Asked = { eventId, room, act: "nothing" };
    this.asked.push(asked);
    return asked;
  }

  stop(asked: Asked): void {
    asked.act = "stopped";
    const relation = { rel_type: "m.annotation", event_id: asked.eventId, key: "🛑" };
    const { roomId, member } = asked.room;
    this.homeserver.rooms.push({ roomId, sender: member, type: "m.reaction", content: { "m.relates_to": relation } });
  }

  async reword(asked: Asked): Promise<void> {
    asked.act = "reworded";
    const words = { msgtype: "m.text", body: `What is the quorum of the general meeting? (${this.asked.length})` };
    const relation = { rel_type: "m.replace", event_id: asked.eventId };
    await this.#say(asked.room, { ...words, "m.new_content": words, "m.relates_to": relation });
  }

  takeBack(asked: Asked): void {
    asked.act = "taken-back";
    const { roomId, member } = asked.room;
    const content = { redacts: asked.eventId };
    this.homeserver.rooms.push({ roomId, sender: member, type: "m.room.redaction", content, redacts: asked.eventId });
  }

  /** A question that has a reply and that nothing was done about; the first such. */
  answered(): Asked | null {
    return this.asked.find((asked) => asked.act === "nothing" && this.#standing(asked).replies.length > 0) ?? null;
  }

  /** As far as can be seen without a key: has every question a reply, and no reply one that was taken back? */
  get isQuiet(): boolean {
    return this.asked.every((asked) => isSilent(asked) === (this.#standing(asked).replies.length === 0));
  }

  /** Says something that is no question to the bot. */
  async chat(number: number, words: string): Promise<void> {
    const room = this.rooms[number % this.rooms.length];
    if (room !== undefined) await this.#say(room, { msgtype: "m.text", body: words, "m.mentions": {} });
  }

  /** Rooms where a question was answered before one that was asked earlier. */
  outOfOrder(): string[] {
    return this.rooms.flatMap(({ roomId }) => {
      const asked = this.asked.filter((one) => one.room.roomId === roomId && !isSilent(one));
      // The last word is the answer: a notice may come before another question's answer.
      const answeredAt = asked.map((one) => {
        const { replies, edits } = this.#standing(one);
        return Math.max(0, ...[...replies, ...edits].map(({ position }) => position));
      });
      const isSorted = answeredAt.every((at, index) => index === 0 || at > (answeredAt[index - 1] ?? 0));
      return isSorted ? [] : [`out of order in ${roomId}: ${answeredAt.join(", ")}`];
    });
  }

  /** One sentence for each question that did not get what it should; and for each word in clear in an encrypted room. */
  async wrong(): Promise<string[]> {
    const wrong: string[] = [];
    for (const { peer } of this.rooms) await peer?.sync();
    for (const asked of this.asked) {
      const problem = await this.#said(asked).then(
        (said) => problemOf(asked.act, said),
        (error) => `a member cannot read it: ${error}`,
      );
      if (problem !== null) wrong.push(`question ${asked.eventId} in ${asked.room.roomId} (${asked.act}): ${problem}`);
    }
    for (const { roomId, peer } of this.rooms) {
      const clear = this.#own(roomId).filter(({ type, redacted }) => !redacted && !SEALED.has(type));
      if (peer !== null && clear.length > 0) wrong.push(`${clear.length} events in clear in ${roomId}`);
    }
    return wrong;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { peer } of this.rooms) await peer?.kill();
  }

  async #say({ roomId, member, peer }: Room, content: Json): Promise<string> {
    const from = { roomId, sender: member };
    if (peer === null) return this.homeserver.rooms.push({ ...from, type: "m.room.message", content });
    const sealed = await peer.seal(roomId, [member, SELF], content);
    return this.homeserver.rooms.push({ ...from, type: "m.room.encrypted", content: sealed });
  }

  #own(roomId: string): readonly RoomEntry[] {
    return this.homeserver.rooms.inRoom(roomId).filter(({ sender, stateKey }) => sender === SELF && stateKey === null);
  }

  /** The bot's events that speak to a question and still stand. */
  #standing({ eventId, room }: Asked): {
    readonly replies: readonly RoomEntry[];
    readonly edits: readonly RoomEntry[];
  } {
    const own = this.#own(room.roomId).filter(({ redacted, type }) => !redacted && type !== "m.room.redaction");
    const replies = own.filter(({ content }) => repliesTo(content) === eventId);
    const ids = new Set(replies.map((reply) => reply.eventId));
    return { replies, edits: own.filter(({ content }) => ids.has(String(replacedBy(content)))) };
  }

  async #said(asked: Asked): Promise<Said> {
    const { replies, edits } = this.#standing(asked);
    const finals: string[] = [];
    for (const entry of [...replies, ...edits]) {
      const words = finalWords(await this.#opened(asked.room, entry));
      if (words !== null) finals.push(words);
    }
    return { replies, edits, finals };
  }

  async #opened({ roomId, peer }: Room, entry: RoomEntry): Promise<Json> {
    if (entry.type !== "m.room.encrypted" || peer === null) return entry.content;
    return peer.open(roomId, JSON.stringify(wireOf(entry)));
  }
}

type Said = {
  readonly replies: readonly RoomEntry[];
  readonly edits: readonly RoomEntry[];
  /** The words of each final answer: a message that notifies, or an edit that makes one of a notice. */
  readonly finals: readonly string[];
};

const SEALED = new Set(["m.room.encrypted", "m.room.redaction"]);

/** @returns null when it is as it should be. */
function problemOf(act: Act, { replies, edits, finals }: Said): string | null {
  switch (act) {
    case "taken-back":
    case "too-old":
      return replies.length + edits.length === 0 ? null : `${replies.length} replies are still there`;
    case "reworded":
      // Answered before and after, or only in its new words.
      return replies.length === 1 && (finals.length === 1 || finals.length === 2) ? null : countsOf(replies, finals);
    case "stopped":
    case "nothing":
      return replies.length === 1 && finals.length === 1 ? null : countsOf(replies, finals);
    default:
      return act satisfies never;
  }
}

/** Nothing is to stand there in the end. */
function isSilent({ act }: Asked): boolean {
  return act === "taken-back" || act === "too-old";
}

function countsOf(replies: readonly unknown[], finals: readonly string[]): string {
  return `expected one reply and one answer, got ${replies.length} and ${finals.length}: ${finals.join(" | ").slice(0, 300)}`;
}

function relationOf(content: Json): Json | null {
  const relation = content["m.relates_to"];
  return typeof relation === "object" && relation !== null ? (relation as Json) : null;
}

export function repliesTo(content: Json): unknown {
  const relation = relationOf(content);
  if (relation?.rel_type === "m.replace") return null;
  const reply = relation?.["m.in_reply_to"];
  return typeof reply === "object" && reply !== null && "event_id" in reply ? reply.event_id : null;
}

export function replacedBy(content: Json): unknown {
  const relation = relationOf(content);
  return relation?.rel_type === "m.replace" ? relation.event_id : null;
}

function finalWords(content: Json): string | null {
  const shown = content["m.new_content"] ?? content;
  if (typeof shown !== "object" || shown === null || !("msgtype" in shown) || !("body" in shown)) return null;
  return shown.msgtype === "m.text" ? String(shown.body) : null;
}
