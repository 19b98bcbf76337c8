/** Nobody but an admin, from a signed device, in the admin room, in a fresh message of its own, commands the bot. */
import { describe, expect, test } from "vitest";
import type { CommandCall } from "../../../../bot/matrix/commands/command-call.ts";
import { ADMIN_COMMANDS } from "../../../../bot/matrix/commands/names.ts";
import { parseCommand } from "../../../../bot/matrix/commands/parse.ts";
import { ADMIN_ROOM, ANA, BEN, BOARD_ROOM, room, withMembers } from "../room-samples.ts";
import { call, coop, memberCall, NOW, said, send } from "./command-samples.ts";
import { lawOfLamphouse } from "./law-of-lamphouse.ts";

const ADMIN_LINES = [
  "!grant board Board",
  "!revoke bylaws Board",
  "!allow @eve:elsewhere.example",
  "!rooms",
  "!collections",
  "!log",
  "!documents",
  "!document bylaws",
  "!diff bylaws",
  "!adopt bylaws from 2026-12-01",
  "!propose bylaws",
  "!draft bylaws yes",
  "!withdraw bylaws yes",
  "!supersede bylaws by house rules",
  "!reinstate bylaws",
  "!amend resolution changes bylaws § 7",
  "!purge bylaws yes",
  "!library on bylaws yes",
];

function adminRoom(parts: Parameters<typeof room>[0] = {}) {
  return room({ roomId: ADMIN_ROOM, name: "Admins", ...parts });
}

/** Somebody new in the admin room. */
function joined(userId: string): Partial<CommandCall> {
  return { sender: userId, room: adminRoom({ members: withMembers({ [userId]: "join" }) }) };
}

function byPower(power: number): Partial<CommandCall> {
  return { room: adminRoom({ power: { users: new Map([[ANA, power]]), usersDefault: 0 } }) };
}

function from(sender: "unsigned" | "unknown-device" | "spoofed"): Partial<CommandCall> {
  return { encryption: { sender, deviceId: "OTHER", sessionId: "s2" } };
}

const ATTACKS: [string, Partial<CommandCall>, string][] = [
  ["an ordinary member of the admin room", { sender: BEN }, "This command is for admins."],
  ["the admin's display name on another id", joined("@ana2:lamphouse.coop"), "This command is for admins."],
  ["an id with a Cyrillic letter", joined("@аna:lamphouse.coop"), "This command is for admins."],
  ["the admin's name on another server", joined("@ana:lamphouse.coop.example"), "This command is for admins."],
  ["power 50", byPower(50), "This command is for admins."],
  ["a demoted admin's older message", { ...byPower(0), at: NOW - 60_000 }, "This command is for admins."],
  ["somebody outside the room", { sender: "@eve:elsewhere.example" }, "This command is for members of this room."],
  ["an admin in another room", { roomId: BOARD_ROOM, room: room() }, "This command works in the admin room only."],
  ["an edited message", { kind: "edit" }, "I obey no edited message. Please send the command as a new one."],
  [
    "a reply that may quote somebody",
    { replyTo: "$other" },
    "I obey no command in a reply. Please send it as a message of its own.",
  ],
  [
    "a replay",
    { at: NOW - 301_000 },
    "This command is more than a few minutes old. If it still holds, please send it again.",
  ],
  [
    "a clock turned forward",
    { at: NOW + 301_000 },
    "This command bears a time that has not come yet. Please check the clock of your homeserver.",
  ],
  [
    "a message in clear",
    { encryption: null },
    "This room is encrypted, but your command came in clear. Please send it from an app that encrypts.",
  ],
  [
    "a device that is not signed",
    from("unsigned"),
    "Your device is not verified, so I cannot tell whether the command is yours. Please verify it in your app and send the command again.",
  ],
  [
    "a device nobody knows",
    from("unknown-device"),
    "I do not know the device that sent this command. Please send it again from a verified device of yours.",
  ],
  [
    "a spoofed session",
    from("spoofed"),
    "The sender of this command is not the owner of the device it came from. Nothing was done.",
  ],
];

const lamphouse = lawOfLamphouse();

describe("an admin's command is refused with a reason, and nothing changes,", () => {
  test.each(ATTACKS)("when it comes from %s", async (_who, parts, sentence) => {
    for (const line of ADMIN_LINES) {
      const { documents } = lamphouse;
      const { deps, grants } = coop({ documents });
      grants.grant("bylaws", BOARD_ROOM, { by: ANA, at: 1 });
      const state = () => [grants.grants(), grants.allowed(), grants.log(50), documents.lifecycle.works("main")];
      const before = state();
      expect(await said(line, call(parts), deps)).toBe(sentence);
      expect(state()).toEqual(before);
    }
  });

  test("also when its words cannot be used: strangers do not learn how it is written", async () => {
    expect(await said("!grant", memberCall(), coop().deps)).toBe("This command works in the admin room only.");
  });

  test("by no member's command either: each line above is an admin's", () => {
    const kinds = ADMIN_LINES.map((line) => parseCommand(line).kind);
    expect(kinds.toSorted()).toEqual(ADMIN_COMMANDS.toSorted());
  });
});

describe("a member's command", () => {
  test("is obeyed without an admin's rights", async () => {
    for (const line of ["!help", "!sources", "!why", "!stop", "!status", "!language da", "!forget me"])
      expect((await send(line, memberCall(), coop().deps)).kind).toBe("reply");
  });

  test("in new words for an older message is left alone", async () => {
    let erased = 0;
    const { deps } = coop({ forget: () => Promise.reject(new Error(`erased ${++erased}`)) });
    for (const line of ["!help", "!forget me", "!language da", "!stop", "!hlep"])
      expect(await said(line, memberCall({ kind: "edit" }), deps)).toBe("(silent)");
    expect(erased).toBe(0);
  });

  test("that carries a question may be put in new words", async () => {
    expect(await send("!as-of 2023-05-01 Who?", memberCall({ kind: "edit" }), coop().deps)).toEqual({
      kind: "question",
      question: "Who?",
      asOf: "2023-05-01",
    });
  });
});

describe("what a room does with question marks", () => {
  test("is for its moderators to choose, and is logged", async () => {
    const { deps, grants, settings } = coop();
    expect(await said("!questions on", memberCall(), deps)).toBe("This command is for those who moderate this room.");
    expect(settings.settings(BOARD_ROOM).questionMarks).toBe(false);
    expect(await said("!questions on", memberCall({ sender: ANA }), deps)).toBe(
      "From now on I answer every message here that has a question mark.",
    );
    expect(settings.settings(BOARD_ROOM).questionMarks).toBe(true);
    expect(grants.log(9)).toEqual([{ by: ANA, at: NOW, action: "questions-on", subject: null, roomId: BOARD_ROOM }]);
  });
});

describe("a command that is not known", () => {
  test.each<[string, boolean, string]>([
    ["!hlep", true, "I do not know the command !hlep. Did you mean !help?"],
    ["!hlep", false, "I do not know the command !hlep. Did you mean !help?"],
    ["!draupnir", true, "I do not know the command !draupnir. Write !help for those I know."],
    ["!draupnir", false, "(silent)"],
    ["good morning", true, "(silent)"],
  ])("%j (bot addressed: %s) is answered %j", async (line, addressed, expected) => {
    expect(await said(line, memberCall({ addressed }), coop().deps)).toBe(expected);
  });
});
