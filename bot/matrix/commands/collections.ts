/** `!collections`: what is loaded and which rooms it is granted to. For the admin room. */
import type { GrantsStore } from "../access/grants-store.ts";
import { roomMessagesIn } from "../messages/in-language.ts";
import { type Inline, text } from "../rich-text.ts";
import type { RoomState } from "../room-state.ts";
import { bullets, type CommandCall, type CommandOutcome, code, reply, say } from "./command-call.ts";
import { roomName, shownName } from "./shown-name.ts";

export type CollectionFacts = {
  readonly name: string;
  readonly title: string;
  readonly documents: number;
  /** Every document is marked public. */
  readonly isPublic: boolean;
};

export type CollectionsDeps = {
  readonly collections: () => readonly CollectionFacts[];
  readonly grants: Pick<GrantsStore, "grants">;
  readonly rooms: () => readonly RoomState[];
};

export function collections(call: CommandCall, deps: CollectionsDeps): CommandOutcome {
  const messages = roomMessagesIn(call.language);
  const all = deps.collections();
  if (all.length === 0) return say(messages.noCollections);
  const names = new Map(deps.rooms().map((room) => [room.roomId, roomName(room, messages.unnamedRoom)]));
  const grants = deps.grants.grants();
  return reply(
    bullets(
      all.map((collection) => {
        const granted = grants.filter((grant) => grant.collection === collection.name);
        const rooms = granted.map(({ roomId }) => names.get(roomId) ?? roomId);
        return collectionLine(collection, rooms, call);
      }),
    ),
  );
}

function collectionLine(collection: CollectionFacts, rooms: readonly string[], call: CommandCall): Inline[] {
  const messages = roomMessagesIn(call.language);
  const { name, title, documents, isPublic } = collection;
  const facts = [
    messages.documents(documents),
    isPublic ? messages.isPublic : messages.isNotPublic,
    messages.grantedTo(rooms),
  ];
  return [code(name), text(` ${shownName(title)} – ${facts.join("; ")}`)];
}
