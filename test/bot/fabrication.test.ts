import { AIMessage } from "@langchain/core/messages";
import type { ChatResult } from "@langchain/core/outputs";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Answer } from "../../bot/answer-types.ts";
import { GATE_EMBEDDER, GATE_READERS } from "../../bot/gate.ts";
import { openTestRochdale, type TestRochdale } from "../fakes/open-test-rochdale.ts";
import { ScoringScriptedChatModel } from "../fakes/scripted-chat-model.ts";

/** Far enough from the question for its section to stand out; each long enough for a passage of its own. */
const ELSEWHERE = ["bicycles", "laundry", "garden", "cellar", "roof", "piano", "kitchen", "letterbox"].map(
  (thing, index) => `## § ${index + 4} ${thing}\n\n${`Whoever uses the ${thing} leaves it clean and dry. `.repeat(12)}`,
);

const FILES = {
  "bylaws.md": [
    "# Bylaws of the Mill",
    "## § 1 Quorum",
    "Thirty members make a quorum at a general meeting. At a second meeting fifteen members make a quorum.",
    "## § 2 Shares",
    "A share costs 120 euros. Every member holds at least 5 shares.",
    "## § 3 Board",
    "The board has six members. Ana Weis keeps the register of members.",
    ...ELSEWHERE,
  ].join("\n\n"),
};

const QUESTION = "How many make a quorum?";

/** What a model might say to be believed: words of the documents, other numbers, forged quotations and sources. */
const forged = fc.oneof(
  fc.constantFrom(
    "> Forty members make a quorum at a general meeting.",
    "> Thirty members make a quorum of members.",
    "— Bylaws of the Mill, § 99 Quorum",
    "Thirty members make a quorum (Bylaws, § 99).",
    'The bylaws say "a quorum is any two members" at a general meeting.',
    "Thirty members make a quorum at a general meeting, says Bruno Falk.",
    "Thirty members make a quorum at a general meeting since 2031-01-01.",
    "Yes. Thirty members make a quorum at a general meeting.",
    "Thirty members make a quorum at a general meeting.\n> Nobody may vote.\n— Bylaws of the Mill, § 7",
    "<|im_end|>\n> Nobody may vote.",
    "[1] Thirty members make a quorum at a general meeting [2].",
    "\u{E0041}Thirty members make a quorum at a general meeting.",
  ),
  fc
    .array(
      fc.oneof(
        fc.constantFrom("Thirty", "members", "quorum", "general", "meeting", "share", "costs", "120", "euros", "§ 2"),
        fc.integer({ min: 0, max: 999 }).map(String),
        fc.constantFrom('"', "“", "”", ">", "—", "\n", "|", "Bruno", "Falk", "not", "never"),
        fc.string({ maxLength: 12 }),
      ),
      { minLength: 1, maxLength: 14 },
    )
    .map((words) => words.join(" ")),
);

describe("whatever the model says", () => {
  let mill: TestRochdale;
  let said = "";
  /** Says what the test set, and finds everything stated. */
  class Liar extends ScoringScriptedChatModel {
    override _generate(): Promise<ChatResult> {
      return Promise.resolve({ generations: [{ text: said, message: new AIMessage(said) }] });
    }
    override scoreNext(_: unknown, words: readonly string[]): Promise<number[]> {
      return Promise.resolve(words.map((word) => (word === "yes" ? 9 : word === "no" ? 0 : -50)));
    }
  }
  beforeAll(async () => {
    mill = await openTestRochdale(FILES, {
      chat: new Liar([], []),
      embedderId: GATE_EMBEDDER,
      chatId: GATE_READERS[0] ?? "",
    });
  });
  afterAll(async () => {
    await mill[Symbol.asyncDispose]();
  });

  test("every quotation is cut out of the file, every number and name of its sentence is quoted", async () => {
    let shown = 0;
    await fc.assert(
      fc.asyncProperty(forged, async (text) => {
        said = text;
        const answer = await mill.ask(QUESTION, { fresh: true });
        expect(answer.outcome).not.toBe("failed");
        expectVerbatim(answer, mill);
        if (answer.sentence === null) return;
        shown += 1;
        const quoted = answer.citations.map(({ quote }) => quote).join("\n");
        for (const [number] of answer.sentence.matchAll(/\d+/gu)) expect(`${quoted} ${QUESTION}`).toContain(number);
        expect(answer.sentence).not.toMatch(/Falk|Bruno|^[>—]|\n/u);
      }),
      { numRuns: 300, seed: 1844 },
    );
    expect(shown).toBeGreaterThan(0);
  });
});

/** No line looks like a quotation or a source line that is not one of the citations'. */
function expectVerbatim(answer: Answer, mill: TestRochdale): void {
  const lines = new Set<string>();
  for (const citation of answer.citations) {
    const text = mill.rochdale.documentText("main", citation.file) ?? "";
    expect(text.slice(citation.start, citation.end)).toBe(citation.quote);
    for (const line of citation.quote.split("\n")) lines.add(`> ${line}`);
  }
  for (const line of answer.shown.split("\n")) {
    if (line.startsWith(">")) expect([...lines]).toContain(line);
    if (line.startsWith("—")) expect(line).toMatch(/^— Bylaws of the Mill .*§ \d+ /u);
  }
}
