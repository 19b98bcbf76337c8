/** `!language` and `!questions`: what a room has chosen for itself. */
import type { GrantsStore } from "../access/grants-store.ts";
import type { RoomSettings, RoomSettingsStore } from "../access/room-settings-store.ts";
import { roomMessagesIn } from "../messages/in-language.ts";
import { type CommandCall, type CommandOutcome, say } from "./command-call.ts";

export type LanguageDeps = { readonly settings: Pick<RoomSettingsStore, "setLanguage"> };

/** Confirmed in the language that was chosen. */
export function language(
  call: CommandCall,
  chosen: RoomSettings["language"],
  { settings }: LanguageDeps,
): CommandOutcome {
  settings.setLanguage(call.roomId, chosen);
  return say(chosen === "auto" ? roomMessagesIn(call.language).languageAuto : roomMessagesIn(chosen).languageChosen);
}

export type QuestionsDeps = {
  readonly settings: Pick<RoomSettingsStore, "setQuestionMarks">;
  readonly grants: Pick<GrantsStore, "record">;
};

/** The caller has checked that the sender moderates the room. */
export function questions(call: CommandCall, on: boolean, { settings, grants }: QuestionsDeps): CommandOutcome {
  const messages = roomMessagesIn(call.language);
  settings.setQuestionMarks(call.roomId, on);
  const action = on ? "questions-on" : "questions-off";
  grants.record({ by: call.sender, at: call.now, action, subject: null, roomId: call.roomId });
  return say(on ? messages.questionsOn : messages.questionsOff);
}
