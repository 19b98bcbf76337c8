/** Parts of the adapter that no two machines in one process bring about. */
import { describe, expect, test } from "vitest";
import { handOver } from "../../../bot/matrix/npm/crypto-adapter/hand-over.js";
import { isSentBySdk, plain } from "../../../bot/matrix/npm/crypto-adapter/requests.js";
import { decodeKey, encodeKey } from "../../../bot/matrix/npm/crypto-adapter/row-codec.js";
import { Shields } from "../../../bot/matrix/npm/crypto-adapter/shields.js";

/** As the machine gives them. */
const request = (fields: object) => ({ id: "1", body: "{}", free() {}, ...fields });
const SIGNATURES = request({ type: 4 });
const MESSAGE = request({ type: 5, room_id: "!r:test", txn_id: "t", event_type: "m.key.verification.cancel" });
const BACKUP = request({ type: 6, version: "3" });

describe("what the SDK cannot send", () => {
  test("is told from what it can", () => {
    expect([0, 1, 2, 3, 4, 5, 6].filter((type) => isSentBySdk({ type }))).toEqual([0, 1, 2, 3]);
  });

  test("keeps what is needed to send it", () => {
    expect([SIGNATURES, MESSAGE, BACKUP].map(plain)).toEqual([
      { id: "1", type: 4, body: "{}" },
      { id: "1", type: 5, body: "{}", roomId: "!r:test", txnId: "t", eventType: "m.key.verification.cancel" },
      { id: "1", type: 6, body: "{}", version: "3" },
    ]);
  });

  test("is marked as sent with the answer; what fails stays, and stops nothing else", async () => {
    const marked: unknown[] = [];
    const requests = [SIGNATURES, MESSAGE, BACKUP].map(plain);
    await handOver(
      requests,
      async ({ type }) => {
        if (type === 5) throw new Error("502");
        return { answered: type };
      },
      async (...sent) => marked.push(sent),
    );
    expect(marked).toEqual([
      ["1", 4, '{"answered":4}'],
      ["1", 6, '{"answered":6}'],
    ]);
  });

  test("stays with the machine when nobody takes it", async () => {
    await handOver([plain(SIGNATURES)], undefined, () => Promise.reject(new Error("never")));
  });
});

describe("the shields", () => {
  test("of the last ten thousand events are remembered", () => {
    const shields = new Shields();
    const remember = (event_id: string) =>
      shields.remember(JSON.stringify({ event_id, content: {} }), {
        shieldState: () => ({ code: undefined }),
        senderDevice: undefined,
      });
    for (let count = 0; count <= 10_000; count += 1) remember(`$${count}`);
    expect(shields.of("$0")).toBeNull();
    expect(shields.of("$1")).toEqual({ verdict: "signed", deviceId: null, sessionId: null });
    expect(shields.of("$10000")?.verdict).toBe("signed");
  });

  test("say of a code that nobody here knows yet that the sender is not to be believed", () => {
    const decrypted = { shieldState: () => ({ code: 99 }), senderDevice: undefined };
    expect(new Shields().remember('{"event_id":"$1","content":null}', decrypted).verdict).toBe("spoofed");
  });
});

test("a key has one form as a row, whatever its kind", () => {
  for (const key of ["text", 7, ["a", 1, ["b"]], new Uint8Array([1, 2]).buffer]) {
    expect(decodeKey(encodeKey(key))).toEqual(key);
  }
});
