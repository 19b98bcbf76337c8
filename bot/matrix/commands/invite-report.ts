/** What the admin room is told of an invitation that was not accepted. Pure. */
import type { ReplyLanguage } from "../../answer-types.ts";
import { roomMessagesIn } from "../messages/in-language.ts";
import { type Block, paragraph, text } from "../rich-text.ts";
import type { Invite } from "../room-event.ts";
import { code } from "./command-call.ts";
import { shownName } from "./shown-name.ts";

/** @param remedy the command that allows it, to be copied. */
export function inviteReport(invite: Invite, remedy: string, language: ReplyLanguage): readonly Block[] {
  const messages = roomMessagesIn(language);
  const room = shownName(invite.roomName ?? "");
  return [
    paragraph(messages.inviteReported(shownName(invite.inviter), room === "" ? null : room)),
    { kind: "paragraph", inlines: [text(`${messages.inviteRemedy} `), code(remedy)] },
  ];
}
