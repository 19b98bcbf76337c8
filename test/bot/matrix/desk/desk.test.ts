import { describe, expect, test } from "vitest";
import type { AskRequest, Citation } from "../../../../bot/answer-types.ts";
import type { DeskParts } from "../../../../bot/matrix/desk/desk.ts";
import { roomMessagesIn } from "../../../../bot/matrix/messages/in-language.ts";
import { ANN, BEN, DIRECT, makeWorld, ROOM, SELF } from "./desk-world.ts";

const MENTION = { "m.mentions": { user_ids: [SELF] } };
const en = roomMessagesIn("en");
const CITATION: Citation = {
  document: "Bylaws",
  version: null,
  status: "adopted",
  adoptedOn: null,
  inForceFrom: null,
  inForceTo: null,
  section: "Quorum",
  page: null,
  collection: "main",
  file: "bylaws.md",
  language: "en",
  quote: "The secret.",
  start: 0,
  end: 11,
  rank: "statutes",
};

describe("a question", () => {
  test("of a member in a group room is answered in its thread, and only the asker is notified", async () => {
    const world = makeWorld();
    const eventId = world.homeserver.say(ROOM, ANN, "Rochdale: what is the quorum?", MENTION);
    await world.calm();
    const [reply, ...more] = world.homeserver.said(ROOM);
    expect(more).toEqual([]);
    expect(reply?.content).toMatchObject({
      msgtype: "m.text",
      "m.relates_to": { rel_type: "m.thread", event_id: eventId },
      "m.mentions": { user_ids: [ANN] },
    });
    expect(world.asked.map(({ question }) => question)).toEqual(["what is the quorum?"]);
    expect(world.homeserver.readUpTo.get(ROOM)).toBe(eventId);
    expect(world.homeserver.typingNow.size).toBe(0);
    expect(world.failures).toEqual([]);
  });

  test("in a direct room needs no mention and makes no thread", async () => {
    const world = makeWorld();
    const eventId = world.homeserver.say(DIRECT, ANN, "What is the quorum?");
    await world.calm();
    expect(world.homeserver.said(DIRECT)[0]?.content["m.relates_to"]).toEqual({
      "m.in_reply_to": { event_id: eventId },
    });
  });

  test("not meant for the bot is left alone", async () => {
    const world = makeWorld();
    world.homeserver.say(ROOM, ANN, "What is the quorum?");
    await world.calm();
    expect(world.homeserver.said(ROOM)).toEqual([]);
  });

  test("in a thread of the bot needs no mention and takes the turns before along", async () => {
    const world = makeWorld();
    const root = world.homeserver.say(ROOM, ANN, "What is the quorum?", MENTION);
    await world.calm();
    const thread = { "m.relates_to": { rel_type: "m.thread", event_id: root } };
    world.homeserver.say(ROOM, BEN, "And in the second meeting?", thread);
    await world.calm();
    expect(world.asked[1]?.history.map(({ role, content }) => [role, content])).toEqual([
      ["user", "What is the quorum?"],
      ["assistant", "About What is the quorum?"],
    ]);
    expect(world.homeserver.said(ROOM)[1]?.content["m.relates_to"]).toMatchObject({ event_id: root });
  });

  test("answering the bot from outside the thread goes on in it", async () => {
    const world = makeWorld();
    const root = world.homeserver.say(ROOM, ANN, "What is the quorum?", MENTION);
    await world.calm();
    const reply = world.homeserver.said(ROOM)[0]?.eventId;
    world.homeserver.say(ROOM, ANN, "Since when?", { "m.relates_to": { "m.in_reply_to": { event_id: reply } } });
    await world.calm();
    expect(world.homeserver.said(ROOM)[1]?.content["m.relates_to"]).toMatchObject({
      rel_type: "m.thread",
      event_id: root,
    });
  });

  test("older than a day is not answered", async () => {
    const world = makeWorld();
    world.at(-25 * 3_600_000);
    world.homeserver.say(DIRECT, ANN, "What was the quorum?");
    world.at(-23 * 3_600_000);
    world.homeserver.say(DIRECT, ANN, "What is the quorum?");
    world.at(0);
    await world.calm();
    expect(world.asked.map(({ question }) => question)).toEqual(["What is the quorum?"]);
  });

  test("told by the homeserver twice is answered once", async () => {
    const world = makeWorld();
    world.homeserver.say(DIRECT, ANN, "What is the quorum?");
    await world.calm();
    const again = { id: "$again", item: world.inbox.pending()[0]?.item };
    expect(again.item).toBeUndefined();
    const [first] = world.homeserver.events.filter(({ type, sender }) => type === "m.room.message" && sender === ANN);
    expect(
      world.inbox.put(
        {
          id: first?.eventId ?? "",
          item: { kind: "invite", roomId: ROOM, inviter: ANN, isDirect: false, roomName: null },
        },
        0,
      ),
    ).toBe(false);
  });

  test("is met by whom to ask where the room may read nothing", async () => {
    const world = makeWorld();
    world.mayRead([]);
    world.homeserver.say(DIRECT, ANN, "What is the quorum?");
    await world.calm();
    expect(world.homeserver.said(DIRECT)[0]?.body).toContain(en.nothingGranted(null));
    expect(world.asked).toEqual([]);
  });
});

describe("an answer that takes longer than a moment", () => {
  const slow = async (request: AskRequest) => {
    request.onEvent?.({ kind: "evidence-ready", shown: "> Ten.", citations: [] });
    request.onEvent?.({ kind: "step-begin", step: "reading" });
    await new Promise((resolve) => setTimeout(resolve, 20));
    return { shown: "Ten members.", outcome: "not-in-documents" as const };
  };

  test("is announced by a quiet notice, which then becomes the answer and notifies the asker", async () => {
    const world = makeWorld({ ask: slow });
    world.homeserver.say(ROOM, ANN, "What is the quorum?", MENTION);
    await world.calm();
    const own = world.homeserver.events.filter(({ sender, type }) => sender === SELF && type === "m.room.message");
    expect(own.map(({ content }) => content.msgtype)).toEqual(["m.notice", "m.text"]);
    expect(own[0]?.content["m.mentions"]).toEqual({});
    expect(own[1]?.content).toMatchObject({
      "m.relates_to": { rel_type: "m.replace", event_id: own[0]?.eventId },
      "m.mentions": { user_ids: [ANN] },
    });
  });

  test("is not sent when the room's rights went meanwhile: no word of the documents comes out", async () => {
    const world = makeWorld({
      ask: async () => {
        world.mayRead([]);
        return { shown: "The secret.", collections: ["main"] };
      },
    });
    world.homeserver.say(ROOM, ANN, "What is the quorum?", MENTION);
    await world.calm();
    expect(
      world.homeserver
        .said(ROOM)
        .map(({ body }) => body)
        .join(),
    ).toContain(en.accessChanged);
    expect(JSON.stringify(world.homeserver.events)).not.toContain("secret");
  });
});

describe("a question is stopped", () => {
  const hanging = (request: AskRequest) =>
    new Promise<{ outcome: "cancelled"; shown: string }>((resolve) => {
      const end = () => resolve({ outcome: "cancelled", shown: "Cancelled." });
      if (request.signal.aborted) end();
      request.signal.addEventListener("abort", end);
    });

  test("by the asker's reaction: the model is let go and the room is told", async () => {
    const world = makeWorld({ ask: hanging });
    const eventId = world.homeserver.say(ROOM, ANN, "What is the quorum?", MENTION);
    await until(() => world.asked.length === 1);
    world.homeserver.react(ROOM, BEN, eventId, "🛑");
    world.homeserver.react(ROOM, ANN, eventId, "👍");
    await world.desk.idle();
    expect(world.asked[0]?.signal.aborted).toBe(false);
    world.homeserver.react(ROOM, ANN, eventId, "🛑");
    await world.calm();
    expect(world.asked[0]?.signal.aborted).toBe(true);
    expect(world.homeserver.said(ROOM)).toHaveLength(1);
    expect(world.questions.unfinished()).toEqual([]);
  });

  test("by taking it back: nothing is said and nothing is kept", async () => {
    const world = makeWorld({ ask: hanging });
    const eventId = world.homeserver.say(ROOM, ANN, "What is the quorum?", MENTION);
    await until(() => world.asked.length === 1);
    world.homeserver.takeBack(ROOM, ANN, eventId);
    await world.calm();
    expect(world.homeserver.said(ROOM)).toEqual([]);
    expect(world.questions.get(eventId)).toBeNull();
  });

  test("while it waits: it never begins", async () => {
    const world = makeWorld({ ask: hanging });
    world.homeserver.say(ROOM, ANN, "One?", MENTION);
    world.homeserver.say(ROOM, ANN, "Two?", MENTION);
    await until(() => world.asked.length === 1 && world.work.length === 2);
    expect(world.work.cancel(ANN, ROOM)).toBe(2);
    await world.calm();
    expect(world.asked).toHaveLength(1);
    expect(world.homeserver.said(ROOM).filter(({ body }) => body.includes(en.stopped))).toHaveLength(1);
    expect(world.questions.unfinished()).toEqual([]);
  });
});

describe("an edited question", () => {
  test("is answered again, once, by editing the answer", async () => {
    const world = makeWorld();
    const eventId = world.homeserver.say(ROOM, ANN, "What is the forum?", MENTION);
    await world.calm();
    world.homeserver.edit(ROOM, ANN, eventId, "What is the quorum?");
    await world.calm();
    world.homeserver.edit(ROOM, ANN, eventId, "What is the decorum?");
    await world.calm();
    expect(world.asked.map(({ question }) => question)).toEqual(["What is the forum?", "What is the quorum?"]);
    expect(world.homeserver.said(ROOM)).toHaveLength(1);
  });

  test("by somebody else changes nothing", async () => {
    const world = makeWorld();
    const eventId = world.homeserver.say(ROOM, ANN, "What is the forum?", MENTION);
    await world.calm();
    world.homeserver.edit(ROOM, BEN, eventId, "What is the quorum?");
    await world.calm();
    expect(world.asked).toHaveLength(1);
  });
});

describe("after a crash", () => {
  test("a question taken in but not answered is answered once", async () => {
    const world = makeWorld({ ask: () => new Promise(() => {}) });
    world.homeserver.say(ROOM, ANN, "What is the quorum?", MENTION);
    await until(() => world.asked.length === 1);
    const next = makeWorld({ database: world.database, homeserver: world.homeserver });
    await next.work.resume();
    next.desk.deal();
    await next.calm();
    expect(next.homeserver.said(ROOM)).toHaveLength(1);
  });

  test("a reply that was written but perhaps not sent goes out under the same transaction id", async () => {
    const world = makeWorld();
    const eventId = world.homeserver.say(ROOM, ANN, "What is the quorum?", MENTION);
    let sent = 0;
    world.homeserver.beforeSend = () => {
      sent += 1;
    };
    await world.calm();
    world.database.exec("UPDATE matrix_questions SET status = 'ready', answer_id = NULL");
    const next = makeWorld({ database: world.database, homeserver: world.homeserver });
    await next.work.resume();
    await next.calm();
    expect(sent).toBe(2);
    expect(next.asked).toEqual([]);
    expect(next.homeserver.said(ROOM)).toHaveLength(1);
    expect(next.questions.get(eventId)?.status).toBe("done");
  });
});

test("what a member asked is forgotten: ledger emptied, answers redacted", async () => {
  const world = makeWorld();
  world.homeserver.say(ROOM, ANN, "What is the quorum?", MENTION);
  world.homeserver.say(ROOM, BEN, "What is the fee?", MENTION);
  await world.calm();
  expect(await world.work.forget(ANN)).toEqual({ questions: 1, answers: 1, redacted: 1, notRedacted: 0 });
  expect(world.homeserver.said(ROOM)).toHaveLength(1);
  expect(JSON.stringify(world.database.prepare("SELECT * FROM matrix_questions").all())).not.toContain("quorum");
});

test("what was said of a question that is taken back goes from the room to the last edit", async () => {
  const world = makeWorld({
    ask: async (request) => {
      request.onEvent?.({ kind: "evidence-ready", shown: "> Ten.", citations: [] });
      request.onEvent?.({ kind: "step-begin", step: "reading" });
      return { shown: "Ten members.", outcome: "not-in-documents" as const };
    },
  });
  const eventId = world.homeserver.say(ROOM, ANN, "What is the quorum?", MENTION);
  await world.calm();
  const own = () => world.homeserver.events.filter(({ sender, type }) => sender === SELF && type === "m.room.message");
  expect(own().map(({ redacted }) => redacted)).toEqual([false, false]);
  world.homeserver.takeBack(ROOM, ANN, eventId);
  await world.calm();
  expect(own().map(({ redacted }) => redacted)).toEqual([true, true]);
  expect(world.questions.byReply(own()[1]?.eventId ?? "")).toBeNull();
});

test("a reply to the edit that holds the answer goes on in the thread: some clients show edits as lines of their own", async () => {
  const world = makeWorld({
    ask: async (request) => {
      request.onEvent?.({ kind: "evidence-ready", shown: "> Ten.", citations: [] });
      request.onEvent?.({ kind: "step-begin", step: "reading" });
      return { shown: "Ten members.", outcome: "not-in-documents" as const };
    },
  });
  const root = world.homeserver.say(ROOM, ANN, "What is the quorum?", MENTION);
  await world.calm();
  const own = world.homeserver.events.filter(({ sender, type }) => sender === SELF && type === "m.room.message");
  const edit = own.find(({ content }) => "m.new_content" in content)?.eventId;
  world.homeserver.say(ROOM, BEN, "Since when?", { "m.relates_to": { "m.in_reply_to": { event_id: edit } } });
  await world.calm();
  expect(world.asked.map(({ question }) => question)).toEqual(["What is the quorum?", "Since when?"]);
  const notices = world.homeserver.events.filter(({ content }) => content.msgtype === "m.notice");
  expect(notices.map(({ content }) => content["m.relates_to"])).toMatchObject([
    { rel_type: "m.thread", event_id: root },
    { rel_type: "m.thread", event_id: root },
  ]);
});

test("a message that becomes a command by an edit reaches the commands as an edited one", async () => {
  const heard: (string | null)[][] = [];
  const command: DeskParts["command"] = ({ message, threadRoot, editId }) => {
    heard.push([message.text, message.eventId, threadRoot, editId]);
    return null;
  };
  const world = makeWorld({ parts: { command } });
  const eventId = world.homeserver.say(ROOM, ANN, "Good morning");
  await world.calm();
  const editId = world.homeserver.edit(ROOM, ANN, eventId, "!grant main here");
  world.homeserver.edit(ROOM, ANN, eventId, "Good evening");
  await world.calm();
  expect(heard).toEqual([["!grant main here", eventId, eventId, editId]]);
});

test("the passage found is not shown when the room's rights went while it was looked for", async () => {
  const world = makeWorld({
    ask: async (request) => {
      world.mayRead([]);
      request.onEvent?.({ kind: "evidence-ready", shown: "> Ten.", citations: [CITATION] });
      request.onEvent?.({ kind: "step-begin", step: "reading" });
      return { shown: "The secret.", collections: ["main"] };
    },
  });
  world.homeserver.say(ROOM, ANN, "What is the quorum?", MENTION);
  await world.calm();
  expect(world.homeserver.said(ROOM).map(({ body }) => body)).toEqual([en.accessChanged]);
  expect(world.homeserver.events.filter(({ content }) => content.msgtype === "m.notice")).toEqual([]);
});

test("one member's flood is answered with one word of refusal each, and the others are served", async () => {
  const world = makeWorld({ ask: () => new Promise((resolve) => setTimeout(() => resolve({}), 1)) });
  for (let count = 0; count < 120; count++) world.homeserver.say(ROOM, ANN, `Question ${count}?`, MENTION);
  const eventId = world.homeserver.say(ROOM, BEN, "What is the quorum?", MENTION);
  await world.calm();
  expect(world.questions.get(eventId)?.status).toBe("done");
  expect(world.homeserver.said(ROOM).filter(({ body }) => body.includes(en.tooManyQuestions)).length).toBeGreaterThan(
    0,
  );
  expect(world.questions.unfinished()).toEqual([]);
});

test("a member beyond the budget is told once, quietly, and then passed over; chatter costs nothing", async () => {
  const answers = ["granted", "tell", "pass-over"] as const;
  let taken = 0;
  const world = makeWorld({ parts: { budget: { take: () => answers[taken++] ?? "pass-over", refuse: () => "tell" } } });
  world.homeserver.say(ROOM, ANN, "Only chatter.");
  for (const words of ["One?", "Two?", "Three?", "!help"]) world.homeserver.say(ROOM, ANN, words, MENTION);
  await world.calm();
  expect(taken).toBe(4);
  expect(world.asked.map(({ question }) => question)).toEqual(["One?"]);
  const refusals = world.homeserver.said(ROOM).filter(({ body }) => body.includes(en.tooManyQuestions));
  expect(refusals.map(({ content }) => content.msgtype)).toEqual(["m.notice"]);
});

async function until(condition: () => boolean): Promise<void> {
  for (let round = 0; round < 500 && !condition(); round++) await new Promise((resolve) => setTimeout(resolve, 2));
  expect(condition()).toBe(true);
}
