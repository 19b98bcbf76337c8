import { expect, test } from "vitest";
import type { Line } from "../../demo/conversation.ts";
import { play, type Speaker } from "../../demo/play.ts";
import type { Message } from "../peers/member.ts";

const BOT = "@rochdale:example.org";
const QUESTION: Line = { name: "guests", by: "ada", text: "How many nights?", inThreadOf: null, right: /21 nights/ };
const FOLLOW_UP: Line = {
  name: "year",
  by: "ada",
  text: "And over the year?",
  inThreadOf: "guests",
  right: /60 nights/,
};

type Script = Readonly<Record<string, Partial<Message> | null>>;

/** A room in memory whose bot says what stands in a script: nothing at all for null. */
function room(script: Script) {
  const timeline: Message[] = [];
  const places: unknown[] = [];
  const speaker: Speaker = {
    async say(_roomId, text, options = {}) {
      const eventId = `$${timeline.length}`;
      places.push(options);
      timeline.push(message({ eventId, sender: "@ada:example.org", body: text }));
      const reply = script[text];
      if (reply) timeline.push(message({ sender: BOT, threadRoot: options.thread ?? eventId, ...reply }));
      return eventId;
    },
    async waitFor(_roomId, find) {
      const found = find(timeline);
      if (found === undefined) throw new Error("Waited in vain.");
      return found;
    },
  };
  return { speaker, places, timeline };
}

function message(fields: Partial<Message>): Message {
  return {
    eventId: `$reply-${Math.random()}`,
    sender: BOT,
    type: "m.room.message",
    at: 0,
    body: null,
    html: null,
    content: { msgtype: "m.text" },
    edits: 0,
    threadRoot: null,
    replyTo: null,
    encrypted: true,
    undecryptable: false,
    redacted: false,
    shield: null,
    ...fields,
  };
}

async function played(lines: readonly Line[], { speaker }: { speaker: Speaker }) {
  let output = "";
  const speakers = { ada: speaker, benno: speaker };
  const write = (text: string) => {
    output += text;
  };
  const signal = new AbortController().signal;
  const allRight = await play({
    roomId: "!r",
    botId: BOT,
    speakers,
    lines,
    write,
    signal,
    patienceMs: 10,
  });
  return { allRight, output };
}

test("a conversation with right replies is all right, and printed as it happens", async () => {
  const script = {
    "How many nights?": { body: "21 nights.\nBy the board." },
    "And over the year?": { body: "60 nights." },
  };
  const inRoom = room(script);
  expect(await played([QUESTION, FOLLOW_UP], inRoom)).toEqual({
    allRight: true,
    output: `
Ada: How many nights?
Rochdale:
    21 nights.
    By the board.
    ✔ decrypted and right

Ada: And over the year?
Rochdale:
    60 nights.
    ✔ decrypted and right
`,
  });
  expect(inRoom.places).toEqual([{ mentions: [BOT] }, { thread: "$0" }]);
});

test.each<[string, Partial<Message> | null, string]>([
  ["without a reply", null, "✘ Expected a reply, got none."],
  ["with a wrong reply", { body: "14 nights" }, "✘ Expected a reply with `21 nights`."],
  [
    "with a reply in clear",
    { body: "21 nights", encrypted: false },
    "✘ Expected an encrypted reply, got one in clear.",
  ],
  [
    "with a reply that nobody can read",
    { undecryptable: true, threadRoot: null },
    "✘ Expected a reply that can be decrypted, got one that cannot.",
  ],
  ["with a reply outside the thread", { body: "21 nights", threadRoot: null }, "✘ Expected a reply, got none."],
])("a line %s is not right", async (_name, reply, sentence) => {
  const { allRight, output } = await played([QUESTION], room({ "How many nights?": reply }));
  expect(allRight).toBe(false);
  expect(output).toContain(sentence);
});

test("one wrong line makes the conversation wrong, whatever comes after it", async () => {
  const script = { "How many nights?": { body: "no idea" }, "And over the year?": { body: "60 nights" } };
  expect((await played([QUESTION, FOLLOW_UP], room(script))).allRight).toBe(false);
});

test("a quiet first notice is not taken for the reply", async () => {
  const quiet = { body: "21 nights, perhaps", content: { msgtype: "m.notice" } };
  const { allRight, output } = await played([QUESTION], room({ "How many nights?": quiet }));
  expect(allRight).toBe(false);
  expect(output).toContain("Expected a reply, got none.");
});
