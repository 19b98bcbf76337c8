import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ConnectionStore, openConnectionStore } from "../../../../bot/matrix/connection-store.ts";
import { readEnvFile } from "../../../../bot/matrix/env-file.ts";
import { loadMatrixSettings, readSettings } from "../../../../bot/matrix/settings.ts";
import { makeAsker } from "../../../../bot/matrix/setup/asker.ts";
import type { IdentityOutcome, OpenDesk } from "../../../../bot/matrix/setup/desk.ts";
import { runSetup } from "../../../../bot/matrix/setup/run-setup.ts";
import { type Person, Stopped } from "../../../../bot/terminal/person.ts";
import {
  BOT,
  refusal,
  type ScriptedHomeserver,
  scriptAccount,
  scriptedHomeserver,
  scriptRoom,
} from "../../../fakes/scripted-homeserver.ts";

let server: ScriptedHomeserver;
let home: string;
let store: ConnectionStore;
beforeEach(async () => {
  server = await scriptedHomeserver();
  scriptAccount(server);
  home = mkdtempSync(join(tmpdir(), "rochdale-setup-"));
  store = openConnectionStore(join(home, "rochdale.sqlite"), Date.now);
});
afterEach(async () => {
  store[Symbol.dispose]();
  rmSync(home, { recursive: true, force: true });
  await server[Symbol.asyncDispose]();
});

function file(name: string, text: string): string {
  writeFileSync(join(home, name), text);
  return join(home, name);
}

/** What the desk was asked for, and what it found. */
type Desk = { said: string[]; opened: string[]; keyIs: string | null; outcome: IdentityOutcome["kind"] };
let desk: Desk;
beforeEach(() => {
  desk = { said: [], opened: [], keyIs: null, outcome: "made" };
});

/** A desk that leaves what a real one would: a row of keys and the device's id. */
const openDesk: OpenDesk = async ({ account }) => {
  expect(locks).toBe(0); // the connection takes it itself
  desk.opened.push(account.deviceId);
  const bytes = new Uint8Array([1]);
  store.putCryptoRows([{ database: "d", store: "s", key: bytes, value: bytes }]);
  store.setValue("device-id", account.deviceId);
  return {
    async ensureIdentity({ newRecoveryKey, recoveryKey }) {
      if (desk.outcome === "made") desk.keyIs = (await newRecoveryKey()).reveal();
      if (desk.outcome === "recovered") desk.keyIs = (await recoveryKey())?.reveal() ?? null;
      return { kind: desk.outcome };
    },
    say: async ({ roomId, txnId }) => void desk.said.push(`${roomId} ${txnId}`),
    async [Symbol.asyncDispose]() {},
  };
};

let locks = 0;
const lock = () => {
  locks++;
  return { [Symbol.dispose]: () => void locks-- };
};

type Run = { readonly values?: Record<string, string>; readonly flags?: readonly string[]; readonly person?: Person };

/** Runs setup; resolves to the lines it told, with the folder and the address written short. */
async function setup({ values = {}, flags = [], person }: Run = {}): Promise<string[]> {
  const lines: string[] = [];
  const say = (line: string) => void lines.push(line.replaceAll(home, "HOME").replaceAll(server.url, "SERVER"));
  const { values: current } = await readSettings({ home, environment: {} });
  const ask = makeAsker({ values, flags: new Set(flags), person: person ?? null, say });
  let next = 0;
  const random = (bytes: number) => new Uint8Array(bytes).fill(next++);
  const signal = new AbortController().signal;
  await runSetup(
    { home, current, ask, language: "en", say, fetch, clock: Date.now, random, signal },
    { store, lock, openDesk },
  );
  return lines;
}

const unattended = () => ({
  homeserver: server.url,
  user: "rochdale",
  "password-file": file("password", `${BOT.password}\n`),
  "recovery-key-file": join(home, "recovery.key"),
  admins: "@ana:example.org",
});

describe("setup without questions", () => {
  test("logs in, makes device, identity, admin room and greeting, and writes the settings", async () => {
    expect(await setup({ values: unattended() })).toEqual([
      "Homeserver: SERVER (Matrix v1.19)",
      "Account: @rochdale:example.org, device ROCHDALEAAAAAAAA",
      "Written: `HOME/.env` (MATRIX_HOMESERVER, MATRIX_USER, MATRIX_ACCESS_TOKEN, MATRIX_DEVICE_ID, MATRIX_STORE_KEY_FILE)",
      "Recovery key: in `HOME/recovery.key`. Keep a copy away from this machine: with it the bot can be set up anew.",
      "Identity: made; this device is cross-signed, the secrets lie in secret storage under the recovery key",
      "Admin room: made !made:example.org, admins invited",
      "Written: `HOME/.env` (MATRIX_ADMIN_ROOM, MATRIX_ADMINS, MATRIX_ALLOW_INVITES)",
      "Greeting: sent to the admin room, encrypted",
    ]);
    expect(await loadMatrixSettings({ home, environment: {} })).toMatchObject({
      settings: {
        homeserver: server.url,
        userId: BOT.user,
        deviceId: "ROCHDALEAAAAAAAA",
        adminRoom: "!made:example.org",
        admins: ["@ana:example.org"],
        allowInvites: ["example.org"],
      },
    });
    expect(readFileSync(join(home, "recovery.key"), "utf8")).toBe(`${desk.keyIs}\n`);
    for (const name of [".env", "matrix-store.key", "recovery.key"]) {
      expect(statSync(join(home, name)).mode & 0o777).toBe(0o600);
    }
    expect(desk.said).toEqual(["!made:example.org rochdale-greeting-!made:example.org"]);
  });

  test("makes the admin room encrypted and private, with the admins in it", async () => {
    await setup({ values: unattended() });
    expect(server.requests.find(({ path }) => path.endsWith("createRoom"))?.body).toMatchObject({
      preset: "trusted_private_chat",
      visibility: "private",
      invite: ["@ana:example.org"],
      initial_state: [{ type: "m.room.encryption", content: { algorithm: "m.megolm.v1.aes-sha2" } }, {}],
    });
  });

  test("changes nothing the second time, with and without options", async () => {
    await setup({ values: unattended() });
    const before = readFileSync(join(home, ".env"), "utf8");
    scriptRoom(server, "!made:example.org");
    desk.outcome = "kept";
    const { "password-file": _, "recovery-key-file": _2, ...again } = unattended();
    for (const values of [{}, again]) {
      expect(await setup({ values })).toEqual([
        "Homeserver: SERVER (Matrix v1.19)",
        "Account: @rochdale:example.org, device ROCHDALEAAAAAAAA (kept)",
        "Identity: kept; this device is cross-signed",
        "Admin room: !made:example.org",
      ]);
    }
    expect(readFileSync(join(home, ".env"), "utf8")).toBe(before);
    expect(server.requests.filter(({ path }) => path.endsWith("createRoom"))).toHaveLength(1);
    expect(server.requests.filter(({ method, path }) => method === "POST" && path.endsWith("/login"))).toHaveLength(1);
    expect(desk.said).toHaveLength(1);
  });

  test("takes a token from a file, which stays there", async () => {
    const { "password-file": _, user: _2, ...rest } = unattended();
    await setup({ values: { ...rest, "access-token-file": file("token", `${BOT.token}\n`) } });
    expect(await readEnvFile(home)).toMatchObject({
      MATRIX_ACCESS_TOKEN_FILE: join(home, "token"),
      MATRIX_DEVICE_ID: "LOGGEDIN",
    });
    expect(readFileSync(join(home, ".env"), "utf8")).not.toContain(BOT.token);
  });

  test("logs in again as the same device when the token is no longer known", async () => {
    await setup({ values: unattended() });
    scriptRoom(server, "!made:example.org");
    desk.outcome = "kept";
    writeFileSync(join(home, ".env"), readFileSync(join(home, ".env"), "utf8").replace(BOT.token, "old"));
    await expect(setup()).rejects.toThrow(
      "Expected an access token that the homeserver knows, got one that it does not. Log in with the password (`--password-file`), and run `rochdale setup` again.",
    );
    await setup({ values: { "password-file": join(home, "password") } });
    expect(desk.opened).toEqual(["ROCHDALEAAAAAAAA", "ROCHDALEAAAAAAAA"]);
    expect((await readEnvFile(home)).MATRIX_ACCESS_TOKEN).toBe(BOT.token);
  });

  test.each<[string, Record<string, string>, string]>([
    [
      "a wrong password",
      { "password-file": "wrong" },
      "Expected the password of `rochdale`, got one that the homeserver refuses (M_FORBIDDEN). Try it in a client like Element, or give an access token.",
    ],
    [
      "an admin who is no user id",
      { admins: "ana" },
      "Expected `--admins` to be user ids like `@ana:example.org`, got `ana`. Correct it.",
    ],
    [
      "a room that is no room",
      { "admin-room": "admins" },
      "Expected `--admin-room` to be `new`, an id like `!AbCdEf:example.org` or an alias like `#admins:example.org`, got `admins`. Correct it.",
    ],
    [
      "a room that it is not invited to",
      { "admin-room": "!other:example.org" },
      "Expected to join `!other:example.org`, got 403 M_FORBIDDEN. Invite the bot's account there first, or let setup make a room.",
    ],
    [
      "a room in clear",
      { "admin-room": "#clear:example.org" },
      "Expected an encrypted admin room, got `#clear:example.org`, which is not. Switch its encryption on, or choose another.",
    ],
    [
      "a room that anybody may join",
      { "admin-room": "#open:example.org" },
      "Expected an admin room by invitation, got `#open:example.org`, which anybody may join. Change who may join it, or choose another.",
    ],
    [
      "a file for the recovery key that exists",
      { "recovery-key-file": "wrong" },
      "Expected `HOME/wrong` to be a new file for the recovery key, got one that holds something else. Name another.",
    ],
  ])("refuses %s", async (_, values, sentence) => {
    file("wrong", "x");
    server.on("POST /_matrix/client/v3/join/!other:example.org", refusal(403, "M_FORBIDDEN"));
    scriptRoom(server, "#clear:example.org", { encrypted: false, roomId: "!c:example.org" });
    scriptRoom(server, "#open:example.org", { joinRule: "public", roomId: "!o:example.org" });
    const paths = Object.entries(values).map(([key, value]) => [key, value === "wrong" ? join(home, "wrong") : value]);
    const run = setup({ values: { ...unattended(), ...Object.fromEntries(paths) } });
    await expect(run).rejects.toThrow(sentence.replace("HOME", home));
  });

  test.each(["homeserver", "password-file", "admins"])("says that --%s is missing", async (name) => {
    const { [name]: _, ...rest }: Record<string, string> = unattended();
    await expect(setup({ values: rest })).rejects.toThrow(`Expected \`--${name}\``);
  });

  test("puts a recovery key that nobody names a file for into the data folder, and shows it nowhere", async () => {
    const { "recovery-key-file": _, ...values } = unattended();
    const lines = await setup({ values });
    expect(readFileSync(join(home, "matrix-recovery.key"), "utf8")).toBe(`${desk.keyIs}\n`);
    expect(lines.join("\n")).not.toContain(desk.keyIs);
  });

  test("goes on with the recovery key of a run that was broken off", async () => {
    await setup({ values: unattended() });
    const key = desk.keyIs;
    rmSync(join(home, ".env"));
    store.setValue("setup-greeted-room", null);
    await setup({ values: unattended() });
    expect([desk.keyIs, desk.said]).toEqual([key, expect.objectContaining({ length: 2 })]);
  });

  test("refuses an account whose identity nobody can open, and keeps what is done", async () => {
    desk.outcome = "locked";
    await expect(setup({ values: unattended() })).rejects.toThrow(
      "Expected the recovery key of `@rochdale:example.org`, which has a cross-signing identity already, got none. Give it with `--recovery-key-file`; only if it is lost for good, `--reset-identity` makes another identity, and everybody who verified the bot must do so again.",
    );
    expect(await readEnvFile(home)).toMatchObject({ MATRIX_DEVICE_ID: "ROCHDALEAAAAAAAA" });
    expect(server.requests.some(({ path }) => path.endsWith("createRoom"))).toBe(false);
  });
});

describe("a device", () => {
  test("is never used without the encryption store that belongs to it", async () => {
    server.on("POST /_matrix/client/v3/keys/query", { body: { device_keys: { [BOT.user]: { LOGGEDIN: {} } } } });
    const { "password-file": _, user: _2, ...rest } = unattended();
    const values = { ...rest, "access-token-file": file("token", BOT.token) };
    await expect(setup({ values })).rejects.toThrow(
      "Expected a device that never encrypted anything, got `LOGGEDIN`, whose keys are on the homeserver but not here. Log in with the password, or have a token made for a new device.",
    );
    expect(desk.opened).toEqual([]);
  });

  test("is not left behind unless that is wanted", async () => {
    await setup({ values: unattended() });
    scriptRoom(server, "!made:example.org");
    desk.outcome = "recovered";
    const values = { "password-file": join(home, "password"), "device-id": "OTHER" };
    await expect(setup({ values })).rejects.toThrow(
      "Expected the bot's device `ROCHDALEAAAAAAAA`, whose encryption keys lie here, got the token of `OTHER`. Log in with the password to keep the device, or give `--new-device` to leave it for good.",
    );
    await setup({ values: { ...values, "recovery-key-file": join(home, "recovery.key") }, flags: ["new-device"] });
    expect(desk).toMatchObject({
      opened: ["ROCHDALEAAAAAAAA", "OTHER"],
      keyIs: readFileSync(join(home, "recovery.key"), "utf8").trim(),
    });
    expect((await readEnvFile(home)).MATRIX_DEVICE_ID).toBe("OTHER");
  });

  test("whose store key is lost is not given another key", async () => {
    await setup({ values: unattended() });
    rmSync(join(home, "matrix-store.key"));
    await expect(setup()).rejects.toThrow(
      `Expected the 32 bytes of the store's key in \`${join(home, "matrix-store.key")}\`, got no such file. Bring the right file back from a backup; only when there is none, run \`rochdale setup --new-device\`.`,
    );
  });
});

describe("what is set already", () => {
  test("is changed only with --yes", async () => {
    await setup({ values: unattended() });
    scriptRoom(server, "!made:example.org");
    scriptRoom(server, "!other:example.org");
    desk.outcome = "kept";
    const values = { "admin-room": "!other:example.org" };
    await expect(setup({ values })).rejects.toThrow(
      "Expected `--yes` to change the admin room from `!made:example.org` to `!other:example.org`, got none. Add it, or leave the option out.",
    );
    await setup({ values, flags: ["yes"] });
    expect((await readEnvFile(home)).MATRIX_ADMIN_ROOM).toBe("!other:example.org");
    expect(desk.said.at(-1)).toBe("!other:example.org rochdale-greeting-!other:example.org");
  });

  test("of other programs stays in the file", async () => {
    writeFileSync(join(home, ".env"), "# mine\nROCHDALE_CAUTION=careful\nOTHER='a b'\n");
    await setup({ values: unattended() });
    expect(readFileSync(join(home, ".env"), "utf8")).toMatch(/^# mine\nROCHDALE_CAUTION=careful\nOTHER='a b'\nMATRIX_/);
  });
});

describe("setup at a terminal", () => {
  /** Gives the answers in turn; "" takes the default. */
  function person(answers: readonly string[]): Person & { readonly asked: string[] } {
    const left = [...answers];
    const asked: string[] = [];
    const next = (text: string) => {
      asked.push(text.replaceAll(server.url, "SERVER"));
      const answer = left.shift();
      return answer === undefined ? Promise.reject(new Stopped()) : Promise.resolve(answer);
    };
    return {
      asked,
      ask: async (text, fallback) =>
        (await next(`${text}${fallback === null ? "" : ` [${fallback}]`}`)) || (fallback ?? ""),
      secret: (text) => next(`${text} (secret)`),
      confirm: async (text, fallback) => ({ y: true, n: false })[await next(text)] ?? fallback,
    };
  }

  test("asks what it needs, with defaults, and again what cannot be used", async () => {
    const somebody = person([server.url, "", "rochdale", BOT.password, "", "ana", "@ana:example.org", "", ""]);
    const lines = await setup({ person: somebody });
    expect(somebody.asked).toEqual([
      "Which homeserver is the bot's account on? (example.org, or its address)",
      "Log in with the account's password? (no: with an access token)",
      "The bot's account (user id, or the part before the colon)",
      "Password of rochdale (secret)",
      "File for the new recovery key of the bot's account (or `show`: only here, only now) [show]",
      "Who are its admins? User ids like @ana:example.org, with commas between them",
      "Who are its admins? User ids like @ana:example.org, with commas between them",
      "Who else may invite it into rooms? User ids or servers, with commas between them, or `nobody` [example.org]",
      "Admin room: its id or alias, or `new` to make one [new]",
    ]);
    expect(lines).toContain(`    ${desk.keyIs}`);
    expect(lines).toContain("Expected `--admins` to be user ids like `@ana:example.org`, got `ana`. Correct it.");
    expect(lines.at(-1)).toBe("Greeting: sent to the admin room, encrypted");
  });

  test("stops where the person leaves, and goes on there the next time", async () => {
    await expect(setup({ person: person([server.url, "", "rochdale", BOT.password, ""]) })).rejects.toThrow(Stopped);
    desk.outcome = "kept";
    const again = person(["", "@ana:example.org", "nobody", ""]);
    await setup({ person: again });
    expect(again.asked[0]).toBe("Which homeserver is the bot's account on? (example.org, or its address) [SERVER]");
    expect(again.asked[2]).toMatch(/`nobody` \[example\.org\]$/);
    expect(desk.opened).toEqual(["ROCHDALEAAAAAAAA", "ROCHDALEAAAAAAAA"]);
    expect(await loadMatrixSettings({ home, environment: {} })).toMatchObject({ settings: { allowInvites: [] } });
  });

  test("takes a token where the homeserver takes no passwords", async () => {
    server.on("GET /_matrix/client/v3/login", { body: { flows: [] } });
    const somebody = person([server.url, BOT.token, "", "@ana:example.org", "", ""]);
    expect(await setup({ person: somebody })).toContain(
      "This homeserver takes no passwords here. Have its admin make a token for a device, with the Matrix Authentication Service: `mas-cli manage issue-compatibility-token USER DEVICE`.",
    );
    expect((await readEnvFile(home)).MATRIX_ACCESS_TOKEN).toBe(BOT.token);
  });

  test("asks before it changes what is set", async () => {
    await setup({ values: unattended() });
    scriptRoom(server, "!made:example.org");
    scriptRoom(server, "!other:example.org");
    desk.outcome = "kept";
    const values = { "admin-room": "!other:example.org" };
    const no = person(["", "", "", "n"]);
    await expect(setup({ values, person: no })).rejects.toThrow(Stopped);
    expect(no.asked.at(-1)).toBe("Change the admin room from !made:example.org to !other:example.org?");
    expect((await readEnvFile(home)).MATRIX_ADMIN_ROOM).toBe("!made:example.org");
  });
});

test("a rate limit is waited for, as the header says it", async () => {
  let tries = 0;
  server.on("POST /_matrix/client/v3/createRoom", () =>
    ++tries === 1
      ? { ...refusal(429, "M_LIMIT_EXCEEDED"), headers: { "retry-after": "1" } }
      : { body: { room_id: "!made:example.org" } },
  );
  expect(await setup({ values: unattended() })).toContain("The homeserver limits requests: waiting 1 s.");
  expect(tries).toBe(2);
});

test("a homeserver that answers something else is told without the token", async () => {
  server.on("POST /_matrix/client/v3/createRoom", { status: 502, body: "<html>Bad gateway</html>" });
  await expect(setup({ values: unattended() })).rejects.toThrow(
    "Expected the homeserver to accept `POST /_matrix/client/v3/createRoom`, got 502.",
  );
});
