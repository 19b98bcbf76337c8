/** What members chose for a room: its language, and whether every message with a question mark is a question. */
import { z } from "zod";
import { REPLY_LANGUAGES, type ReplyLanguage } from "../../answer-types.ts";
import type { ConnectionStore } from "../connection-store.ts";

export type RoomSettings = {
  /** `auto`: the language of each question. */
  readonly language: ReplyLanguage | "auto";
  /** Is every message with a question mark a question to the bot, though it does not name it? */
  readonly questionMarks: boolean;
};

export interface RoomSettingsStore {
  /** As chosen, or the defaults: `auto`, no. */
  settings(roomId: string): RoomSettings;
  setLanguage(roomId: string, language: RoomSettings["language"]): void;
  setQuestionMarks(roomId: string, on: boolean): void;
}

const SCHEMA = `
CREATE TABLE IF NOT EXISTS matrix_room_settings (
  room_id TEXT PRIMARY KEY, language TEXT NOT NULL DEFAULT 'auto', question_marks INTEGER NOT NULL DEFAULT 0
) STRICT;
`;

const ROW = z.object({ language: z.enum([...REPLY_LANGUAGES, "auto"]), questionMarks: z.number() });

/** Makes its table where it is missing. */
export function openRoomSettingsStore({ database }: Pick<ConnectionStore, "database">): RoomSettingsStore {
  database.exec(SCHEMA);
  return {
    settings(roomId) {
      const row = database
        .prepare("SELECT language, question_marks AS questionMarks FROM matrix_room_settings WHERE room_id = ?")
        .get(roomId);
      if (row === undefined) return { language: "auto", questionMarks: false };
      const { language, questionMarks } = ROW.parse(row);
      return { language, questionMarks: questionMarks === 1 };
    },
    setLanguage(roomId, language) {
      database
        .prepare(
          "INSERT INTO matrix_room_settings (room_id, language) VALUES (?, ?) ON CONFLICT (room_id) DO UPDATE SET language = excluded.language",
        )
        .run(roomId, language);
    },
    setQuestionMarks(roomId, on) {
      database
        .prepare(
          "INSERT INTO matrix_room_settings (room_id, question_marks) VALUES (?, ?) ON CONFLICT (room_id) DO UPDATE SET question_marks = excluded.question_marks",
        )
        .run(roomId, on ? 1 : 0);
    },
  };
}
