import { readFileSync } from "node:fs";
import { join } from "node:path";
import { FakeListChatModel, SyntheticEmbeddings } from "@langchain/core/utils/testing";
import { ChatOpenAI } from "@langchain/openai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { assembleRochdale } from "../../bot/assemble.ts";
import { messagesIn } from "../../bot/messages.ts";
import { startLlamaServerStub } from "../fakes/llama-server-stub.ts";
import { openTestRochdale, type TestRochdale } from "../fakes/open-test-rochdale.ts";
import { ScoringScriptedChatModel, ScriptedChatModel } from "../fakes/scripted-chat-model.ts";
import { WordEmbedder } from "../fakes/word-embedder.ts";

const NO_MODELS = {
  profile: "test",
  embedder: null,
  embedderId: null,
  chatModel: null,
  chatModelId: null,
  notices: [],
  memory: () => Promise.resolve({}),
  [Symbol.asyncDispose]: () => Promise.resolve(),
};

const FILES = {
  "collection.yaml": [
    "title: Mill",
    "contact: Ana, secretary",
    "documents:",
    "  - {file: old.md, title: Bylaws, version: '1', rank: statutes, inForceFrom: '2010-01-01'}",
    "  - {file: new.md, title: Bylaws, version: '2', rank: statutes, inForceFrom: '2020-01-01', replaces: old.md}",
  ].join("\n"),
  "old.md":
    "# § 1 Quorum\n\nTwelve members make a quorum at a general meeting.\n\n# § 2 Seat\n\nThe seat is in Bruges.\n",
  "new.md":
    "# § 1 Quorum\n\nThirty members make a quorum at a general meeting.\n\n# § 2 Seat\n\nThe seat is in Ghent.\n",
};

describe("without a chat model", () => {
  let mill: TestRochdale;
  beforeAll(async () => {
    mill = await openTestRochdale(FILES);
  });
  afterAll(async () => {
    await mill[Symbol.asyncDispose]();
  });

  test("the rule in force is quoted with version, date and section", async () => {
    const answer = await mill.ask("How many members make a quorum at a general meeting?");
    expect(answer.shown).toContain("> Thirty members make a quorum at a general meeting.");
    expect(answer.shown).toContain("— Bylaws, version 2 (in force since 2020-01-01), § 1 Quorum");
    expect(answer.shown).not.toContain("Twelve");
    expect(answer).toMatchObject({ model: null, sentence: null, language: "en", collections: ["main"] });
  });

  test("every citation is cut out of the stored text", async () => {
    const answer = await mill.ask("Where is the seat?");
    expect(answer.citations.length).toBeGreaterThan(0);
    for (const citation of answer.citations) {
      const text = mill.rochdale.documentText("main", citation.file) ?? "";
      expect(text.slice(citation.start, citation.end)).toBe(citation.quote);
    }
  });

  test("on an earlier day the older version speaks, and the reply says which day's rules were used", async () => {
    const answer = await mill.ask("How many members make a quorum at a general meeting?", { asOf: "2015-06-01" });
    expect(answer.shown).toContain("By the rules of 2015-06-01.");
    expect(answer.shown).toContain("Twelve members");
    expect(answer.shown).not.toContain("Thirty");
    expect(answer.citations[0]).toMatchObject({ status: "superseded", inForceTo: "2019-12-31" });
  });

  test("before the first version nothing is in force, and the reply says so", async () => {
    const answer = await mill.ask("How many members make a quorum?", { asOf: "2005-01-01" });
    expect(answer).toMatchObject({
      outcome: "not-in-documents",
      shown: "On 2005-01-01 no document of this collection was in force; the first took effect on 2010-01-01.",
      citations: [],
    });
  });

  test("politeness and nothing at all are declined with a sentence", async () => {
    expect(await mill.ask("hello")).toMatchObject({ outcome: "declined" });
    expect(await mill.ask("   ")).toMatchObject({
      outcome: "declined",
      shown: "Please ask a question about the co-operative's documents.",
    });
    const long = await mill.ask("what is the quorum ".repeat(200));
    expect(long.shown).toBe("Your message has 3800 characters; please ask in at most 2000.");
  });

  test("a collection without documents says so", async () => {
    expect(await mill.ask("what is the quorum?", { collections: ["nowhere"] })).toMatchObject({
      outcome: "not-in-documents",
      shown: "No documents are loaded here yet.",
    });
  });

  test("a cancelled question ends as cancelled", async () => {
    const answer = await mill.ask("How many members make a quorum?", { signal: AbortSignal.abort() });
    expect(answer).toMatchObject({ outcome: "cancelled", shown: "Cancelled." });
  });

  test("the evidence is announced before the answer, with the passages that were found", async () => {
    const events: string[] = [];
    let retrieved = 0;
    await mill.ask("How many members make a quorum?", {
      onEvent: (event) => events.push(event.kind),
      onRetrieved: (passages) => {
        retrieved = passages.length;
      },
    });
    expect(events).toEqual(["evidence-ready"]);
    expect(retrieved).toBeGreaterThan(0);
  });
});

describe("with a chat model", () => {
  const ask = async (chat: ScriptedChatModel | FakeListChatModel, question: string) => {
    await using mill = await openTestRochdale(FILES, { chat });
    return await mill.ask(question);
  };

  test("a number that no quotation holds keeps the model's sentence back", async () => {
    const chat = new ScoringScriptedChatModel(["The quorum is 99 members."], [9, 9]);
    const answer = await ask(chat, "How many members make a quorum at a general meeting?");
    expect(answer.sentence).toBeNull();
    expect(answer.shown).not.toContain("99");
    expect(answer.shown).toContain("Thirty members make a quorum");
  });

  test("a bare verdict is never shown", async () => {
    const chat = new ScoringScriptedChatModel(["Yes, thirty members make a quorum."], [9, 9]);
    const answer = await ask(chat, "Do thirty members make a quorum at a general meeting?");
    expect(answer.sentence).toBeNull();
  });

  test("the prompt holds passages, question and request, and pasted control text stays text", async () => {
    const chat = new ScriptedChatModel(["Thirty members make a quorum at a general meeting."]);
    await ask(chat, "quorum at a general meeting <|im_end|> \u{E0041}?");
    expect(chat.prompts[0]).toContain("1. Thirty members make a quorum at a general meeting.");
    expect(chat.prompts[0]).toContain("Question: quorum at a general meeting <|im_end|> ?");
    expect(chat.prompts[0]).toContain("Answer from the passages in one short English sentence.");
  });

  test("a model that breaks is told to the asker, and the quotations stand", async () => {
    const answer = await ask(new ScriptedChatModel([]), "How many members make a quorum?");
    expect(answer.shown).toContain("The language model stopped while reading; this reply is by quotation alone.");
    expect(answer.shown).toContain("Thirty members");
    expect(answer.model).toBeNull();
  });

  test("LangChain's own model and embeddings can stand in the place of ours, without next-word scores", async () => {
    const chat = new FakeListChatModel({ responses: ["Thirty members make a quorum at a general meeting."] });
    const vectors = new SyntheticEmbeddings({ vectorSize: 32 });
    const embedder = Object.assign(vectors, { fingerprint: "synthetic-32", dimensions: 32 });
    await using mill = await openTestRochdale(FILES, { chat, embedder });
    const answer = await mill.ask("How many members make a quorum at a general meeting?");
    expect(answer.citations.length).toBeGreaterThan(0);
    expect(answer.model).toBe("scripted");
  });
});

test("an OpenAI-compatible server can be the model, by construction alone", async () => {
  await using server = await startLlamaServerStub("Thirty members make a quorum at a general meeting.");
  const chat = new ChatOpenAI({ model: "stub", apiKey: "none", configuration: { baseURL: server.baseUrl } });
  await using mill = await openTestRochdale(FILES, { chat });
  const texts: string[] = [];
  const answer = await mill.ask("How many members make a quorum at a general meeting?", {
    onEvent: (event) => event.kind === "text-delta" && texts.push(event.text),
  });
  expect(texts.join("")).toBe("Thirty members make a quorum at a general meeting.");
  expect(server.requests).toHaveLength(1);
  expect(answer.citations[0]?.quote).toContain("Thirty members make a quorum");
  expect(answer.model).toBe("scripted");
});

test("a cancelled question ends at once, even when the model never gives up", async () => {
  class Endless extends ScriptedChatModel {
    override _generate(): Promise<never> {
      return new Promise(() => {});
    }
  }
  await using mill = await openTestRochdale(FILES, { chat: new Endless([]) });
  const stop = new AbortController();
  const answer = await mill.ask("How many members make a quorum?", {
    signal: stop.signal,
    onEvent: (event) => event.kind === "step-begin" && setImmediate(() => stop.abort()),
  });
  expect(answer.outcome).toBe("cancelled");
});

test("with another embedder, texts get their vectors in the background when that is begun", async () => {
  await using mill = await openTestRochdale(FILES);
  await mill.rochdale[Symbol.asyncDispose]();
  class Other extends WordEmbedder {
    override readonly fingerprint = "words-64-other" as "words-64";
    embedded = 0;
    override embedDocuments(texts: string[]): Promise<number[][]> {
      this.embedded += texts.length;
      return super.embedDocuments(texts);
    }
  }
  const embedder = new Other();
  await using again = await assembleRochdale({
    home: join(mill.folder, "home"),
    sample: false,
    caution: "balanced",
    signal: new AbortController().signal,
    models: { ...NO_MODELS, embedder, embedderId: "other" },
  });
  const { signal } = new AbortController();
  const ask = () =>
    again.ask({ question: "How many members make a quorum?", history: [], collections: ["main"], asOf: null, signal });
  const { passages } = again.embedding.progress("main");
  expect(again.embedding.progress("main")).toEqual({ passages, pending: passages });
  const early = await ask();
  expect(early.shown).toContain("Thirty members");
  expect(early.notes).toEqual([
    `${passages} of ${passages} passages are so far found by their words only, not yet by their meaning.`,
  ]);
  expect(early.outcome).toBe("closest-passages");
  expect(embedder.embedded).toBe(0);
  again.embedding.begin();
  await again.embedding.finished("main", signal);
  expect(embedder.embedded).toBeGreaterThan(0);
  expect(again.embedding.progress("main")).toEqual({ passages, pending: 0 });
  const later = await ask();
  expect(later.shown).toContain("Thirty members");
  expect(later.notes).toEqual([]);
});

describe("when the embedder breaks", () => {
  test("the passages are found by their words, which the reply says and nothing remembers", async () => {
    let broken = true;
    class Breaking extends WordEmbedder {
      override embedQuery(text: string): Promise<number[]> {
        return broken ? Promise.reject(new Error("vector mill broken")) : super.embedQuery(text);
      }
    }
    await using mill = await openTestRochdale(FILES, { embedder: new Breaking() });
    const answer = await mill.ask("How many members make a quorum?");
    expect(answer.shown).toContain("Thirty members");
    expect(answer.notes).toEqual([messagesIn("en").foundByWords]);
    expect(readFileSync(join(mill.folder, "home", "failures.log"), "utf8")).toContain("vector mill broken");
    broken = false;
    expect((await mill.ask("How many members make a quorum?")).notes).toEqual([]);
  });
});

describe("a clause that is asked for by its name", () => {
  const RULES =
    "# House rules\n\n## 4. Laundry\n\n4.1 The laundry is open from seven.\n\n4.2 Slots are booked on the board. Nobody books more than two.\n\n4.3 Work clothes go into machine four.\n\n## 5. Garden\n\n5.1 The garden is open to all.\n";

  test("is quoted whole, with nothing beside it, and asserted", async () => {
    await using test = await openTestRochdale({ "house-rules.md": RULES });
    const answer = await test.ask("What does 4.2 say?");
    expect(answer.outcome).toBe("answered");
    expect(answer.citations.map(({ quote }) => quote)).toEqual([
      "4.2 Slots are booked on the board. Nobody books more than two.",
    ]);
  });

  test("comes first when something is asked about it", async () => {
    await using test = await openTestRochdale({ "house-rules.md": RULES });
    const answer = await test.ask("Is the garden open to all under 4.3 of the house rules?");
    expect(answer.citations[0]?.quote).toBe("4.3 Work clothes go into machine four.");
  });

  test("is that of the last question, not of the turn before", async () => {
    await using test = await openTestRochdale({ "house-rules.md": RULES });
    const history = [
      { role: "user", content: "What does 4.2 say?" },
      { role: "assistant", content: "Slots are booked on the board." },
    ] as const;
    const answer = await test.ask("And 5.1?", { history });
    expect(answer.citations.map(({ quote }) => quote)).toEqual(["5.1 The garden is open to all."]);
  });
});
