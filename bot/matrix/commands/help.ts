/** `!help`: what this person may use in this room, and nothing else. */
import { type AdminPolicy, isModerator, isNamedAdmin } from "../access/authority.ts";
import { roomMessagesIn } from "../messages/in-language.ts";
import { type Block, paragraph, text } from "../rich-text.ts";
import { bullets, type CommandCall, type CommandOutcome, code, reply } from "./command-call.ts";
import { ADMIN_COMMANDS, type CommandName, MEMBER_COMMANDS } from "./names.ts";

export function help(call: CommandCall, { policy }: { readonly policy: AdminPolicy }): CommandOutcome {
  const messages = roomMessagesIn(call.language);
  const list = (names: readonly CommandName[]): Block =>
    bullets(names.map((name) => [code(messages.commands[name].usage), text(` – ${messages.commands[name].summary}`)]));
  const mayModerate = !call.room.direct && isModerator(call.sender, call.room);
  const forMembers = MEMBER_COMMANDS.filter((name) => name !== "questions" || mayModerate);
  const isAdmin = call.roomId === policy.adminRoomId && isNamedAdmin(call.sender, call.room, policy);
  return reply(
    paragraph(messages.helpIntro),
    list(forMembers),
    ...(isAdmin ? [paragraph(messages.helpForAdmins), list(ADMIN_COMMANDS)] : []),
  );
}

/** How a command is written, for somebody who wrote it wrongly. */
export function usageOf(name: CommandName, call: CommandCall): CommandOutcome {
  const messages = roomMessagesIn(call.language);
  const { usage, summary } = messages.commands[name];
  return reply(paragraph(messages.writeItLike), bullets([[code(usage), text(` – ${summary}`)]]));
}
