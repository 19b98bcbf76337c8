/** The connection against a real Synapse and a client that somebody else wrote: killed, cut off, limited, locked out. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Connection, connectHomeserver } from "../../bot/matrix/connection/connect.ts";
import type { SyncBatch } from "../../bot/matrix/room-event.ts";
import { pythonDir } from "../../demo/python-venv.ts";
import type { Account } from "../../demo/register-user.ts";
import { installSynapse, type Synapse, startSynapse } from "../../demo/synapse.ts";
import { type FaultyProxy, startFaultyProxy } from "../fakes/faulty-proxy.ts";
import { type JsSdkMember, startJsSdkMember } from "../peers/js-sdk-member.ts";
import type { Message } from "../peers/member.ts";

const FAULTS = { badGateway: 0.08, cut: 0.04, lostAnswer: 0.08 };
const QUESTIONS = 18;
const KILLS = 6;

let stack: AsyncDisposableStack;
let folder: string;
let python: string;
let synapse: Synapse;
let ada: JsSdkMember;

beforeAll(async () => {
  stack = new AsyncDisposableStack();
  folder = await mkdtemp(join(tmpdir(), "rochdale-connection-"));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const options = { directory: pythonDir(process.env), signal: AbortSignal.timeout(300_000), onProgress: console.log };
  python = await installSynapse(options);
  synapse = stack.use(await startSynapse({ python, folder: join(folder, "synapse") }));
  const account = await synapse.registerUser("ada", "pw");
  ada = stack.use(await startJsSdkMember({ baseUrl: synapse.baseUrl, account }));
}, 400_000);

afterAll(() => stack.disposeAsync());

describe("in an encrypted room", () => {
  test("it reads and is read, with files, and keeps its device over a restart", async () => {
    const account = await synapse.registerUser("reader", "pw");
    const room = await ada.createRoom({ encrypted: true, invite: [account.userId] });
    const fingerprints: string[] = [];
    for (const round of ["first", "second"]) {
      await using bot = await listening(account);
      fingerprints.push(bot.connection.identity.fingerprint);
      if (round === "first") await bot.connection.join(room, []);
      await met(room, account);
      await ada.say(room, `${round} question`);
      const question = await bot.heard((event) => event.content.body === `${round} question`);
      expect(question.encryption).toMatchObject({ sender: "signed", deviceId: ada.deviceId });
      const answer = await say(bot.connection, room, `${round} answer`, round);
      expect(await seen(room, answer)).toMatchObject({ body: `${round} answer`, encrypted: true });
    }
    expect(new Set(fingerprints).size).toBe(1);
  });

  test("it reads a file and writes one, and no byte more than it wants", async () => {
    const account = await synapse.registerUser("filer", "pw");
    const room = await ada.createRoom({ encrypted: true, invite: [account.userId] });
    await using bot = await listening(account);
    await bot.connection.join(room, []);
    await met(room, account);
    const bytes = crypto.getRandomValues(new Uint8Array(50_000));
    await ada.sendFile(room, "minutes.bin", bytes);
    const { content } = await bot.heard((event) => event.content.msgtype === "m.file");
    const file = { url: "", name: "minutes.bin", mimeType: null, size: null, file: content.file as object };
    const { signal } = new AbortController();
    expect(Buffer.from(await bot.connection.download({ ...file, file: { ...file.file } }, 60_000, signal))).toEqual(
      Buffer.from(bytes),
    );
    await expect(bot.connection.download({ ...file, file: { ...file.file } }, 40_000, signal)).rejects.toThrow(
      "Expected a file of at most 40000 bytes, got more. Send a smaller one.",
    );
    const shelf = await bot.connection.upload(room, { name: "a.csv", mimeType: "text/csv", bytes: Buffer.from("a,b") });
    expect(shelf).not.toHaveProperty("url");
    const content2 = { msgtype: "m.file", body: "a.csv", ...shelf };
    const sent = await bot.connection.send(
      { roomId: room, type: "m.room.message", content: content2, txnId: "f" },
      signal,
    );
    await seen(room, sent);
    expect(Buffer.from(await ada.openFile(room, sent)).toString()).toBe("a,b");
  });

  test("it reads all that was said while it was away, in order", async () => {
    const account = await synapse.registerUser("sleeper", "pw");
    const room = await ada.createRoom({ encrypted: true, invite: [account.userId] });
    {
      await using bot = await listening(account);
      await bot.connection.join(room, []);
      await met(room, account);
      await ada.say(room, "one");
      await bot.heard((event) => event.content.body === "one");
    }
    const said = Array.from({ length: 70 }, (_, index) => `while away ${index}`);
    for (const text of said) await ada.say(room, text);
    await using bot = await listening(account);
    await bot.heard((event) => event.content.body === said.at(-1));
    expect(bot.events.map(({ content }) => content.body).filter((body) => body !== undefined)).toEqual(said);
  });

  test("it encrypts in a room that becomes encrypted while it is there", async () => {
    const account = await synapse.registerUser("witness", "pw");
    const room = await ada.createRoom({ encrypted: false, invite: [account.userId] });
    await using bot = await listening(account);
    await bot.connection.join(room, []);
    expect(await seen(room, await say(bot.connection, room, "in clear", "1"))).toMatchObject({ encrypted: false });
    await ada.api("PUT", `/v3/rooms/${encodeURIComponent(room)}/state/m.room.encryption/`, {
      algorithm: "m.megolm.v1.aes-sha2",
    });
    await bot.heard((event) => event.type === "m.room.encryption");
    expect(await seen(room, await say(bot.connection, room, "in secret", "2"))).toMatchObject({
      encrypted: true,
      body: "in secret",
    });
  });
});

test("every message is answered exactly once, though the bot is killed and the network loses answers", async () => {
  await using proxy = await startFaultyProxy(synapse.baseUrl, FAULTS, 7);
  const account = await synapse.registerUser("echo", "pw");
  const room = await ada.createRoom({ encrypted: true, invite: [account.userId] });
  await using bot = echoBot(proxy, account);
  await met(room, account);
  const asked: string[] = [];
  for (let kills = 0; kills < KILLS; kills++) {
    for (let n = 0; n < QUESTIONS / KILLS; n++) asked.push(await ada.say(room, `question ${asked.length}`));
    // Every other time at work; else wherever it is, perhaps still connecting.
    if (kills % 2 === 0) await bot.connected(kills / 2 + 1);
    await sleep(200 * kills);
    await bot.killAndRestart();
  }
  const answers = await ada.waitFor(
    room,
    (all) => {
      const found = all.filter(({ sender }) => sender === account.userId);
      return asked.every((id) => found.some(({ threadRoot }) => threadRoot === id)) ? found : undefined;
    },
    180_000,
  );
  expect(answers.map(({ threadRoot }) => threadRoot).toSorted()).toEqual(asked.toSorted());
  expect(answers.map(({ body }) => body).toSorted()).toEqual(asked.map((_, n) => `You said: question ${n}`).toSorted());
  expect(answers.filter(({ encrypted, undecryptable }) => !encrypted || undecryptable)).toEqual([]);
  expect(new Set(bot.devices).size).toBe(1);
  expect(bot.devices.length).toBeGreaterThan(KILLS / 2);
  expect(proxy.counts.badGateway + proxy.counts.cut + proxy.counts.lostAnswer).toBeGreaterThan(10);
  expect(bot.said()).not.toMatch(/already exists|Unhandled|Session expired/i);
}, 400_000);

test("it goes on when the homeserver was killed and started again", async () => {
  await using own = await startSynapse({ python, folder: join(folder, "killed") });
  const [bots, bens] = [await own.registerUser("bot", "pw"), await own.registerUser("ben", "pw")];
  await using bot = await listening(bots, own);
  const speak = (text: string, room: string) =>
    fetch(`${own.baseUrl}/_matrix/client/v3/rooms/${encodeURIComponent(room)}/send/m.room.message/${text}`, {
      method: "PUT",
      headers: { Authorization: `Bearer ${bens.accessToken}` },
      body: JSON.stringify({ msgtype: "m.text", body: text }),
    });
  const room = await bot.connection.directRoomWith(bens.userId);
  await own.kill();
  const sending = say(bot.connection, room, "said into the silence", "1");
  await own.restart();
  expect(await sending).toMatch(/^\$/);
  await fetch(`${own.baseUrl}/_matrix/client/v3/join/${encodeURIComponent(room)}`, {
    method: "POST",
    headers: { Authorization: `Bearer ${bens.accessToken}` },
    body: "{}",
  });
  await speak("back", room);
  await bot.heard((event) => event.content.body === "back");
}, 200_000);

test("it waits out the homeserver's ordinary rate limits, and sends everything", async () => {
  await using own = await startSynapse({ python, folder: join(folder, "limits"), rateLimits: "default" });
  const [bots, bens] = [await own.registerUser("bot", "pw"), await own.registerUser("ben", "pw")];
  await using proxy = await startFaultyProxy(own.baseUrl, { badGateway: 0, cut: 0, lostAnswer: 0 });
  await using bot = await listening(bots, { baseUrl: proxy.baseUrl });
  const room = await bot.connection.directRoomWith(bens.userId);
  const before = proxy.counts.requests;
  const texts = Array.from({ length: 14 }, (_, index) => `answer ${index}`);
  const sent = await Promise.all(texts.map((text) => say(bot.connection, room, text, text)));
  expect(new Set(sent).size).toBe(texts.length);
  // Each send asks the room's members and sends; a refusal costs one request. A storm would cost dozens.
  expect(proxy.counts.requests - before).toBeLessThan(texts.length * 4);
}, 200_000);

test("it ends when its token is refused, and says so", async () => {
  const account = await synapse.registerUser("locked-out", "pw");
  const connection = await open(account);
  const ended = connection.sync({ commit: () => {}, after: () => {}, signal: new AbortController().signal });
  await fetch(`${synapse.baseUrl}/_matrix/client/v3/logout`, {
    method: "POST",
    headers: { Authorization: `Bearer ${account.accessToken}` },
    body: "{}",
  });
  await expect(ended).rejects.toThrow("Expected the homeserver to know the access token, got M_UNKNOWN_TOKEN.");
  await connection[Symbol.asyncDispose]();
});

test("it refuses a device whose keys are not in its database, and a second process on one database", async () => {
  const account = await synapse.registerUser("twice", "pw");
  await using first = await open(account);
  await expect(open(account)).rejects.toThrow("Expected to be the only Rochdale in this data folder");
  await expect(open(account, synapse.baseUrl, "another.sqlite")).rejects.toThrow(
    `Expected the keys of device \`${account.deviceId}\` in the database, got none`,
  );
  expect(first.identity.deviceId).toBe(account.deviceId);
});

type Event = {
  readonly type: string;
  readonly sender: string;
  readonly content: Readonly<Record<string, unknown>>;
  readonly encryption: unknown;
};

function open(account: Account, baseUrl = synapse.baseUrl, file = "co-op.sqlite"): Promise<Connection> {
  return connectHomeserver({
    baseUrl,
    userId: account.userId,
    accessToken: account.accessToken,
    storeFile: join(folder, account.deviceId, file),
    storeKey: new Uint8Array(32).fill(7),
    clock: Date.now,
    log: () => {},
    signal: new AbortController().signal,
  });
}

/** A connection that listens, with what it has heard from others. */
async function listening(account: Account, at: { readonly baseUrl: string } = synapse) {
  const connection = await open(account, at.baseUrl);
  const events: Event[] = [];
  const stop = new AbortController();
  const after = (batch: SyncBatch) => {
    for (const { event, encryption } of batch.events) {
      const one = { ...(event as Event), encryption };
      if (one.sender !== account.userId) events.push(one);
    }
  };
  const ended = connection.sync({ commit: () => {}, after, signal: stop.signal });
  return {
    connection,
    events,
    async heard(find: (event: Event) => boolean): Promise<Event> {
      for (const start = Date.now(); Date.now() - start < 60_000; await sleep(50)) {
        const found = events.find(find);
        if (found !== undefined) return found;
      }
      throw new Error(`Expected to hear it within a minute, got ${JSON.stringify(events.map(({ type }) => type))}`);
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      await ended;
      await connection[Symbol.asyncDispose]();
    },
  };
}

function say(connection: Connection, roomId: string, body: string, txnId: string): Promise<string> {
  const event = { roomId, type: "m.room.message", content: { msgtype: "m.text", body }, txnId };
  return connection.send(event, AbortSignal.timeout(120_000));
}

/** Ada has the bot's keys: before that, her client encrypts for others only. */
async function met(room: string, { userId, deviceId }: Account): Promise<void> {
  await ada.waitForMember(room, userId);
  for (const start = Date.now(); (await ada.trust(userId, deviceId)) === null; await sleep(100))
    if (Date.now() - start > 60_000) throw new Error(`Expected Ada to know device ${deviceId} within a minute.`);
}

const seen = (room: string, eventId: string): Promise<Message> =>
  ada.waitFor(room, (all) => all.find((one) => one.eventId === eventId && !one.undecryptable));

/** The bot as a process of its own behind the faulty proxy. */
function echoBot(proxy: FaultyProxy, account: Account) {
  const devices: string[] = [];
  let said = "";
  const start = (): ChildProcess => {
    const file = join(folder, "echo", "co-op.sqlite");
    const args = [
      join(import.meta.dirname, "echo-bot-child.ts"),
      proxy.baseUrl,
      account.userId,
      account.accessToken,
      file,
    ];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
    child.stdout?.on("data", (data: Buffer) => devices.push(...(data.toString().match(/^connected .*/gm) ?? [])));
    child.stderr?.on("data", (data: Buffer) => {
      said += data;
    });
    return child;
  };
  let child = start();
  const kill = () =>
    new Promise<void>((resolve) => {
      child.once("exit", () => resolve());
      if (!child.kill("SIGKILL")) resolve();
    });
  return {
    devices,
    said: () => said,
    async connected(times: number) {
      for (const start = Date.now(); devices.length < times; await sleep(20))
        if (Date.now() - start > 60_000)
          throw new Error(`Expected ${times} connections, got ${devices.length}: ${said}`);
    },
    async killAndRestart() {
      await kill();
      child = start();
    },
    [Symbol.asyncDispose]: kill,
  };
}
