/** `rochdale setup` without questions against a real Synapse: what others see of the account afterwards. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { COMMANDS } from "../../bot/commands/registry.ts";
import { runCommandLine } from "../../bot/commands/run-command-line.ts";
import { lockInstance } from "../../bot/matrix/connection/instance-lock-store.ts";
import { matrixFindings } from "../../bot/matrix/doctor/matrix-findings.ts";
import { deviceTrust } from "../../bot/matrix/identity/trust.ts";
import { roomMessagesIn } from "../../bot/matrix/messages/in-language.ts";
import { Secret } from "../../bot/matrix/secret.ts";
import { loadMatrixSettings, type MatrixSettings } from "../../bot/matrix/settings.ts";
import { type Api, makeApi } from "../../bot/matrix/setup/api.ts";
import { pythonDir } from "../../demo/python-venv.ts";
import type { Account } from "../../demo/register-user.ts";
import { installSynapse, type Synapse, startSynapse } from "../../demo/synapse.ts";
import { fakeContext } from "../fakes/fake-context.ts";
import { startJsSdkMember } from "../peers/js-sdk-member.ts";

const PASSWORD = "a password of the bot";
const MASTER_KEYS = z.object({
  master_keys: z.record(z.string(), z.object({ keys: z.record(z.string(), z.string()) })),
});
const MESSAGES = z.object({ chunk: z.array(z.object({ type: z.string(), sender: z.string() })) });

let folder: string;
let synapse: Synapse;
let far: Synapse;
let ana: Account;
/** Ana is a member like any other, and the bot's admin. */
let asAna: Api;
let names = 0;
let name: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "rochdale-setup-"));
  const signal = AbortSignal.timeout(300_000);
  const python = await installSynapse({ directory: pythonDir(process.env), signal, onProgress: console.log });
  synapse = await startSynapse({ python, folder: join(folder, "synapse"), federation: true });
  far = await startSynapse({ python, folder: join(folder, "far"), address: "127.0.0.2", federation: true });
  ana = await synapse.registerUser("ana", "a password of ana");
  asAna = apiOf(ana.accessToken);
}, 360_000);

afterAll(async () => {
  await far?.[Symbol.asyncDispose]();
  await synapse?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  name = `bot${++names}`;
  await synapse.registerUser(name, PASSWORD);
});

function apiOf(token: string): Api {
  const signal = new AbortController().signal;
  return makeApi({ fetch, homeserver: synapse.baseUrl, token: new Secret(token), signal });
}

/** Runs the command in a data folder of its own, as from the shell; resolves to its exit code and what it told. */
async function setup(home: string, more: readonly string[] = []) {
  const passwordFile = join(folder, "password");
  writeFileSync(passwordFile, PASSWORD);
  const common = ["--homeserver", synapse.baseUrl, "--user", name, "--password-file", passwordFile];
  const people = ["--admins", ana.userId, "--recovery-key-file", recoveryKeyFile()];
  return rochdale(home, ["setup", ...common, ...people, ...more]);
}

async function rochdale(home: string, args: readonly string[]) {
  const context = fakeContext({ home: join(folder, home) });
  const code = await runCommandLine(args, COMMANDS, context, "1.2.3").catch((error: unknown) => String(error));
  return { code, told: context.output.text + context.remarks.text };
}

const recoveryKeyFile = () => join(folder, `${name}.recovery-key`);

async function settingsOf(home: string): Promise<MatrixSettings> {
  const loaded = await loadMatrixSettings({ home: join(folder, home), environment: {} });
  if (loaded.kind !== "settings") throw new Error(`Expected settings in ${home}, got ${JSON.stringify(loaded)}`);
  return loaded.settings;
}

function doctor(home: string) {
  const signal = new AbortController().signal;
  return matrixFindings({ home: join(folder, home), environment: {}, fetch, clock: Date.now, signal });
}

async function masterKeyOf(userId: string): Promise<string[]> {
  const reply = await asAna("POST", "/_matrix/client/v3/keys/query", { device_keys: { [userId]: [] } });
  return Object.values(MASTER_KEYS.parse(reply).master_keys[userId]?.keys ?? {});
}

/** What stands in the admin room, as ana's homeserver has it: type and sender, without decrypting. */
async function messagesIn(roomId: string): Promise<string[]> {
  const room = encodeURIComponent(roomId);
  await asAna("POST", `/_matrix/client/v3/join/${room}`, {});
  const reply = await asAna("GET", `/_matrix/client/v3/rooms/${room}/messages?dir=b&limit=100`);
  const sent = MESSAGES.parse(reply).chunk.filter(({ type }) => /^m\.room\.(message|encrypted)$/.test(type));
  return sent.map(({ type, sender }) => `${type} ${sender}`);
}

test("a fresh account gets a cross-signed device, secrets in secret storage and an encrypted greeting", async () => {
  const { code, told } = await setup("fresh");
  expect({ code, told }).toMatchObject({ code: 0, told: expect.stringContaining("Done.") });
  const { userId, deviceId, adminRoom, accessToken } = await settingsOf("fresh");
  expect(await deviceTrust({ api: asAna, userId: userId, deviceId: deviceId })).toMatchObject({ kind: "cross-signed" });
  const asBot = apiOf(accessToken.reveal());
  const accountData = `/_matrix/client/v3/user/${encodeURIComponent(userId)}/account_data`;
  const { key } = z
    .object({ key: z.string() })
    .parse(await asBot("GET", `${accountData}/m.secret_storage.default_key`));
  for (const secret of ["master", "self_signing", "user_signing"]) {
    expect(await asBot("GET", `${accountData}/m.cross_signing.${secret}`)).toMatchObject({
      encrypted: { [key]: { iv: expect.any(String), ciphertext: expect.any(String), mac: expect.any(String) } },
    });
  }
  expect(await messagesIn(adminRoom)).toEqual([`m.room.encrypted ${userId}`]);
  const recoveryKey = readFileSync(recoveryKeyFile(), "utf8");
  expect(recoveryKey).toMatch(/^Es[A-Za-z1-9 ]{50,}\n$/);
  for (const secret of [PASSWORD, recoveryKey.trim(), accessToken.reveal()]) expect(told).not.toContain(secret);
});

test("an admin who accepts the invitation later can read the greeting, from a device without a warning", async () => {
  const eva = await synapse.registerUser("eva", "a password of eva");
  await using client = await startJsSdkMember({ baseUrl: synapse.baseUrl, account: eva });
  await setup("greeted", ["--admins", eva.userId]);
  const { adminRoom, userId } = await settingsOf("greeted");
  await client.join(adminRoom);
  const greeting = await client.waitFor(adminRoom, (timeline) => timeline.find(({ sender }) => sender === userId));
  expect(greeting).toMatchObject({ encrypted: true, undecryptable: false, body: roomMessagesIn("en").helloAdmins });
  expect(greeting.shield).toEqual({ colour: "none", reason: null });
});

test("a second run changes nothing", async () => {
  await setup("twice");
  const before = readFileSync(join(folder, "twice", ".env"), "utf8");
  const { userId, adminRoom } = await settingsOf("twice");
  const master = await masterKeyOf(userId);
  const { code, told } = await rochdale("twice", ["setup"]);
  expect({ code, told }).toMatchObject({ code: 0, told: expect.stringContaining("Identity: kept") });
  expect(told).not.toContain("Written");
  expect(readFileSync(join(folder, "twice", ".env"), "utf8")).toBe(before);
  expect(await masterKeyOf(userId)).toEqual(master);
  expect(await messagesIn(adminRoom)).toHaveLength(1);
});

test("a new device is signed by the same identity with the recovery key, and refused without it", async () => {
  await setup("first");
  const first = await settingsOf("first");
  const master = await masterKeyOf(first.userId);
  rmSync(join(folder, "second"), { recursive: true, force: true });
  const without = ["setup", "--homeserver", synapse.baseUrl, "--user", name, "--admins", ana.userId];
  const refused = await rochdale("second", [...without, "--password-file", join(folder, "password")]);
  expect(refused.code).toContain(`Expected the recovery key of \`${first.userId}\``);
  expect(await masterKeyOf(first.userId)).toEqual(master);

  expect(await setup("second", ["--admin-room", first.adminRoom])).toMatchObject({ code: 0 });
  const second = await settingsOf("second");
  expect(second.deviceId).not.toBe(first.deviceId);
  expect(await masterKeyOf(first.userId)).toEqual(master);
  expect(await deviceTrust({ api: asAna, userId: second.userId, deviceId: second.deviceId })).toMatchObject({
    kind: "cross-signed",
  });
  expect(await deviceTrust({ api: asAna, userId: first.userId, deviceId: first.deviceId })).toMatchObject({
    kind: "cross-signed",
  });
});

test("a device left behind makes room for another of the same identity", async () => {
  await setup("moved");
  const before = await settingsOf("moved");
  const master = await masterKeyOf(before.userId);
  expect(await setup("moved", ["--new-device"])).toMatchObject({
    code: 0,
    told: expect.stringContaining("the account's own, opened with its recovery key"),
  });
  const after = await settingsOf("moved");
  expect(after.deviceId).not.toBe(before.deviceId);
  expect(await masterKeyOf(before.userId)).toEqual(master);
  expect(await deviceTrust({ api: asAna, userId: after.userId, deviceId: after.deviceId })).toMatchObject({
    kind: "cross-signed",
  });
});

test("an identity is thrown away only when that is said, with the password", async () => {
  await setup("reset");
  const { userId, deviceId } = await settingsOf("reset");
  const master = await masterKeyOf(userId);
  rmSync(recoveryKeyFile());
  expect(await setup("reset", ["--reset-identity"])).toMatchObject({ code: 0 });
  expect(await masterKeyOf(userId)).not.toEqual(master);
  expect(await deviceTrust({ api: asAna, userId, deviceId })).toMatchObject({ kind: "cross-signed" });
});

test("setup keeps off a data folder in which a Rochdale runs", async () => {
  await setup("busy");
  using _running = lockInstance(join(folder, "busy", "rochdale.sqlite-lock"));
  expect((await rochdale("busy", ["setup"])).code).toContain(
    "Expected to be the only Rochdale in this data folder, got another one that runs",
  );
});

test("doctor finds all well after setup", async () => {
  await setup("healthy");
  await messagesIn((await settingsOf("healthy")).adminRoom); // ana joins
  const findings = await doctor("healthy");
  const notWell = findings.filter(({ level }) => level !== "ok").map(({ name, text }) => `${name}: ${text}`);
  expect(notWell).toEqual(["Rate limits: only an admin of the homeserver can see whether they are lifted for the bot"]);
  expect(findings.map((finding) => finding.name)).toContain("Matrix device");
});

test("doctor tells when another server of the members is out of reach", async () => {
  const zoe = await far.registerUser("zoe", "a password of zoe");
  await setup("federated", ["--admins", zoe.userId]);
  const { adminRoom } = await settingsOf("federated");
  const homeserver = far.baseUrl;
  const asZoe = makeApi({
    fetch,
    homeserver,
    token: new Secret(zoe.accessToken),
    signal: new AbortController().signal,
  });
  const via = encodeURIComponent(synapse.serverName);
  await asZoe("POST", `/_matrix/client/v3/join/${encodeURIComponent(adminRoom)}?via=${via}`, {});
  const otherServers = async () =>
    (await doctor("federated")).filter((finding) => finding.name === "Other servers").map(({ text }) => text);
  expect(await otherServers()).toEqual([`${far.serverName} (1 member): reached`]);
  await far.kill();
  expect(await otherServers()).toEqual([`${far.serverName} (1 member): not reached`]);
});
