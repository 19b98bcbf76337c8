/** Defects 3, 9 and 10 of matrix-bot-sdk 0.8.0: each test shows it in the SDK as it comes, and that ours has it not. */
import { LogService, MatrixClient, MemoryStorageProvider } from "matrix-bot-sdk";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { Decrypted } from "../../../../bot/matrix/connection/room-crypto.ts";
import { SYNC_TOKEN, syncLoop } from "../../../../bot/matrix/connection/sync-loop.ts";
import type { SyncBatch } from "../../../../bot/matrix/room-event.ts";
import { connectionParts, ROOM, TOKEN } from "../../../fakes/connection-parts.ts";
import { type SmallHomeserver, smallHomeserver } from "../../../fakes/small-homeserver.ts";

const quiet = () => {};
beforeAll(() => LogService.setLogger({ trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet }));
afterEach(() => void vi.useRealTimers());

const text = (id: string) => ({
  type: "m.room.message",
  event_id: `$${id}`,
  sender: "@alice:x",
  content: { msgtype: "m.text", body: id },
});
const secret = {
  type: "m.room.encrypted",
  event_id: "$secret",
  sender: "@alice:x",
  content: { algorithm: "m.megolm.v1.aes-sha2" },
};
const timeline = (next: string, ...events: object[]) => ({
  next_batch: next,
  rooms: { join: { [ROOM]: { timeline: { events } } } },
});

/** Token 1 brings m1 and token 2, that brings m2 and token 3, and so on; the first answer holds nothing. */
function numbered(): Promise<SmallHomeserver> {
  return smallHomeserver(async ({ query }) => {
    const since = Number(query.get("since") ?? 0);
    if (since >= 4) await new Promise((resolve) => setTimeout(resolve, 20));
    return { json: since === 0 ? { next_batch: "1" } : timeline(`${since + 1}`, text(`m${since}`)) };
  });
}

const idsOf = ({ events }: SyncBatch) => events.map(({ event }) => (event as { event_id: string }).event_id);

describe("defect 3: a batch whose processing throws is lost", () => {
  test("the SDK goes on with the next one, even when it is to keep its token until after", async () => {
    await using homeserver = await numbered();
    vi.useFakeTimers({ toFake: ["setTimeout"] });
    const [storage, seen] = [new MemoryStorageProvider(), [] as string[]];
    const client = new TestClient(homeserver.baseUrl, TOKEN, storage);
    await client.listen(async (_name, _room, event) => {
      if (event?.event_id === "$m2" && !seen.includes("failed")) {
        seen.push("failed");
        throw new Error("the disk is full for a moment");
      }
      if (event?.event_id) seen.push(event.event_id);
      if (event?.event_id === "$m3") client.stop();
    });
    while (!seen.includes("$m3")) await vi.advanceTimersByTimeAsync(1_000);
    expect(seen).not.toContain("$m2");
  });

  test("ours fetches the same batch again until it is committed", async () => {
    await using homeserver = await numbered();
    const parts = connectionParts(homeserver.baseUrl);
    const [stop, tried, done] = [new AbortController(), [] as string[], [] as string[]];
    await syncLoop(parts, {
      commit(batch) {
        tried.push(...idsOf(batch));
        if (tried.filter((id) => id === "$m2").length < 3 && tried.at(-1) === "$m2")
          throw new Error("the disk is full");
      },
      after(batch) {
        done.push(...idsOf(batch));
        if (done.includes("$m3")) stop.abort();
      },
      signal: stop.signal,
    });
    expect(tried).toEqual(["$m1", "$m2", "$m2", "$m2", "$m3"]);
    expect(done).toEqual(["$m1", "$m2", "$m3"]);
    expect(parts.timing.slept).toEqual([187.5, 375]);
  });

  test("ours fetches it again when the machine could not take the keys that came with it", async () => {
    await using homeserver = await numbered();
    let failures = 2;
    const parts = connectionParts(homeserver.baseUrl, {
      receive: async () => {
        if (failures-- > 0) throw new Error("a 502 on keys/upload");
      },
    });
    const [stop, done] = [new AbortController(), [] as string[]];
    const after = (batch: SyncBatch) => {
      done.push(...idsOf(batch));
      if (done.includes("$m2")) stop.abort();
    };
    await syncLoop(parts, { commit: quiet, after, signal: stop.signal });
    expect(done).toEqual(["$m1", "$m2"]);
  });

  test("ours rolls token and rows of the machine back with the batch", async () => {
    await using homeserver = await numbered();
    const written: string[] = [];
    const parts = connectionParts(homeserver.baseUrl);
    const crypto = {
      ...parts.crypto,
      writeRows: () => parts.store.setValue("row", "changed"),
      confirmWritten: () => void written.push("confirmed"),
    };
    const stop = new AbortController();
    await syncLoop(
      {
        ...parts,
        crypto: {
          ...crypto,
          writeRows: () => {
            crypto.writeRows();
            stop.abort();
            throw new Error("no space");
          },
        },
      },
      { commit: () => parts.store.setValue("inbox", "something"), after: quiet, signal: stop.signal },
    );
    expect([SYNC_TOKEN, "row", "inbox"].map(parts.store.value)).toEqual([null, null, null]);
    expect(written).toEqual([]);
  });
});

describe("defect 9: what cannot be decrypted is never tried again", () => {
  test("the SDK hands out the ciphertext and forgets it, though the key comes with the next batch", async () => {
    await using homeserver = await smallHomeserver(() => undefined);
    const client = new TestClient(homeserver.baseUrl, TOKEN);
    let hasKey = false;
    const crypto = {
      updateSyncData: async () => {},
      isRoomEncrypted: async () => true,
      decryptRoomEvent: async () => {
        if (!hasKey) throw new Error("no key");
        return { raw: text("clear") };
      },
    };
    Object.assign(client, { crypto, userId: "@bot:x" });
    const told: string[] = [];
    const emit = async (name: string) => void told.push(name);
    await client.process(timeline("2", secret), emit);
    hasKey = true;
    await client.process({ next_batch: "3", to_device: { events: [{ type: "m.room.encrypted" }] } }, emit);
    expect(told).toEqual(["room.encrypted_event", "room.failed_decryption", "room.event"]);
  });

  test("ours keeps it over a restart and hands it over when its key has come", async () => {
    let hasKey = false;
    await using homeserver = await smallHomeserver(({ query }) => {
      const since = query.get("since");
      if (since === null) return { json: { next_batch: "1" } };
      if (since === "1") return { json: timeline("2", secret) };
      hasKey = true;
      return { json: { next_batch: "3", to_device: { events: [{ type: "m.room.encrypted" }] } } };
    });
    const clear: Decrypted = {
      kind: "clear",
      event: { ...secret, ...text("secret") },
      encryption: { sender: "signed", deviceId: "D", sessionId: "S" },
    };
    const parts = connectionParts(homeserver.baseUrl, {
      decrypt: async () => (hasKey ? clear : { kind: "undecryptable", code: "MissingRoomKey", withheld: null }),
    });
    const run = async (until: string) => {
      const [stop, batches] = [new AbortController(), [] as SyncBatch[]];
      const after = (batch: SyncBatch) => {
        batches.push(batch);
        if (parts.store.value(SYNC_TOKEN) === until) stop.abort();
      };
      await syncLoop(parts, { commit: quiet, after, signal: stop.signal });
      return batches.flatMap(({ events }) => events);
    };
    expect(await run("2")).toEqual([]);
    expect(parts.store.keptEvents()).toHaveLength(1);
    expect(await run("3")).toEqual([{ roomId: ROOM, event: clear.event, encryption: clear.encryption }]);
    expect(parts.store.keptEvents()).toEqual([]);
  });
});

describe("defect 10: handlers are not waited for", () => {
  test("the SDK keeps the next token while a handler is still at work", async () => {
    await using homeserver = await numbered();
    const storage = new MemoryStorageProvider();
    const client = new TestClient(homeserver.baseUrl, TOKEN, storage);
    const handled = new Promise<string>((resolve) => {
      client.on("room.message", async () => {
        await new Promise((next) => setTimeout(next, 100));
        client.stop();
        resolve(storage.getSyncToken() ?? "");
      });
    });
    await client.listen();
    expect(Number(await handled)).toBeGreaterThan(1);
  });

  test("ours has what is to be done written down in the same transaction as the token", async () => {
    await using homeserver = await numbered();
    const parts = connectionParts(homeserver.baseUrl);
    const [stop, tokens] = [new AbortController(), [] as unknown[]];
    await syncLoop(parts, {
      commit: () => void tokens.push([parts.store.value(SYNC_TOKEN), parts.store.database.isTransaction]),
      after: () => {
        tokens.push([parts.store.value(SYNC_TOKEN), parts.store.database.isTransaction]);
        if (tokens.length === 4) stop.abort();
      },
      signal: stop.signal,
    });
    expect(tokens).toEqual([
      [null, true],
      ["1", false],
      ["1", true],
      ["2", false],
    ]);
  });
});

/** Opens the SDK's own loop to the test. */
class TestClient extends MatrixClient {
  protected override persistTokenAfterSync = true;
  listen(emit?: (name: string, ...values: { event_id?: string }[]) => Promise<void>) {
    return this.startSync(emit);
  }
  process(answer: object, emit: (name: string) => Promise<void>) {
    return this.processSync(answer, emit);
  }
}
