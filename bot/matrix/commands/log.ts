/** `!log`: the last decisions of admins, who made them and when. */
import type { AuditEntry, GrantsStore } from "../access/grants-store.ts";
import { roomMessagesIn } from "../messages/in-language.ts";
import { type Inline, text } from "../rich-text.ts";
import { bullets, type CommandCall, type CommandOutcome, code, reply, say } from "./command-call.ts";
import { moment } from "./moment.ts";

export type LogDeps = { readonly grants: Pick<GrantsStore, "log"> };

export function log(call: CommandCall, count: number, { grants }: LogDeps): CommandOutcome {
  const entries = grants.log(count);
  if (entries.length === 0) return say(roomMessagesIn(call.language).emptyLog);
  return reply(bullets(entries.map((entry) => logLine(entry, call))));
}

function logLine({ at, by, action, subject, roomId }: AuditEntry, call: CommandCall): Inline[] {
  return [
    text(`${moment(at)} `),
    code(by),
    text(` ${roomMessagesIn(call.language).actions[action]}`),
    ...(subject === null ? [] : [text(" "), code(subject)]),
    ...(roomId === null ? [] : [text(" → "), code(roomId)]),
  ];
}
