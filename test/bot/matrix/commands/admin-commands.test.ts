import { describe, expect, test } from "vitest";
import { inviteReport } from "../../../../bot/matrix/commands/invite-report.ts";
import type { Invite } from "../../../../bot/matrix/room-event.ts";
import { ADMIN_ROOM, ANA, BOARD_ROOM, BOT, room, withMembers } from "../room-samples.ts";
import { call, coop, NOW, said } from "./command-samples.ts";

const ADMINS = room({ roomId: ADMIN_ROOM, name: "Admins" });
const FIRST_LINE = /^.*$/m;

describe("!grant", () => {
  test("opens a collection to a room and says what its people can now do, and who else could see it", async () => {
    const { deps, grants } = coop();
    expect(await said("!grant board board", call(), deps)).toBe(
      [
        `Granted. The members of “Board” can now ask about the collection board and read what it says (documents: 4). \`${BOARD_ROOM}\``,
        "- members: 3",
        "- Whoever joins later can read the earlier answers.",
      ].join("\n"),
    );
    expect(grants.grants()).toEqual([{ collection: "board", roomId: BOARD_ROOM, by: ANA, at: NOW }]);
    expect(grants.log(1)).toEqual([{ action: "grant", subject: "board", roomId: BOARD_ROOM, by: ANA, at: NOW }]);
  });

  test("warns of other servers, of a room in clear and of a space", async () => {
    const wide = room({
      encrypted: false,
      joinRule: "restricted",
      historyVisibility: "joined",
      members: withMembers({ "@fay:friends.example": "join", "@gus:third.example": "invite" }),
    });
    expect(await said(`!grant board ${BOARD_ROOM}`, call(), coop({ allRooms: [ADMINS, wide] }).deps)).toBe(
      [
        `Granted. The members of “Board” can now ask about the collection board and read what it says (documents: 4). \`${BOARD_ROOM}\``,
        "- members: 4",
        "- There are members from other servers, which keep copies: friends.example.",
        "- The room is not encrypted: whoever runs the servers can read the answers.",
        "- Members of a space can come in without an invitation.",
      ].join("\n"),
    );
  });

  test("says that nothing is shown in an open room as long as it is open, unless the collection is public", async () => {
    const open = room({ joinRule: "public", historyVisibility: "world_readable" });
    const { deps } = coop({ allRooms: [ADMINS, open] });
    expect(await said("!grant board Board", call(), deps)).toContain(
      [
        "But I show nothing of it there as long as this holds:",
        "- Anyone can join: only public collections are read here.",
        "- Anyone can read along without joining: only public collections are read here.",
      ].join("\n"),
    );
    expect(await said("!grant bylaws Board", call(), deps)).not.toContain("But I show nothing");
  });

  test("twice changes nothing and says so", async () => {
    const { deps, grants } = coop();
    await said("!grant board Board", call(), deps);
    expect(await said("!grant board Board", call(), deps)).toMatch(
      /^The room “Board” has the collection board already/,
    );
    expect(grants.log(9)).toHaveLength(1);
  });

  test.each<[string, string]>([
    ["!grant bord Board", "There is no collection “bord”. Did you mean board? There are:\n- `board`\n- `bylaws`"],
    ["!grant payroll Board", "There is no collection “payroll”. There are:\n- `board`\n- `bylaws`"],
    ["!grant board Cellar", "I am in no room that fits “Cellar”. Write !rooms to see those I am in."],
    [
      "!grant board !other:x.example",
      "I am in no room that fits “!other:x.example”. Write !rooms to see those I am in.",
    ],
    [
      "!grant board #nowhere:x.example",
      "I am in no room that fits “#nowhere:x.example”. Write !rooms to see those I am in.",
    ],
  ])("does nothing on %j", async (line, words) => {
    const { deps, grants } = coop();
    expect(await said(line, call(), deps)).toBe(words);
    expect(grants.grants()).toEqual([]);
  });

  test.each([
    `!grant board ${BOARD_ROOM}`,
    "!grant board #board:lamphouse.coop",
    "!grant board BOA",
    `!grant board https://matrix.to/#/${encodeURIComponent(BOARD_ROOM)}?via=x.example`,
  ])("finds the room in %j", async (line) => {
    const { deps, grants } = coop({
      roomOfAlias: async (alias) => (alias === "#board:lamphouse.coop" ? BOARD_ROOM : null),
    });
    await said(line, call(), deps);
    expect(grants.grants()).toMatchObject([{ roomId: BOARD_ROOM }]);
  });

  test("decides nothing by a name that two rooms bear, or that is part of another's", async () => {
    const trap = room({ roomId: "!trap:elsewhere.example", name: "Board" });
    const longer = room({ name: "Board of Lamphouse" });
    const { deps, grants } = coop({ allRooms: [ADMINS, longer, trap] });
    expect(await said("!grant board Board", call(), deps)).toBe(
      [
        "Several rooms fit “Board”. Please write the id of the one you mean:",
        `- Board of Lamphouse, members: 3: \`${BOARD_ROOM}\``,
        "- Board, members: 3: `!trap:elsewhere.example`",
      ].join("\n"),
    );
    expect(grants.grants()).toEqual([]);
  });

  test("does not find a room whose name only looks like it, nor one that the bot has left", async () => {
    const lookAlike = room({ name: "Bоard" });
    const left = room({ roomId: "!left:x.example", joined: false });
    const { deps } = coop({ allRooms: [ADMINS, lookAlike, left] });
    expect(await said("!grant board Board", call(), deps)).toMatch(/^I am in no room that fits/);
    expect(await said("!grant board !left:x.example", call(), deps)).toMatch(/^I am in no room that fits/);
  });

  test("gives nothing to a room that was upgraded", async () => {
    const { deps, grants } = coop({ allRooms: [ADMINS, room({ replacedBy: "!new:lamphouse.coop" })] });
    expect(await said("!grant board Board", call(), deps)).toBe(
      "The room was upgraded and replaced by !new:lamphouse.coop.",
    );
    expect(grants.grants()).toEqual([]);
  });

  test("shows a room's name without what could pass for our own words", async () => {
    const hostile = room({ name: `B\u202E\n\n${"x".repeat(500)}` });
    const words = await said(`!grant board ${BOARD_ROOM}`, call(), coop({ allRooms: [ADMINS, hostile] }).deps);
    expect(words.match(FIRST_LINE)?.[0]).toContain(`“B ${"x".repeat(57)}…”`);
  });
});

describe("!revoke", () => {
  test("closes a collection again", async () => {
    const { deps, grants } = coop();
    grants.grant("board", BOARD_ROOM, { by: ANA, at: 1 });
    expect(await said("!revoke board Board", call(), deps)).toBe(
      `Revoked. The room “Board” reads nothing of the collection board from now on. Answers already given stay there. \`${BOARD_ROOM}\``,
    );
    expect(grants.grants()).toEqual([]);
    expect(await said("!revoke board Board", call(), deps)).toBe(
      `The room “Board” did not have the collection board. \`${BOARD_ROOM}\``,
    );
  });

  test("also from a room that the bot has left, by its id", async () => {
    const { deps, grants } = coop();
    grants.grant("gone", "!left:x.example", { by: ANA, at: 1 });
    await said("!revoke gone !left:x.example", call(), deps);
    expect(grants.grants()).toEqual([]);
  });
});

describe("!rooms and !collections", () => {
  test("tell what each room may read and why not more", async () => {
    const open = room({ joinRule: "public", encrypted: false, name: null });
    const { deps, grants } = coop({ allRooms: [ADMINS, open, room({ roomId: "!left:x.example", joined: false })] });
    for (const collection of ["board", "bylaws"]) grants.grant(collection, BOARD_ROOM, { by: ANA, at: 1 });
    expect(await said("!rooms", call(), deps)).toBe(
      [
        `- Admins \`${ADMIN_ROOM}\` – members: 3; encrypted; may read nothing.`,
        `- room without a name \`${BOARD_ROOM}\` – members: 3; not encrypted; may read: bylaws. Anyone can join: only public collections are read here.`,
      ].join("\n"),
    );
    expect(await said("!collections", call(), deps)).toBe(
      [
        "- `board` Board papers – documents: 4; not public; granted to: room without a name",
        "- `bylaws` Bylaws – documents: 2; public; granted to: room without a name",
      ].join("\n"),
    );
  });

  test("say so when there are none", async () => {
    const { deps } = coop({ allRooms: [], collections: () => [] });
    expect(await said("!rooms", call(), deps)).toBe("I am in no room.");
    expect(await said("!collections", call(), deps)).toBe("No documents are loaded yet.");
    expect(await said("!grant board Board", call(), deps)).toBe("No documents are loaded yet.");
  });
});

describe("!allow", () => {
  const waiting: Invite[] = [
    { roomId: "!a:friends.example", inviter: "@fay:friends.example", isDirect: false, roomName: "Friends" },
    { roomId: "!b:friends.example", inviter: "@gus:friends.example", isDirect: true, roomName: null },
    { roomId: "!c:other.example", inviter: "@fay:friends.example.other.example", isDirect: false, roomName: "Trap" },
  ];

  test("lets a person invite and accepts what that person sent before, nothing else", async () => {
    const joined: string[] = [];
    const { deps, grants } = coop({
      waitingInvites: () => waiting,
      accept: async ({ roomId }) => {
        joined.push(roomId);
      },
    });
    expect(await said("!allow @fay:friends.example", call(), deps)).toBe(
      "@fay:friends.example may invite me from now on.\nInvitations accepted:\n- Friends `!a:friends.example`",
    );
    expect(joined).toEqual(["!a:friends.example"]);
    expect(grants.allowed()).toMatchObject([{ who: "@fay:friends.example", by: ANA }]);
  });

  test("lets a whole server invite, says so, and tells which invitations could not be accepted", async () => {
    const { deps } = coop({
      waitingInvites: () => waiting,
      accept: async ({ roomId }) => {
        if (roomId.startsWith("!b")) throw new Error("withdrawn");
      },
    });
    expect(await said("!allow friends.example", call(), deps)).toBe(
      [
        "Everybody on the server friends.example may invite me from now on.",
        "Invitations accepted:",
        "- Friends `!a:friends.example`",
        "Invitations that I could not accept; please have them sent again:",
        "- room without a name `!b:friends.example`",
      ].join("\n"),
    );
    expect(await said("!allow friends.example", call(), { ...deps, waitingInvites: () => [] })).toBe(
      "friends.example was allowed already.",
    );
  });
});

describe("!log", () => {
  test("tells the last decisions with who and when", async () => {
    const { deps, grants } = coop();
    expect(await said("!log", call(), deps)).toBe("No admin has decided anything yet.");
    grants.grant("board", BOARD_ROOM, { by: ANA, at: NOW });
    grants.allow(BOT, { by: ANA, at: NOW + 60_000 });
    grants.record({ by: ANA, at: NOW + 120_000, action: "questions-off", subject: null, roomId: BOARD_ROOM });
    expect(await said("!log 9", call(), deps)).toBe(
      [
        `- 2026-11-21 19:32 UTC \`${ANA}\` switched off answers to question marks → \`${BOARD_ROOM}\``,
        `- 2026-11-21 19:31 UTC \`${ANA}\` allowed to invite \`${BOT}\``,
        `- 2026-11-21 19:30 UTC \`${ANA}\` granted \`board\` → \`${BOARD_ROOM}\``,
      ].join("\n"),
    );
    expect(await said("!log 1", call(), deps)).not.toContain("\n");
  });
});

describe("the report of an invitation", () => {
  test("names inviter and room as text and gives the command as code", () => {
    const invite = { roomId: "!a:x.example", inviter: "@eve:x.example", isDirect: false, roomName: "Free\u202E money" };
    expect(inviteReport(invite, "!allow @eve:x.example", "en")).toEqual([
      {
        kind: "paragraph",
        inlines: [
          { kind: "text", text: "@eve:x.example invites me into the room “Free money”. I have not joined it." },
        ],
      },
      {
        kind: "paragraph",
        inlines: [
          { kind: "text", text: "To allow it, send here: " },
          { kind: "code", text: "!allow @eve:x.example" },
        ],
      },
    ]);
  });
});
