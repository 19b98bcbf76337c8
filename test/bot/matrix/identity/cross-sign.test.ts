/** The account's identity: made once, kept for good, carried to a new device by the recovery key. Real machines. */
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type CrossSigning, ensureCrossSigned } from "../../../../bot/matrix/identity/cross-sign.ts";
import { recoverDevice } from "../../../../bot/matrix/identity/recover-device.ts";
import { encodeRecoveryKey } from "../../../../bot/matrix/identity/recovery-key.ts";
import { storeSecrets } from "../../../../bot/matrix/identity/secret-storage.ts";
import { deviceTrust, refuseLostKeys } from "../../../../bot/matrix/identity/trust.ts";
import { CryptoPeer } from "../../../fakes/crypto-peer.ts";
import { Cut, KeyServer } from "../../../fakes/key-server.ts";

const BOT = "@bot:test";
const OUT_OF_REACH =
  /^Expected the secrets of the identity of `@bot:test` \(`[\w+/]{43}`\) to be here to sign device `SECOND`, got none\. Run `rochdale setup` with the recovery key\. Nothing was changed: a new identity would warn every member\.$/;

let folder: string;
let server: KeyServer;
let bot: CryptoPeer;

const open = (device = "FIRST", file = join(folder, `${device}.sqlite`)) =>
  CryptoPeer.open({ user: BOT, device, server, folder, file });
const account = ({ machine }: CryptoPeer, password: string | null = null): CrossSigning => {
  const deviceId = machine.deviceId.toString();
  return { machine, api: server.for(BOT, deviceId), userId: BOT, deviceId, password };
};
const uploads = () => server.requests.map(({ line }) => line).filter((line) => line.includes("upload"));

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "rochdale-identity-"));
  server = new KeyServer();
  bot = await open();
});

afterEach(async () => {
  await bot.kill();
  rmSync(folder, { recursive: true });
});

describe("the first start", () => {
  test("makes the identity and signs the device with it", async () => {
    expect(await deviceTrust(account(bot))).toEqual({ kind: "no-device", fingerprint: null, masterKey: null });
    expect(await ensureCrossSigned(account(bot))).toBe("created");
    expect(uploads()).toEqual([
      "POST /keys/upload",
      "POST /keys/device_signing/upload",
      "POST /keys/signatures/upload",
    ]);
    expect(await deviceTrust(account(bot))).toEqual({
      kind: "cross-signed",
      fingerprint: bot.machine.identityKeys.ed25519.toBase64(),
      masterKey: expect.stringMatching(/^[\w+/]{43}$/),
    });
  });

  test("knows at once, and after a restart, that its device is signed", async () => {
    await ensureCrossSigned(account(bot));
    const signed = { fingerprint: bot.machine.identityKeys.ed25519.toBase64(), crossSigned: true };
    expect(await bot.machine.deviceOf(BOT, "FIRST")).toEqual(signed);
    await bot.kill();
    bot = await open();
    expect(await bot.machine.deviceOf(BOT, "FIRST")).toEqual(signed);
  });

  test("gives the password only when it is asked for", async () => {
    await ensureCrossSigned(account(bot, "a password"));
    expect(JSON.stringify(server.requests)).not.toContain("a password");
  });

  test("gives the password when it is asked for", async () => {
    server.password = "a password";
    expect(await ensureCrossSigned(account(bot, "a password"))).toBe("created");
    expect(server.requests.find(({ body }) => JSON.stringify(body)?.includes("auth"))?.body).toMatchObject({
      auth: { type: "m.login.password", session: "session-1", identifier: { type: "m.id.user", user: BOT } },
    });
  });

  test("says what to do when it has no password to give", async () => {
    server.password = "a password";
    await expect(ensureCrossSigned(account(bot))).rejects.toThrow(
      "Expected the homeserver to take the account's new cross-signing keys, got a demand for `m.login.password`. Run `rochdale setup` and give the account's password, or let an admin of the homeserver allow it.",
    );
  });

  test("may be cut off at any request: the next one ends with the same identity", async () => {
    let cuts = 0;
    for (let request = 1; await isCutAt(request, "answered"); request += 1) {
      expect(await isCutAt(request, "unanswered")).toBe(true);
      cuts += 2;
    }
    expect(cuts).toBeGreaterThanOrEqual(10);
  });
});

describe("a later start", () => {
  test("uploads nothing", async () => {
    await ensureCrossSigned(account(bot));
    const before = uploads().length;
    await bot.kill();
    bot = await open();
    expect(await ensureCrossSigned(account(bot))).toBe("already");
    expect(uploads().length).toBe(before);
  });

  test("on another device without the secrets is refused, and the identity stays", async () => {
    await ensureCrossSigned(account(bot));
    const { masterKey } = await deviceTrust(account(bot));
    await bot.kill();
    bot = await open("SECOND");
    await expect(ensureCrossSigned(account(bot))).rejects.toThrow(OUT_OF_REACH);
    expect(await deviceTrust(account(bot))).toMatchObject({ kind: "unsigned", masterKey });
  });

  test("with the keys of the device lost is refused before anything is sent", async () => {
    await ensureCrossSigned(account(bot));
    const fingerprint = bot.machine.identityKeys.ed25519.toBase64();
    await refuseLostKeys(account(bot), fingerprint);
    await expect(refuseLostKeys(account(bot), null)).rejects.toThrow(
      `Expected the keys of device \`FIRST\` to be those that the homeserver knows (\`${fingerprint}\`), got none. The encryption store was lost or is another's: log in as a new device and sign it with the recovery key.`,
    );
    await refuseLostKeys({ ...account(bot), deviceId: "NEW" }, null);
  });
});

describe("a new device", () => {
  const key = new Uint8Array(32).fill(9);

  beforeEach(async () => {
    await ensureCrossSigned(account(bot));
    const secrets = await bot.machine.exportCrossSigningKeys();
    if (secrets === null) throw new Error("no secrets");
    await storeSecrets(account(bot), key, secrets, randomBytes);
  });

  test("is signed by the same identity with the recovery key", async () => {
    const { masterKey } = await deviceTrust(account(bot));
    await bot.kill();
    bot = await open("SECOND");
    await recoverDevice(account(bot), encodeRecoveryKey(key));
    expect(await deviceTrust(account(bot))).toMatchObject({ kind: "cross-signed", masterKey });
    expect(await ensureCrossSigned(account(bot))).toBe("already");
  });

  test("is not signed with another recovery key", async () => {
    await bot.kill();
    bot = await open("SECOND");
    await expect(recoverDevice(account(bot), encodeRecoveryKey(new Uint8Array(32)))).rejects.toThrow(
      "Expected the recovery key under which the account's secrets were stored, got another. Give the one that was made last.",
    );
    expect(await deviceTrust(account(bot))).toMatchObject({ kind: "unsigned" });
  });

  test("is not signed with the secrets of an identity that was reset", async () => {
    const old = await bot.machine.exportCrossSigningKeys();
    await bot.kill();
    const reset = new KeyServer();
    server = reset;
    bot = await open("FIRST", join(folder, "reset.sqlite"));
    await ensureCrossSigned(account(bot));
    if (old === null) throw new Error("no secrets");
    await storeSecrets(account(bot), key, old, randomBytes);
    await bot.kill();
    bot = await open("SECOND");
    await expect(recoverDevice(account(bot), encodeRecoveryKey(key))).rejects.toThrow(
      "Expected the stored secrets to be those of the identity of `@bot:test`, got others: somebody has reset the identity since. Give the recovery key of the new identity.",
    );
    expect(await deviceTrust(account(bot))).toMatchObject({ kind: "unsigned" });
  });

  test("reads the old device's messages with its exported keys", async () => {
    const event = await bot.encrypt([BOT], "an old answer");
    const roomKeys = await bot.machine.exportRoomKeys();
    await bot.kill();
    bot = await open("SECOND");
    expect(await bot.machine.importExportedRoomKeys(roomKeys)).toEqual({ imported: 1, total: 1 });
    expect(await bot.decrypt(event)).toBe("an old answer");
  });
});

describe("the trust in a device", () => {
  test("is not won by a signature that somebody else made", async () => {
    await ensureCrossSigned(account(bot));
    const { api, ...rest } = account(bot);
    const forging: typeof api = async (method, path, body) => {
      const answer = JSON.parse(JSON.stringify(await api(method, path, body)));
      for (const signatures of Object.values(answer.device_keys[BOT].FIRST.signatures) as Record<string, string>[])
        for (const id of Object.keys(signatures)) signatures[id] = Buffer.alloc(64, 1).toString("base64");
      return answer;
    };
    expect(await deviceTrust({ ...rest, api: forging })).toMatchObject({ kind: "unsigned" });
  });
});

/** A first start cut off at its nth request, and the one after it; false when it came to no nth request. */
async function isCutAt(request: number, when: "answered" | "unanswered"): Promise<boolean> {
  await bot.kill();
  server = new KeyServer();
  const file = join(folder, `${request}-${when}.sqlite`);
  bot = await open("FIRST", file);
  server.cutAt(BOT, request, when);
  const outcome = await ensureCrossSigned(account(bot)).catch((error: unknown) => error);
  if (!(outcome instanceof Cut)) {
    expect(outcome).toBe("created");
    return false;
  }
  const masterKey = sentMasterKey();
  await bot.kill();
  bot = await open("FIRST", file);
  await ensureCrossSigned(account(bot));
  const trust = await deviceTrust(account(bot));
  expect(trust.kind).toBe("cross-signed");
  if (masterKey !== null) expect(trust.masterKey).toBe(masterKey);
  return true;
}

/** The public master key that was sent first, if it came so far. */
function sentMasterKey(): string | null {
  const sent = server.requests.find(({ line }) => line.includes("device_signing"));
  const master = (sent?.body as { master_key?: { keys: Record<string, string> } } | undefined)?.master_key;
  return master === undefined ? null : (Object.values(master.keys)[0] ?? null);
}
