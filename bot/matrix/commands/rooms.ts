/** `!rooms`: the rooms the bot is in, what each may read, and why not more. For the admin room. */
import type { Readable } from "../access/readable.ts";
import { roomMessagesIn } from "../messages/in-language.ts";
import { type Inline, text } from "../rich-text.ts";
import { joinedMembers, type RoomState } from "../room-state.ts";
import { bullets, type CommandCall, type CommandOutcome, code, reply, say } from "./command-call.ts";
import { withheldSentence } from "./exposure.ts";
import { roomName } from "./shown-name.ts";

export type RoomsDeps = {
  /** Every room the bot is in. */
  readonly rooms: () => readonly RoomState[];
  readonly readableOf: (room: RoomState) => Readable;
};

export function rooms(call: CommandCall, deps: RoomsDeps): CommandOutcome {
  const joined = deps.rooms().filter((room) => room.joined);
  if (joined.length === 0) return say(roomMessagesIn(call.language).noRooms);
  return reply(bullets(joined.map((room) => roomLine(room, deps.readableOf(room), call))));
}

function roomLine(room: RoomState, { collections, withheld }: Readable, call: CommandCall): Inline[] {
  const messages = roomMessagesIn(call.language);
  const facts = [
    messages.roomMembers(joinedMembers(room).length),
    room.encrypted ? messages.encrypted : messages.notEncrypted,
    messages.reads(collections),
  ];
  const reasons = withheld.map((reason) => ` ${withheldSentence(reason, messages)}`).join("");
  return [
    text(`${roomName(room, messages.unnamedRoom)} `),
    code(room.roomId),
    text(` – ${facts.join("; ")}.${reasons}`),
  ];
}
