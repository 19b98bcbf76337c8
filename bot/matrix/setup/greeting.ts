/** The first words of the bot in its admin room, in the language of whoever sets it up. Pure. */
import { REPLY_LANGUAGES, type ReplyLanguage } from "../../answer-types.ts";
import type { Environment } from "../env-file.ts";
import { roomMessagesIn } from "../messages/in-language.ts";

/** The content of an `m.room.message`; notifies nobody in particular. */
export function greeting(language: ReplyLanguage): Readonly<Record<string, unknown>> {
  return { msgtype: "m.text", body: roomMessagesIn(language).helloAdmins, "m.mentions": {} };
}

/** The language of a process environment (`LANG=de_DE.UTF-8`), where Rochdale speaks it; else English. */
export function languageOf({ LC_ALL, LC_MESSAGES, LANG }: Environment): ReplyLanguage {
  const locale = LC_ALL || LC_MESSAGES || LANG || "";
  return REPLY_LANGUAGES.find((language) => locale.startsWith(`${language}_`) || locale === language) ?? "en";
}
