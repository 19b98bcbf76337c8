import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isPublicCollection, type Readable, readableCollections } from "../../../../bot/matrix/access/readable.ts";
import type { RoomState } from "../../../../bot/matrix/room-state.ts";
import { ANA, BOARD_ROOM, BOT, room, withMembers } from "../room-samples.ts";

const COLLECTIONS = [
  { name: "board", isPublic: false },
  { name: "bylaws", isPublic: true },
  { name: "wages", isPublic: false },
];
const GRANTS = [
  { collection: "board", roomId: BOARD_ROOM },
  { collection: "bylaws", roomId: BOARD_ROOM },
  { collection: "wages", roomId: "!wages:lamphouse.coop" },
];
const ANY_SERVER = { servers: null, ownUserId: BOT };
const OWN_SERVERS = { servers: ["friends.example"], ownUserId: BOT };

function read(parts: Partial<RoomState>, policy: Parameters<typeof readableCollections>[3] = ANY_SERVER): Readable {
  return readableCollections(room(parts), GRANTS, COLLECTIONS, policy);
}

describe("a room reads", () => {
  test("what it was granted and nothing that another room was granted", () => {
    expect(read({})).toEqual({ collections: ["board", "bylaws"], withheld: [] });
  });

  test("nothing when nothing was granted, not even what is public", () => {
    expect(read({ roomId: "!other:lamphouse.coop" })).toEqual({ collections: [], withheld: [] });
  });

  const puppet = "@_telegram_99:lamphouse.coop";
  const stranger = "@eve:lamphouse.coop.example";
  test.each<[string, Partial<RoomState>, Readable["withheld"]]>([
    ["anyone can join", { joinRule: "public" }, [{ kind: "open-to-all", joinRule: "public" }]],
    ["anyone can knock", { joinRule: "knock" }, [{ kind: "open-to-all", joinRule: "knock" }]],
    ["the join rule is not known", { joinRule: "x.new" }, [{ kind: "open-to-all", joinRule: "x.new" }]],
    ["anyone can read along", { historyVisibility: "world_readable" }, [{ kind: "world-readable" }]],
    ["a bridge reads along", { members: withMembers({ [puppet]: "join" }) }, [{ kind: "bridged", userId: puppet }]],
    ["a bridge is invited", { members: withMembers({ [puppet]: "invite" }) }, [{ kind: "bridged", userId: puppet }]],
    [
      "a member is of a server that is not on the list",
      { members: withMembers({ [stranger]: "join" }) },
      [{ kind: "foreign-server", userId: stranger }],
    ],
    [
      "a member's id is none",
      { members: withMembers({ "@nobody": "join" }) },
      [{ kind: "foreign-server", userId: "@nobody" }],
    ],
  ])("only public collections when %s", (_when, parts, withheld) => {
    expect(read(parts, OWN_SERVERS)).toEqual({ collections: ["bylaws"], withheld });
  });

  test.each<[string, Partial<RoomState>]>([
    ["members of a named space may join", { joinRule: "restricted" }],
    ["a puppet has left", { members: withMembers({ [puppet]: "leave" }) }],
    ["a stranger was banned", { members: withMembers({ [stranger]: "ban" }) }],
    ["a stranger knocks in vain", { members: withMembers({ [stranger]: "knock" }) }],
    ["a member is of a server on the list", { members: withMembers({ "@fay:friends.example": "join" }) }],
  ])("everything granted when %s", (_when, parts) => {
    expect(read(parts, OWN_SERVERS)).toEqual({ collections: ["board", "bylaws"], withheld: [] });
  });

  test("everything granted with members of any server when the co-op keeps no list", () => {
    expect(read({ members: withMembers({ [stranger]: "join" }) }).collections).toEqual(["board", "bylaws"]);
  });

  test("only public collections when a server's name is written with a letter that looks alike", () => {
    expect(read({ members: withMembers({ "@fay:frіends.example": "join" }) }, OWN_SERVERS).collections).toEqual([
      "bylaws",
    ]);
  });

  test("nothing once it was upgraded, and the new room nothing of the old one's grants", () => {
    expect(read({ replacedBy: "!new:lamphouse.coop" })).toEqual({
      collections: [],
      withheld: [{ kind: "replaced", by: "!new:lamphouse.coop" }],
    });
    expect(read({ roomId: "!new:lamphouse.coop" }).collections).toEqual([]);
  });

  test("nothing when the bot is no longer in it", () => {
    expect(read({ joined: false })).toEqual({ collections: [], withheld: [{ kind: "not-in-room" }] });
  });

  test("nothing of a collection that is no longer there", () => {
    const grants = [{ collection: "gone", roomId: BOARD_ROOM }];
    expect(readableCollections(room(), grants, COLLECTIONS, ANY_SERVER)).toEqual({
      collections: [],
      withheld: [{ kind: "no-such-collection", collection: "gone" }],
    });
  });

  test("never more than its own grants, and in an open room never what is not public, whatever the room is like", () => {
    const anyRoom = fc.record({
      joinRule: fc.constantFrom("invite", "public", "knock", "restricted", "knock_restricted", "private", ""),
      historyVisibility: fc.constantFrom("shared", "joined", "invited", "world_readable"),
      joined: fc.boolean(),
      replacedBy: fc.constantFrom(null, "!new:lamphouse.coop"),
      members: fc.constantFrom(withMembers({}), withMembers({ [puppet]: "join" }), withMembers({ [stranger]: "join" })),
    });
    fc.assert(
      fc.property(anyRoom, (parts) => {
        const { collections, withheld } = read(parts, OWN_SERVERS);
        const mayReadBoard =
          withheld.length === 0 && parts.joined && parts.replacedBy === null && parts.members.size === 3;
        expect(collections.includes("board")).toBe(mayReadBoard);
        expect(collections).not.toContain("wages");
        if (["public", "knock", "knock_restricted", ""].includes(parts.joinRule))
          expect(collections).not.toContain("board");
      }),
      { numRuns: 300 },
    );
  });
});

describe("a collection is public", () => {
  test("only when each of its documents is, and there is one", () => {
    expect(isPublicCollection([{ public: true }, { public: true }])).toBe(true);
    expect(isPublicCollection([{ public: true }, { public: false }])).toBe(false);
    expect(isPublicCollection([])).toBe(false);
  });
});

test("the bot's own members need not stand in the list of servers", () => {
  expect(read({}, { servers: [], ownUserId: BOT }).collections).toContain("board");
  expect(read({}, { servers: [], ownUserId: ANA.replace("lamphouse.coop", "elsewhere.example") }).collections).toEqual([
    "bylaws",
  ]);
});
