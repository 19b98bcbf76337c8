/** The account's identity on a real Synapse, as another client (matrix-js-sdk) sees it. */
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { configure, DeviceId, OlmMachine, UserId } from "@matrix-org/matrix-sdk-crypto-nodejs";
import { createClient } from "matrix-js-sdk";
import type { Logger } from "matrix-js-sdk/lib/logger.js";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { openConnectionStore } from "../../bot/matrix/connection-store.ts";
import type { Api } from "../../bot/matrix/identity/api.ts";
import { type CrossSigning, ensureCrossSigned } from "../../bot/matrix/identity/cross-sign.ts";
import { recoverDevice } from "../../bot/matrix/identity/recover-device.ts";
import { encodeRecoveryKey } from "../../bot/matrix/identity/recovery-key.ts";
import { hasStoredSecrets, storeSecrets } from "../../bot/matrix/identity/secret-storage.ts";
import { deviceTrust } from "../../bot/matrix/identity/trust.ts";
import { logIn } from "../../demo/log-in.ts";
import { pythonDir } from "../../demo/python-venv.ts";
import type { Account } from "../../demo/register-user.ts";
import { installSynapse, type Synapse, startSynapse } from "../../demo/synapse.ts";
import { startJsSdkMember } from "../peers/js-sdk-member.ts";

const PASSWORD = "the bot's password";
const KEY = new Uint8Array(32).fill(3);

const nothing = () => {};
const SILENT: Logger = {
  trace: nothing,
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  getChild: () => SILENT,
};

let stack: AsyncDisposableStack;
let folder: string;
let synapse: Synapse;

beforeAll(async () => {
  stack = new AsyncDisposableStack();
  folder = await mkdtemp(join(tmpdir(), "rochdale-identity-"));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const signal = AbortSignal.timeout(300_000);
  const python = await installSynapse({ directory: pythonDir(process.env), signal, onProgress: console.log });
  synapse = stack.use(await startSynapse({ python, folder: join(folder, "synapse") }));
}, 320_000);

afterAll(() => stack.disposeAsync());

test("a first start is seen as cross-signed by js-sdk; a new device is signed with the recovery key, same identity", async () => {
  const first = await open(await synapse.registerUser("bot", PASSWORD));
  expect(await ensureCrossSigned(first)).toBe("created");
  expect(await ensureCrossSigned(first)).toBe("already");
  const secrets = await first.machine.exportCrossSigningKeys();
  if (secrets === null) throw new Error("no secrets");
  await storeSecrets(first, KEY, secrets, randomBytes);
  const before = await deviceTrust(first);
  expect(before.kind).toBe("cross-signed");

  await using ada = await startJsSdkMember({
    baseUrl: synapse.baseUrl,
    account: await synapse.registerUser("ada", "pw"),
  });
  const roomId = await ada.createRoom({ encrypted: true, name: "Office", invite: [first.userId] });
  await first.api("POST", `/_matrix/client/v3/join/${encodeURIComponent(roomId)}`, {});
  const seen = { crossSigned: true, userHasIdentity: true, fingerprint: before.fingerprint };
  await vi.waitFor(async () => expect(await ada.trust(first.userId, first.deviceId)).toEqual(seen), 20_000);

  const second = await open(await logIn(synapse.baseUrl, "bot", PASSWORD));
  await expect(ensureCrossSigned(second)).rejects.toThrow(/Run `rochdale setup` with the recovery key/);
  expect(await hasStoredSecrets(second)).toBe(true);
  await recoverDevice(second, encodeRecoveryKey(KEY));
  const after = await deviceTrust(second);
  expect(after).toMatchObject({ kind: "cross-signed", masterKey: before.masterKey });
  const seenNow = { ...seen, fingerprint: after.fingerprint };
  await vi.waitFor(async () => expect(await ada.trust(second.userId, second.deviceId)).toEqual(seenNow), 20_000);
});

test("the secrets on the server are read by js-sdk with the recovery key", async () => {
  const account = await synapse.registerUser("storing", PASSWORD);
  const bot = await open(account);
  await ensureCrossSigned(bot);
  const secrets = await bot.machine.exportCrossSigningKeys();
  if (secrets === null) throw new Error("no secrets");
  await storeSecrets(bot, KEY, secrets, randomBytes);
  const client = createClient({
    baseUrl: synapse.baseUrl,
    ...account,
    logger: SILENT,
    cryptoCallbacks: { getSecretStorageKey: async ({ keys }) => [Object.keys(keys)[0] ?? "", KEY] },
  });
  expect(await client.secretStorage.get("m.cross_signing.master")).toBe(secrets.master);
  expect(await client.secretStorage.get("m.cross_signing.self_signing")).toBe(secrets.selfSigning);
  expect(await client.secretStorage.get("m.cross_signing.user_signing")).toBe(secrets.userSigning);
});

test("Synapse wants the password for a second identity, and gets it in the form it wants", async () => {
  const first = await open(await synapse.registerUser("twice", PASSWORD));
  await ensureCrossSigned(first);
  const { masterKey } = await deviceTrust(first);
  const second = await open(await logIn(synapse.baseUrl, "twice", PASSWORD));
  // Only a device that does not see the identity would make another: it never happens unless the server hides it.
  await expect(ensureCrossSigned({ ...second, api: hidingIdentity(second.api), password: null })).rejects.toThrow(
    /got a demand for `m\.login\.password`/,
  );
  expect((await deviceTrust(second)).masterKey).toBe(masterKey);
  expect(await ensureCrossSigned({ ...second, api: hidingIdentity(second.api) })).toBe("created");
  expect((await deviceTrust(second)).masterKey).not.toBe(masterKey);
});

/** A server that does not tell of the identity it has, until it is given another. */
function hidingIdentity(api: Api): Api {
  let hidden = true;
  return async (method, path, body) => {
    const answer = await api(method, path, body);
    if (path.endsWith("/device_signing/upload")) hidden = false;
    if (!hidden || !path.endsWith("/keys/query")) return answer;
    return { ...Object(answer), master_keys: {}, self_signing_keys: {}, user_signing_keys: {} };
  };
}

/** The bot's part of one account, without the SDK. */
async function open({
  userId,
  deviceId,
  accessToken,
}: Account): Promise<CrossSigning & { readonly machine: OlmMachine }> {
  const store = openConnectionStore(join(folder, `${deviceId}.sqlite`), () => Date.now());
  stack.defer(() => store[Symbol.dispose]());
  configure({
    rows: { load: () => store.cryptoRows(), write: (rows) => store.putCryptoRows(rows) },
    storeKey: new Uint8Array(32).fill(4),
  });
  const machine = await OlmMachine.initialize(new UserId(userId), new DeviceId(deviceId));
  stack.defer(() => machine.close());
  return { machine, api: apiOf(accessToken), userId, deviceId, password: PASSWORD };
}

function apiOf(accessToken: string): Api {
  return async (method, path, body) => {
    const response = await fetch(`${synapse.baseUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${accessToken}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const json: unknown = await response.json();
    if (!response.ok) throw Object.assign(new Error(`${method} ${path}: ${response.status}`), { body: json });
    return json;
  };
}
