import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openConnectionStore } from "../../../../bot/matrix/connection-store.ts";
import { matrixFindings } from "../../../../bot/matrix/doctor/matrix-findings.ts";
import { canonicalJson } from "../../../../bot/matrix/identity/signed-json.ts";
import {
  BOT,
  refusal,
  type ScriptedHomeserver,
  scriptAccount,
  scriptedHomeserver,
  scriptRoom,
} from "../../../fakes/scripted-homeserver.ts";

const ROOM = "!admins:example.org";
const OVERRIDE = `/_synapse/admin/v1/users/${BOT.user}/override_ratelimit`;

let server: ScriptedHomeserver;
let home: string;
beforeEach(async () => {
  server = await scriptedHomeserver();
  home = mkdtempSync(join(tmpdir(), "rochdale-doctor-"));
  scriptAccount(server);
  scriptRoom(server, ROOM);
  server.on("GET /_matrix/client/v3/account/whoami", { body: { user_id: BOT.user, device_id: "BOTDEVICE" } });
  server.on("GET /_matrix/client/v3/joined_rooms", { body: { joined_rooms: [ROOM] } });
  scriptMembers([BOT.user, "@ana:example.org"]);
  server.on(`GET ${OVERRIDE}`, { body: { messages_per_second: 0, burst_count: 0 } });
  server.on("POST /_matrix/client/v3/keys/query", { body: keys() });
  settings();
});
afterEach(async () => {
  rmSync(home, { recursive: true, force: true });
  await server[Symbol.asyncDispose]();
});

function settings(more: Readonly<Record<string, string>> = {}): void {
  const values = {
    MATRIX_HOMESERVER: server.url,
    MATRIX_USER: BOT.user,
    MATRIX_ACCESS_TOKEN: BOT.token,
    MATRIX_DEVICE_ID: "BOTDEVICE",
    MATRIX_STORE_KEY_FILE: "matrix-store.key",
    MATRIX_ADMIN_ROOM: ROOM,
    MATRIX_ADMINS: "@ana:example.org",
    ...more,
  };
  const lines = Object.entries(values).map(([key, value]) => `${key}=${value}\n`);
  writeFileSync(join(home, ".env"), lines.join(""), { mode: 0o600 });
  writeFileSync(join(home, "matrix-store.key"), new Uint8Array(32), { mode: 0o600 });
}

function scriptMembers(users: readonly string[]): void {
  const joined = Object.fromEntries(users.map((user) => [user, {}]));
  server.on(`GET /_matrix/client/v3/rooms/${ROOM}/joined_members`, { body: { joined } });
}

/** An account whose identity signs its device, with real keys. */
function keys({ signDevice = true, identity = true } = {}) {
  const [master, selfSigning, device] = [key(), key(), key()];
  const base = { user_id: BOT.user };
  const masterKey = { ...base, usage: ["master"], keys: { [`ed25519:${master.name}`]: master.name } };
  const ssk = { ...base, usage: ["self_signing"], keys: { [`ed25519:${selfSigning.name}`]: selfSigning.name } };
  const own = { ...base, device_id: "BOTDEVICE", algorithms: ["m.x"], keys: { "ed25519:BOTDEVICE": "fingerprint" } };
  const signer = signDevice ? selfSigning : device;
  return {
    device_keys: { [BOT.user]: { BOTDEVICE: { ...signed(own, selfSigning.name, signer.secret), unsigned: { a: 1 } } } },
    ...(identity ? { master_keys: { [BOT.user]: masterKey } } : {}),
    ...(identity ? { self_signing_keys: { [BOT.user]: signed(ssk, master.name, master.secret) } } : {}),
  };
}

function key(): { readonly name: string; readonly secret: KeyObject } {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const { x = "" } = publicKey.export({ format: "jwk" });
  return { name: Buffer.from(x, "base64url").toString("base64").replace(/=+$/, ""), secret: privateKey };
}

function signed(content: object, name: string, secret: KeyObject) {
  const signature = sign(null, Buffer.from(canonicalJson(content)), secret)
    .toString("base64")
    .replace(/=+$/, "");
  return { ...content, signatures: { [BOT.user]: { [`ed25519:${name}`]: signature } } };
}

async function doctor(environment = {}): Promise<string[]> {
  const signal = new AbortController().signal;
  const findings = await matrixFindings({ home, environment, fetch, clock: Date.now, signal });
  const text = findings.map(
    ({ name, level, text, remedy }) => `${level} ${name}: ${text}${remedy ? ` → ${remedy}` : ""}`,
  );
  return text.map((line) => line.replaceAll(home, "HOME").replaceAll(server.url, "SERVER"));
}

const WELL = [
  "ok Matrix settings: valid, for @rochdale:example.org",
  "ok Matrix secrets: only their owner can read them",
  "ok Homeserver: SERVER answers (Matrix v1.19)",
  "ok Clock: agrees with the homeserver's",
  "ok Matrix account: @rochdale:example.org, device BOTDEVICE",
  "ok Matrix device: BOTDEVICE is cross-signed, fingerprint fingerprint",
  "ok Rate limits: lifted for the bot's account",
  "ok Admin room: joined, encrypted; admins there: @ana:example.org",
  "ok Other servers: all members are of the bot's own",
];

describe("the Matrix part of doctor", () => {
  test("is one line where nothing is set up", async () => {
    rmSync(join(home, ".env"));
    expect(await doctor()).toEqual(["ok Matrix: not set up (`rochdale setup`)"]);
  });

  test("finds all well", async () => {
    expect(await doctor()).toEqual(WELL);
  });

  test("tells settings that cannot be used, and asks nobody", async () => {
    settings({ MATRIX_USER: "rochdale", MATRIX_ADMNIS: "@eve:example.org" });
    expect(await doctor()).toEqual([
      "problem Matrix settings: Expected a setting that Rochdale knows, got `MATRIX_ADMNIS` → Did you mean `MATRIX_ADMINS`? Correct it in `HOME/.env`.",
      "problem Matrix settings: Expected `MATRIX_USER` to be a user id like `@rochdale:example.org`, got `rochdale` → Correct it in `HOME/.env`.",
    ]);
    expect(server.requests).toEqual([]);
  });

  test("tells secrets that others may read", async () => {
    chmodSync(join(home, ".env"), 0o644);
    expect(await doctor()).toContain(
      "problem Matrix secrets: expected mode 0600 of `HOME/.env`, got 0644 → Run `chmod 600 'HOME/.env'`.",
    );
  });

  test("tells a data folder that others may look into", async () => {
    chmodSync(home, 0o755);
    expect(await doctor()).toContain(
      "warning Matrix secrets: expected mode 0700 of `HOME`, got 0755 → What members ask lies there in clear: run `chmod 700 'HOME'`.",
    );
  });

  test("stops where the homeserver does not answer", async () => {
    await server[Symbol.asyncDispose]();
    expect(await doctor()).toEqual([
      ...WELL.slice(0, 2),
      "problem Homeserver: Expected an answer from `SERVER`, got `ECONNREFUSED`. Check the address and the network. → Is it running, and is MATRIX_HOMESERVER its address?",
    ]);
  });

  test("tells a clock that is wrong", async () => {
    const date = new Date(Date.now() - 600_000).toUTCString();
    server.on("GET /_matrix/client/versions", { body: { versions: ["v1.19"] }, headers: { date } });
    expect(await doctor()).toContain(
      "warning Clock: the homeserver's clock is 10 min behind this machine's → Set both by NTP: whether a message is still fresh is told by them.",
    );
  });

  test("tells a token that is not known, and one of another device", async () => {
    server.on("GET /_matrix/client/v3/account/whoami", refusal(401, "M_UNKNOWN_TOKEN"));
    expect((await doctor()).at(-1)).toBe(
      "problem Matrix account: expected an access token that the homeserver knows, got one that it does not → Run `rochdale setup`: with the password it logs in again as the same device.",
    );
    server.on("GET /_matrix/client/v3/account/whoami", { body: { user_id: BOT.user, device_id: "OTHER" } });
    expect((await doctor()).at(-1)).toBe(
      "problem Matrix account: expected the token of `@rochdale:example.org`, `BOTDEVICE`, got that of `@rochdale:example.org`, `OTHER` → Run `rochdale setup`.",
    );
  });

  test("tells a device whose keys do not lie here", async () => {
    using store = openConnectionStore(join(home, "rochdale.sqlite"), Date.now);
    store.setValue("device-id", "BEFORE");
    const bytes = new Uint8Array([1]);
    store.putCryptoRows([{ database: "d", store: "s", key: bytes, value: bytes }]);
    expect((await doctor()).at(-1)).toBe(
      "problem Matrix account: expected the token of `BEFORE`, whose keys lie here, got that of `@rochdale:example.org`, `BOTDEVICE` → Run `rochdale setup`.",
    );
  });

  test.each([
    [
      { device_keys: {} },
      "problem Matrix device: expected encryption keys of `BOTDEVICE`, got none → Run `rochdale setup`.",
    ],
    [
      keys({ identity: false }),
      "problem Matrix device: expected a cross-signing identity of the account, got none → Run `rochdale setup`.",
    ],
    [
      keys({ signDevice: false }),
      "problem Matrix device: expected `BOTDEVICE` to be signed by the account's identity, got no valid signature → Clients may keep messages from it: run `rochdale setup` with the recovery key.",
    ],
  ])("tells a device that others cannot trust (%#)", async (body, line) => {
    server.on("POST /_matrix/client/v3/keys/query", { body });
    expect(await doctor()).toContain(line);
  });

  test("tells rate limits with the command that lifts them", async () => {
    const command = `With Synapse's own limits ten messages go out at once, then one every five seconds: answers wait, none is lost. An admin of the homeserver lifts them: curl -X POST -H "Authorization: Bearer $ADMIN_TOKEN" -d '{"messages_per_second":0,"burst_count":0}' 'SERVER/_synapse/admin/v1/users/%40rochdale%3Aexample.org/override_ratelimit'`;
    server.on(`GET ${OVERRIDE}`, refusal(403, "M_FORBIDDEN"));
    expect(await doctor()).toContain(
      `warning Rate limits: only an admin of the homeserver can see whether they are lifted for the bot → ${command}`,
    );
    server.on(`GET ${OVERRIDE}`, { body: {} });
    expect(await doctor()).toContain(`warning Rate limits: the homeserver's own apply → ${command}`);
    server.on(`GET ${OVERRIDE}`, refusal(404, "M_UNRECOGNIZED"));
    expect((await doctor()).find((line) => line.includes("Rate"))).toContain("no Synapse admin API here");
  });

  test("tells an admin room that is not fit, or empty of admins", async () => {
    scriptMembers([BOT.user]);
    expect(await doctor()).toContain(
      "warning Admin room: joined, encrypted; no admin is there yet → Accept the invitation, or invite an admin.",
    );
    scriptRoom(server, ROOM, { joinRule: "public" });
    expect((await doctor()).find((line) => line.includes("Admin room"))).toContain("got one that anybody may join");
    scriptRoom(server, ROOM, { encrypted: false });
    expect((await doctor()).find((line) => line.includes("Admin room"))).toContain("got a room in clear");
    server.on(`GET /_matrix/client/v3/rooms/${ROOM}/joined_members`, refusal(403, "M_FORBIDDEN"));
    expect((await doctor()).find((line) => line.includes("Admin room"))).toContain("got no membership");
  });

  test("tells which other servers are reached", async () => {
    settings({ MATRIX_ALLOW_SERVERS: "example.org,near.example,far.example" });
    scriptMembers([BOT.user, "@ben:near.example", "@cai:near.example", "@dan:far.example", "@eve:shut.example"]);
    server.on("GET /_matrix/client/v3/profile/@ben:near.example", refusal(404, "M_NOT_FOUND"));
    server.on("GET /_matrix/client/v3/profile/@dan:far.example", refusal(502, "M_UNKNOWN"));
    expect((await doctor()).filter((line) => line.includes("Other servers"))).toEqual([
      "ok Other servers: near.example (2 members): reached",
      "warning Other servers: far.example (1 member): not reached → Until our homeserver reaches it, its members get no answers: look at the federation of both.",
      "ok Other servers: shut.example (1 member): not answered, by MATRIX_ALLOW_SERVERS",
    ]);
  });
});
