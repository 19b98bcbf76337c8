import { describe, expect, test } from "vitest";
import type { Citation, Retrieved } from "../../../../bot/answer-types.ts";
import { fakeAnswer } from "../../../fakes/fake-rochdale.ts";
import { ANA, BEN, BOARD_ROOM, room, withMembers } from "../room-samples.ts";
import { call, coop, memberCall, said, send } from "./command-samples.ts";

const CITATION: Citation = {
  collection: "board",
  rank: "statutes",
  document: "Bylaws",
  version: "3",
  status: "adopted",
  adoptedOn: null,
  inForceFrom: "2022-07-01",
  inForceTo: null,
  section: "§ 12 Quorum",
  page: 4,
  file: "by\u202Elaws.pdf",
  language: "en",
  quote: "Seven members make a quorum. <b>@room</b>",
  start: 10,
  end: 38,
};
const PASSAGE: Retrieved = {
  collection: "board",
  file: "bylaws.pdf",
  document: "Bylaws",
  section: "§ 12 Quorum",
  page: 4,
  text: "Seven members make a quorum.",
  score: 0.51234,
};
const ANSWER = fakeAnswer({
  collections: ["board"],
  citations: [CITATION],
  asked: "How many?",
  milliseconds: { total: 8_120 },
});

function answered(last = { answer: ANSWER, retrieved: [PASSAGE] }) {
  const asked: [string, string | null][] = [];
  const made = coop({
    lastAnswer: (roomId, threadRoot) => {
      asked.push([roomId, threadRoot]);
      return last;
    },
  });
  return { ...made, asked };
}

describe("!help", () => {
  test("lists for a member what a member may use, and no admin's command", async () => {
    const words = await said("!help", memberCall(), coop().deps);
    expect(words.split("\n")[0]).toBe(
      "Ask me about the co-operative's documents in your own words. Beside that I understand:",
    );
    expect(words).toContain("- `!sources` – the quotations of the last answer in full");
    expect(words).not.toMatch(/!grant|!rooms|!log|!questions/);
  });

  test("lists for a moderator what a moderator may use, but not in a direct room", async () => {
    const { deps } = coop();
    expect(await said("!help", memberCall({ sender: ANA }), deps)).toContain("!questions on");
    const direct = memberCall({ sender: ANA, room: room({ direct: true }) });
    expect(await said("!help", direct, deps)).not.toContain("!questions");
  });

  test("lists for an admin in the admin room everything, elsewhere not", async () => {
    const { deps } = coop();
    expect(await said("!help", call(), deps)).toContain("- `!grant COLLECTION ROOM` – opens a collection to a room");
    expect(await said("!help", call({ sender: BEN }), deps)).not.toContain("!grant");
    expect(await said("!help", memberCall({ sender: ANA }), deps)).not.toContain("!grant");
  });

  test("speaks the room's language", async () => {
    expect(await said("!help", memberCall({ language: "da" }), coop().deps)).toContain("- `!hjælp` – denne liste");
  });

  test("shows how a command is written that was written wrongly", async () => {
    expect(await said("!language klingon", memberCall(), coop().deps)).toBe(
      "I cannot use it like that. Please write:\n- `!language en` – my language in this room: en, de, fr, es, ca, da or auto",
    );
  });
});

describe("!sources and !why", () => {
  test("show the last answer of the very room and thread", async () => {
    const { deps, grants, asked } = answered();
    grants.grant("board", BOARD_ROOM, { by: ANA, at: 1 });
    await said("!why", memberCall({ threadRoot: "$root" }), deps);
    await said("!sources", memberCall(), deps);
    expect(asked).toEqual([
      [BOARD_ROOM, "$root"],
      [BOARD_ROOM, null],
    ]);
  });

  test("quote in full, with place and source line, names of files without letters that turn the line", async () => {
    const { deps, grants } = answered();
    grants.grant("board", BOARD_ROOM, { by: ANA, at: 1 });
    expect(await said("!sources", memberCall(), deps)).toBe(
      [
        "Sources",
        "> Seven members make a quorum. <b>@room</b>",
        "— Bylaws, version 3 (in force since 2022-07-01), § 12 Quorum, p. 4; bylaws.pdf, characters 10 to 38",
      ].join("\n"),
    );
  });

  test("tell question, outcome, model, time and the passages with their scores", async () => {
    const { deps, grants } = answered();
    grants.grant("board", BOARD_ROOM, { by: ANA, at: 1 });
    expect(await said("!why", memberCall(), deps)).toBe(
      [
        "The question as I understood it: How many?",
        "Outcome: in the documents. Rules of 2026-01-31. Collection: board.",
        "Language model: fake-chat. Time: 8.1 seconds.",
        "Passages I looked at: 1, the best first.",
        "1. Bylaws, § 12 Quorum, p. 4 (0.512): Seven members make a quorum.",
      ].join("\n"),
    );
  });

  test("send text from documents as text, never as markup", async () => {
    const { deps, grants } = answered();
    grants.grant("board", BOARD_ROOM, { by: ANA, at: 1 });
    const outcome = await send("!why", memberCall(), deps);
    const kinds = outcome.kind === "reply" ? JSON.stringify(outcome.blocks).match(/"kind":"[\w-]+"/g) : [];
    expect(new Set(kinds)).toEqual(
      new Set(['"kind":"paragraph"', '"kind":"text"', '"kind":"list"', '"kind":"strong"']),
    );
  });

  test.each(["!sources", "!why"])("%s shows nothing of a collection that the room may no longer read", async (line) => {
    const { deps, grants } = answered();
    grants.grant("board", BOARD_ROOM, { by: ANA, at: 1 });
    grants.revoke("board", BOARD_ROOM, { by: ANA, at: 2 });
    expect(await said(line, memberCall(), deps)).toBe("This room may no longer read the documents of the last answer.");
  });

  test.each(["!sources", "!why"])("%s shows nothing once anyone can join the room", async (line) => {
    const open = room({ joinRule: "public", members: withMembers({ "@eve:elsewhere.example": "join" }) });
    const { deps, grants } = coop({ allRooms: [open], lastAnswer: () => ({ answer: ANSWER, retrieved: [PASSAGE] }) });
    grants.grant("board", BOARD_ROOM, { by: ANA, at: 1 });
    expect(await said(line, memberCall({ room: open }), deps)).not.toContain("quorum");
  });

  test("say so when there is no answer, or none with a quotation", async () => {
    expect(await said("!why", memberCall(), coop().deps)).toBe("I have not answered anything here yet.");
    const { deps, grants } = answered({ answer: fakeAnswer({ collections: ["board"] }), retrieved: [] });
    grants.grant("board", BOARD_ROOM, { by: ANA, at: 1 });
    expect(await said("!sources", memberCall(), deps)).toBe("The last answer quotes nothing.");
    expect(await said("!why", memberCall(), deps)).toMatch(/Passages I looked at: 0/);
  });
});

describe("!as-of", () => {
  test.each([
    ["!as-of 2023-05-01 Who may vote?", "2023-05-01"],
    ["!as-of 2023 Who may vote?", "2023-12-31"],
    ["!as-of 2026 Who may vote?", "2026-11-21"],
    ["!as-of 2026-12-24 Who may vote?", "2026-12-24"],
    ["!as-of 2027 Who may vote?", "2027-12-31"],
  ])("%j asks by the rules of %s", async (line, asOf) => {
    expect(await send(line, memberCall(), coop().deps)).toEqual({ kind: "question", question: "Who may vote?", asOf });
  });
});

describe("!stop", () => {
  test("stops what the sender asked in this room, and says whether there was anything", async () => {
    const cancelled: string[] = [];
    const { deps } = coop({ cancel: (sender, roomId) => cancelled.push(`${sender} ${roomId}`) === 1 });
    expect(await said("!stop", memberCall(), deps)).toBe("Stopped.");
    expect(await said("!stop", memberCall(), deps)).toBe("No question of yours is being answered here.");
    expect(cancelled).toEqual([`${BEN} ${BOARD_ROOM}`, `${BEN} ${BOARD_ROOM}`]);
  });
});

describe("!language", () => {
  test("is kept for the room and confirmed in the language chosen", async () => {
    const { deps, settings } = coop();
    expect(await said("!language dansk", memberCall(), deps)).toBe("Fra nu af taler jeg dansk i dette rum.");
    expect(settings.settings(BOARD_ROOM).language).toBe("da");
    expect(await said("!sprog auto", memberCall({ language: "da" }), deps)).toBe(
      "Fra nu af svarer jeg på hvert spørgsmål på dets eget sprog.",
    );
    expect(settings.settings(BOARD_ROOM).language).toBe("auto");
  });
});

describe("!forget me", () => {
  const erased = { questions: 3, answers: 2, turns: 6, feedback: 1, redacted: 2, notRedacted: 0 };

  test("erases what is the sender's and gives a receipt with date, counts and what is kept", async () => {
    const asked: string[] = [];
    const { deps } = coop({
      forget: async (userId) => {
        asked.push(userId);
        return erased;
      },
    });
    expect(await said("!forget me", memberCall(), deps)).toBe(
      [
        "Erased on 2026-11-21 19:30 UTC:",
        "- questions: 3",
        "- answers: 2",
        "- remembered turns of conversation: 6",
        "- thumbs: 1",
        "- answers removed from the rooms: 2",
        "I keep a hash of each message's id, so that nothing is answered twice; it tells neither who wrote nor what.",
        "Your own messages stay in the rooms until you delete them, and other people's devices may keep what they have received.",
      ].join("\n"),
    );
    expect(asked).toEqual([BEN]);
  });

  test("says how many answers could not be removed", async () => {
    const { deps } = coop({ forget: async () => ({ ...erased, notRedacted: 4 }) });
    expect(await said("!forget me", memberCall(), deps)).toContain(
      "- answers that could not be removed from the rooms: 4",
    );
  });
});

describe("!status", () => {
  test("tells a room the queue, the models, the device, and only of documents that it may read", async () => {
    const { deps, grants } = coop();
    grants.grant("bylaws", BOARD_ROOM, { by: ANA, at: 1 });
    expect(await said("!status", memberCall(), deps)).toBe(
      [
        "Rochdale 0.2.0, running for 1 d 2 h.",
        "- Questions waiting or in work: 3.",
        "- Documents this room may read: 2.",
        "- Models: qwen; e5.",
        "- My device ROCHDALE1 is cross-signed. Its fingerprint: `abcd efgh ij`",
      ].join("\n"),
    );
  });

  test("tells the admin room about everything", async () => {
    const words = await said("!status", call(), coop().deps);
    expect(words.split("\n").slice(5)).toEqual([
      "- Rooms: 2; invitations waiting: 1.",
      "- board: documents: 4",
      "- bylaws: documents: 2",
      "- Messages I could not decrypt: 5.",
      "- Thumbs up: 8; thumbs down: 1.",
      "- Memory in use: 1234 MB.",
      "- No reranker.",
    ]);
  });
});
