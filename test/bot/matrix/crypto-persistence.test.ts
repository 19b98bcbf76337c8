/** The machine's state as rows in SQLite: restarts, kills, transactions that fail, wrong keys, damage. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { DeviceLists } from "@matrix-org/matrix-sdk-crypto-nodejs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openConnectionStore } from "../../../bot/matrix/connection-store.ts";
import { checkNames, memoryDatabaseNames } from "../../../bot/matrix/npm/crypto-adapter/memory-database.js";
import { CryptoPeer, STORE_KEY } from "../../fakes/crypto-peer.ts";
import { Cut, KeyServer } from "../../fakes/key-server.ts";

const ALICE = "@alice:test";
const BOT = "@bot:test";
const BOTH = [ALICE, BOT];

let folder: string;
let server: KeyServer;
let alice: CryptoPeer;
let bot: CryptoPeer;

const openBot = (storeKey = STORE_KEY) => CryptoPeer.open({ user: BOT, device: "BOTDEVICE", server, folder, storeKey });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "rochdale-crypto-"));
  server = new KeyServer();
  alice = await CryptoPeer.open({ user: ALICE, device: "ALICEDEVICE", server, folder });
  bot = await openBot();
  await alice.send();
  await bot.send();
});

afterEach(async () => {
  await alice.kill();
  await bot.kill();
  rmSync(folder, { recursive: true });
});

describe("a machine that starts again", () => {
  test("is the same device, reads what it could read, and goes on talking", async () => {
    const question = await alice.encrypt(BOTH, "When is the meeting?");
    await bot.sync();
    const first = await bot.encrypt(BOTH, "On 3 May.");
    const { ed25519 } = bot.machine.identityKeys;
    expect(bot.machine.isNew).toBe(true);

    await bot.kill();
    bot = await openBot();

    expect(bot.machine.isNew).toBe(false);
    expect(bot.machine.identityKeys.ed25519.toBase64()).toBe(ed25519.toBase64());
    expect(await bot.decrypt(question)).toBe("When is the meeting?");
    const second = await bot.encrypt(BOTH, "At seven.");
    expect(JSON.parse(second).content.session_id).toBe(JSON.parse(first).content.session_id);
    await alice.sync();
    expect(await alice.decrypt(first)).toBe("On 3 May.");
    expect(await alice.decrypt(second)).toBe("At seven.");
  });

  test("goes on from whatever request it was killed at, answered or not", async () => {
    let kills = 0;
    for (let request = 1; ; request += 1) {
      const before = await talkKilledAt(request, "unanswered");
      const after = await talkKilledAt(request, "answered");
      if (!before && !after) break;
      kills += Number(before) + Number(after);
    }
    expect(kills).toBeGreaterThanOrEqual(8);
  });

  test("is refused by the server when it had sent what it had not written: the reason for the flush points", async () => {
    await claimAllBut(0);
    await bot.machine.flush();
    await bot.machine.receiveSyncChanges("[]", new DeviceLists(), {}, ["signed_curve25519"]);
    const [upload] = await bot.machine.outgoingRequests();
    const api = server.for(BOT, "BOTDEVICE");
    await api("POST", "/_matrix/client/v3/keys/upload", JSON.parse(upload?.body ?? ""));
    await bot.kill();
    bot = await openBot();
    const use = async () => {
      for (let round = 0; round < 3; round += 1) {
        await claimAllBut(5);
        await bot.sync();
      }
    };
    await expect(use()).rejects.toThrow(/already exists/);
  });
});

/** Others open talks with the bot and take its one-time keys. */
async function claimAllBut(left: number): Promise<void> {
  const api = server.for(ALICE, "ALICEDEVICE");
  const one_time_keys = { [BOT]: { BOTDEVICE: "signed_curve25519" } };
  while (server.oneTimeKeyCount(BOT, "BOTDEVICE") > left)
    await api("POST", "/_matrix/client/v3/keys/claim", { one_time_keys });
}

/** A talk in which the bot is killed at its nth request and started again; false when it came to no nth request. */
async function talkKilledAt(request: number, when: "answered" | "unanswered"): Promise<boolean> {
  await alice.kill();
  await bot.kill();
  const name = `${request}-${when}`;
  server = new KeyServer();
  const open = (user: string, device: string) =>
    CryptoPeer.open({ user, device, server, folder, file: join(folder, `${device}-${name}.sqlite`) });
  alice = await open(ALICE, "ALICEDEVICE");
  bot = await open(BOT, "BOTDEVICE");
  await alice.send();
  server.cutAt(BOT, request, when);
  let killed = false;
  /** What is not done is done again after a restart, as a sync whose token did not move is. */
  const surely = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Cut)) throw error;
      killed = true;
      await bot.kill();
      bot = await open(BOT, "BOTDEVICE");
      return work();
    }
  };
  await surely(() => bot.send());
  const question = await alice.encrypt(BOTH, "one");
  await surely(() => bot.sync());
  expect(await bot.decrypt(question)).toBe("one");
  const answer = await surely(() => bot.encrypt(BOTH, "two"));
  await alice.sync();
  expect(await alice.decrypt(answer)).toBe("two");
  return killed;
}

describe("a write inside the caller's transaction", () => {
  test("that is rolled back is made again with the next one", async () => {
    const question = await alice.encrypt(BOTH, "Is anything lost?");
    const inbox = JSON.stringify(server.takeInbox(BOT, "BOTDEVICE"));
    await bot.machine.receiveSyncChanges(inbox, new DeviceLists(), { signed_curve25519: 50 }, ["signed_curve25519"]);
    const rows = () => [...bot.store.cryptoRows()].length;
    const before = rows();
    await bot.machine.settled();
    expect(() =>
      bot.store.transaction(() => {
        bot.machine.writeDirty();
        expect(rows()).toBeGreaterThan(before);
        throw new Error("the disk is full");
      }),
    ).toThrow("the disk is full");
    expect(rows()).toBe(before);
    await bot.machine.flush();
    await bot.kill();
    bot = await openBot();
    expect(await bot.decrypt(question)).toBe("Is anything lost?");
  });

  test("is refused while the machine is in the middle of its own", async () => {
    const working = new AbortController();
    const work = bot.encrypt(BOTH, "busy").finally(() => working.abort());
    const refusals: unknown[] = [];
    while (!working.signal.aborted) {
      await setImmediate();
      try {
        bot.machine.writeDirty();
      } catch (error) {
        refusals.push(error);
      }
    }
    await work;
    expect(refusals[0]).toEqual(
      new Error(
        "Expected the encryption machine to be at rest while its rows are written, got a transaction half done. Await `settled()` immediately before.",
      ),
    );
  });

  test("writes nothing when nothing has changed", async () => {
    await bot.machine.flush();
    bot.store.database.exec("PRAGMA query_only = ON");
    await bot.machine.flush();
    bot.store.database.exec("PRAGMA query_only = OFF");
  });
});

describe("the rows at rest", () => {
  test("open with no other key", async () => {
    await bot.kill();
    await expect(openBot(new Uint8Array(32).fill(8))).rejects.toThrow(
      "Expected `storeKey` to be the key under which the encryption store of device `BOTDEVICE` was written, got another. Give the key that belongs to this database; if it is lost, log in as a new device and sign it with the recovery key.",
    );
    bot = await openBot();
  });

  test("hold no key of a room in clear", async () => {
    await alice.encrypt(BOTH, "secret");
    await bot.sync();
    const [session] = JSON.parse(await bot.machine.exportRoomKeys());
    expect(session.session_key).toMatch(/^\S{200,}$/);
    const all = Buffer.concat([...bot.store.cryptoRows()].map(({ value }) => Buffer.from(value ?? [])));
    expect(all.includes(session.session_key)).toBe(false);
    expect(all.includes(session.session_id)).toBe(false);
  });

  test("are refused when a byte of the account was changed", async () => {
    const row = [...bot.store.cryptoRows()].find(({ key }) => Buffer.from(key).toString() === '"account"');
    const value = row?.value;
    if (row === undefined || !(value instanceof Uint8Array)) throw new Error("no account in the rows");
    const place = Buffer.from(value).indexOf("ciphertext") + 20;
    bot.store.putCryptoRows([{ ...row, value: value.with(place, value[place] === 65 ? 66 : 65) }]);
    await bot.kill();
    await expect(openBot()).rejects.toThrow(
      /^Expected the seals of all \d+ rows of the encryption store of device `BOTDEVICE` to fit, got 1 that do not: the database was damaged or changed\. Restore the last backup/,
    );
    const repaired = openConnectionStore(join(folder, "BOTDEVICE.sqlite"), () => 0);
    repaired.putCryptoRows([row]);
    repaired[Symbol.dispose]();
    bot = await openBot();
  });

  test("of a time before the seals are taken as they are, and sealed with the first flush", async () => {
    await bot.machine.flush();
    const sealed = [...bot.store.cryptoRows()];
    const unsealed = sealed.map((row) => ({ ...row, value: row.value?.subarray(33) ?? null }));
    bot.store.putCryptoRows(unsealed);
    await bot.kill();
    bot = await openBot();
    await bot.machine.flush();
    expect([...bot.store.cryptoRows()].map(({ value }) => value?.[0])).toEqual(sealed.map(() => 1));
    await bot.kill();
    bot = await openBot();
    expect(bot.machine.isNew).toBe(false);
  });

  test("of another device are not touched", async () => {
    const other = await CryptoPeer.open({
      user: BOT,
      device: "OTHER",
      server,
      folder,
      file: join(folder, "BOTDEVICE.sqlite"),
    });
    await other.machine.flush();
    await other.kill();
    await bot.kill();
    bot = await openBot();
    expect(bot.machine.isNew).toBe(false);
  });
});

describe("the database in memory", () => {
  test("is refused when it is not built as expected", () => {
    const store = { storeRecord() {}, deleteRecord() {}, getAllKeys() {}, getValue() {} };
    expect(() => checkNames({ store, transaction: { mode: "readwrite", _started: false } })).toThrow(
      "Expected fake-indexeddb 6.2.8, whose stores and transactions have `storeRecord`, `deleteRecord`, `clear`, `getAllKeys`, `getValue`, `_started`, `_state`, `mode`, got one without `clear`, `_state`. Install exactly what the lock file names: `npm install`.",
    );
  });

  test("is gone when its machine is closed", async () => {
    await bot.kill();
    const names = await memoryDatabaseNames(`${BOT}/`);
    expect(names).toEqual([]);
    bot = await openBot();
  });
});
