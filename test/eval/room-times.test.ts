import { describe, expect, it } from "vitest";
import { renderMatrixBench } from "../../eval/bench/matrix-table.ts";
import { residentBytesOf } from "../../eval/bench/resident-memory.ts";
import { type AskedRoom, askInRoom, summariseRoomTimes } from "../../eval/bench/room-times.ts";
import type { Message } from "../peers/member.ts";

const BOT = "@rochdale:coop.example";
const ROOM = "!room";

describe("the timing of a question in a room", () => {
  it("counts from the question to typing, to the first words and to the final answer", async () => {
    const room = scriptedRoom([
      { after: 40, typing: true },
      { after: 200, message: { msgtype: "m.notice", body: "Found: § 4" } },
      { after: 900, message: { msgtype: "m.text", body: "Thirty members." } },
    ]);
    expect(await askInRoom(room, "What is the quorum?")).toEqual({ typing: 40, firstText: 200, finalAnswer: 900 });
  });

  it("takes an answer that came at once for both, with no typing seen", async () => {
    const room = scriptedRoom([{ after: 80, message: { msgtype: "m.text", body: "Thirty members." } }]);
    expect(await askInRoom(room, "What is the quorum?")).toEqual({ typing: null, firstText: 80, finalAnswer: 80 });
  });

  it("does not take what is said of another question for the answer", async () => {
    const room = scriptedRoom([
      { after: 10, message: { msgtype: "m.text", body: "of another", thread: "$other" } },
      { after: 70, message: { msgtype: "m.text", body: "Thirty members." } },
    ]);
    expect(await askInRoom(room, "What is the quorum?")).toMatchObject({ firstText: 70 });
  });

  it("waits until the typing of the question before has ended", async () => {
    const room = scriptedRoom([{ after: 80, message: { msgtype: "m.text", body: "Thirty members." } }], 3);
    await askInRoom(room, "What is the quorum?");
    expect(room.pauses()).toBe(3);
  });
});

describe("its figures", () => {
  const times = [
    { typing: 100, firstText: 300, finalAnswer: 2_000 },
    { typing: null, firstText: 500, finalAnswer: 4_000 },
  ];

  it("leave out typing that nobody saw", () => {
    expect(summariseRoomTimes(times)).toMatchObject({
      questions: 2,
      typingMs: { of: 1, median: 100 },
      firstTextMs: { of: 2, median: 400, p90: 480 },
      finalAnswerMs: { median: 3_000 },
    });
  });

  it("are printed with what they were measured on", () => {
    const shown = renderMatrixBench({
      machine: { processor: "Old One", cores: 2, memoryBytes: 8e9, node: "v24" },
      models: { profile: "quotes", chat: null, embedding: "e5" },
      room: summariseRoomTimes(times),
      memory: { readyBytes: 2e8, afterBytes: null, afterQuestions: 3 },
    });
    expect(shown).toBe(`Old One, 2 cores, 8.00 GB, Node v24
profile quotes: chat none, embedder e5

Over 2 questions in an encrypted room, milliseconds from the question as another member sees it
  typing                median 100, p90 100, most 100 (1), goal 300
  first visible text    median 400, p90 480, most 500 (2), goal 1000
  final answer          median 3000, p90 3800, most 4000 (2)

Memory of the bot's main process: 0.20 GB when it hears, not told by this system after 3 questions
`);
  });
});

describe("the resident memory of a process", () => {
  it("is what the process itself is told", async () => {
    const bytes = await residentBytesOf(process.pid);
    expect(bytes ?? 0).toBeGreaterThan(process.memoryUsage.rss() / 2);
    expect(bytes ?? 0).toBeLessThan(process.memoryUsage.rss() * 2);
  });

  it("is unknown of a process that has ended", async () => {
    expect(await residentBytesOf(2 ** 30)).toBeNull();
  });
});

type Step = {
  /** Milliseconds after the question. */
  readonly after: number;
  readonly typing?: true;
  readonly message?: { readonly msgtype: string; readonly body: string; readonly thread?: string };
};

/** A room whose time passes from step to step, whenever its timeline is looked at. */
function scriptedRoom(steps: readonly Step[], pausesBefore = 0): AskedRoom & { readonly pauses: () => number } {
  const begun = 1_000;
  let now = begun;
  let pauses = 0;
  let timeline: Message[] = [];
  let typed: (at: number) => void = () => {};
  const rest = [...steps];
  const pass = () => {
    const step = rest.shift();
    if (step === undefined) throw new Error("Expected to be asked no more, the script is over.");
    now = begun + step.after;
    if (step.typing) typed(now);
    if (step.message) timeline = [...timeline, messageOf(step.message)];
  };
  return {
    roomId: ROOM,
    botId: BOT,
    asker: {
      async say() {
        timeline = [
          messageOf({ msgtype: "m.text", body: "?" }, { eventId: "$asked", sender: "@ann", threadRoot: null }),
        ];
        return "$asked";
      },
    },
    watcher: {
      async waitFor(_roomId, find) {
        for (;;) {
          const found = find(timeline);
          if (found !== undefined) return found;
          pass();
          await Promise.resolve();
        }
      },
      waitForTyping: () =>
        new Promise((resolve) => {
          typed = resolve;
        }),
      typing: () => (pauses < pausesBefore ? [BOT] : []),
    },
    now: () => now,
    pause: async () => {
      pauses += 1;
    },
    signal: new AbortController().signal,
    patienceMs: 10_000,
    pauses: () => pauses,
  };
}

function messageOf(
  { msgtype, body, thread = "$asked" }: { msgtype: string; body: string; thread?: string },
  more: Partial<Message> = {},
): Message {
  return {
    eventId: `$${body}`,
    sender: BOT,
    type: "m.room.message",
    at: 1_000,
    body,
    html: null,
    content: { msgtype, body },
    edits: 0,
    threadRoot: thread,
    replyTo: null,
    encrypted: true,
    undecryptable: false,
    redacted: false,
    shield: null,
    ...more,
  };
}
