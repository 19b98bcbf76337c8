/** T-S8: a member's words, once forgotten or taken back, stand nowhere on the disk any more, nor in the room. */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { backup, DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ADMIN, EVE, MEMBERS, type RoomWorld, roomWorld, SELF } from "../bot/matrix/loading/room-world.ts";
import { PrattlingChatModel } from "../fakes/prattling-chat-model.ts";
import { tell } from "../rows/row.ts";
import { filesWith } from "./files-with.ts";

const CANARY = "zweitwohnungsfrage";
const FACT = "Thirty voting members make a quorum of the general meeting.";

let folder: string;
let world: RoomWorld;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "rochdale-forget-"));
  mkdirSync(join(folder, "temporary"));
  vi.stubEnv("TMPDIR", join(folder, "temporary"));
  world = await roomWorld({ home: join(folder, "home"), chatModel: new PrattlingChatModel([FACT]) });
  world.homeserver.sendFile("!admins", ADMIN, {
    name: "bylaws.md",
    bytes: Buffer.from(`# Bylaws\n\n## Quorum\n\n${FACT}\n`),
    caption: "as proposed",
  });
  await world.calm();
  world.bot.grants.grant("main", MEMBERS, { by: ADMIN, at: 0 });
}, 60_000);

afterEach(async (context) => {
  await world[Symbol.asyncDispose]();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
  tell(context, {
    id: "T-S8",
    what: "words of a member, forgotten",
    tried: 1,
    failed: context.task.result?.state === "fail" ? 1 : 0,
  });
});

async function say(words: string, more: Record<string, unknown> = {}): Promise<string> {
  const eventId = world.homeserver.say(MEMBERS, EVE, words, { "m.mentions": { user_ids: [SELF] }, ...more });
  await world.calm();
  return eventId;
}

const QUESTION = `My ${CANARY}: how many voting members make a quorum?`;

async function backupsWith(word: string): Promise<string[]> {
  using database = new DatabaseSync(join(world.home, "rochdale.sqlite"));
  mkdirSync(join(folder, "backups"));
  await backup(database, join(folder, "backups", "later.sqlite"));
  return filesWith(word, join(folder, "backups"));
}

/** As members see it: an edit goes with what it was an edit of. */
function saidInTheRoom(): string {
  const { events } = world.homeserver;
  const gone = new Set(events.filter(({ redacted }) => redacted).map(({ eventId }) => eventId));
  return events
    .filter(({ eventId, sender, content }) => sender === SELF && !gone.has(eventId) && !gone.has(editedBy(content)))
    .map(({ content }) => JSON.stringify(content))
    .join("\n");
}

function editedBy(content: Readonly<Record<string, unknown>>): string {
  return /"m\.replace","event_id":"([^"]+)"/u.exec(JSON.stringify(content))?.[1] ?? "";
}

test("what a member asked is gone after `!forget me`: from database, journal, temporary files and later backups", async () => {
  await say(QUESTION);
  await say(`And ${CANARY} in an emergency?`);
  await say(`!stop ${CANARY}`);
  expect(filesWith(CANARY, folder)).not.toEqual([]);
  const reply = world.homeserver.events.findLast(({ sender }) => sender === SELF);
  world.homeserver.react(MEMBERS, EVE, reply?.eventId ?? "", "👎");
  await say("!forget me");
  expect(saidInTheRoom()).toContain("Erased on");
  expect(filesWith(CANARY, folder)).toEqual([]);
  expect(await backupsWith(CANARY)).toEqual([]);
  expect(saidInTheRoom()).not.toContain(CANARY);
  expect(world.count("matrix_questions")).toBe(0);
  expect(world.failures).toEqual([]);
});

test("a question that is taken back leaves no word behind", async () => {
  const asked = await say(QUESTION);
  expect(filesWith(CANARY, folder)).not.toEqual([]);
  world.homeserver.takeBack(MEMBERS, EVE, asked);
  await world.calm();
  expect(filesWith(CANARY, folder)).toEqual([]);
  expect(saidInTheRoom()).not.toContain("quorum");
});

test("a document that is purged from the admin room is gone from what was answered and said too", async () => {
  await say("How many voting members make a quorum of the general meeting?");
  expect(saidInTheRoom()).toContain("Thirty voting");
  world.homeserver.say("!admins", ADMIN, "!purge bylaws yes");
  await world.calm();
  expect(world.files()).toEqual([]);
  expect(filesWith("Thirty voting", folder)).toEqual([]);
  expect(await backupsWith("Thirty voting")).toEqual([]);
  expect(saidInTheRoom()).not.toContain("Thirty voting");
});
