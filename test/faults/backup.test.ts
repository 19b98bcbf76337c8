/**
 * T-R9: a backup that is made while the bot works, restored into an empty folder on a homeserver that has gone on: the
 * account's identity is the same, its new device is signed by it, what was readable is readable, and nobody is answered
 * twice. Real Synapse, real clients.
 */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { backupCommandWith } from "../../bot/commands/backup.ts";
import { COMMANDS } from "../../bot/commands/registry.ts";
import { runCommandLine } from "../../bot/commands/run-command-line.ts";
import { deviceTrust } from "../../bot/matrix/identity/trust.ts";
import { Secret } from "../../bot/matrix/secret.ts";
import { loadMatrixSettings } from "../../bot/matrix/settings.ts";
import { type Api, makeApi } from "../../bot/matrix/setup/api.ts";
import { BotUnderTest } from "../e2e/bot-under-test.ts";
import { answerTo, type Coop, replyTo, startCoop } from "../e2e/coop.ts";
import { type Replies, repliesIn } from "../e2e/replies.ts";
import { fakeContext } from "../fakes/fake-context.ts";
import { tell } from "../rows/row.ts";

/** The cost of a passphrase is tried elsewhere. */
const ENTRIES = COMMANDS.map((entry) =>
  entry.name === "backup" ? { ...entry, load: async () => backupCommandWith({ workFactor: 4 }) } : entry,
);
const QUORUM = "How many members make a quorum?";

let coop: Coop;
let settings: ConstructorParameters<typeof BotUnderTest>[0]["settings"];
const stack = new AsyncDisposableStack();

beforeAll(async () => {
  coop = stack.use(await startCoop({ delayMs: 50, keyPatienceMs: 1_000 }));
  settings = {
    adminRoom: coop.adminRoom,
    admins: [coop.admin.userId],
    allowInvites: [coop.synapse.serverName],
    allowServers: null,
    maxAgeHours: 24,
  };
  writeFileSync(join(coop.folder, "passphrase"), "seven horses eat a haystack\n");
  writeFileSync(join(coop.folder, "password"), "a password\n");
}, 600_000);

afterAll(() => stack.disposeAsync(), 60_000);

async function rochdale(home: string, ...args: readonly string[]) {
  const context = fakeContext({
    home: join(coop.folder, home),
    modelsDir: join(coop.folder, "models"),
    models: { list: async () => [], install: async () => {}, verify: async () => null },
  });
  const file = join(coop.folder, "co-op.age");
  const [name = "", ...more] = args;
  const words = [name, file, "--passphrase-file", join(coop.folder, "passphrase"), ...more];
  const ended = runCommandLine(words, ENTRIES, context, "1.2.3");
  const code = await ended.catch((error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : error));
  return { code, told: context.output.text + context.remarks.text };
}

const restore = (...more: readonly string[]) =>
  rochdale("new", "restore", "--password-file", join(coop.folder, "password"), ...more);

/** What setup would have written. */
async function writeSettings(home: string, token: string, deviceId: string): Promise<void> {
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, "matrix-store.key"), new Uint8Array(32).fill(7), { mode: 0o600 });
  const lines = {
    MATRIX_HOMESERVER: coop.synapse.baseUrl,
    MATRIX_USER: coop.botId,
    MATRIX_ACCESS_TOKEN: token,
    MATRIX_DEVICE_ID: deviceId,
    MATRIX_STORE_KEY_FILE: "matrix-store.key",
    MATRIX_ADMIN_ROOM: coop.adminRoom,
    MATRIX_ADMINS: coop.admin.userId,
  };
  const text = Object.entries(lines).map(([key, value]) => `${key}='${value}'\n`);
  writeFileSync(join(home, ".env"), text.join(""), { mode: 0o600 });
}

function apiWith(token: string): Api {
  const { signal } = new AbortController();
  return makeApi({ fetch, homeserver: coop.synapse.baseUrl, token: new Secret(token), signal });
}

const wrong = (replies: readonly Replies[]) =>
  replies.filter(({ answers, events, eventsOnServer }) => answers.length !== 1 || events !== 1 || eventsOnServer !== 1);

test("the same identity on a new device, the old keys, and nobody answered twice", async (context) => {
  const { ann, bot, botId } = coop;
  const home = join(coop.folder, "bot");
  const oldIdentity = bot.lines.findLast(({ event }) => event === "identity");
  await writeSettings(home, coop.botToken, String(oldIdentity?.deviceId));
  const rooms = [await coop.room({ name: "Encrypted" }), await coop.room({ name: "Plain", encrypted: false })];
  const asked = new Map(rooms.map((roomId) => [roomId, new Map<string, string>()]));
  const ask = async (when: string) => {
    for (const [index, roomId] of rooms.entries()) {
      // Of each member one question is worked on at a time.
      const asker = index === 0 ? ann : coop.admin;
      asked.get(roomId)?.set(when, await asker.say(roomId, `${QUORUM} (${when})`, { mentions: [botId] }));
    }
  };
  const answered = async (when: string) => {
    for (const roomId of rooms) await replyTo(ann, roomId, asked.get(roomId)?.get(when) ?? "", botId);
  };
  const annsApi: Api = (method, path, body) => ann.api(method, path.replace(/^\/_matrix\/client/u, ""), body);
  const before = await deviceTrust({ api: annsApi, userId: botId, deviceId: String(oldIdentity?.deviceId) });

  await ask("long before");
  await answered("long before");
  // In the middle of work: both are being answered, and the model takes its time.
  bot.ask({ order: "hold" });
  await ask("at the backup");
  for (const roomId of rooms) await ann.waitForTyping(roomId, botId);
  expect(await rochdale("bot", "backup")).toMatchObject({ code: 0 });
  bot.ask({ order: "go-on" });
  await answered("at the backup");
  await ask("after the backup");
  await answered("after the backup");
  await bot.kill();
  await ask("while nobody was there");

  const sentences: string[] = [];
  const expecting = (holds: boolean, sentence: string) => {
    if (!holds) sentences.push(sentence);
  };
  const refused = await restore();
  expecting(String(refused.code).includes("the old Rochdale may still run"), `a moment after its end: ${refused.code}`);
  const left = existsSync(join(coop.folder, "new")) ? readdirSync(join(coop.folder, "new")) : [];
  expecting(
    left.every((name) => name.includes("-lock")),
    `left behind by a refusal: ${left.join(", ")}`,
  );
  const restored = await restore("--take-over");
  expect(restored).toMatchObject({ code: 0 });

  const loaded = await loadMatrixSettings({ home: join(coop.folder, "new"), environment: {} });
  if (loaded.kind !== "settings") throw new Error(JSON.stringify(loaded));
  const { deviceId, accessToken } = loaded.settings;
  const after = await deviceTrust({ api: annsApi, userId: botId, deviceId });
  expecting(deviceId !== oldIdentity?.deviceId, "the device is the old one");
  expecting(after.kind === "cross-signed", `the new device is ${after.kind}`);
  expecting(after.masterKey !== null && after.masterKey === before.masterKey, "the master key is another");
  const old = await deviceTrust({ api: annsApi, userId: botId, deviceId: String(oldIdentity?.deviceId) });
  expecting(old.kind === "no-device", `the old device is still there (${old.kind})`);
  const devices = await apiWith(accessToken.reveal())("GET", "/_matrix/client/v3/devices");
  expecting(JSON.stringify(devices).split('"device_id"').length === 2, `devices left: ${JSON.stringify(devices)}`);

  const fresh = stack.use(
    new BotUnderTest({
      home: join(coop.folder, "new"),
      baseUrl: coop.synapse.baseUrl,
      userId: botId,
      accessToken: accessToken.reveal(),
      settings,
      delayMs: 50,
      keyPatienceMs: 1_000,
      documents: {},
    }),
  );
  await fresh.start();
  const [encrypted = ""] = rooms;
  const oldMessage = asked.get(encrypted)?.get("long before") ?? "";
  fresh.ask({ order: "read", roomId: encrypted, eventId: oldMessage });
  const { found } = await fresh.waitFor(({ event, asked }) => event === "read" && asked === oldMessage);
  expecting(JSON.stringify(found).includes(`${QUORUM} (long before)`), `an old message: ${JSON.stringify(found)}`);
  await ask("afterwards");
  await answered("afterwards");
  // Its key was in the backup: the homeserver kept the message, and somebody hears it now.
  await answered("while nobody was there");
  const last = answerTo(await ann.timeline(encrypted), asked.get(encrypted)?.get("afterwards") ?? "", botId);
  expecting(
    last?.encrypted === true && last.shield?.colour === "none",
    `its answers show ${JSON.stringify(last?.shield)}`,
  );
  let tried = sentences.length;
  for (const roomId of rooms) {
    const questions = [...(asked.get(roomId)?.values() ?? [])];
    const replies = await repliesIn(ann, { roomId, questions, botId });
    tried += replies.length;
    for (const one of wrong(replies)) sentences.push(JSON.stringify(one));
  }
  expecting(fresh.failures().length === 0, JSON.stringify(fresh.failures()));
  tell(
    context,
    {
      id: "T-R9",
      what: "restored on a real homeserver: identity, keys, questions",
      tried: tried + 10,
      failed: sentences.length,
    },
    sentences,
  );
});
