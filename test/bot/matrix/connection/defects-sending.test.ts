/** Defect 8 of matrix-bot-sdk 0.8.0 (random transaction ids), and with it all that our sender promises. */
import { LogService, MatrixClient } from "matrix-bot-sdk";
import { beforeAll, describe, expect, test } from "vitest";
import { RochdaleClient } from "../../../../bot/matrix/connection/client.ts";
import { createSender } from "../../../../bot/matrix/connection/sender.ts";
import { NotSent } from "../../../../bot/matrix/ports.ts";
import { BOT, connectionParts, ROOM, TOKEN } from "../../../fakes/connection-parts.ts";
import {
  type Asked,
  BAD_GATEWAY,
  matrixError,
  type Reply,
  type Script,
  smallHomeserver,
} from "../../../fakes/small-homeserver.ts";

const quiet = () => {};
beforeAll(() => LogService.setLogger({ trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet }));

const CONTENT = { msgtype: "m.text", body: "The quorum is twelve." };
const EVENT = { roomId: ROOM, type: "m.room.message", content: CONTENT, txnId: "answer-1" };
const { signal } = new AbortController();

/** An encrypted or plain room, whose `PUT`s are answered by the script first. */
function room(put: Script, { encrypted = true } = {}) {
  return smallHomeserver(async (asked) => {
    if (asked.path.endsWith("/state/m.room.encryption/"))
      return encrypted ? { json: { algorithm: "m.megolm.v1.aes-sha2" } } : matrixError(404, "M_NOT_FOUND");
    if (asked.path.endsWith("/state/m.room.history_visibility/")) return { json: { history_visibility: "shared" } };
    return (await put(asked)) ?? { json: { event_id: `$of-${asked.path.split("/").at(-1)}` } };
  });
}

const puts = ({ asked }: { readonly asked: readonly Asked[] }) => asked.filter(({ method }) => method === "PUT");

function inTurn(...replies: readonly (Reply | undefined)[]): Script {
  let next = 0;
  return ({ method }) => (method === "PUT" ? replies[next++] : undefined);
}

describe("defect 8: a message sent again is another message", () => {
  test("the SDK takes a new transaction id for each try", async () => {
    await using homeserver = await room(inTurn("cut"), { encrypted: false });
    const client = new MatrixClient(homeserver.baseUrl, TOKEN);
    await client.sendMessage(ROOM, CONTENT).catch(() => client.sendMessage(ROOM, CONTENT));
    const [first, second] = puts(homeserver).map(({ path }) => path);
    expect(first).not.toBe(second);
  });

  test("ours sends the very same, under the same id, when the answer is lost", async () => {
    await using homeserver = await room(inTurn("cut", BAD_GATEWAY, "cut"));
    const sender = createSender(connectionParts(homeserver.baseUrl));
    expect(await sender.send(EVENT, signal)).toBe("$of-answer-1");
    const sent = puts(homeserver);
    // Node repeats nothing; a connection that was kept and is closed meanwhile counts as cut too.
    expect(sent.length).toBeGreaterThanOrEqual(4);
    expect(new Set(sent.map(({ path, body }) => JSON.stringify([path, body]))).size).toBe(1);
  });

  test("ours sends the very same after a crash, without encrypting it again", async () => {
    const crash = new AbortController();
    await using homeserver = await room(({ method }) => {
      if (method !== "PUT" || crash.signal.aborted) return undefined;
      crash.abort(new Error("killed"));
      return "silence";
    });
    let encryptions = 0;
    const parts = connectionParts(homeserver.baseUrl, {
      encrypt: async () => ({ algorithm: "m.megolm.v1.aes-sha2", ciphertext: `number ${++encryptions}` }),
    });
    await expect(createSender(parts).send(EVENT, crash.signal)).rejects.toThrow("killed");
    expect(await createSender(parts).send(EVENT, signal)).toBe("$of-answer-1");
    expect(puts(homeserver).map(({ body }) => body)).toEqual([
      { algorithm: "m.megolm.v1.aes-sha2", ciphertext: "number 1" },
      { algorithm: "m.megolm.v1.aes-sha2", ciphertext: "number 1" },
    ]);
  });

  test("ours stores payload and keys in one transaction, before anything goes out", async () => {
    const order: string[] = [];
    await using homeserver = await room(({ method }) => void (method === "PUT" && order.push("put")));
    const parts = connectionParts(homeserver.baseUrl);
    const crypto = {
      ...parts.crypto,
      writeRows: () => void order.push(parts.store.database.isTransaction ? "rows in a transaction" : "rows"),
      confirmWritten: () => void order.push(parts.store.payload("answer-1") === null ? "nothing stored" : "stored"),
    };
    await createSender({ ...parts, crypto }).send(EVENT, signal);
    expect(order).toEqual(["rows in a transaction", "stored", "put"]);
  });

  test("ours answers a repeated call with the event that is there", async () => {
    await using homeserver = await room(() => undefined);
    const sender = createSender(connectionParts(homeserver.baseUrl));
    const [first, second] = await Promise.all([sender.send(EVENT, signal), sender.send(EVENT, signal)]);
    expect([first, second, await sender.send(EVENT, signal)]).toEqual(Array(3).fill("$of-answer-1"));
    expect(puts(homeserver)).toHaveLength(1);
  });

  test("ours takes the same transaction id for the same message to devices, and another for another", async () => {
    await using homeserver = await smallHomeserver(() => ({ json: {} }));
    const { requester, rooms } = connectionParts(homeserver.baseUrl);
    const target = { baseUrl: homeserver.baseUrl, accessToken: TOKEN };
    const client = new RochdaleClient({ target, userId: BOT, requester, rooms, cryptoStorage: null });
    for (const body of ["one", "one", "two"])
      await client.sendToDevices("m.room.encrypted", { "@a:x": { D: { body } } });
    const [first, again, other] = puts(homeserver).map(({ path }) => path);
    expect(first).toBe(again);
    expect(first).not.toBe(other);
  });

  test.each(["sendEvent", "sendRawEvent", "redactEvent", "start"] as const)(
    "ours refuses the SDK's %s",
    async (name) => {
      await using homeserver = await smallHomeserver(() => ({ json: {} }));
      const { requester, rooms } = connectionParts(homeserver.baseUrl);
      const target = { baseUrl: homeserver.baseUrl, accessToken: TOKEN };
      const client = new RochdaleClient({ target, userId: BOT, requester, rooms, cryptoStorage: null });
      await expect(client[name]()).rejects.toThrow(
        `Expected the connection's own sender and sync loop to be used, got a call of the SDK's \`${name}\`, which may lose, double or leak messages.`,
      );
      expect(homeserver.asked).toEqual([]);
    },
  );
});

describe("the sender", () => {
  test("never sends in clear what was stored in clear before the room was encrypted", async () => {
    await using homeserver = await room(() => undefined);
    const parts = connectionParts(homeserver.baseUrl);
    parts.store.putPayload("answer-1", { roomId: ROOM, type: EVENT.type, content: CONTENT, eventId: null });
    await createSender(parts).send(EVENT, signal);
    expect(puts(homeserver).map(({ path }) => path)).toEqual([
      `/_matrix/client/v3/rooms/${ROOM}/send/m.room.encrypted/answer-1`,
    ]);
    expect(JSON.stringify(homeserver.asked)).not.toContain("quorum");
  });

  test("encrypts reactions too", async () => {
    await using homeserver = await room(() => undefined);
    await createSender(connectionParts(homeserver.baseUrl)).send({ ...EVENT, type: "m.reaction" }, signal);
    expect(puts(homeserver)[0]?.path).toContain("/send/m.room.encrypted/");
  });

  test("rejects with NotSent when the homeserver refuses for good, and forgets the payload", async () => {
    await using homeserver = await room(inTurn(matrixError(403, "M_FORBIDDEN")));
    const parts = connectionParts(homeserver.baseUrl);
    const sending = createSender(parts).send(EVENT, signal);
    await expect(sending).rejects.toThrow(NotSent);
    await expect(sending).rejects.toThrow("got 403 M_FORBIDDEN: scripted");
    expect(parts.store.unsentPayloads()).toEqual([]);
  });

  test("refuses a room whose algorithm it does not know", async () => {
    await using homeserver = await smallHomeserver(() => ({ json: { algorithm: "m.megolm.v9" } }));
    await expect(createSender(connectionParts(homeserver.baseUrl)).send(EVENT, signal)).rejects.toThrow(
      "Expected the room's encryption to be `m.megolm.v1.aes-sha2`, got `m.megolm.v9`.",
    );
    expect(puts(homeserver)).toEqual([]);
  });

  test("goes on with the next event of a room after one that was refused, in the order of asking", async () => {
    await using homeserver = await room(inTurn(undefined, matrixError(413, "M_TOO_LARGE")));
    const sender = createSender(connectionParts(homeserver.baseUrl));
    const results = await Promise.allSettled(["a", "b", "c"].map((txnId) => sender.send({ ...EVENT, txnId }, signal)));
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(puts(homeserver).map(({ path }) => path.split("/").at(-1))).toEqual(["a", "b", "c"]);
  });

  test("makes no storm of ten rooms that wait for one rate limit", async () => {
    let limited = 3;
    const between: number[] = [];
    const parts: { now?: () => number } = {};
    await using homeserver = await room(({ method }) => {
      if (method !== "PUT") return undefined;
      between.push(parts.now?.() ?? 0);
      if (limited-- <= 0) return undefined;
      return { ...matrixError(429, "M_LIMIT_EXCEEDED"), headers: { "Retry-After": "5" } };
    });
    const connection = connectionParts(homeserver.baseUrl);
    parts.now = connection.timing.now;
    const sender = createSender(connection);
    const first = sender.send({ ...EVENT, roomId: "!0:x", txnId: "0" }, signal);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const others = Array.from({ length: 9 }, (_, room) =>
      sender.send({ ...EVENT, roomId: `!${room + 1}:x`, txnId: `${room + 1}` }, signal),
    );
    await Promise.all([first, ...others]);
    // Three refusals and ten events: nothing else was asked.
    expect(puts(homeserver)).toHaveLength(13);
  });

  test("looks first whether an old payload has arrived, when its transaction id may be forgotten", async () => {
    const content = { algorithm: "m.megolm.v1.aes-sha2", ciphertext: "abc" };
    await using homeserver = await room(({ path }) =>
      path.endsWith("/messages")
        ? { json: { chunk: [{ event_id: "$there", type: "m.room.encrypted", content }], end: "next" } }
        : undefined,
    );
    const parts = connectionParts(homeserver.baseUrl);
    parts.store.putPayload("answer-1", { roomId: ROOM, type: "m.room.encrypted", content, eventId: null });
    parts.timing.advance(21 * 3_600_000);
    expect(await createSender(parts).send(EVENT, signal)).toBe("$there");
    expect(puts(homeserver)).toEqual([]);
  });

  test("sends an old payload that has not arrived", async () => {
    const content = { algorithm: "m.megolm.v1.aes-sha2", ciphertext: "abc" };
    await using homeserver = await room(({ path }) =>
      path.endsWith("/messages") ? { json: { chunk: [] } } : undefined,
    );
    const parts = connectionParts(homeserver.baseUrl);
    parts.store.putPayload("answer-1", { roomId: ROOM, type: "m.room.encrypted", content, eventId: null });
    parts.timing.advance(21 * 3_600_000);
    expect(await createSender(parts).send(EVENT, signal)).toBe("$of-answer-1");
  });

  test("sends again what was never confirmed, but not what nobody wants any more", async () => {
    await using homeserver = await room(() => undefined);
    const parts = connectionParts(homeserver.baseUrl);
    for (const txnId of ["wanted", "revoked"])
      parts.store.putPayload(txnId, { roomId: ROOM, type: "m.room.encrypted", content: { txnId }, eventId: null });
    await createSender(parts).resendUnsent(({ txnId }) => txnId === "wanted", signal);
    expect(puts(homeserver).map(({ body }) => body)).toEqual([{ txnId: "wanted" }]);
    expect(parts.store.unsentPayloads()).toEqual([]);
  });

  test("redacts under its transaction id, and takes an event that is gone for done", async () => {
    await using homeserver = await room(inTurn("cut", matrixError(404, "M_NOT_FOUND")));
    const sender = createSender(connectionParts(homeserver.baseUrl));
    await sender.redact({ roomId: ROOM, eventId: "$e", txnId: "r" });
    expect(new Set(puts(homeserver).map(({ path }) => path))).toEqual(
      new Set([`/_matrix/client/v3/rooms/${ROOM}/redact/$e/r`]),
    );
  });
});

test("the end of the connection ends a send that pauses between two tries", async () => {
  await using homeserver = await room(() => BAD_GATEWAY, { encrypted: false });
  const parts = connectionParts(homeserver.baseUrl);
  const woken: boolean[] = [];
  // The pause of the sender, not that of a single request.
  const timing = {
    ...parts.timing,
    sleep: (ms: number, paused: AbortSignal) => {
      parts.end();
      woken.push(paused.aborted);
      return parts.timing.sleep(ms, paused);
    },
  };
  await expect(createSender({ ...parts, timing }).send(EVENT, signal)).rejects.toThrow("the test is over");
  expect(woken).toEqual([true]);
});

test("what is optional is left out while the homeserver holds the account back, and sent again later", async () => {
  const limit: Reply = { ...matrixError(429, "M_LIMIT_EXCEEDED"), headers: { "Retry-After": "5" } };
  await using homeserver = await room(inTurn(limit), { encrypted: false });
  const parts = connectionParts(homeserver.baseUrl);
  const sender = createSender(parts);
  const send = (txnId: string) => sender.send({ ...EVENT, txnId, optional: txnId.startsWith("notice") }, signal);
  const [first, notice, second] = await Promise.allSettled(["answer-1", "notice-1", "answer-2"].map(send));
  expect([first?.status, notice?.status, second?.status]).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(parts.store.payload("notice-1")).toBeNull();
  parts.timing.advance(60_000);
  expect(await send("notice-2")).toBe("$of-notice-2");
});
