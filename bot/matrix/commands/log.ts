/** `!log`: the last decisions of admins, about rooms and about documents; who made them and when. */
import type { AuditEntry as DocumentEntry } from "../../../corpora/life-store.ts";
import type { Rochdale } from "../../rochdale.ts";
import type { AuditEntry, GrantsStore } from "../access/grants-store.ts";
import { documentMessagesIn } from "../messages/documents.ts";
import { roomMessagesIn } from "../messages/in-language.ts";
import { type Inline, text } from "../rich-text.ts";
import { bullets, type CommandCall, type CommandOutcome, code, reply, say } from "./command-call.ts";
import { doneWords } from "./documents/words.ts";
import { moment } from "./moment.ts";

export type LogDeps = {
  readonly grants: Pick<GrantsStore, "log">;
  readonly documents: Pick<Rochdale, "auditLog">;
};

export function log(call: CommandCall, count: number, { grants, documents }: LogDeps): CommandOutcome {
  const lines = [
    ...grants.log(count).map((entry) => ({ at: entry.at, line: logLine(entry, call) })),
    ...documents.auditLog({ limit: count }).map((entry) => documentEntry(entry, call)),
  ];
  if (lines.length === 0) return say(roomMessagesIn(call.language).emptyLog);
  const newest = lines.toSorted((a, b) => b.at - a.at).slice(0, count);
  return reply(bullets(newest.map(({ line }) => line)));
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

function documentEntry(entry: DocumentEntry, { language }: Pick<CommandCall, "language">) {
  const at = Date.parse(entry.at);
  const { collection, file, by } = entry;
  return {
    at,
    line: documentLine({
      at,
      by,
      what: file === null ? collection : `${collection}: ${file}`,
      words: doneWords(entry, documentMessagesIn(language)),
    }),
  };
}

function documentLine({
  at,
  by,
  what,
  words,
}: {
  readonly at: number;
  readonly by: string;
  readonly what: string;
  readonly words: string;
}): Inline[] {
  return [text(`${moment(at)} `), code(by), text(" "), code(what), text(` ${words}`)];
}
