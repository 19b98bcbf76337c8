/**
 * Which rooms are encrypted. A room that ever was stays so, in our own database, whatever the homeserver says later;
 * only "there is no such state" (M_NOT_FOUND) means that a room is not. Everything else leaves it open, and then nothing
 * may be sent. Knows nothing of keys.
 */
import type { ConnectionStore } from "../connection-store.ts";
import { hasErrcode } from "./homeserver-error.ts";
import { isObject, type Json, objectAt, textAt } from "./json.ts";
import type { Requester } from "./requester.ts";

export interface RoomEncryption {
  /** What is known without asking: its settings as the SDK keeps them, or null. */
  known(roomId: string): Json | null;
  /** Asks the homeserver when it is not known to be encrypted. @throws when that cannot be found out. */
  isEncrypted(roomId: string, signal?: AbortSignal): Promise<boolean>;
  /** Learns from a state event. @returns whether the room has become encrypted by it. */
  note(roomId: string, event: Json): boolean;
  /** Keeps settings; never lets go of the fact that the room is encrypted. */
  remember(roomId: string, settings: Json): void;
}

type Store = Pick<ConnectionStore, "room" | "setRoom">;

export function createRoomEncryption(store: Store, requester: Requester): RoomEncryption {
  const known = (roomId: string): Json | null => {
    const json = store.room(roomId);
    if (json === null) return null;
    const settings: unknown = JSON.parse(json);
    return isObject(settings) ? settings : null;
  };
  const remember = (roomId: string, settings: Json): void => {
    const before = known(roomId);
    const merged = { ...before, ...settings, algorithm: textAt(settings, "algorithm") ?? before?.algorithm };
    if (merged.algorithm !== undefined) store.setRoom(roomId, JSON.stringify(merged));
  };
  const state = async (roomId: string, type: string, signal?: AbortSignal): Promise<Json | null> => {
    const path = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/state/${type}/`;
    try {
      return objectAt({ content: await requester.json({ method: "GET", path }, signal ? { signal } : {}) }, "content");
    } catch (error) {
      if (hasErrcode(error, "M_NOT_FOUND")) return null;
      throw error;
    }
  };
  return {
    known,
    remember,
    async isEncrypted(roomId, signal) {
      if (known(roomId) !== null) return true;
      const encryption = await state(roomId, "m.room.encryption", signal);
      if (encryption === null) return known(roomId) !== null;
      const visibility = await state(roomId, "m.room.history_visibility", signal);
      remember(roomId, settingsOf(encryption, visibility));
      return true;
    },
    note(roomId, event) {
      const [type, content] = [textAt(event, "type"), objectAt(event, "content")];
      if (textAt(event, "state_key") !== "") return false;
      const before = known(roomId);
      if (type === "m.room.encryption") remember(roomId, settingsOf(content, null));
      else if (type === "m.room.history_visibility" && before !== null) remember(roomId, visibilityOf(content));
      return before === null && known(roomId) !== null;
    },
  };
}

/** An algorithm left out is an unknown one, not none: the event says that the room is encrypted. */
function settingsOf(encryption: Json, visibility: Json | null): Json {
  const algorithm = textAt(encryption, "algorithm") ?? "UNKNOWN";
  return { ...encryption, algorithm, ...(visibility === null ? {} : visibilityOf(visibility)) };
}

/** The name under which the SDK looks for it. */
function visibilityOf(content: Json): Json {
  return { historyVisibility: textAt(content, "history_visibility") ?? "shared" };
}
