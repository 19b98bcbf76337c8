import { expect, test } from "vitest";
import { readRoomState, type StateEvent } from "../../../bot/matrix/read-room-state.ts";
import { joinedMembers, powerOf } from "../../../bot/matrix/room-state.ts";

const SELF = "@rochdale:coop.example";
const ANA = "@Ana:coop.example";
const BOB = "@bob:far.example";
const CONTEXT = { roomId: "!kitchen", self: SELF, openedAsDirect: false };

function state(type: string, content: unknown, stateKey = ""): StateEvent {
  return { type, stateKey, sender: ANA, content };
}

function member(user: string, membership: string): StateEvent {
  return state("m.room.member", { membership }, user);
}

const POWER = "m.room.power_levels";

test("a room of which nothing is known has the defaults of the specification", () => {
  expect(readRoomState(CONTEXT, [])).toEqual({
    roomId: "!kitchen",
    name: null,
    encrypted: false,
    joinRule: "invite",
    historyVisibility: "shared",
    joined: false,
    members: new Map(),
    power: { users: new Map(), usersDefault: 0 },
    direct: false,
    replacedBy: null,
  });
});

test("a room is what its state events say", () => {
  const room = readRoomState(CONTEXT, [
    state("m.room.name", { name: "Kitchen" }),
    state("m.room.encryption", { algorithm: "m.megolm.v1.aes-sha2" }),
    state("m.room.join_rules", { join_rule: "restricted" }),
    state("m.room.history_visibility", { history_visibility: "world_readable" }),
    state("m.room.tombstone", { replacement_room: "!hall" }),
    member(SELF, "join"),
    member(ANA, "join"),
    member(BOB, "ban"),
  ]);
  expect(room).toMatchObject({
    name: "Kitchen",
    encrypted: true,
    joinRule: "restricted",
    historyVisibility: "world_readable",
    joined: true,
    replacedBy: "!hall",
  });
  expect(joinedMembers(room)).toEqual([SELF, ANA]);
});

test("the later of two events counts, and encryption is never turned off", () => {
  const room = readRoomState(CONTEXT, [
    state("m.room.encryption", { algorithm: "m.megolm.v1.aes-sha2" }),
    state("m.room.encryption", {}),
    state("m.room.name", { name: "Old" }),
    state("m.room.name", { name: " " }),
    member(BOB, "join"),
    member(BOB, "leave"),
  ]);
  expect(room).toMatchObject({ encrypted: true, name: null, members: new Map([[BOB, "leave"]]) });
});

test("a room is direct when it was opened so, or holds the bot and one other", () => {
  const direct = (events: StateEvent[], openedAsDirect = false) =>
    readRoomState({ ...CONTEXT, openedAsDirect }, events).direct;
  expect(direct([member(SELF, "join"), member(ANA, "join"), member(BOB, "leave")])).toBe(true);
  expect(direct([member(SELF, "join"), member(ANA, "join"), member(BOB, "invite")])).toBe(false);
  expect(direct([member(SELF, "join")])).toBe(false);
  expect(direct([member(SELF, "join"), member(ANA, "join"), member(BOB, "join")], true)).toBe(true);
});

test("power is what the levels say, as numbers or as old rooms wrote them", () => {
  const levels = { users: { [ANA]: 100, [BOB]: " 50 ", "@x:y": "9e9", "@z:y": 1.5 }, users_default: 5 };
  const room = readRoomState(CONTEXT, [state("m.room.create", { room_version: "9" }), state(POWER, levels)]);
  expect([ANA, BOB, "@x:y", "@z:y", "@ana:coop.example"].map((user) => powerOf(room, user))).toEqual([
    100, 50, 5, 5, 5,
  ]);
});

test("without levels the creator alone has power", () => {
  const power = (content: unknown) => {
    const room = readRoomState(CONTEXT, [state("m.room.create", content)]);
    return [powerOf(room, ANA), powerOf(room, BOB)];
  };
  expect(power({ room_version: "11" })).toEqual([100, 0]);
  expect(power({ room_version: "6", creator: BOB })).toEqual([0, 100]);
});

test("from room version 12 on creators outrank everybody, whatever the levels say", () => {
  const levels = state(POWER, { users: { [BOB]: 100, "@eve:far.example": 9007199254740991 } });
  const create = { room_version: "12", additional_creators: [BOB, 7] };
  const room = readRoomState(CONTEXT, [state("m.room.create", create), levels]);
  expect([ANA, BOB, "@eve:far.example"].map((user) => powerOf(room, user))).toEqual([
    Infinity,
    Infinity,
    9007199254740991,
  ]);
});

test("creators that an older room names in addition have no power by it", () => {
  const create = { room_version: "11", additional_creators: [BOB] };
  const room = readRoomState(CONTEXT, [state("m.room.create", create), state(POWER, { users: { [ANA]: 100 } })]);
  expect(powerOf(room, BOB)).toBe(0);
});

test("content that cannot be read counts as not said", () => {
  const types = ["create", "name", "join_rules", "history_visibility", "tombstone", "power_levels"];
  const broken = [null, "x", 7, [], { users: "all", users_default: "many", name: 1, join_rule: {} }];
  for (const content of broken) {
    const events = [...types.map((type) => state(`m.room.${type}`, content)), state("m.room.member", content, BOB)];
    expect(readRoomState(CONTEXT, events)).toMatchObject({
      name: null,
      joinRule: "invite",
      historyVisibility: "shared",
      replacedBy: null,
      members: new Map(),
      power: { usersDefault: 0 },
    });
  }
});
