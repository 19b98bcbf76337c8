/**
 * Which collections a room may read now: its grants, less what its openness, its bridges and its members' servers
 * rule out. Called when a question is taken up and again just before anything is sent. Pure; knows no store.
 */
import type { RoomState } from "../room-state.ts";
import { isBridgePuppet, serverOf } from "./user-id.ts";

/** A collection that an admin opened to one room. */
export type Grant = { readonly collection: string; readonly roomId: string };

/** A collection and whether every one of its documents is marked `public`. */
export type CollectionOpenness = { readonly name: string; readonly isPublic: boolean };

export type ReadPolicy = {
  /** The servers whose members may read what is not public; null for every server. */
  readonly servers: readonly string[] | null;
  /** The bot's own id: its server always counts as allowed. */
  readonly ownUserId: string;
};

/** Why a room reads less than it was granted, or nothing. */
export type Withheld =
  /** The bot is not in the room: nothing. */
  | { readonly kind: "not-in-room" }
  /** The room was upgraded: nothing here, and nothing in the new one until an admin grants it there. */
  | { readonly kind: "replaced"; readonly by: string }
  /** Anyone can come in: public collections only. */
  | { readonly kind: "open-to-all"; readonly joinRule: string }
  /** Anyone can read without coming in: public collections only. */
  | { readonly kind: "world-readable" }
  /** Somebody on another network reads along through a bridge: public collections only. */
  | { readonly kind: "bridged"; readonly userId: string }
  /** Somebody of a server that the co-op did not name: public collections only. */
  | { readonly kind: "foreign-server"; readonly userId: string }
  /** Granted, but there is no such collection (any more). */
  | { readonly kind: "no-such-collection"; readonly collection: string };

export type Readable = { readonly collections: readonly string[]; readonly withheld: readonly Withheld[] };

/** @param grants of this and other rooms: those of others count for nothing. */
export function readableCollections(
  state: RoomState,
  grants: readonly Grant[],
  collections: readonly CollectionOpenness[],
  policy: ReadPolicy,
): Readable {
  if (!state.joined) return { collections: [], withheld: [{ kind: "not-in-room" }] };
  if (state.replacedBy !== null) return { collections: [], withheld: [{ kind: "replaced", by: state.replacedBy }] };
  const granted = new Set(grants.filter(({ roomId }) => roomId === state.roomId).map(({ collection }) => collection));
  const exposed = exposures(state, policy);
  const readable = collections.filter(({ name, isPublic }) => granted.has(name) && (isPublic || exposed.length === 0));
  const names = new Set(collections.map(({ name }) => name));
  const gone = [...granted].filter((collection) => !names.has(collection));
  return {
    collections: readable.map(({ name }) => name),
    withheld: [...exposed, ...gone.map((collection) => ({ kind: "no-such-collection", collection }) as const)],
  };
}

/** Everything about a room through which others than its members could read along. */
export function exposures(state: RoomState, policy: ReadPolicy): Withheld[] {
  const readers = [...state.members].flatMap(([user, membership]) => (CAN_READ.has(membership) ? [user] : []));
  const puppet = readers.find(isBridgePuppet);
  const stranger = readers.find((user) => !isOfAllowedServer(user, policy));
  return [
    ...(CLOSED.has(state.joinRule) ? [] : [{ kind: "open-to-all", joinRule: state.joinRule } as const]),
    ...(state.historyVisibility === "world_readable" ? [{ kind: "world-readable" } as const] : []),
    ...(puppet === undefined ? [] : [{ kind: "bridged", userId: puppet } as const]),
    ...(stranger === undefined ? [] : [{ kind: "foreign-server", userId: stranger } as const]),
  ];
}

/** Somebody invited can come in whenever they like, and then read what was said before. */
const CAN_READ: ReadonlySet<string> = new Set(["join", "invite"]);

/**
 * Join rules by which a member lets each newcomer in; `restricted` lets in the members of rooms or spaces that the
 * room's admins named. Any other rule, also one that is not known yet, counts as open.
 */
const CLOSED: ReadonlySet<string> = new Set(["invite", "private", "restricted"]);

function isOfAllowedServer(userId: string, { servers, ownUserId }: ReadPolicy): boolean {
  if (servers === null) return true;
  const server = serverOf(userId);
  return server !== null && (server === serverOf(ownUserId) || servers.includes(server));
}

/** A collection is public when it holds documents and each is marked so: one that is not closes all. */
export function isPublicCollection(documents: readonly { readonly public: boolean }[]): boolean {
  return documents.length > 0 && documents.every((document) => document.public);
}
