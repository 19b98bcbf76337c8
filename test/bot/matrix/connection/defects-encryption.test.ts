/**
 * Defects 1, 2, 4, 5 and 11 of matrix-bot-sdk 0.8.0, with a real encryption machine: each test shows it in the SDK as it
 * comes, and that ours has it not.
 */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { RustSdkCryptoStorageProvider } from "matrix-bot-sdk";
import { describe, expect, test } from "vitest";
import { BOT, ROOM } from "../../../fakes/connection-parts.ts";
import { ALICE, DEVICE, keyHomeserver, memberEvent } from "../../../fakes/key-homeserver.ts";
import { newStoreFile, openConnection } from "../../../fakes/open-connection.ts";
import { plainClient } from "../../../fakes/plain-client.ts";
import { scriptedTiming } from "../../../fakes/scripted-timing.ts";
import { BAD_GATEWAY } from "../../../fakes/small-homeserver.ts";

const SECRET = { msgtype: "m.text", body: "SECRET" };
const STATE = `/_matrix/client/v3/rooms/${ROOM}/state/m.room.encryption/`;
const ENCRYPTION = {
  type: "m.room.encryption",
  state_key: "",
  event_id: "$encryption",
  sender: ALICE,
  content: { algorithm: "m.megolm.v1.aes-sha2", rotation_period_msgs: 1 },
};
const joining = {
  next_batch: "2",
  rooms: { join: { [ROOM]: { state: { events: [ENCRYPTION, memberEvent(ALICE), memberEvent(BOT)] } } } },
};

describe("defect 1: joining an encrypted room stalls for seconds", () => {
  test("the SDK waits for keys that nobody has asked for", async () => {
    await using homeserver = await keyHomeserver();
    const client = await plainClient(homeserver.baseUrl);
    const start = performance.now();
    await client.crypto.onRoomJoin(ROOM);
    expect(performance.now() - start).toBeGreaterThan(4_000);
  });

  test("ours asks for them at once", async () => {
    await using homeserver = await keyHomeserver();
    await using connection = await openConnection(homeserver.baseUrl);
    homeserver.sync.answers.push({ next_batch: "1" }, joining);
    const [start, stop] = [performance.now(), new AbortController()];
    await connection.sync({
      commit: () => {},
      after: ({ events }) => events.length > 0 && stop.abort(),
      signal: stop.signal,
    });
    expect(performance.now() - start).toBeLessThan(4_000);
    const asked = homeserver.asked.filter(({ path }) => path.endsWith("/keys/query")).map(({ body }) => body);
    expect(JSON.stringify(asked)).toContain(ALICE);
  });
});

describe("defect 2: a text goes in clear into an encrypted room", () => {
  /** One 502 when it is asked whether the room is encrypted. */
  function hiccup() {
    let left = 1;
    return keyHomeserver(({ path }) => (path === STATE && left-- > 0 ? BAD_GATEWAY : undefined));
  }

  test("the SDK takes one 502 for 'not encrypted'", async () => {
    await using homeserver = await hiccup();
    const client = await plainClient(homeserver.baseUrl);
    await client.sendMessage(ROOM, SECRET);
    expect(JSON.stringify(homeserver.asked)).toContain("SECRET");
  });

  test("ours asks again, and encrypts", async () => {
    await using homeserver = await hiccup();
    await using connection = await openConnection(homeserver.baseUrl);
    await send(connection, "t1");
    expect(homeserver.paths("PUT").at(-1)).toBe(`/_matrix/client/v3/rooms/${ROOM}/send/m.room.encrypted/t1`);
    expect(JSON.stringify(homeserver.asked)).not.toContain("SECRET");
  });

  test("ours sends nothing while it cannot be found out", async () => {
    await using homeserver = await keyHomeserver(({ path }) => (path === STATE ? BAD_GATEWAY : undefined));
    await using connection = await openConnection(homeserver.baseUrl, { timing: scriptedTiming() });
    const stop = new AbortController();
    const sending = connection.send(
      { roomId: ROOM, type: "m.room.message", content: SECRET, txnId: "t1" },
      stop.signal,
    );
    const ended = expect(sending).rejects.toThrow("enough");
    while (homeserver.paths("GET").filter((path) => path === STATE).length < 20)
      await new Promise((resolve) => setImmediate(resolve));
    stop.abort(new Error("enough"));
    await ended;
    expect(homeserver.paths("PUT")).toEqual([]);
  });

  test("ours never forgets that a room is encrypted, whatever the homeserver says later", async () => {
    await using homeserver = await keyHomeserver();
    const storeFile = newStoreFile();
    {
      await using connection = await openConnection(homeserver.baseUrl, { storeFile });
      await send(connection, "t1");
    }
    homeserver.room.encryption = null;
    await using connection = await openConnection(homeserver.baseUrl, { storeFile });
    await send(connection, "t2");
    expect(JSON.stringify(homeserver.asked)).not.toContain("SECRET");
  });

  test("ours writes in clear where the homeserver says that there is no encryption", async () => {
    await using homeserver = await keyHomeserver();
    homeserver.room.encryption = null;
    await using connection = await openConnection(homeserver.baseUrl);
    await send(connection, "t1");
    expect(homeserver.paths("PUT").at(-1)).toBe(`/_matrix/client/v3/rooms/${ROOM}/send/m.room.message/t1`);
  });

  test("ours has no way past the sender", async () => {
    await using homeserver = await keyHomeserver();
    await using connection = await openConnection(homeserver.baseUrl);
    expect(Object.keys(connection)).not.toContain("client");
  });
});

describe("defect 4: one 502 ends the process", () => {
  /** The 502 comes when the members of a room are asked for. */
  const faulty = () => {
    let left = 1;
    return keyHomeserver(({ path }) => (/\/(joined_)?members$/.test(path) && left-- > 0 ? BAD_GATEWAY : undefined));
  };

  test("the SDK's listener lets the failure go unhandled", async () => {
    await using homeserver = await faulty();
    const { code, output } = await child("sdk", "event", homeserver.baseUrl);
    expect(code).not.toBe(0);
    expect(output).not.toContain("done");
  });

  test("ours waits for what the event asks for, and tries again", async () => {
    await using homeserver = await faulty();
    const room = { timeline: { events: [ENCRYPTION] } };
    homeserver.sync.answers.push({ next_batch: "1" }, { next_batch: "2", rooms: { join: { [ROOM]: room } } });
    const { code, output } = await child("ours", "event", homeserver.baseUrl);
    expect(output).toContain("done");
    expect(code).toBe(0);
    expect(homeserver.paths("GET").filter((path) => path.endsWith("/joined_members"))).toHaveLength(2);
  });
});

describe("defect 5: messages sent at once end the process when a key changes", () => {
  test("the SDK brings the machine down", async () => {
    await using homeserver = await keyHomeserver();
    homeserver.room.encryption = ENCRYPTION.content;
    const { output } = await child("sdk", "rotation", homeserver.baseUrl);
    expect(output).toContain("Session expired");
    expect(output).not.toContain("done");
  });

  test("ours sends one after the other in each room", async () => {
    await using homeserver = await keyHomeserver();
    homeserver.room.encryption = ENCRYPTION.content;
    const { code, output } = await child("ours", "rotation", homeserver.baseUrl);
    expect(output).toContain("done");
    expect(code).toBe(0);
    const sent = homeserver.paths("PUT").filter((path) => path.includes("/send/m.room.encrypted/"));
    expect(sent.map((path) => path.split("/").at(-1))).toEqual(["1", "2", "3"]);
  });
});

describe("defect 11: what must not be lost lies in a file that is not written atomically", () => {
  test("the SDK rewrites its JSON file in place", async () => {
    const folder = dirname(newStoreFile());
    await new RustSdkCryptoStorageProvider(folder, 0).setDeviceId(DEVICE);
    expect(readFileSync(join(folder, "bot-sdk.json"), "utf8")).toContain(DEVICE);
  });

  test("ours keeps it in the database and leaves the file empty", async () => {
    await using homeserver = await keyHomeserver();
    const storeFile = newStoreFile();
    await using connection = await openConnection(homeserver.baseUrl, { storeFile });
    await send(connection, "t1");
    expect(readFileSync(join(dirname(storeFile), "matrix-sdk", "bot-sdk.json"), "utf8")).toBe("{}");
    expect(connection.store.value("device-id")).toBe(DEVICE);
    expect(connection.store.room(ROOM)).toContain("m.megolm.v1.aes-sha2");
  });
});

function send(connection: Awaited<ReturnType<typeof openConnection>>, txnId: string): Promise<string> {
  const event = { roomId: ROOM, type: "m.room.message", content: SECRET, txnId };
  return connection.send(event, new AbortController().signal);
}

const CHILD = join(import.meta.dirname, "../../../fakes/defect-child.ts");

function child(...args: readonly string[]): Promise<{ readonly code: unknown; readonly output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [CHILD, ...args], { timeout: 60_000 }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : error.code, output: stdout + stderr }),
    );
  });
}
