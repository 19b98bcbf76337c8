/** The real Synapse of the demonstration and the tests: it starts, dies, comes back and ends with us. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { pythonDir } from "../../demo/python-venv.ts";
import { installSynapse, startSynapse } from "../../demo/synapse.ts";

let folder: string;
let python: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "rochdale-synapse-"));
  const signal = AbortSignal.timeout(300_000);
  python = await installSynapse({ directory: pythonDir(process.env), signal, onProgress: console.log });
}, 320_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

test("a member can log in, also after Synapse was killed and started again", async () => {
  await using synapse = await startSynapse({ python, folder: join(folder, "killed") });
  const { userId } = await synapse.registerUser("ada", "a password");
  expect(userId).toBe(`@ada:${synapse.serverName}`);
  expect(await login(synapse.baseUrl, "ada", "a password")).toBe(userId);
  await synapse.kill();
  await expect(fetch(`${synapse.baseUrl}/_matrix/client/versions`)).rejects.toThrow("fetch failed");
  await synapse.restart();
  expect(await login(synapse.baseUrl, "ada", "a password")).toBe(userId);
});

test("an admin may do what a member may not", async () => {
  await using synapse = await startSynapse({ python, folder: join(folder, "admin") });
  const admin = await synapse.registerUser("root", "a password", { admin: true });
  const member = await synapse.registerUser("ada", "a password");
  const statusFor = async (token: string) =>
    (await fetch(`${synapse.baseUrl}/_synapse/admin/v1/rooms`, { headers: { authorization: `Bearer ${token}` } }))
      .status;
  expect([await statusFor(admin.accessToken), await statusFor(member.accessToken)]).toEqual([200, 403]);
});

test("a taken name is refused in words", async () => {
  await using synapse = await startSynapse({ python, folder: join(folder, "taken") });
  await synapse.registerUser("ada", "a password");
  await expect(synapse.registerUser("ada", "a password")).rejects.toThrow(
    /^Expected the homeserver to register `ada`, got 400: .*M_USER_IN_USE/,
  );
});

test("its own rate limits hold when they are left on", async () => {
  await using synapse = await startSynapse({ python, folder: join(folder, "limits"), rateLimits: "default" });
  const { accessToken } = await synapse.registerUser("ada", "a password");
  const roomId = await createRoom(synapse.baseUrl, accessToken);
  const answers = await Promise.all(
    Array.from({ length: 15 }, (_, index) => say(synapse.baseUrl, accessToken, roomId, `m${index}`)),
  );
  const refused = answers.find(({ status }) => status === 429);
  expect(Number(refused?.headers.get("retry-after"))).toBeGreaterThan(0);
});

test("it ends when the process that started it is killed outright", async () => {
  const script = join(import.meta.dirname, "start-synapse-child.ts");
  const parent = spawn(process.execPath, [script, python, join(folder, "orphan")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const baseUrl = await firstLine(parent);
  expect((await fetch(`${baseUrl}/_matrix/client/versions`)).ok).toBe(true);
  parent.kill("SIGKILL");
  await expect.poll(() => isUp(baseUrl), { timeout: 10_000 }).toBe(false);
});

async function login(baseUrl: string, user: string, password: string): Promise<string> {
  const body = JSON.stringify({ type: "m.login.password", identifier: { type: "m.id.user", user }, password });
  const response = await fetch(`${baseUrl}/_matrix/client/v3/login`, { method: "POST", body });
  return z.object({ user_id: z.string() }).parse(await response.json()).user_id;
}

async function createRoom(baseUrl: string, token: string): Promise<string> {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${baseUrl}/_matrix/client/v3/createRoom`, { method: "POST", headers, body: "{}" });
  return z.object({ room_id: z.string() }).parse(await response.json()).room_id;
}

function say(baseUrl: string, token: string, roomId: string, txnId: string): Promise<Response> {
  return fetch(`${baseUrl}/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/send/m.room.message/${txnId}`, {
    method: "PUT",
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify({ msgtype: "m.text", body: txnId }),
  });
}

async function firstLine(child: ChildProcess): Promise<string> {
  for await (const chunk of child.stdout ?? []) return String(chunk).trim();
  throw new Error("Expected the child to say where Synapse is, got nothing.");
}

async function isUp(baseUrl: string): Promise<boolean> {
  return fetch(`${baseUrl}/_matrix/client/versions`).then(
    ({ ok }) => ok,
    () => false,
  );
}
