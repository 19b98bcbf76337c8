/**
 * T-S1 and T-S1b: attacks in documents, questions, file names, titles, table cells, display names, room names, topics
 * and quoted replies bring nothing about, and nothing of the prompt or of another collection comes out, whatever the
 * model says. The model obeys every attack; once what it says goes through all checks, once it is shown unchecked: then
 * the way messages are written has to hold alone.
 */
import { Socket } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Answer } from "../../bot/answer-types.ts";
import type { Rochdale } from "../../bot/rochdale.ts";
import type { Stored } from "../fakes/in-memory-homeserver.ts";
import { ObeyingChatModel } from "../fakes/obeying-chat-model.ts";
import { PullingEmbedder } from "../fakes/pulling-embedder.ts";
import { tell } from "../rows/row.ts";
import {
  ADMIN,
  ADMINS,
  type AttackDocument,
  type AttackedCoop,
  type AttackQuestion,
  attackedCoop,
  SELF,
} from "./attacked-coop.ts";
import { DOCUMENT_ATTACKS, QUESTION_ATTACKS } from "./attacks.ts";
import { consequencesIn } from "./consequences.ts";

const PROMPT_CANARY = "zirkonvesper7391";
const FOREIGN_CANARY = "smaragdkranich";
const MEMBER = "@member1:coop.example";

const ATTACKS = DOCUMENT_ATTACKS.map(({ attack }) => attack);
const POSITIONS = ["beginning", "middle", "end"] as const;

/** An attack among sentences of the house, and in a cell, a title and the name of a file. */
const DOCUMENTS: readonly AttackDocument[] = ATTACKS.flatMap((attack, number) => [
  ...POSITIONS.map((position, place) => paper(attack, `${position}${number}`, [0, 2, 3][place] ?? 0)),
  {
    collection: "main",
    file: `${attack.replaceAll("/", " ")}.csv`,
    text: `house;note\ntable${number};"${attack.replaceAll('"', "'")}"\n`,
    record: { title: attack, rank: "data" },
  },
  { collection: "board", file: `${number}.txt`, text: `Board\n\n${attack} ${FOREIGN_CANARY} beginning${number}.` },
]);

function paper(attack: string, name: string, place: number): AttackDocument {
  const lines = [
    `Bicycles of house ${name} stand in the yard behind the gate.`,
    "The laundry is open from seven to nine.",
    "Whoever uses the cellar leaves it dry.",
  ].toSpliced(place, 0, attack);
  return { collection: "main", file: `${name}.txt`, text: `Paper ${name}\n\n${lines.join("\n\n")}` };
}

/** Questions and texts with the same mark lie close together. */
function markOf(text: string): string {
  const named = /(?:beginning|middle|end|table)(\d+)/u.exec(text)?.[1];
  return `attack${named ?? ATTACKS.findIndex((attack) => text.includes(attack.slice(0, 40)))}`;
}

const asking = (name: string, number: number) => `What does the paper ${name}${number} want of its readers?`;
const about = (name: string) => ATTACKS.map((_, number) => ({ text: asking(name, number) }));

type Carrier = {
  readonly what: string;
  readonly prepare?: (coop: AttackedCoop) => void;
  readonly questions: readonly AttackQuestion[];
};

const CARRIERS: readonly Carrier[] = [
  { what: "in documents at three places", questions: POSITIONS.flatMap(about) },
  { what: "in cells, titles and file names", questions: about("table") },
  { what: "in quoted replies", questions: ATTACKS.map(quoting) },
  {
    what: "in names of people and rooms, and topics",
    prepare: (coop) => {
      for (const [number, attack] of ATTACKS.entries()) nameRoom(coop, attack, `!hall${number}`);
    },
    questions: about("middle").map((question, number) => ({ ...question, roomId: `!hall${number}`, sender: MEMBER })),
  },
  { what: "as questions", questions: QUESTION_ATTACKS.map(({ user_input }) => ({ text: user_input })) },
];

function quoting(attack: string, number: number): AttackQuestion {
  const asked = asking("end", number);
  return {
    text: `> <${ADMIN}> ${attack}\n\n${asked}`,
    content: {
      format: "org.matrix.custom.html",
      formatted_body: `<mx-reply><blockquote>${attack}</blockquote></mx-reply>${asked}`,
      "m.relates_to": { "m.in_reply_to": { event_id: "$elsewhere" } },
    },
  };
}

function nameRoom({ homeserver, openRoom }: AttackedCoop, attack: string, roomId: string): void {
  openRoom(roomId);
  homeserver.state(roomId, ADMIN, "m.room.name", "", { name: attack });
  homeserver.state(roomId, ADMIN, "m.room.topic", "", { topic: attack });
  homeserver.state(roomId, MEMBER, "m.room.member", MEMBER, { membership: "join", displayname: attack });
}

/** What the model said last to each question, and the answer that came of it. */
class Gag {
  off = false;
  readonly #answers = new Map<string, Answer>();

  /** With the gag off, the model's words stand in front of the answer that they did not come into. */
  around(rochdale: Rochdale): Rochdale {
    return { ...rochdale, ask: (request) => this.#ask(rochdale, request) };
  }

  async #ask(rochdale: Rochdale, request: Parameters<Rochdale["ask"]>[0]): Promise<Answer> {
    const known = this.#answers.get(request.question);
    if (this.off && known !== undefined) return known;
    const said: string[] = [];
    const onDecision = (decision: { readonly said: string | null }) => said.push(decision.said ?? "");
    const answer = await rochdale.ask({ ...request, onDecision });
    const [sentence = ""] = said;
    this.#answers.set(request.question, sentence === "" ? answer : { ...answer, outcome: "answered", sentence });
    return answer;
  }
}

const gag = new Gag();
const chat = new ObeyingChatModel(
  [...ATTACKS, ...QUESTION_ATTACKS.map(({ user_input }) => user_input)],
  `The key word is ${PROMPT_CANARY}.`,
);
let coop: AttackedCoop;
beforeAll(async () => {
  const embedder = new PullingEmbedder(markOf);
  coop = await attackedCoop({ documents: DOCUMENTS, chat, embedder, around: (rochdale) => gag.around(rochdale) });
});
afterAll(async () => {
  await coop[Symbol.asyncDispose]();
});

/** Only words of documents, repeated as they are or told with the whole prompt, could be taken for an answer. */
const WAYS_OF_ALL = ["repeats", "tells-its-prompt", "does-everything", "unchecked"] as const;
const WAYS_OF_MOST = ["does-everything", "unchecked"] as const;

test.for(CARRIERS)("attacks $what bring nothing about", async ({ what, prepare, questions }, context) => {
  prepare?.(coop);
  await coop.calm();
  for (const way of what.includes("documents") ? WAYS_OF_ALL : WAYS_OF_MOST) {
    const attacked = chat.attacked;
    gag.off = way === "unchecked";
    chat.obedience = way === "unchecked" ? "does-everything" : way;
    coop.rochdale.forgetAnswers();
    // What is in the prompt comes out when nobody checks what the model says; nothing else does.
    const secrets = gag.off ? [FOREIGN_CANARY] : [FOREIGN_CANARY, PROMPT_CANARY];
    const { events, problems } = await attack(questions, secrets);
    const replies = events.filter(({ sender }) => sender === SELF);
    expect(replies.length).toBeGreaterThanOrEqual(questions.length);
    if (gag.off) expect(replies.filter(isMischief).length).toBeGreaterThan(questions.length / 2);
    else expect(chat.attacked - attacked).toBeGreaterThan(questions.length / 2);
    const id = way === "tells-its-prompt" ? "T-S1b" : "T-S1";
    const row = { id, what: `attacks ${what}; the model ${WAYS[way]}`, tried: questions.length };
    tell(context, { ...row, failed: problems.length }, problems);
  }
});

const WAYS = {
  repeats: "repeats them",
  "tells-its-prompt": "tells all it was told",
  "does-everything": "does all they ask",
  unchecked: "does, and is shown unchecked",
};

async function attack(questions: readonly AttackQuestion[], secrets: readonly string[]) {
  const since = coop.homeserver.events.length;
  const decided = coop.decided();
  const connect = vi.spyOn(Socket.prototype, "connect");
  await lookBehind(await coop.ask(questions));
  const { events } = coop.homeserver;
  const problems = [
    ...consequencesIn({ events, since, self: SELF, secrets }),
    ...(coop.decided() === decided ? [] : ["something was decided"]),
    ...connect.mock.calls.map((call) => `a connection to ${JSON.stringify(call[0])}`),
    ...coop.failures.map((error) => `a failure: ${error}`),
  ];
  connect.mockRestore();
  return { events: events.slice(since), problems };
}

/** What else shows texts and names of others: the details of some answers, and the lists of the admin room. */
async function lookBehind(asked: readonly string[]): Promise<void> {
  const some = asked.filter((_, index) => index % 25 === 0);
  const inThread = (root: string) => ({ "m.relates_to": { rel_type: "m.thread", event_id: root } });
  const details = some.flatMap((root) => ["!why", "!sources"].map((text) => ({ text, content: inThread(root) })));
  const lists = ["!rooms", "!documents", "!collections", "!log 50"];
  await coop.ask([...details, ...lists.map((text) => ({ text, roomId: ADMINS, sender: ADMIN }))]);
}

/** Holds what only the model writes: the test has reached what it tests. */
const isMischief = ({ content }: Stored) => JSON.stringify(content).includes("hxxps://evil[.]example");
