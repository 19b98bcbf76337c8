/**
 * Encryption as the connection asks for it, done by the SDK's `CryptoClient` over our adapter's machine. Knows nothing of
 * syncing and sending.
 */
import {
  Attachment,
  DecryptionError,
  DeviceLists,
  EncryptedAttachment,
  type OlmMachine,
  RoomId,
  UserId,
} from "@matrix-org/matrix-sdk-crypto-nodejs";
import type { CryptoClient } from "matrix-bot-sdk";
import { type Json, objectAt, textAt } from "./json.ts";
import { meansMachineBroken } from "./machine-broken.ts";
import type { Decrypted, DeviceNews, RoomCrypto } from "./room-crypto.ts";
import { type Engine, engineOf, SYNC_LOCK } from "./sdk-internals.ts";

/** @param crypto after its `prepare`. */
export function sdkCrypto(crypto: CryptoClient, machine: OlmMachine): RoomCrypto {
  const engine = engineOf(crypto);
  return {
    receive: (news) => receive(engine, machine, news),
    track: (userIds) => track(engine, machine, userIds),
    decrypt: (roomId, event) => decrypt(machine, roomId, event),
    encrypt: async (roomId, type, content) =>
      objectAt({ it: await crypto.encryptRoomEvent(roomId, type, content) }, "it"),
    settled: () => machine.settled(),
    writeRows: () => machine.writeDirty(),
    confirmWritten: () => machine.confirmWritten(),
    encryptFile(bytes) {
      const { encryptedData, mediaEncryptionInfo } = Attachment.encrypt(bytes);
      return { bytes: encryptedData, info: objectAt({ it: JSON.parse(mediaEncryptionInfo) }, "it") };
    },
    decryptFile: (bytes, info) => Attachment.decrypt(new EncryptedAttachment(bytes, JSON.stringify(info))),
  };
}

async function receive(engine: Engine, machine: OlmMachine, news: DeviceNews): Promise<void> {
  const lists = new DeviceLists(users(news.changed), users(news.left));
  const toDevice = JSON.stringify(news.toDevice);
  await engine.lock.acquire(SYNC_LOCK, async () => {
    await machine.receiveSyncChanges(toDevice, lists, news.oneTimeKeyCounts, news.unusedFallbackKeys);
    await engine.run();
  });
}

/** Without the SDK's claiming of sessions, which waits for seconds and is done again before a key is shared. */
async function track({ lock }: Engine, machine: OlmMachine, userIds: readonly string[]): Promise<void> {
  if (userIds.length === 0) return;
  await lock.acquire(SYNC_LOCK, () => machine.updateTrackedUsers(users(userIds)));
}

async function decrypt(machine: OlmMachine, roomId: string, event: Json): Promise<Decrypted> {
  try {
    const decrypted = await machine.decryptRoomEvent(JSON.stringify(event), new RoomId(roomId));
    const clear: unknown = JSON.parse(decrypted.event);
    const { verdict, deviceId, sessionId } = decrypted.shield;
    return {
      kind: "clear",
      event: { ...event, type: textAt(clear, "type") ?? "m.unknown", content: objectAt(clear, "content") },
      encryption: { sender: verdict, deviceId, sessionId },
    };
  } catch (error) {
    if (meansMachineBroken(error)) throw error;
    // Whatever a sender made that cannot be understood must not stop the messages of others.
    if (!(error instanceof DecryptionError)) return { kind: "undecryptable", code: "Malformed", withheld: null };
    return { kind: "undecryptable", code: error.codeName, withheld: error.withheld };
  }
}

const users = (ids: readonly string[]): UserId[] => ids.map((id) => new UserId(id));
