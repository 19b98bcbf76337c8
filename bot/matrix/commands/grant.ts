/**
 * `!grant` and `!revoke`: opens a collection to a room and closes it again, and says what that means for the people in
 * the room. The caller has checked that the sender is an admin.
 */
import { nearestName } from "../../commands/nearest-name.ts";
import type { GrantsStore } from "../access/grants-store.ts";
import type { Withheld } from "../access/readable.ts";
import { serverOf } from "../access/user-id.ts";
import { roomMessagesIn } from "../messages/in-language.ts";
import type { RoomMessages } from "../messages/room-messages.ts";
import { type Block, type Inline, paragraph, text } from "../rich-text.ts";
import { joinedMembers, type RoomState } from "../room-state.ts";
import type { CollectionFacts } from "./collections.ts";
import { bullets, type CommandCall, type CommandOutcome, code, reply, say, textItem } from "./command-call.ts";
import { withheldSentence } from "./exposure.ts";
import { type FindRoomDeps, findRoom } from "./find-room.ts";
import { roomName, shownName } from "./shown-name.ts";

export type GrantDeps = FindRoomDeps & {
  readonly grants: Pick<GrantsStore, "grant" | "revoke" | "grants">;
  readonly collections: () => readonly CollectionFacts[];
  /** Through what others than its members could read along in a room. */
  readonly exposuresOf: (room: RoomState) => readonly Withheld[];
  readonly ownUserId: string;
};

type Wanted = { readonly collection: string; readonly room: string };

export async function grant(call: CommandCall, wanted: Wanted, deps: GrantDeps): Promise<CommandOutcome> {
  const messages = roomMessagesIn(call.language);
  const collection = deps.collections().find(({ name }) => name === wanted.collection);
  if (collection === undefined) return unknownCollection(wanted.collection, deps.collections(), messages);
  const found = await findRoom(wanted.room, deps);
  if (found.kind !== "found") return notOneRoom(found.kind === "none" ? [] : found.rooms, wanted.room, messages);
  const { room } = found;
  if (room.replacedBy !== null) return say(messages.withheld.replaced(room.replacedBy));
  const name = roomName(room, messages.unnamedRoom);
  const isNew = deps.grants.grant(collection.name, room.roomId, { by: call.sender, at: call.now });
  const head = isNew
    ? messages.granted(collection.name, name, collection.documents)
    : messages.grantedAlready(collection.name, name);
  return reply(headed(head, room), ...meaning(room, collection, deps, messages));
}

export async function revoke(call: CommandCall, wanted: Wanted, deps: GrantDeps): Promise<CommandOutcome> {
  const messages = roomMessagesIn(call.language);
  const found = await findRoom(wanted.room, deps);
  const left = deps.grants.grants().find(({ roomId }) => roomId === wanted.room);
  if (found.kind !== "found" && left === undefined)
    return notOneRoom(found.kind === "none" ? [] : found.rooms, wanted.room, messages);
  // A room that the bot has left still has its grants until they are revoked by its id.
  const room = found.kind === "found" ? found.room : { roomId: wanted.room, name: wanted.room };
  const name = roomName(room, messages.unnamedRoom);
  const was = deps.grants.revoke(wanted.collection, room.roomId, { by: call.sender, at: call.now });
  const words = was ? messages.revoked(wanted.collection, name) : messages.wasNotGranted(wanted.collection, name);
  return reply(headed(words, room));
}

/** The room's id behind the sentence: two rooms can bear one name. */
function headed(words: string, { roomId }: Pick<RoomState, "roomId">): Block {
  return { kind: "paragraph", inlines: [text(`${words} `), code(roomId)] };
}

/** What everybody who can read along should know about this room. */
function meaning(room: RoomState, collection: CollectionFacts, deps: GrantDeps, messages: RoomMessages): Block[] {
  const exposures = deps.exposuresOf(room);
  const withheld =
    collection.isPublic || exposures.length === 0
      ? []
      : [
          paragraph(messages.withheldThere),
          bullets(exposures.map((reason) => textItem(withheldSentence(reason, messages)))),
        ];
  const servers = otherServers(room, deps.ownUserId);
  const warnings = [
    ...(servers.length === 0 ? [] : [messages.otherServers(servers)]),
    ...(room.encrypted ? [] : [messages.operatorsRead]),
    ...(room.joinRule === "restricted" ? [messages.spaceMembers] : []),
    ...(room.historyVisibility === "shared" ? [messages.laterJoiners] : []),
  ];
  const members = messages.roomMembers(joinedMembers(room).length);
  return [...withheld, bullets([members, ...warnings].map(textItem))];
}

function otherServers(room: RoomState, ownUserId: string): string[] {
  const own = serverOf(ownUserId);
  const servers = new Set(joinedMembers(room).map((userId) => serverOf(userId) ?? userId));
  return [...servers].filter((server) => server !== own).map(shownName);
}

export function unknownCollection(
  typed: string,
  known: readonly CollectionFacts[],
  messages: RoomMessages,
): CommandOutcome {
  if (known.length === 0) return say(messages.noCollections);
  const names = known.map(({ name }) => name);
  const words = messages.noSuchCollection(shownName(typed), nearestName(typed, names));
  return reply(paragraph(words), bullets(names.map((name) => [code(name)])));
}

function notOneRoom(rooms: readonly RoomState[], typed: string, messages: RoomMessages): CommandOutcome {
  if (rooms.length === 0) return say(messages.noSuchRoom(shownName(typed)));
  const lines = rooms.map((room): Inline[] => [
    text(`${roomName(room, messages.unnamedRoom)}, ${messages.roomMembers(joinedMembers(room).length)}: `),
    code(room.roomId),
  ]);
  return reply(paragraph(messages.severalRooms(shownName(typed))), bullets(lines));
}
