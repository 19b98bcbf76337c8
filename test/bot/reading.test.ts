import { expect, test } from "vitest";
import { GATE_EMBEDDER, GATE_READERS } from "../../bot/gate.ts";
import { openTestRochdale } from "../fakes/open-test-rochdale.ts";
import { ScoringScriptedChatModel } from "../fakes/scripted-chat-model.ts";

/** Far enough from the question for its section to stand out; each long enough for a passage of its own. */
const ELSEWHERE = ["bicycles", "laundry", "garden", "cellar", "roof", "piano", "kitchen", "letterbox"].map(
  (thing, index) => `## § ${index + 2} ${thing}\n\n${`Whoever uses the ${thing} leaves it clean and dry. `.repeat(12)}`,
);
const QUOTATION = "Thirty members make a quorum at a general meeting.";
const OWN_WORDS = "At a general meeting thirty members are enough.";
const FILES = { "bylaws.md": ["# Bylaws of the Mill", "## § 1 Quorum", QUOTATION, ...ELSEWHERE].join("\n\n") };

test("the model looks again only at what could be shown, and what it does not surely find stated is held back", async () => {
  const said = [QUOTATION, "A quorum is 99 members.", OWN_WORDS, OWN_WORDS, OWN_WORDS];
  const chat = new ScoringScriptedChatModel(said, [2, 0.5]); // a third look breaks: the script is at its end
  await using mill = await openTestRochdale(FILES, { chat, embedderId: GATE_EMBEDDER, chatId: GATE_READERS[0] ?? "" });
  const ask = async () => {
    const steps: string[] = [];
    const onEvent = (event: { kind: string; step?: string }) => event.step !== undefined && steps.push(event.step);
    const { outcome, sentence } = await mill.ask("How many make a quorum?", { fresh: true, onEvent });
    return [outcome, sentence, ...steps];
  };
  expect(await ask()).toEqual(["answered", QUOTATION, "reading"]);
  expect(await ask()).toEqual(["answered", null, "reading"]);
  expect(await ask()).toEqual(["answered", OWN_WORDS, "reading", "checking"]);
  expect(await ask()).toEqual(["answered", null, "reading", "checking"]);
  expect(await ask()).toEqual(["answered", null, "reading", "checking"]);
});

test("a model that the gate was not fitted on adds a quotation at most, and is not asked where it could not", async () => {
  const chat = new ScoringScriptedChatModel([QUOTATION, OWN_WORDS, "The board has six members."], []);
  await using mill = await openTestRochdale(FILES, { chat, embedderId: GATE_EMBEDDER, chatId: "unknown" });
  await using alone = await openTestRochdale(FILES, { embedderId: GATE_EMBEDDER });
  const ask = async (question: string) => {
    const { model, sentence, ...answer } = await mill.ask(question, { fresh: true });
    const { outcome, shown, citations } = await alone.ask(question);
    const own = sentence === null ? "" : `${sentence}\n\n`;
    expect(answer).toMatchObject({ outcome, citations, shown: shown.replace(/(?=> )/u, own) });
    return [model, outcome, sentence];
  };
  expect(await ask("How many make a quorum?")).toEqual(["unknown", "answered", QUOTATION]);
  expect(await ask("How many make a quorum?")).toEqual(["unknown", "answered", null]);
  expect(await ask("How many make a quorum?")).toEqual(["unknown", "answered", null]);
  expect(await ask("Who uses the piano?")).toEqual([null, "closest-passages", null]);
  expect(chat.prompts).toHaveLength(3);
});
