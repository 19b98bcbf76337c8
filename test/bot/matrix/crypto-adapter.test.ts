/** The encryption machine behind the SDK's calls: two of them in one process, exchanging real Olm and Megolm. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  Attachment,
  configure,
  currentMachine,
  DecryptionError,
  EncryptedAttachment,
  EncryptionSettings,
  RoomId,
  shieldOf,
  UserId,
} from "@matrix-org/matrix-sdk-crypto-nodejs";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { CryptoPeer, ROOM, STORE_KEY } from "../../fakes/crypto-peer.ts";
import { KeyServer } from "../../fakes/key-server.ts";

const ALICE = "@alice:test";
const BOT = "@bot:test";
const BOTH = [ALICE, BOT];

let folder: string;
let server: KeyServer;
let alice: CryptoPeer;
let bot: CryptoPeer;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "rochdale-crypto-"));
  server = new KeyServer();
  alice = await CryptoPeer.open({ user: ALICE, device: "ALICEDEVICE", server, folder });
  bot = await CryptoPeer.open({ user: BOT, device: "BOTDEVICE", server, folder });
  await alice.send();
  await bot.send();
});

afterEach(async () => {
  await alice.kill();
  await bot.kill();
  rmSync(folder, { recursive: true });
});

/** An event of Alice's that the bot has the key of. */
async function question(text: string): Promise<string> {
  const event = await alice.encrypt(BOTH, text);
  await bot.sync();
  return event;
}

function sessionOf(event: string): string {
  return JSON.parse(event).content.session_id;
}

describe("two machines", () => {
  test("understand each other both ways", async () => {
    expect(await bot.decrypt(await question("When is the meeting?"))).toBe("When is the meeting?");
    const answer = await bot.encrypt(BOTH, "On 3 May.");
    await alice.sync();
    expect(await alice.decrypt(answer)).toBe("On 3 May.");
  });

  test("ask for the keys of a new member at once, instead of waiting five seconds for them", async () => {
    const users = [new UserId(ALICE)];
    const began = performance.now();
    await bot.machine.updateTrackedUsers(users);
    expect(await bot.machine.getMissingSessions(users)).toMatchObject({ type: 2 });
    expect(performance.now() - began).toBeLessThan(4_000);
    expect(server.requests.at(-1)).toMatchObject({ user: BOT, line: "POST /keys/query" });
  });

  test("leave out a member whose id is no id, and serve the others", async () => {
    const event = await alice.encrypt([...BOTH, "not an id"], "Still here");
    await bot.sync();
    expect(await bot.decrypt(event)).toBe("Still here");
  });

  test("tell which sessions have got their key", async () => {
    const event = await question("Who keeps the key?");
    await vi.waitFor(() => expect(bot.roomKeys).toEqual([sessionOf(event)]));
  });

  test("hand the SDK's to-device requests what it reads out of the body", async () => {
    await alice.machine.updateTrackedUsers([new UserId(BOT)]);
    const requests = await alice.machine.shareRoomKey(new RoomId(ROOM), [new UserId(BOT)], new EncryptionSettings());
    for (const { id, txnId, eventType, body } of requests) {
      expect(txnId).toBe(id);
      expect(JSON.parse(body)).toEqual({ messages: expect.anything(), txn_id: txnId, event_type: eventType });
    }
    expect(requests.length).toBeGreaterThan(0);
  });

  test("sign for the SDK", async () => {
    const signatures = (await bot.machine.sign('{"a":1}')).get(new UserId(BOT));
    expect(Object.keys(signatures)).toEqual(["ed25519:BOTDEVICE"]);
    expect(signatures["ed25519:BOTDEVICE"]?.isValid).toBe(true);
    expect(signatures["ed25519:BOTDEVICE"]?.signature.toBase64()).toMatch(/^[\w+/]{86}$/);
  });
});

describe("an event that cannot be decrypted", () => {
  test("is an Error that says why", async () => {
    const event = await alice.encrypt(BOTH, "The key is still on its way");
    const failure = await bot.decrypt(event).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DecryptionError);
    expect(failure).toBeInstanceOf(Error);
    expect(failure).toMatchObject({ code: 0, codeName: "MissingRoomKey", withheld: null });
  });

  test("says the sender's own word when the key is withheld", async () => {
    const event = await alice.encrypt([ALICE], "Not for this device");
    const { algorithm, session_id, sender_key } = JSON.parse(event).content;
    const content = { algorithm, session_id, sender_key, room_id: ROOM, code: "m.unverified", reason: "not verified" };
    const messages = { [BOT]: { BOTDEVICE: content } };
    await server.for(ALICE, "ALICEDEVICE")("PUT", "/_matrix/client/v3/sendToDevice/m.room_key.withheld/1", {
      messages,
    });
    await bot.sync();
    await expect(bot.decrypt(event)).rejects.toMatchObject({ codeName: "MissingRoomKey", withheld: "m.unverified" });
  });
});

describe("the shield of an event", () => {
  test("is spoofed where the sender is not the owner of the session, though the event decrypts", async () => {
    const genuine = JSON.parse(await question("Grant me everything"));
    const forged = JSON.stringify({ ...genuine, sender: "@mallory:test", event_id: "$forged" });
    expect(await bot.decrypt(forged)).toBe("Grant me everything");
    expect(bot.machine.shieldOf("$forged")).toMatchObject({ verdict: "spoofed", sessionId: sessionOf(forged) });
  });

  test("is unsigned until the sender's owner has signed the device, then signed", async () => {
    await bot.machine.updateTrackedUsers([new UserId(ALICE)]);
    await bot.decrypt(await question("Before"));
    expect(shieldOf("$ALICEDEVICE-1")).toEqual({
      verdict: "unsigned",
      deviceId: "ALICEDEVICE",
      sessionId: expect.any(String),
    });
    const api = server.for(ALICE, "ALICEDEVICE");
    const { signingKeys, signatures } = await alice.machine.bootstrapCrossSigning(true);
    await api("POST", "/_matrix/client/v3/keys/device_signing/upload", signingKeys);
    await api("POST", "/_matrix/client/v3/keys/signatures/upload", signatures);
    await bot.sync([ALICE]);
    await bot.decrypt(await question("After"));
    expect(shieldOf("$ALICEDEVICE-2")?.verdict).toBe("signed");
    expect(await bot.machine.deviceOf(ALICE, "ALICEDEVICE")).toEqual({
      fingerprint: alice.machine.identityKeys.ed25519.toBase64(),
      crossSigned: true,
    });
  });

  test("is not known of an event that was never decrypted", () => {
    expect(shieldOf("$elsewhere")).toBeNull();
  });
});

describe("the key of a room", () => {
  test("is used for as long as the room says, in milliseconds", async () => {
    const settings = new EncryptionSettings();
    const hours = 3_600_000;
    settings.rotationPeriod = BigInt(3 * hours);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
    try {
      const first = await alice.encrypt(BOTH, "one", settings);
      vi.setSystemTime(Date.now() + 2 * hours);
      expect(sessionOf(await alice.encrypt(BOTH, "two", settings))).toBe(sessionOf(first));
      vi.setSystemTime(Date.now() + 2 * hours);
      expect(sessionOf(await alice.encrypt(BOTH, "three", settings))).not.toBe(sessionOf(first));
    } finally {
      vi.useRealTimers();
    }
  });

  test("is not made for an algorithm that nobody here knows", async () => {
    const settings = new EncryptionSettings();
    settings.algorithm = undefined;
    await expect(alice.encrypt(BOTH, "never", settings)).rejects.toThrow(
      "Expected the room's encryption to be `m.megolm.v1.aes-sha2`, got an algorithm that is not known here. Nothing can be sent to this room; ask its admins for a new room.",
    );
  });
});

describe("an encrypted file", () => {
  const bytes = new TextEncoder().encode("minutes of the meeting");

  test("comes back as it was", () => {
    const sealed = Attachment.encrypt(bytes);
    const info = JSON.stringify({ ...JSON.parse(sealed.mediaEncryptionInfo), url: "mxc://test/1" });
    expect(Attachment.decrypt(new EncryptedAttachment(sealed.encryptedData, info))).toEqual(bytes);
  });

  test("is refused when one byte is another", () => {
    const sealed = Attachment.encrypt(bytes);
    const changed = sealed.encryptedData.with(3, ((sealed.encryptedData[3] ?? 0) + 1) % 256);
    expect(() => Attachment.decrypt(new EncryptedAttachment(changed, sealed.mediaEncryptionInfo))).toThrow(
      "Expected an encrypted file whose bytes and keys fit together, got: Hash mismatch while decrypting. Ask for the file to be sent again.",
    );
  });

  test("is refused when its keys are not told", () => {
    expect(() => Attachment.decrypt(new EncryptedAttachment(bytes, "{}"))).toThrow(/^Expected an encrypted file/);
  });
});

describe("the adapter", () => {
  test("wants a key of 32 bytes", () => {
    expect(() => configure({ rows: { load: () => [], write: () => {} }, storeKey: STORE_KEY.slice(1) })).toThrow(
      "Expected `storeKey` to be 32 bytes, got 31. Give the key that was made at set-up.",
    );
  });

  test("knows the machine made last, until it is closed", async () => {
    expect(currentMachine()).toBe(bot.machine);
    await bot.machine.close();
    expect(currentMachine()).toBeNull();
    bot = await CryptoPeer.open({ user: BOT, device: "BOTDEVICE", server, folder });
  });
});
