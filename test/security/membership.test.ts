/**
 * T-S3d: what changes about a room between question and answer. The model holds its answer back, the room changes, the model
 * goes on: what the room may read then decides, and why is logged. Later `!why`, `!sources` and the same question again
 * (which is remembered) tell no more.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AccessDecision } from "../../bot/matrix/access/decisions.ts";
import { NotSent } from "../../bot/matrix/ports.ts";
import { ADMIN, type RoomWorld, roomWorld, SELF } from "../bot/matrix/loading/room-world.ts";
import { SlowChatModel } from "../fakes/slow-chat-model.ts";
import { tell } from "../rows/row.ts";
import { sliceOf } from "../slice.ts";

const ANN = "@ann:coop.example";
const BOB = "@bob:coop.example";
const SECRET = "marmalade";
const NOTES = `# Board notes\n\n## Reserve\n\nThe board keeps the secret reserve of ${SECRET} in the attic above the laundry.\n`;

const model = new SlowChatModel(0, "It is in the attic.");
const decisions: AccessDecision[] = [];
let world: RoomWorld;
let moment = Date.UTC(2026, 2, 1, 12);

beforeAll(async () => {
  world = await roomWorld({
    chatModel: model,
    clock: () => moment,
    settings: { allowServers: ["coop.example"] },
    onAccessDecision: (decision) => void decisions.push(decision),
  });
  const folder = join(world.home, "given");
  mkdirSync(folder);
  writeFileSync(join(folder, "notes.md"), NOTES);
  await world.rochdale.ingest({ paths: [folder], collection: "board", signal: new AbortController().signal });
}, 120_000);

afterAll(() => world?.[Symbol.asyncDispose]());

type Script = {
  readonly name: string;
  readonly change: (room: string) => void;
  /** The reason that is logged; null: the room may read it as before, and is answered. */
  readonly reason: string | null;
};

const member =
  (user: string, membership: string, sender = user) =>
  (room: string) =>
    void world.homeserver.state(room, sender, "m.room.member", user, { membership });
const state = (type: string, content: Record<string, unknown>) => (room: string) =>
  void world.homeserver.state(room, ADMIN, type, "", content);

const SCRIPTS: readonly Script[] = [
  { name: "somebody of the co-op joins later", change: member("@late:coop.example", "join"), reason: null },
  { name: "the asker is removed", change: member(ANN, "leave", ADMIN), reason: null },
  { name: "the asker is banned", change: member(ANN, "ban", ADMIN), reason: null },
  { name: "another member leaves", change: member(BOB, "leave"), reason: null },
  {
    name: "somebody of another server joins",
    change: member("@eve:elsewhere.example", "join"),
    reason: "foreign-server",
  },
  {
    name: "somebody of another server is invited",
    change: member("@eve:elsewhere.example", "invite", ADMIN),
    reason: "foreign-server",
  },
  { name: "a bridge brings somebody", change: member("@_telegram_eve:coop.example", "join"), reason: "bridged" },
  {
    name: "the world may read along",
    change: state("m.room.history_visibility", { history_visibility: "world_readable" }),
    reason: "world-readable",
  },
  { name: "anybody may come in", change: state("m.room.join_rules", { join_rule: "public" }), reason: "open-to-all" },
  {
    name: "the room is replaced",
    change: state("m.room.tombstone", { replacement_room: "!new:coop.example" }),
    reason: "replaced",
  },
  { name: "everybody gets all power", change: state("m.room.power_levels", { users_default: 100 }), reason: null },
  { name: "the bot is removed", change: member(SELF, "leave", ADMIN), reason: "not-in-room" },
];

test("twelve changes of a room between question and answer", async (context) => {
  const { from, to } = sliceOf("membership", SCRIPTS.length * 10, SCRIPTS.length * 2);
  const leaks: string[] = [];
  const unlogged: string[] = [];
  for (let number = from; number < to; number += 1) {
    const script = SCRIPTS[number % SCRIPTS.length];
    if (script === undefined) continue;
    const room = `!hall-${number}:coop.example`;
    const after = await play(script, room);
    const told = after.some((words) => words.includes(SECRET));
    if (told !== (script.reason === null)) leaks.push(`${script.name}: ${after.join("\n")}`.slice(0, 2_000));
    const logged = decisions.filter((one) => one.kind !== "order-refused" && one.roomId === room);
    const reasons = logged.flatMap((one) => (one.kind === "order-refused" ? [] : one.why.map(({ kind }) => kind)));
    if (script.reason === null ? logged.length > 0 : !reasons.some((reason) => reason === script.reason))
      unlogged.push(`${script.name}: ${JSON.stringify(logged)}`);
  }
  const tried = to - from;
  tell(context, { id: "T-S3d", what: "changes between question and answer", tried, failed: leaks.length }, leaks);
  tell(context, { id: "T-S3d", what: "decisions logged with their reason", tried, failed: unlogged.length }, unlogged);
  expect(world.failures.filter((error) => !(error instanceof NotSent))).toEqual([]);
});

/** Everything that the bot said in the room after it changed; the words of the edit that took the notice's place too. */
async function play({ change }: Script, room: string): Promise<string[]> {
  world.homeserver.room(room, [ADMIN, ANN, BOB]);
  world.bot.grants.grant("board", room, { by: ADMIN, at: moment });
  model.hold();
  const begun = model.counts.begun;
  ask(room, `Hall ${room}: where is the secret reserve of the board?`);
  await expect.poll(() => model.counts.begun, { timeout: 60_000 }).toBe(begun + 1);
  const from = world.homeserver.events.length;
  change(room);
  model.goOn();
  await world.calm();
  for (const words of [`Hall ${room}: where is the secret reserve of the board?`, "!why", "!sources"]) {
    ask(room, words, BOB);
    await world.calm();
  }
  return world.homeserver.events
    .slice(from)
    .filter((event) => event.roomId === room && event.sender === SELF)
    .map(({ content }) => JSON.stringify(content));
}

function ask(room: string, words: string, sender = ANN): void {
  moment += 60_000;
  world.homeserver.say(room, sender, words, { "m.mentions": { user_ids: [SELF] } });
}

test("an order that waits is judged by the power its sender has when it is carried out", async (context) => {
  const { homeserver, bot } = world;
  const helper = "@helper:coop.example";
  homeserver.state("!admins", helper, "m.room.member", helper, { membership: "join" });
  const power = (level: number) =>
    homeserver.state("!admins", ADMIN, "m.room.power_levels", "", { users: { [ADMIN]: 100, [helper]: level } });
  power(100);
  homeserver.say("!admins", helper, "!grant board !members");
  power(0);
  await world.calm();
  const failed = bot.grants.grants().some(({ by }) => by === helper) ? 1 : 0;
  const logged = decisions.some(
    (one) => one.kind === "order-refused" && one.sender === helper && one.reason === "not-an-admin",
  );
  tell(context, { id: "T-S3d", what: "orders after the power is lost", tried: 1, failed });
  expect(logged).toBe(true);
});
