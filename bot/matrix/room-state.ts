/** What is known of a room by its state events, as the last committed sync left it. Data and pure readings of it. */

export type Membership = "join" | "invite" | "leave" | "ban" | "knock";

export type RoomState = {
  readonly roomId: string;
  readonly name: string | null;
  readonly encrypted: boolean;
  /** `invite`, `public`, `knock`, `restricted`, …; `invite` when not said (the spec's default). */
  readonly joinRule: string;
  /** `shared` when not said (the spec's default). */
  readonly historyVisibility: string;
  /** The bot itself is in the room. */
  readonly joined: boolean;
  /** Membership by user id. */
  readonly members: ReadonlyMap<string, Membership>;
  /** Power of each named user (`Infinity`: creators from room version 12 on), and of everybody else. */
  readonly power: { readonly users: ReadonlyMap<string, number>; readonly usersDefault: number };
  /** Created as a direct room, or holding just the bot and one other. */
  readonly direct: boolean;
  /** The room that took this one's place; null while it stands. */
  readonly replacedBy: string | null;
};

export function powerOf(state: RoomState, userId: string): number {
  return state.power.users.get(userId) ?? state.power.usersDefault;
}

export function joinedMembers(state: RoomState): string[] {
  return [...state.members].flatMap(([user, membership]) => (membership === "join" ? [user] : []));
}
