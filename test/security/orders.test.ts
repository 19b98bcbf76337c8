/**
 * T-S4: orders that look as if an admin gave them. Every command of admins, and everything that decides about a file, is tried
 * by everybody who is not quite an admin; nothing of it may be carried out, and nothing of what admins see may be told.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { ADMIN_COMMANDS, type CommandName } from "../../bot/matrix/commands/names.ts";
import { roomMessagesIn } from "../../bot/matrix/messages/in-language.ts";
import type { Encryption } from "../../bot/matrix/room-event.ts";
import { ADMIN, ADMINS, EVE, MEMBERS, type RoomWorld, roomWorld, SELF } from "../bot/matrix/loading/room-world.ts";
import { tell } from "../rows/row.ts";

const NOON = Date.UTC(2026, 2, 1, 12);
const MINUTE = 60_000;
const POWER_100 = "@second:coop.example";
const POWER_50 = "@helper:coop.example";
const DEMOTED = "@former:coop.example";
const DOUBLE = "@adrnin:coop.example";
const HOMOGRAPH = "@аdmin:coop.example";
const ELSEWHERE = "@admin:coop.example.evil.example";
const OTHERS = [POWER_100, POWER_50, DEMOTED, DOUBLE, HOMOGRAPH, ELSEWHERE, EVE];
const BYLAWS = "# Bylaws\n\n## Quorum\n\nThirty voting members make a quorum of the general meeting.\n";

let world: RoomWorld;
let moment = NOON;

/** Whatever each command can do here, it would do at once. */
const LINES: Partial<Record<CommandName, string>> = {
  grant: `!grant main ${MEMBERS}`,
  revoke: `!revoke main ${MEMBERS}`,
  allow: "!allow @eve:elsewhere.example",
  document: "!document bylaws",
  diff: "!diff bylaws v1 v2",
  adopt: "!adopt bylaws from 2026-01-01 by minutes yes",
  propose: "!propose bylaws yes",
  draft: "!draft bylaws yes",
  withdraw: "!withdraw bylaws from 2026-02-01 yes",
  supersede: "!supersede bylaws by secrets from 2026-02-01 yes",
  reinstate: "!reinstate bylaws from 2026-02-01 yes",
  amend: "!amend secrets changes bylaws § 1 yes",
  purge: "!purge bylaws yes",
};

/** A command that is new here is tried as it is written, with words that commands often take. */
function lineOf(name: CommandName): string {
  return LINES[name] ?? `!${name} main yes`;
}

beforeAll(async () => {
  world = await roomWorld({ clock: () => moment });
  const { homeserver } = world;
  homeserver.state(ADMINS, ADMIN, "m.room.encryption", "", { algorithm: "m.megolm.v1.aes-sha2" });
  for (const user of OTHERS) {
    homeserver.state(ADMINS, user, "m.room.member", user, {
      membership: "join",
      displayname: "Ada Admin",
      avatar_url: "mxc://coop.example/ada",
    });
  }
  homeserver.state(ADMINS, ADMIN, "m.room.member", ADMIN, {
    membership: "join",
    displayname: "Ada Admin",
    avatar_url: "mxc://coop.example/ada",
  });
  const users = { [ADMIN]: 100, [POWER_100]: 100, [POWER_50]: 50, [DEMOTED]: 100 };
  homeserver.state(ADMINS, ADMIN, "m.room.power_levels", "", { users, users_default: 0 });
  homeserver.state(ADMINS, ADMIN, "m.room.power_levels", "", { users: { ...users, [DEMOTED]: 0 }, users_default: 0 });
  for (const [name, text] of [
    ["bylaws.md", BYLAWS],
    ["secrets.md", `# Secrets\n\n## Attic\n\nThe board keeps its marmalade in the attic.\n`],
  ] as const) {
    const file = handIn(ADMIN, name, text);
    await world.calm();
    react(ADMIN, reportOn(file), "✅");
    await world.calm();
  }
  expect(world.files().map(([file, status]) => [file, status])).toEqual([
    ["bylaws.md", "adopted"],
    ["secrets.md", "adopted"],
  ]);
}, 120_000);

afterAll(() => world?.[Symbol.asyncDispose]());

type Sent = {
  readonly sender: string;
  readonly room?: string;
  readonly encryption?: Encryption | null;
  readonly at?: number;
  readonly more?: Readonly<Record<string, unknown>>;
};

const signed = by("signed");
/** Somebody who is not quite an admin, and how. */
const LOOKALIKES: readonly (readonly [string, Sent])[] = [
  ["the admin's name and picture", { sender: DOUBLE, encryption: signed }],
  ["a letter that looks the same", { sender: HOMOGRAPH, encryption: signed }],
  ["the admin's name on another server", { sender: ELSEWHERE, encryption: signed }],
  ["power 50", { sender: POWER_50, encryption: signed }],
  ["a member of the admin room", { sender: EVE, encryption: signed }],
  ["an old message of somebody who was an admin then", { sender: DEMOTED, encryption: signed, at: NOON - MINUTE }],
  ["the admin in another room", { sender: ADMIN, room: MEMBERS, encryption: signed }],
  ["the admin's device that is not signed", { sender: ADMIN, encryption: by("unsigned") }],
  ["a device of the admin that nobody knows", { sender: ADMIN, encryption: by("unknown-device") }],
  ["somebody else's session under the admin's name", { sender: ADMIN, encryption: by("spoofed") }],
  ["in clear, in an encrypted room", { sender: ADMIN, encryption: null }],
  ["the admin's message of an hour ago, played again", { sender: ADMIN, encryption: signed, at: NOON - 60 * MINUTE }],
  [
    "the admin quoting somebody",
    { sender: ADMIN, encryption: signed, more: { "m.relates_to": { "m.in_reply_to": { event_id: "$quoted" } } } },
  ],
  ["a notice of another bot", { sender: ADMIN, encryption: signed, more: { msgtype: "m.notice" } }],
];

test("two hundred orders that no admin gave: none is carried out, and none is answered with what admins see", async (context) => {
  const wrong: string[] = [];
  let tried = 0;
  for (const [who, sent] of LOOKALIKES)
    for (const name of ADMIN_COMMANDS) {
      tried += 1;
      const problem = await attempt(() => say(sent, lineOf(name)));
      if (problem !== null) wrong.push(`${lineOf(name)}, ${who}: ${problem}`);
    }
  for (const name of ADMIN_COMMANDS) {
    tried += 1;
    const problem = await attempt(() => editInto(lineOf(name)));
    if (problem !== null) wrong.push(`${lineOf(name)}, by an edit: ${problem}`);
  }
  tell(context, { id: "T-S4", what: "orders of look-alikes", tried, failed: wrong.length }, wrong);
  expect(tried).toBeGreaterThan(200);
});

test("a file that was handed in is decided about by nobody else, in words or by marks", async (context) => {
  const wrong: string[] = [];
  let tried = 0;
  const file = handIn(ADMIN, "rules.md", "# Rules\n\n## Bicycles\n\nBicycles stand in the yard.\n");
  await world.calm();
  const report = reportOn(file);
  const inReply = { "m.relates_to": { "m.in_reply_to": { event_id: report } } };
  const strangers = LOOKALIKES.filter(([who]) => !/quoting|another room|in clear|hour ago|notice/u.test(who));
  const asked: readonly (readonly [string, (sent: Sent) => void])[] = [
    ...["✅", "📝", "📄", "❌"].map((key) => [key, (sent: Sent) => react(sent.sender, report, key, sent)] as const),
    ...["adopt from 2026-01-01", "yes", "cancel"].map(
      (words) => [words, (sent: Sent) => say({ ...sent, more: { ...inReply, ...sent.more } }, words)] as const,
    ),
  ];
  for (const [who, sent] of strangers)
    for (const [what, send] of asked) {
      // Clients send marks in clear, and a homeserver vouches for who sent one: a mark in clear of the admin counts.
      tried += 1;
      const problem = await attempt(() => send(sent));
      if (problem !== null) wrong.push(`${what}, ${who}: ${problem}`);
    }
  for (const key of ["✅", "❌"]) {
    tried += 1;
    const elsewhere = await attempt(() => react(ADMIN, report, key, { sender: ADMIN, room: MEMBERS }));
    if (elsewhere !== null) wrong.push(`${key} in another room: ${elsewhere}`);
  }
  for (const sender of OTHERS.filter((user) => user !== POWER_100)) {
    tried += 1;
    const problem = await attempt(() => handIn(sender, "poison.md", "# Bylaws\n\nOne member makes a quorum.\n"));
    if (problem !== null) wrong.push(`a file of ${sender}: ${problem}`);
  }
  tell(context, { id: "T-S4", what: "decisions about files by others", tried, failed: wrong.length }, wrong);
  react(ADMIN, report, "❌");
  await world.calm();
  expect(world.said().findLast(({ eventId }) => eventId === report)?.body).toContain("dropped");
});

test("what admins order is carried out: by name, by power 100, from a signed device", async () => {
  say({ sender: ADMIN, encryption: signed }, `!grant main ${MEMBERS}`);
  await world.calm();
  expect(world.bot.grants.grants()).toMatchObject([{ collection: "main", roomId: MEMBERS, by: ADMIN }]);
  say({ sender: POWER_100, encryption: signed }, "!purge secrets yes");
  await world.calm();
  expect(world.files().map(([file]) => file)).toEqual(["bylaws.md"]);
  expect(world.failures).toEqual([]);
});

/** What came of it, in a sentence; null when nothing did. */
async function attempt(order: () => void): Promise<string | null> {
  moment += MINUTE; // nobody is told to wait
  const before = state();
  const from = world.homeserver.events.length;
  order();
  await world.calm();
  if (state() !== before) return `was carried out: ${before} → ${state()}`;
  const replies = world.homeserver.events.slice(from).filter(({ sender }) => sender === SELF);
  const told = replies.map(({ content }) => String(content.body)).filter((words) => !isRefusal(words));
  return told.length === 0 ? null : `was answered: ${told.join(" / ")}`;
}

/** Everything that an order could change. */
function state(): string {
  const { bot, rochdale } = world;
  const documents = rochdale.collections().flatMap(({ name }) => rochdale.documents(name));
  return JSON.stringify([
    bot.grants.grants(),
    bot.grants.allowed(),
    bot.grants.log(100),
    documents.map(({ file, status, periods, amends }) => [file, status, periods, amends]),
    rochdale.auditLog({ limit: 100 }).length,
    world.count("uploads"),
  ]);
}

const REFUSALS = Object.values(roomMessagesIn("en").refusals);

function isRefusal(words: string): boolean {
  return REFUSALS.some((refusal) => words.replaceAll("\u2060", "").includes(refusal));
}

function by(sender: Encryption["sender"]): Encryption {
  return { sender, deviceId: "DEVICE", sessionId: "session" };
}

/** At the moment, unless it bears another time: that of an older message moves with the clock. */
function say({ sender, room = ADMINS, encryption = null, at = NOON, more = {} }: Sent, body: string): string {
  const content = { msgtype: "m.text", body, ...more };
  return world.homeserver.post({
    roomId: room,
    sender,
    type: "m.room.message",
    content,
    encryption,
    at: moment - (NOON - at),
  });
}

function editInto(body: string): void {
  const target = say({ sender: ADMIN, encryption: signed }, "Good morning!");
  const more = {
    "m.new_content": { msgtype: "m.text", body },
    "m.relates_to": { rel_type: "m.replace", event_id: target },
  };
  say({ sender: ADMIN, encryption: signed, more }, `* ${body}`);
}

function react(
  sender: string,
  target: string,
  key: string,
  { encryption = null, room = ADMINS }: Partial<Sent> = {},
): void {
  const content = { "m.relates_to": { rel_type: "m.annotation", event_id: target, key } };
  world.homeserver.post({ roomId: room, sender, type: "m.reaction", content, encryption });
}

function handIn(sender: string, name: string, text: string): string {
  const from = world.homeserver.sendFile(MEMBERS, EVE, { name, bytes: new TextEncoder().encode(text) });
  const sent = world.homeserver.events.find(({ eventId }) => eventId === from);
  return world.homeserver.post({
    roomId: ADMINS,
    sender,
    type: "m.room.message",
    content: sent?.content ?? {},
    encryption: signed,
  });
}

function reportOn(file: string): string {
  const report = world.homeserver.events.findLast(
    ({ sender, content }) => sender === SELF && JSON.stringify(content).includes(file),
  );
  if (report === undefined) throw new Error(`Expected a report on ${file}, got none.`);
  const [root = report.eventId] =
    /"m\.replace","event_id":"([^"]+)"/u.exec(JSON.stringify(report.content))?.slice(1) ?? [];
  return root;
}
