/** Rooms may be granted several collections: what lies outside the grant takes no part in an answer, not even unseen. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answerQuestion } from "../../bot/answer.ts";
import type { Answer, Decision, Retrieved } from "../../bot/answer-types.ts";
import { retrieve } from "../../retrieval/retrieve.ts";
import { createTableShelf } from "../../retrieval/tables/table-shelf.ts";
import { makeDocument } from "../fakes/make-document.ts";
import { openTestIndex, type TestIndex } from "../fakes/open-index.ts";
import { openTestRochdale, type TestRochdale } from "../fakes/open-test-rochdale.ts";
import { ScoringScriptedChatModel, ScriptedChatModel } from "../fakes/scripted-chat-model.ts";

const DAY = "2026-01-01";
const NAMES = ["north", "east", "south", "west"] as const;
type Name = (typeof NAMES)[number];
/** Words that every collection uses; each has one of its own besides, which betrays it wherever it turns up. */
const WORDS = ["quorum", "members", "board", "meeting", "proxy", "vote", "share", "refund", "garden", "levy"];
const markOf = (name: Name) => `${name}mark`;

type Paper = {
  readonly collection: Name;
  readonly language: string;
  readonly hasContact: boolean;
  readonly sentences: readonly (readonly string[])[];
};

const paper: fc.Arbitrary<Paper> = fc.record({
  collection: fc.constantFrom(...NAMES),
  language: fc.constantFrom("en", "de"),
  hasContact: fc.boolean(),
  sentences: fc.array(fc.array(fc.constantFrom(...WORDS), { minLength: 3, maxLength: 8 }), {
    minLength: 1,
    maxLength: 4,
  }),
});
const papers = fc.array(paper, { minLength: 4, maxLength: 14 });
const grants = fc.subarray([...NAMES], { minLength: 1, maxLength: 3 });
const asked = fc.array(fc.constantFrom(...WORDS, ...NAMES.map(markOf)), { minLength: 2, maxLength: 6 });

/** Each paper says its collection's mark in title, file, heading, contact and every sentence. */
async function fill(world: TestIndex, all: readonly Paper[], only: readonly Name[] = NAMES): Promise<void> {
  for (const name of NAMES.filter((one) => only.includes(one)))
    world.corpus.ensureCollection(name, { title: markOf(name), contact: `ask ${markOf(name)}` });
  all.forEach(({ collection, language, hasContact, sentences }, position) => {
    if (!only.includes(collection)) return;
    const mark = markOf(collection);
    const text = sentences.map((words) => `The ${words.join(" ")} of ${mark} is set.`).join("\n");
    world.add(collection, makeDocument(`# ${mark} § ${position}\n${text}`), {
      file: `${mark}-${position}.md`,
      title: `${mark} ${position}`,
      language,
      contact: hasContact ? `${mark} office` : null,
    });
  });
  await world.embed();
}

type Heard = { answer: Answer; retrieved: readonly Retrieved[]; decision: Decision | null; weights: unknown };

async function hear(world: TestIndex, question: string, grant: readonly Name[], embedded: boolean): Promise<Heard> {
  const heard = { retrieved: [] as readonly Retrieved[], decision: null as Decision | null };
  const parts = embedded ? world : { ...world, embedder: null, vectors: null };
  const answer = await answerQuestion(
    {
      ...parts,
      calibrated: embedded,
      tables: createTableShelf(world.corpus),
      caution: "eager",
      chat: { model: new ScoringScriptedChatModel([question], [1, 1, 1, 1]), id: "scripted", trusted: true },
      detectLanguage: () => "en",
      embedded: () => ({ passages: 1, pending: 0 }),
      clock: () => 0,
      today: () => DAY,
      reportFailure: (error) => {
        throw error;
      },
    },
    {
      question,
      history: [],
      collections: grant,
      asOf: null,
      signal: new AbortController().signal,
      onRetrieved: (passages) => {
        heard.retrieved = passages;
      },
      onDecision: (made) => {
        heard.decision = made;
      },
    },
  );
  const scope = { collections: grant.map((name) => world.corpus.ensureCollection(name).id), day: DAY, current: true };
  const { weights, background } = await retrieve(parts, { text: question, language: "en", scope, limit: 10 });
  return { answer, ...heard, weights: [[...weights], background] };
}

describe("whatever documents there are and whatever is granted,", () => {
  test("an answer holds nothing from outside, and is the same to the last bit where there is nothing outside", async () => {
    await fc.assert(
      fc.asyncProperty(papers, grants, asked, fc.boolean(), async (all, grant, words, embedded) => {
        const question = `What ${words.join(" ")}?`;
        using everything = openTestIndex();
        using granted = openTestIndex();
        await fill(everything, all);
        await fill(granted, all, grant);
        const heard = await hear(everything, question, grant, embedded);
        const foreign = NAMES.filter((name) => !grant.includes(name));
        expect(heard.retrieved.filter(({ collection }) => !grant.some((name) => name === collection))).toEqual([]);
        for (const name of foreign.filter((one) => !words.includes(markOf(one))))
          expect(JSON.stringify(heard.answer) + JSON.stringify(heard.retrieved)).not.toContain(markOf(name));
        expect(heard).toEqual(await hear(granted, question, grant, embedded));
        for (const name of foreign) everything.empty(name);
        expect(await hear(everything, question, grant.toReversed(), embedded)).toEqual(heard);
      }),
      { numRuns: 40 },
    );
  });
});

describe("a question asked of several collections", () => {
  const HOUSE = "# § 1 Quorum\n\nThirty members make a quorum at a general meeting.\n";
  const GARDEN = "# § 1 Water\n\nThe garden tap is closed from November to March because of frost.\n";

  /** `main` has the rules of the house, `garden` those of the garden, each with its contact. */
  async function openTwo(chat?: ScriptedChatModel) {
    const mill = await openTestRochdale(
      { "rules.md": HOUSE, "collection.yaml": "title: House\ncontact: the board\n" },
      chat === undefined ? {} : { chat },
    );
    await ingest(mill, "garden", { "rules.md": GARDEN, "collection.yaml": "title: Garden\ncontact: the gardeners\n" });
    return mill;
  }

  async function ingest(mill: TestRochdale, collection: string, files: Readonly<Record<string, string>>) {
    const folder = join(mill.folder, collection);
    mkdirSync(folder, { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    await mill.rochdale.ingest({ paths: [folder], collection, signal: new AbortController().signal });
  }

  test("is answered from the one that says it, and every quotation leads back to its text", async () => {
    await using mill = await openTwo();
    const collections = ["garden", "main"];
    for (const [question, collection] of [
      ["How many members make a quorum?", "main"],
      ["When is the garden tap closed?", "garden"],
    ] as const) {
      const { citations, ...answer } = await mill.ask(question, { collections });
      expect(answer.collections.toSorted()).toEqual(collections);
      expect(citations[0]).toMatchObject({ collection, file: "rules.md" });
      for (const { collection: name, file, start, end, quote } of citations)
        expect(mill.rochdale.documentText(name, file)?.slice(start, end)).toBe(quote);
    }
  });

  test("names whom to ask about the collection that comes nearest", async () => {
    await using mill = await openTwo();
    const answer = await mill.ask(
      "Kangaroo shipping insurance, crocodile farming licences, helicopter parking permits during frost?",
      { collections: ["main", "garden"] },
    );
    expect(answer.outcome).toBe("not-in-documents");
    expect(answer.shown).toContain("the gardeners");
    expect(answer.shown).not.toContain("the board");
  });

  test("skips those that do not exist", async () => {
    await using mill = await openTwo();
    const answer = await mill.ask("How many members make a quorum?", { collections: ["nowhere", "main", "main"] });
    expect(answer.collections).toEqual(["main"]);
    expect(answer.shown).toContain("Thirty members");
    const none = await mill.ask("How many members make a quorum?", { collections: ["nowhere", "never"] });
    expect(none).toMatchObject({ outcome: "not-in-documents", collections: [] });
    expect(none.shown).toMatch(/no documents are loaded here yet/iu);
    expect(mill.rochdale.collections().map(({ name }) => name)).toEqual(["garden", "main"]);
  });

  test("is remembered whatever their order, until one of them changes; others do not matter", async () => {
    const chat = new ScriptedChatModel(["Thirty.", "Thirty again.", "Thirty at last."]);
    await using mill = await openTwo(chat);
    const question = "How many members make a quorum?";
    await mill.ask(question, { collections: ["main", "garden"] });
    await mill.ask(question, { collections: ["garden", "main"] });
    await ingest(mill, "kitchen", { "rules.md": "# Kitchen\n\nThe kitchen closes at ten.\n" });
    await mill.ask(question, { collections: ["main", "garden"] });
    expect(chat.prompts).toHaveLength(1);
    await mill.ask(question, { collections: ["main"] });
    expect(chat.prompts).toHaveLength(2);
    await ingest(mill, "garden", { "rules.md": `${GARDEN}\nThe shed has two keys.\n` });
    await mill.ask(question, { collections: ["main", "garden"] });
    expect(chat.prompts).toHaveLength(3);
  });
});

test("a collection is public when it holds documents and each is marked so, drafts too", async () => {
  const record = (file: string, more: string) => `  - file: ${file}\n    ${more}\n`;
  const open = async (...records: string[]) => {
    const files = Object.fromEntries(records.map((_, at) => [`${at}.md`, "# Rules\n\nThe rules of the house.\n"]));
    const said = records.map((more, at) => record(`${at}.md`, more)).join("");
    const mill = await openTestRochdale({ ...files, "collection.yaml": `contact: the board\ndocuments:\n${said}` });
    await using _ = mill;
    return mill.rochdale.collections();
  };
  const [shown] = await open("public: true", "public: true");
  expect(shown).toEqual({ name: "main", title: "main", documents: 2, isPublic: true, contact: "the board" });
  expect(await open("public: true", "public: false")).toMatchObject([{ isPublic: false }]);
  expect(await open("public: true", "status: draft")).toMatchObject([{ isPublic: false }]);
});
