import { describe, expect, test } from "vitest";
import { decideInvite, type InviteKnowledge, type PastInvite } from "../../../../bot/matrix/access/invites.ts";
import { ANA, BEN } from "../room-samples.ts";

const NOW = 1_800_000_000_000;
const MINUTE = 60_000;
const STRANGER = "@eve:elsewhere.example";

const KNOWN: InviteKnowledge = {
  allowed: [BEN, "friends.example"],
  isAdmin: (userId) => userId === ANA,
  inRoom: (roomId) => roomId === "!already:lamphouse.coop",
  past: [],
};

function invite(inviter: string, roomId = "!new:lamphouse.coop") {
  return { roomId, inviter, isDirect: false, roomName: "Board" };
}

function past(count: number, parts: Partial<PastInvite>): PastInvite[] {
  return Array.from({ length: count }, (_, index) => ({
    roomId: `!room${index}:elsewhere.example`,
    inviter: STRANGER,
    at: NOW - MINUTE,
    outcome: "reported",
    ...parts,
  }));
}

describe("an invitation is accepted", () => {
  test.each([
    ["from an admin", ANA],
    ["from somebody allowed", BEN],
    ["from anybody of an allowed server", "@fay:friends.example"],
  ])("%s", (_who, inviter) => {
    expect(decideInvite(invite(inviter), KNOWN, NOW)).toEqual({ kind: "join" });
  });

  test("from somebody allowed after it was told, when it comes again", () => {
    const told = past(1, { inviter: BEN, roomId: "!new:lamphouse.coop" });
    expect(decideInvite(invite(BEN), { ...KNOWN, past: told }, NOW)).toEqual({ kind: "join" });
  });
});

describe("an invitation is told to the admins, with the command that allows it,", () => {
  test.each([
    ["from a stranger", STRANGER],
    ["from an allowed name on another server", "@ben:elsewhere.example"],
    ["from an allowed name in other capitals", "@Ben:lamphouse.coop"],
    ["from a server that ends like an allowed one", "@fay:notfriends.example"],
    ["from a server that begins like an allowed one", "@fay:friends.example.evil.example"],
    ["from an allowed server with another port", "@fay:friends.example:8449"],
  ])("%s", (_who, inviter) => {
    expect(decideInvite(invite(inviter), KNOWN, NOW)).toEqual({ kind: "report", remedy: `!allow ${inviter}` });
  });
});

describe("an invitation is left alone", () => {
  test("when the bot is in the room already", () => {
    expect(decideInvite(invite(ANA, "!already:lamphouse.coop"), KNOWN, NOW)).toEqual({
      kind: "ignore",
      reason: "already-in-room",
    });
  });

  test("when it was told before, however long ago", () => {
    const told = past(1, { roomId: "!new:lamphouse.coop", at: NOW - 9_000 * MINUTE });
    expect(decideInvite(invite(STRANGER), { ...KNOWN, past: told }, NOW)).toEqual({
      kind: "ignore",
      reason: "already-reported",
    });
  });

  test.each(["@bеn:lamphouse.coop", "@be n:lamphouse.coop", "ben", "@:lamphouse.coop", "@ben:"])(
    "when the inviter's id is %j: a look-alike or none at all",
    (inviter) => {
      expect(decideInvite(invite(inviter), KNOWN, NOW)).toEqual({ kind: "ignore", reason: "malformed" });
    },
  );

  test.each<[string, string, PastInvite[], string]>([
    ["a third of one stranger in an hour", STRANGER, past(2, {}), "report"],
    ["a fourth of one stranger in an hour", STRANGER, past(3, {}), "ignore"],
    ["a fourth of one stranger an hour later", STRANGER, past(3, { at: NOW - 60 * MINUTE }), "report"],
    ["an eleventh of many strangers in an hour", STRANGER, past(10, { inviter: "@x:y.example" }), "ignore"],
    ["a thirtieth of somebody allowed in an hour", BEN, past(29, { inviter: BEN, outcome: "joined" }), "join"],
    ["a thirty-first of somebody allowed in an hour", BEN, past(30, { inviter: BEN, outcome: "joined" }), "ignore"],
    ["one of somebody allowed while strangers flood", BEN, past(10, {}), "join"],
  ])("only beyond the limits: %s", (_what, inviter, known, kind) => {
    expect(decideInvite(invite(inviter), { ...KNOWN, past: known }, NOW).kind).toBe(kind);
  });
});
