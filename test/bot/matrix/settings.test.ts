import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import { changedEnv, readEnvFile, writeEnvFile } from "../../../bot/matrix/env-file.ts";
import { loadMatrixSettings } from "../../../bot/matrix/settings.ts";
import { KNOWN_KEYS } from "../../../bot/matrix/settings-schema.ts";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const GOOD = {
  MATRIX_HOMESERVER: "https://matrix.example.org/",
  MATRIX_USER: "@rochdale:example.org",
  MATRIX_ACCESS_TOKEN: "syt_canary",
  MATRIX_DEVICE_ID: "ROCHDALE1",
  MATRIX_STORE_KEY_FILE: "matrix-store.key",
  MATRIX_ADMIN_ROOM: "!admins:example.org",
  MATRIX_ADMINS: "@ana:example.org, @ben:example.net",
};

/** A data folder with `.env` as given and a store key. */
function folder(env: Readonly<Record<string, string>> | string = GOOD): string {
  const home = mkdtempSync(join(tmpdir(), "rochdale-settings-"));
  folders.push(home);
  const text = typeof env === "string" ? env : Object.entries(env).map(([key, value]) => `${key}=${value}\n`);
  writeFileSync(join(home, ".env"), typeof text === "string" ? text : text.join(""));
  writeFileSync(join(home, "matrix-store.key"), new Uint8Array(32).fill(7));
  return home;
}

async function problems(env: Readonly<Record<string, string>>, environment = {}) {
  const home = folder(env);
  const loaded = await loadMatrixSettings({ home, environment });
  if (loaded.kind !== "problems") throw new Error(`expected problems, got ${loaded.kind}`);
  return loaded.sentences.map((text) => text.replaceAll(home, "HOME"));
}

describe("the settings of the Matrix bot", () => {
  test("come from .env in the data folder, with defaults for the rest", async () => {
    const home = folder();
    const loaded = await loadMatrixSettings({ home, environment: {} });
    expect(loaded).toMatchObject({
      kind: "settings",
      settings: {
        homeserver: "https://matrix.example.org",
        userId: "@rochdale:example.org",
        deviceId: "ROCHDALE1",
        storeKeyFile: join(home, "matrix-store.key"),
        adminRoom: "!admins:example.org",
        admins: ["@ana:example.org", "@ben:example.net"],
        allowInvites: [],
        allowServers: null,
        maxAgeHours: 24,
      },
    });
    if (loaded.kind !== "settings") throw new Error("unreachable");
    expect(loaded.settings.accessToken.reveal()).toBe("syt_canary");
    expect(loaded.settings.storeKey.reveal()).toEqual(new Uint8Array(32).fill(7));
  });

  test("cannot be printed with their secrets", async () => {
    const loaded = await loadMatrixSettings({ home: folder(), environment: {} });
    const printed = `${inspect(loaded, { depth: 9 })} ${JSON.stringify(loaded)}`;
    expect(printed).toContain("(secret)");
    expect(printed).not.toContain("syt_canary");
  });

  test("of the process environment go above those of the file; an empty one takes nothing away", async () => {
    const environment = { MATRIX_MAX_AGE_HOURS: "2", MATRIX_ALLOW_SERVERS: "example.org", MATRIX_USER: "" };
    const loaded = await loadMatrixSettings({ home: folder({ ...GOOD, MATRIX_MAX_AGE_HOURS: "5" }), environment });
    expect(loaded).toMatchObject({
      settings: { maxAgeHours: 2, allowServers: ["example.org"], userId: "@rochdale:example.org" },
    });
  });

  test("may hold the token in a file", async () => {
    const { MATRIX_ACCESS_TOKEN, ...rest } = GOOD;
    const home = folder({ ...rest, MATRIX_ACCESS_TOKEN_FILE: "token" });
    writeFileSync(join(home, "token"), `${MATRIX_ACCESS_TOKEN}\n`);
    const loaded = await loadMatrixSettings({ home, environment: {} });
    expect(loaded.kind === "settings" && loaded.settings.accessToken.reveal()).toBe("syt_canary");
  });

  test("are none where nothing of Matrix is set", async () => {
    expect(await loadMatrixSettings({ home: "/nowhere", environment: { PATH: "/bin" } })).toEqual({ kind: "none" });
    const home = folder({ ROCHDALE_CAUTION: "careful", OTHER: "x" });
    expect(await loadMatrixSettings({ home, environment: {} })).toEqual({ kind: "none" });
  });

  test("that are missing are each told", async () => {
    expect(await problems({ MATRIX_HOMESERVER: "https://matrix.example.org" })).toEqual([
      "Expected `MATRIX_USER` to be a user id like `@rochdale:example.org`, got nothing. Run `rochdale setup`.",
      "Expected `MATRIX_ACCESS_TOKEN` (or the file `MATRIX_ACCESS_TOKEN_FILE`) to hold an access token, got nothing. Run `rochdale setup`.",
      "Expected `MATRIX_DEVICE_ID` to be the id of the bot's device, got nothing. Run `rochdale setup`.",
      "Expected `MATRIX_STORE_KEY_FILE` to name the file with the key of the encryption store, got nothing. Run `rochdale setup`.",
      "Expected `MATRIX_ADMIN_ROOM` to be a room id like `!AbCdEf:example.org`, got nothing. Run `rochdale setup`.",
      "Expected `MATRIX_ADMINS` to be user ids with commas between them, like `@ana:example.org,@ben:example.org`, got nothing. Run `rochdale setup`.",
    ]);
  });

  test.each([
    [
      { MATRIX_HOMESERVER: "matrix.example.org" },
      "Expected `MATRIX_HOMESERVER` to be an address like `https://matrix.example.org`, got `matrix.example.org`. Correct it in `HOME/.env`.",
    ],
    [
      { MATRIX_USER: "rochdale" },
      "Expected `MATRIX_USER` to be a user id like `@rochdale:example.org`, got `rochdale`. Correct it in `HOME/.env`.",
    ],
    [
      { MATRIX_ACCESS_TOKEN: '"syt canary"' },
      "Expected `MATRIX_ACCESS_TOKEN` to be an access token, without spaces, got something else. Correct it in `HOME/.env`.",
    ],
    [
      { MATRIX_ADMINS: "@ana:example.org,ben" },
      "Expected `MATRIX_ADMINS` to be user ids with commas between them, like `@ana:example.org,@ben:example.org`, got `@ana:example.org,ben`. Correct it in `HOME/.env`.",
    ],
    [
      { MATRIX_ALLOW_INVITES: "@ana:example.org,exa mple" },
      "Expected `MATRIX_ALLOW_INVITES` to be user ids or servers with commas between them, like `@ana:example.org,example.net`, got `@ana:example.org,exa mple`. Correct it in `HOME/.env`.",
    ],
    [
      { MATRIX_MAX_AGE_HOURS: "0" },
      "Expected `MATRIX_MAX_AGE_HOURS` to be a whole number of hours from 1 to 720, got `0`. Correct it in `HOME/.env`.",
    ],
    [
      { MATRIX_ADMNIS: "@eve:example.org" },
      "Expected a setting that Rochdale knows, got `MATRIX_ADMNIS`. Did you mean `MATRIX_ADMINS`? Correct it in `HOME/.env`.",
    ],
    [
      { MATRIX_COLOUR: "blue" },
      "Expected a setting that Rochdale knows, got `MATRIX_COLOUR`. Correct it in `HOME/.env`.",
    ],
  ])("%j cannot be used", async (wrong, told) => {
    expect(await problems({ ...GOOD, ...wrong })).toEqual([told]);
  });

  test("that are nearly right in the environment are told; those of other programs are not", async () => {
    expect(await problems(GOOD, { MATRIX_ALLOW_SERVER: "example.org", MATRIX_BUILD_AXIS: "3" })).toEqual([
      "Expected a setting that Rochdale knows, got `MATRIX_ALLOW_SERVER`. Did you mean `MATRIX_ALLOW_SERVERS`? Correct it in the environment.",
    ]);
  });

  test("whose files cannot be used are told once each", async () => {
    const { MATRIX_ACCESS_TOKEN: _, ...rest } = GOOD;
    expect(await problems({ ...rest, MATRIX_ACCESS_TOKEN_FILE: "nowhere" })).toEqual([
      "Expected `MATRIX_ACCESS_TOKEN_FILE` to name a readable file, got `nowhere` (ENOENT). Correct the path, or run `rochdale setup`.",
    ]);
    expect(await problems({ ...GOOD, MATRIX_STORE_KEY_FILE: ".env" })).toEqual([
      "Expected `HOME/.env` to hold 32 bytes, got 252. Without it the bot's encryption store cannot be opened: bring the file back from a backup, or make a new device with `rochdale setup --new-device`.",
    ]);
  });
});

test("every setting is explained in the README of setup", () => {
  const readme = readFileSync(join(import.meta.dirname, "../../../bot/matrix/setup/README.md"), "utf8");
  expect(KNOWN_KEYS.filter((key) => !readme.includes(`\`${key}\``))).toEqual([]);
});

describe("the .env file", () => {
  test("is changed in place: other lines, comments and order stay", () => {
    const before = "# ours\nA=1\nMATRIX_USER=old\n\nexport B='two words'\nMATRIX_USER=older\n";
    expect(changedEnv(before, { MATRIX_USER: "@new:example.org", C: "it's # one", A: null })).toBe(
      "# ours\nMATRIX_USER=@new:example.org\n\nexport B='two words'\nC=\"it's # one\"\n",
    );
  });

  test("reads back what was written, and only its owner may read it", async () => {
    const home = folder("KEPT=yes\n");
    chmodSync(join(home, ".env"), 0o644);
    const values = { A: "a b", B: 'say "hi"', C: "#x", D: "back\\slash", E: "$HOME", F: "=/+" };
    await writeEnvFile(home, values);
    expect(await readEnvFile(home)).toEqual({ KEPT: "yes", ...values });
    expect(statSync(join(home, ".env")).mode & 0o777).toBe(0o600);
  });

  test("is left alone when a value cannot stand in it, or spans lines", async () => {
    const home = folder('X="one\nMATRIX_USER=two"\n');
    await expect(writeEnvFile(home, { MATRIX_USER: "@a:b" })).rejects.toThrow(
      "Expected `.env` to hold one `KEY=value` on each line, got something else near",
    );
    await expect(writeEnvFile(home, { Y: "a\nb" })).rejects.toThrow(
      "Expected the value of `Y` without line breaks and mixed quotation marks. Choose another.",
    );
    expect(readFileSync(join(home, ".env"), "utf8")).toBe('X="one\nMATRIX_USER=two"\n');
  });
});
