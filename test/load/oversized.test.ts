/** T-L3: what is far too large or never ends is cut or refused, and the next question is answered. */
import { expect, test } from "vitest";
import { tell } from "../rows/row.ts";
import { EndlessChatModel } from "./endless-chat-model.ts";
import { type LoadWorld, loadWorld } from "./load-world.ts";

const ANN = "@ann:coop.example";
const BEN = "@ben:coop.example";
const ROOM = "!room";
/** Members with a room of their own each: no one's patience is used up by the one before. */
const ROOMS = { [ROOM]: [ANN, BEN], "!ann": [ANN], "!ben": [BEN] };
const NEXT = "How many members make a quorum?";
/** Characters: what the reader may see (README, "Few settings") and room for its wording. */
const LONGEST_PROMPT = 20_000;
const DEADLINE_MS = 5_000;

const KILOBYTE = 1_024;
const long = (words: string, characters: number) =>
  words.repeat(Math.ceil(characters / words.length)).slice(0, characters);
/** As large as an event may be. */
const EVENT = 63 * KILOBYTE;

const OVERSIZED: Readonly<
  Record<string, readonly { readonly body: string; readonly more?: Record<string, unknown> }[]>
> = {
  "a question of 64 kB": [{ body: `${long("How many members make a quorum, and why? ", EVENT)}` }],
  "a question of one word of 64 kB": [{ body: long("a", EVENT) }],
  "ten thousand emoji": [{ body: long("👩‍👩‍👧‍👦", 10_000 * 2) }],
  "ten thousand marks on one letter": [{ body: `How many${long("\u0301", 20_000)}?` }],
  "a megabyte in sixteen messages": Array.from({ length: 16 }, (_, part) => ({
    body: `${part}. ${long("The quorum of the general meeting is what we speak of. ", EVENT)}`,
  })),
  "quotes in quotes": [{ body: `${long("> ", 40_000)}How many members make a quorum?` }],
  "the old reply fallback with ten thousand lines": [
    { body: `> <${BEN}> first\n${long("> more\n", 60_000)}\nHow many members make a quorum?` },
  ],
  "nested HTML": [
    {
      body: "How many members make a quorum?",
      more: {
        format: "org.matrix.custom.html",
        formatted_body: `${long("<blockquote><a href='https://matrix.to/#/@x:y'", 30_000)}${long("<a ", 30_000)}`,
      },
    },
  ],
  "two thousand named people": [
    {
      body: "How many?",
      more: { "m.mentions": { user_ids: Array.from({ length: 2_000 }, (_, at) => `@user${at}:coop.example`) } },
    },
  ],
};

test("what is too large is dealt with, and the next question is answered", async (context) => {
  const chatModel = new EndlessChatModel();
  await using world = await loadWorld({ chatModel, rooms: ROOMS });
  const wrong: string[] = [];
  const took: number[] = [];
  for (const [what, messages] of Object.entries(OVERSIZED)) {
    const began = performance.now();
    for (const { body, more } of messages) await expectOneWord(world, what, body, more ?? {}, wrong);
    took.push((performance.now() - began) / messages.length);
    const next = await world.ask(ROOM, BEN, NEXT);
    if (next.answers !== 1) wrong.push(`after ${what}: the next question got ${next.answers} answers`);
  }
  const note = `dealt with after ${Math.round(Math.max(...took))} ms at most, the model was shown ${chatModel.longestPrompt} characters at most`;
  const tried = Object.keys(OVERSIZED).length;
  tell(context, { id: "T-L3", what: "oversized questions", tried, failed: wrong.length, note }, wrong);
  expect(chatModel.longestPrompt).toBeLessThan(LONGEST_PROMPT);
  expect(world.failures).toEqual([]);
});

async function expectOneWord(
  world: LoadWorld,
  what: string,
  body: string,
  more: Record<string, unknown>,
  wrong: string[],
): Promise<void> {
  const mentions = { user_ids: ["@rochdale:coop.example"] };
  const { answers } = await world.ask("!ann", ANN, body, { "m.mentions": mentions, ...more });
  if (answers !== 1) wrong.push(`${what}: ${answers} answers`);
}

test("a model that thinks for ever, and one that never says a word, end with the question", async (context) => {
  const chatModel = new EndlessChatModel();
  await using world = await loadWorld({ chatModel, rooms: ROOMS, deadlineMs: DEADLINE_MS });
  const wrong: string[] = [];
  const said: number[] = [];
  for (const mood of ["endless", "silent", "endless", "silent"] as const) {
    chatModel.mood = mood;
    const before = chatModel.said;
    const { answers } = await world.ask(ROOM, ANN, `${NEXT} ${said.length}`);
    if (answers !== 1) wrong.push(`${mood}: ${answers} answers`);
    const after = chatModel.said;
    chatModel.mood = "well";
    const next = await world.ask(ROOM, BEN, `${NEXT} ${said.length} `);
    if (next.answers !== 1) wrong.push(`after ${mood}: the next question got ${next.answers} answers`);
    said.push(after - before);
  }
  const note = `read ${Math.max(...said)} pieces at most`;
  tell(context, { id: "T-L3", what: "models without an end", tried: said.length, failed: wrong.length, note }, wrong);
});
