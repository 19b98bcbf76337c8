/** After a restore: what the former instance did about a message is seen in the room, and what this one did is not taken for it. */
import { describe, expect, test } from "vitest";
import { answeredBefore } from "../../../../bot/matrix/desk/answered-before.ts";
import type { OwnReply } from "../../../../bot/matrix/ports.ts";

const RESTORED_AT = 1_000_000;
const QUESTION = { roomId: "!room", eventId: "$question", at: RESTORED_AT - 5_000 };

type World = {
  /** Newest first, as homeservers tell them. */
  readonly replies?: readonly OwnReply[];
  readonly here?: readonly string[];
  /** Event id → its type of message, where it can be read. */
  readonly readable?: Readonly<Record<string, string>>;
  readonly restoredAt?: number | null;
};

function world({ replies = [], here = [], readable = {}, restoredAt = RESTORED_AT }: World) {
  const asked: string[] = [];
  const look = answeredBefore({
    restoredAt,
    homeserver: {
      async ownReplies(roomId) {
        asked.push(roomId);
        return replies;
      },
      event: async (_roomId, eventId) => (eventId in readable ? { content: { msgtype: readable[eventId] } } : null),
    },
    wasSentHere: (eventId) => here.includes(eventId),
    signal: new AbortController().signal,
  });
  return { asked, look };
}

const answer = (eventId: string): OwnReply => ({ eventId, answers: "$question", replaces: null });
const edit = (eventId: string, replaces: string): OwnReply => ({ eventId, answers: null, replaces });

describe("a message from before the restore", () => {
  test.each<[string, World, string | null, unknown]>([
    ["nobody replied", {}, null, null],
    [
      "the former instance replied",
      { replies: [answer("$a")], readable: { $a: "m.text" } },
      null,
      { kind: "answered", eventId: "$a" },
    ],
    [
      "it replied, and that cannot be read any more",
      { replies: [answer("$a")] },
      null,
      { kind: "answered", eventId: "$a" },
    ],
    [
      "it told only what it had found",
      { replies: [answer("$n")], readable: { $n: "m.notice" } },
      null,
      { kind: "noticed", eventId: "$n" },
    ],
    [
      "its notice became the answer",
      { replies: [edit("$e", "$n"), answer("$n")], readable: { $n: "m.notice", $e: "m.text" } },
      null,
      { kind: "answered", eventId: "$n" },
    ],
    [
      "its notice was changed once more, and no answer came",
      { replies: [edit("$e", "$n"), answer("$n")], readable: { $e: "m.notice" } },
      null,
      { kind: "noticed", eventId: "$n" },
    ],
    [
      "a notice of the backup became the answer afterwards",
      { replies: [edit("$e", "$n"), answer("$n")], here: ["$n"] },
      "$n",
      { kind: "answered", eventId: "$n" },
    ],
    [
      "a notice of the backup is known to the outbox alone",
      { replies: [edit("$e", "$n"), answer("$n")], here: ["$n"] },
      null,
      { kind: "answered", eventId: "$n" },
    ],
    ["a notice of the backup stayed one", { replies: [answer("$n")], here: ["$n"] }, "$n", null],
    ["this very instance replied", { replies: [edit("$e", "$n"), answer("$n")], here: ["$n", "$e"] }, "$n", null],
    [
      "somebody else's question was answered",
      { replies: [{ eventId: "$a", answers: "$other", replaces: null }] },
      null,
      null,
    ],
  ])("%s", async (_what, about, noticeId, expected) => {
    expect(await world(about).look(QUESTION, noticeId)).toEqual(expected);
  });

  test("no room is asked for what was said after the restore, or when there was none", async () => {
    const later = world({ replies: [answer("$a")] });
    expect(await later.look({ ...QUESTION, at: RESTORED_AT + 3_600_000 })).toBe(null);
    const never = world({ replies: [answer("$a")], restoredAt: null });
    expect(await never.look(QUESTION)).toBe(null);
    expect([...later.asked, ...never.asked]).toEqual([]);
  });

  test("each room is asked once, as far back as the oldest message", async () => {
    const { asked, look } = world({});
    await look(QUESTION);
    await look({ ...QUESTION, eventId: "$later", at: QUESTION.at + 1 });
    expect(asked).toEqual(["!room"]);
    await look({ ...QUESTION, eventId: "$earlier", at: QUESTION.at - 1 });
    expect(asked).toEqual(["!room", "!room"]);
  });
});
