/**
 * T-S3 from room to room: what one room was told of is asked in another, with a model that tells everything it ever read.
 * Caches, follow-ups, `!why` and `!sources` included, and rooms that have lost their grant.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ADMIN, type RoomWorld, roomWorld, SELF } from "../bot/matrix/loading/room-world.ts";
import { PrattlingChatModel } from "../fakes/prattling-chat-model.ts";
import { tell } from "../rows/row.ts";
import { sliceOf } from "../slice.ts";
import { type CanaryCollection, canaryCollections } from "./canaries.ts";
import { type Chance, chanceOf } from "./seeded.ts";

const ANN = "@ann:coop.example";
const PAIRS = 100;
/** Of the pairs so many lose the grant after the first answer. */
const REVOKED_EVERY = 4;

const collections = canaryCollections(chanceOf(3), 8);
const sentences = collections.flatMap(({ facts }) => facts.map(({ sentence }) => sentence));
const model = new PrattlingChatModel(sentences);
let world: RoomWorld;
let moment = Date.UTC(2026, 2, 1, 12);

beforeAll(async () => {
  world = await roomWorld({ chatModel: model, clock: () => moment });
  for (const { name, facts } of collections) {
    const folder = join(world.home, "given", name);
    mkdirSync(folder, { recursive: true });
    const clauses = facts.map(({ sentence }, at) => `## § ${at + 1} Matter ${at + 1}\n\n${sentence}\n`);
    writeFileSync(join(folder, "rules.md"), `# House rules\n\n${clauses.join("\n")}`);
    await world.rochdale.ingest({ paths: [folder], collection: name, signal: new AbortController().signal });
  }
}, 300_000);

afterAll(() => world?.[Symbol.asyncDispose]());

test("what one room is told, no other room is: 100 questions with canaries, asked again and again", async (context) => {
  const { from, to } = sliceOf("foreign-answers", PAIRS * 10, PAIRS);
  const leaks: string[] = [];
  const links: string[] = [];
  let told = 0;
  for (let number = from; number < to; number += 1) {
    const pair = pairOf(number, chanceOf(number));
    if (await isTold(pair)) told += 1;
    for (const asked of await askWithoutRight(pair)) {
      if (canariesOf(pair.foreign).some((canary) => asked.includes(canary))) leaks.push(`pair ${number}: ${asked}`);
      if (/matrix\.to\/#\/!/u.test(asked) && !asked.includes(encodeURIComponent(pair.other))) links.push(asked);
    }
  }
  expect(world.failures).toEqual([]);
  const tried = to - from;
  tell(context, { id: "T-S3", what: "answers in rooms without the grant", tried, failed: leaks.length }, leaks);
  tell(context, { id: "T-S3", what: "links into rooms of foreign collections", tried, failed: links.length }, links);
  expect(told, "rooms that may read it are told").toBeGreaterThan(tried * 0.9);
});

test("the model was never shown what the asking room may not read", (context) => {
  const shown = model.prompts.flatMap((prompt) => {
    const homes = collections.filter((one) => canariesOf(one).some((canary) => prompt.includes(canary)));
    return homes.length > 1 ? [prompt] : [];
  });
  tell(
    context,
    {
      id: "T-S3",
      what: "prompts with words of a foreign collection",
      tried: model.prompts.length,
      failed: shown.length,
    },
    shown,
  );
});

type Pair = {
  readonly foreign: CanaryCollection;
  readonly question: string;
  readonly canary: string;
  readonly reader: string;
  readonly other: string;
  readonly own: string | null;
};

/** One room that may read a collection, another that may read another one or nothing, or may no longer. */
function pairOf(number: number, chance: Chance): Pair {
  const foreign = chance.pick(collections);
  const own = chance.next() < 0.2 ? null : chance.pick(collections.filter((one) => one !== foreign)).name;
  const { sentence, canary } = chance.pick(foreign.facts);
  const [about = ""] = sentence.split(` is ${canary}`);
  const reader = `!reader-${number}:coop.example`;
  const other = number % REVOKED_EVERY === 0 ? reader : `!other-${number}:coop.example`;
  for (const room of new Set([reader, other])) world.homeserver.room(room, [ANN], { direct: true });
  grant(foreign.name, reader);
  if (own !== null && other !== reader) grant(own, other);
  return { foreign, question: `Where is ${about.toLowerCase()}?`, canary, reader, other, own };
}

function grant(collection: string, room: string): void {
  world.bot.grants.grant(collection, room, { by: ADMIN, at: moment });
}

async function isTold({ reader, question, canary }: Pair): Promise<boolean> {
  await say(reader, question);
  return everythingSaid(reader).some((words) => words.includes(canary));
}

/** What the bot says in the room that may not (or no longer) read it, and nothing from before. */
async function askWithoutRight({ foreign, other, reader, own, question }: Pair): Promise<string[]> {
  const before = everythingSaid(other).length;
  if (other === reader) {
    await say(other, "And in which folder exactly?");
    world.bot.grants.revoke(foreign.name, reader, { by: ADMIN, at: moment });
    world.bot.work.rightsChanged(reader);
    if (own !== null) grant(own, other);
  }
  const from = other === reader ? everythingSaid(other).length : before;
  for (const words of [
    "And in which folder is it?",
    question,
    "!why",
    "!sources",
    "And who put it there?",
    "!why",
    "!sources",
    "Why is that so?",
    "!status",
    "!help",
  ])
    await say(other, words);
  return everythingSaid(other).slice(from);
}

async function say(room: string, words: string): Promise<void> {
  moment += 60_000; // nobody asks so fast that they are told to wait
  world.homeserver.say(room, ANN, words, { "m.mentions": { user_ids: [SELF] } });
  await world.calm();
}

/** Every event of the bot in a room: first notices and what an edit replaced too. */
function everythingSaid(room: string): string[] {
  return world.homeserver.events
    .filter((event) => event.roomId === room && event.sender === SELF)
    .map(({ content }) => JSON.stringify(content).replaceAll("\\u2060", "").replaceAll("\u2060", ""));
}

function canariesOf({ facts }: CanaryCollection): string[] {
  return facts.map(({ canary }) => canary);
}
