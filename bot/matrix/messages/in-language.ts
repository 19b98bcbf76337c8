/** Finds the sentences of a language. */
import type { ReplyLanguage } from "../../answer-types.ts";
import { CATALAN } from "./catalan.ts";
import { DANISH } from "./danish.ts";
import { ENGLISH } from "./english.ts";
import { FRENCH } from "./french.ts";
import { GERMAN } from "./german.ts";
import type { RoomMessages } from "./room-messages.ts";
import { SPANISH } from "./spanish.ts";

const ALL: Readonly<Record<ReplyLanguage, RoomMessages>> = {
  en: ENGLISH,
  de: GERMAN,
  fr: FRENCH,
  es: SPANISH,
  ca: CATALAN,
  da: DANISH,
};

export function roomMessagesIn(language: ReplyLanguage): RoomMessages {
  return ALL[language];
}
