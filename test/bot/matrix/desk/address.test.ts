import { describe, expect, test } from "vitest";
import { isForUs, type Message, withoutOwnName } from "../../../../bot/matrix/desk/address.ts";

const SELF = "@rochdale:coop.example";

describe("a message is meant for the bot", () => {
  const inGroup = {
    self: SELF,
    room: { direct: false },
    repliesToUs: false,
    inOurThread: false,
    hearsQuestionMarks: false,
  };

  test.each([
    ["nothing speaks for it", {}, {}, false],
    ["it stands in a direct room", {}, { room: { direct: true } }, true],
    ["it mentions the bot", { mentions: [SELF] }, {}, true],
    ["it mentions the bot and somebody else", { mentions: ["@ann:b", SELF] }, {}, true],
    ["it answers the bot", {}, { repliesToUs: true }, true],
    ["it stands in a thread of the bot", {}, { inOurThread: true }, true],
    ["it stands in a thread of the bot but is meant for Ann", { mentions: ["@ann:b"] }, { inOurThread: true }, false],
    ["it asks, and the room does not want that heard", { text: "Quorum?" }, {}, false],
    ["it asks, and the room wants that heard", { text: "Quorum?" }, { hearsQuestionMarks: true }, true],
    ["it asks nothing, though the room wants questions heard", {}, { hearsQuestionMarks: true }, false],
    [
      "it asks Ann, though the room wants questions heard",
      { text: "Ann?", mentions: ["@ann:b"] },
      { hearsQuestionMarks: true },
      false,
    ],
  ])("when %s: %#", (_, message, about, expected) => {
    expect(isForUs(makeMessage(message), { ...inGroup, ...about })).toBe(expected);
  });
});

describe("the bot's own name", () => {
  test.each([
    ["Rochdale: what is the quorum?", "what is the quorum?"],
    ["@rochdale what is the quorum?", "what is the quorum?"],
    ["@rochdale:coop.example, what is the quorum?", "what is the quorum?"],
    ["ROCHDALE what is the quorum?", "what is the quorum?"],
    ["what is the quorum, @rochdale:coop.example", "what is the quorum"],
    ["Rochdale", ""],
    ["Rochdales Statuten?", "Rochdales Statuten?"],
    ["Who were the Rochdale Pioneers?", "Who were the Rochdale Pioneers?"],
  ])("is taken off %j", (words, expected) => {
    expect(withoutOwnName(words, SELF, "Rochdale")).toBe(expected);
  });

  test("may be any text, though it looks like a pattern", () => {
    expect(withoutOwnName("Bot (v1.*): hello", "@b:x", "Bot (v1.*)")).toBe("hello");
    expect(withoutOwnName("Bot v1xx: hello", "@b:x", "Bot (v1.*)")).toBe("Bot v1xx: hello");
  });
});

function makeMessage(parts: Partial<Message>): Message {
  return {
    kind: "message",
    roomId: "!room",
    eventId: "$1",
    sender: "@ann:coop.example",
    at: 0,
    encryption: null,
    threadRoot: null,
    replyTo: null,
    text: "hello",
    mentions: [],
    ...parts,
  };
}
