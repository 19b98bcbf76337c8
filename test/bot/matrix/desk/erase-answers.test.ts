import { describe, expect, test } from "vitest";
import type { Answer, AskRequest, Citation, Retrieved } from "../../../../bot/answer-types.ts";
import { answersEraser } from "../../../../bot/matrix/desk/erase-answers.ts";
import { ANN, makeWorld, ROOM, SELF } from "./desk-world.ts";

const MENTION = { "m.mentions": { user_ids: [SELF] } };
const GONE = [{ collection: "main", file: "keys.md", sha256: "0" }];
const { signal } = new AbortController();

function citation(file: string): Citation {
  return {
    document: "Rules",
    version: null,
    status: "adopted",
    adoptedOn: null,
    inForceFrom: null,
    inForceTo: null,
    section: "Keys",
    page: null,
    collection: "main",
    file,
    language: "en",
    quote: `The words of ${file}.`,
    start: 0,
    end: 20,
    rank: "rules",
  };
}

function passage(file: string): Retrieved {
  return {
    collection: "main",
    file,
    document: "Rules",
    section: "Keys",
    page: null,
    text: `All of ${file}.`,
    score: 1,
  };
}

/** Answers "cite FILE" from that file, having looked at both. */
async function ask({ question, onRetrieved }: AskRequest): Promise<Partial<Answer>> {
  onRetrieved?.([passage("keys.md"), passage("house.md")]);
  const file = question.replace(/^cite /u, "").replace("?", "");
  return { shown: `The words of ${file}.`, citations: [citation(file)] };
}

function eraserOf(world: ReturnType<typeof makeWorld>) {
  const { questions, work } = world;
  return answersEraser({
    questions,
    takeBack: (question) => work.takeBack(question),
    beginAnew: () => work.documentsChanged(),
  });
}

describe("when documents are purged", () => {
  test("answers that quote them are redacted and forgotten, others lose the passages they were chosen from", async () => {
    const world = makeWorld({ ask });
    const quoting = world.homeserver.say(ROOM, ANN, "cite keys.md?", MENTION);
    await world.calm();
    const other = world.homeserver.say(ROOM, ANN, "cite house.md?", MENTION);
    await world.calm();
    const eraser = eraserOf(world);
    expect(eraser.count(GONE)).toEqual({ answers: 2, messages: 1 });
    expect(await eraser.erase(GONE, signal)).toEqual({ answers: 2, messages: 1, messagesLeft: 0 });
    expect(world.questions.get(quoting)).toMatchObject({ text: "cite keys.md?", answer: null, retrieved: [] });
    expect(world.questions.get(other)?.retrieved.map(({ file }) => file)).toEqual(["house.md"]);
    expect(
      world.homeserver
        .said(ROOM)
        .map(({ body }) => body)
        .join(),
    ).not.toContain("of keys");
    expect(
      world.homeserver
        .said(ROOM)
        .map(({ body }) => body)
        .join(),
    ).toContain("of house");
    expect(await eraser.erase(GONE, signal)).toEqual({ answers: 0, messages: 0, messagesLeft: 0 });
  });

  test("what is being answered just then is begun anew, and answered once", async () => {
    let asked = 0;
    const release = Promise.withResolvers<void>();
    const world = makeWorld({
      async ask(request) {
        asked += 1;
        if (asked > 1) return { shown: "Without them." };
        await Promise.race([release.promise, new Promise((done) => request.signal.addEventListener("abort", done))]);
        request.signal.throwIfAborted();
        return { shown: "The words of keys.md." };
      },
    });
    world.homeserver.say(ROOM, ANN, "cite keys.md?", MENTION);
    await expect.poll(() => asked).toBe(1);
    await eraserOf(world).erase(GONE, signal);
    await world.calm();
    expect(world.homeserver.said(ROOM).map(({ body }) => body)).toEqual(["Without them."]);
  });

  test("without a homeserver at hand the ledger is emptied, and what stays in the rooms is counted", async () => {
    const world = makeWorld({ ask });
    world.homeserver.say(ROOM, ANN, "cite keys.md?", MENTION);
    await world.calm();
    const eraser = answersEraser({ questions: world.questions, takeBack: null, beginAnew: () => {} });
    expect(eraser.count(GONE)).toEqual({ answers: 1, messagesLeft: 1 });
    expect(await eraser.erase(GONE, signal)).toEqual({ answers: 1, messages: 0, messagesLeft: 1 });
    expect(world.questions.using(GONE)).toEqual([]);
  });
});

test("a reply may have files behind it, each a message in the same thread", async () => {
  const files = [{ name: "diff.html", mimeType: "text/html", bytes: Buffer.from("<p>all of it</p>") }];
  const blocks = [{ kind: "paragraph" as const, inlines: [{ kind: "text" as const, text: "Too long." }] }];
  const world = makeWorld({ parts: { command: () => Promise.resolve({ kind: "reply" as const, blocks, files }) } });
  const eventId = world.homeserver.say(ROOM, ANN, "!diff bylaws");
  await world.calm();
  const [words, file] = world.homeserver.said(ROOM);
  expect(words?.body).toBe("Too long.");
  expect(file?.content).toMatchObject({
    msgtype: "m.file",
    body: "diff.html",
    filename: "diff.html",
    url: "mxc://memory/1",
    info: { mimetype: "text/html", size: 16 },
    "m.mentions": {},
    "m.relates_to": { rel_type: "m.thread", event_id: eventId },
  });
  expect(world.homeserver.uploads).toEqual(["<p>all of it</p>"]);
  expect(world.failures).toEqual([]);
});
