/** The parts of a connection to a small homeserver, without encryption, for tests of one part at a time. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRequester } from "../../bot/matrix/connection/requester.ts";
import type { Decrypted, RoomCrypto } from "../../bot/matrix/connection/room-crypto.ts";
import { createRoomEncryption } from "../../bot/matrix/connection/room-encryption.ts";
import { openConnectionStore } from "../../bot/matrix/connection-store.ts";
import { scriptedTiming } from "./scripted-timing.ts";

export const BOT = "@bot:small.example";
export const TOKEN = "secret-access-token";
export const ROOM = "!room:small.example";

/** Writes nothing, reads everything as it is; a test replaces what it needs. */
export function plainCrypto(over: Partial<RoomCrypto> = {}): RoomCrypto {
  return {
    receive: async () => {},
    track: async () => {},
    decrypt: async (): Promise<Decrypted> => ({ kind: "undecryptable", code: "MissingRoomKey", withheld: null }),
    encrypt: async (_room, type, content) => ({
      algorithm: "m.megolm.v1.aes-sha2",
      ciphertext: Buffer.from(JSON.stringify({ type, content })).toString("base64"),
    }),
    settled: async () => {},
    writeRows: () => {},
    confirmWritten: () => {},
    encryptFile: () => {
      throw new Error("not implemented");
    },
    decryptFile: () => {
      throw new Error("not implemented");
    },
    ...over,
  };
}

/** `log` collects the tags of what was said. */
export function connectionParts(baseUrl: string, crypto: Partial<RoomCrypto> = {}) {
  const timing = scriptedTiming();
  const log: string[] = [];
  const ending = new AbortController();
  const store = openConnectionStore(join(mkdtempSync(join(tmpdir(), "rochdale-")), "co-op.sqlite"), timing.now);
  const requester = createRequester({
    target: { baseUrl, accessToken: TOKEN },
    timing,
    log: (_level, event) => log.push(event),
    signal: ending.signal,
    saveKeys: async () => {},
  });
  return {
    userId: BOT,
    requester,
    rooms: createRoomEncryption(store, requester),
    crypto: plainCrypto(crypto),
    store,
    kept: store,
    bounds: { maxEvents: 1_000, maxAgeMs: 24 * 3_600_000 },
    keyPatienceMs: 30_000,
    timing,
    said: log,
    log: (_level: string, event: string) => void log.push(event),
    signal: ending.signal,
    end: () => ending.abort(new Error("the test is over")),
  };
}
