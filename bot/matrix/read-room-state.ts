/**
 * From a room's state events to `RoomState`: who is in it, who may read along, who has power, whether it is encrypted
 * or replaced. Pure; knows nothing of grants. What cannot be read counts as not said.
 */
import { z } from "zod";
import type { Membership, RoomState } from "./room-state.ts";

/** `content` is whatever JSON came. */
export type StateEvent = {
  readonly type: string;
  readonly stateKey: string;
  readonly sender: string;
  readonly content: unknown;
};

export type RoomContext = {
  readonly roomId: string;
  /** The bot's own user id. */
  readonly self: string;
  /** Did somebody open the room as a direct one: `is_direct` of the invite, or `m.direct` of the account? */
  readonly openedAsDirect: boolean;
};

/** @param events later ones of the same type and key take the place of earlier ones. */
export function readRoomState({ roomId, self, openedAsDirect }: RoomContext, events: readonly StateEvent[]): RoomState {
  const current = new Map(events.map((event) => [`${event.type}\n${event.stateKey}`, event]));
  const of = (type: string) => current.get(`${type}\n`);
  const content = (type: string): unknown => of(type)?.content;
  const members = readMembers([...current.values()]);
  return {
    roomId,
    name: textIn(content("m.room.name"), "name"),
    // Whatever its content says: encryption cannot be turned off.
    encrypted: of("m.room.encryption") !== undefined,
    joinRule: textIn(content("m.room.join_rules"), "join_rule") ?? "invite",
    historyVisibility: textIn(content("m.room.history_visibility"), "history_visibility") ?? "shared",
    joined: members.get(self) === "join",
    members,
    power: readPower(of("m.room.create"), content("m.room.power_levels")),
    direct: openedAsDirect || holdsOneOther(members, self),
    replacedBy: textIn(content("m.room.tombstone"), "replacement_room"),
  };
}

const RECORD = z.record(z.string(), z.unknown()).catch({});

function textIn(content: unknown, key: string): string | null {
  const value = RECORD.parse(content)[key];
  return typeof value === "string" && value.trim() !== "" ? value : null;
}

const MEMBER = z.object({ membership: z.enum(["join", "invite", "leave", "ban", "knock"]) });

function readMembers(events: readonly StateEvent[]): Map<string, Membership> {
  const members = new Map<string, Membership>();
  for (const { type, stateKey, content } of events) {
    const parsed = MEMBER.safeParse(content);
    if (type === "m.room.member" && parsed.success) members.set(stateKey, parsed.data.membership);
  }
  return members;
}

/** Whoever is invited may come in at any moment, so they count. */
function holdsOneOther(members: ReadonlyMap<string, Membership>, self: string): boolean {
  const others = [...members].filter(([user, is]) => user !== self && (is === "join" || is === "invite"));
  return members.get(self) === "join" && others.length === 1;
}

/** Integers, which rooms before version 10 could also write as text. */
const LEVEL = z.union([
  z.int(),
  z
    .string()
    .regex(/^\s*[+-]?\d{1,15}\s*$/u)
    .transform(Number),
]);

const POWER = z.object({
  users: RECORD.optional(),
  users_default: LEVEL.catch(0).default(0),
});

/** Without power levels only the creator has power (100); from room version 12 on creators outrank everybody. */
function readPower(create: StateEvent | undefined, content: unknown): RoomState["power"] {
  const users = new Map<string, number>();
  const parsed = POWER.safeParse(content);
  for (const [user, level] of Object.entries(parsed.success ? (parsed.data.users ?? {}) : {})) {
    const power = LEVEL.safeParse(level);
    if (power.success) users.set(user, power.data);
  }
  const creators = create === undefined ? [] : creatorsOf(create);
  if (create !== undefined && creatorsOutrankAll(create)) for (const user of creators) users.set(user, Infinity);
  else if (content === undefined) for (const user of creators) users.set(user, 100);
  return { users, usersDefault: parsed.success ? parsed.data.users_default : 0 };
}

/** Versions are names; those of the specification are numbers, and what began with 12 stays. */
function creatorsOutrankAll({ content }: StateEvent): boolean {
  const version = textIn(content, "room_version") ?? "1";
  return version === "org.matrix.hydra.11" || (/^\d+$/u.test(version) && Number(version) >= 12);
}

/** The sender of the creation; from version 12 on with those it names, before version 11 whom it names as `creator`. */
function creatorsOf(create: StateEvent): string[] {
  if (!creatorsOutrankAll(create)) return [textIn(create.content, "creator") ?? create.sender];
  const named = z.array(z.unknown()).catch([]).parse(RECORD.parse(create.content).additional_creators);
  return [create.sender, ...named.filter((user) => typeof user === "string")];
}
