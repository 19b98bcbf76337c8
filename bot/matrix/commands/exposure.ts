/** Says in words why a room reads less than it was granted. Pure. */
import type { Withheld } from "../access/readable.ts";
import type { RoomMessages } from "../messages/room-messages.ts";
import { shownName } from "./shown-name.ts";

export function withheldSentence(reason: Withheld, { withheld }: RoomMessages): string {
  switch (reason.kind) {
    case "not-in-room":
      return withheld.notInRoom;
    case "replaced":
      return withheld.replaced(reason.by);
    case "open-to-all":
      return withheld.openToAll;
    case "world-readable":
      return withheld.worldReadable;
    case "bridged":
      return withheld.bridged(shownName(reason.userId));
    case "foreign-server":
      return withheld.foreignServer(shownName(reason.userId));
    case "no-such-collection":
      return withheld.noSuchCollection(shownName(reason.collection));
    default:
      return reason satisfies never;
  }
}
