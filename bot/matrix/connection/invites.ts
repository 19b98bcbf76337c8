/** Reads an invite out of the stripped state that comes with it. Decides nothing. */
import type { Invite } from "../room-event.ts";
import { type Json, objectAt, textAt } from "./json.ts";

/** @returns null when nothing there says that this user is invited. */
export function readInvite(roomId: string, state: readonly Json[], userId: string): Invite | null {
  const own = state.findLast(
    (event) =>
      textAt(event, "type") === "m.room.member" &&
      textAt(event, "state_key") === userId &&
      textAt(objectAt(event, "content"), "membership") === "invite",
  );
  const inviter = textAt(own, "sender");
  if (own === undefined || inviter === null) return null;
  const name = state.findLast((event) => textAt(event, "type") === "m.room.name");
  return {
    roomId,
    inviter,
    isDirect: objectAt(own, "content").is_direct === true,
    roomName: textAt(objectAt(name, "content"), "name"),
  };
}
