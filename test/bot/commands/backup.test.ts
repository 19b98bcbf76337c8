/** `rochdale backup` and `rochdale restore` without a homeserver: documents, files and settings there and back. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { CommandEntry } from "../../../bot/command.ts";
import { backupCommandWith } from "../../../bot/commands/backup.ts";
import { COMMANDS } from "../../../bot/commands/registry.ts";
import { runCommandLine } from "../../../bot/commands/run-command-line.ts";
import { lockInstance } from "../../../bot/matrix/connection/instance-lock-store.ts";
import { openCorpusStore } from "../../../corpora/corpus-store.ts";
import { fakeContext } from "../../fakes/fake-context.ts";

/** The real cost of a passphrase is a second for each backup: it is paid once, below. */
const QUICK = COMMANDS.map((entry) =>
  entry.name === "backup" ? { ...entry, load: async () => backupCommandWith({ workFactor: 4 }) } : entry,
);

let folder: string;
const at = (name: string) => join(folder, name);
const backupFile = () => at("co-op.age");

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rochdale-backup-"));
  writeFileSync(at("passphrase"), "seven horses eat a haystack\n");
  mkdirSync(at("old/uploads/nested"), { recursive: true });
  using store = openCorpusStore(at("old/rochdale.sqlite"));
  store.ensureCollection("main", { title: "Our papers", contact: "the board" });
  store.putSetting("sample", "a fingerprint");
  writeFileSync(at("old/uploads/nested/1234"), "an original on its way in");
  writeFileSync(at("old/.env"), "# ours\nROCHDALE_CAUTION=careful\n", { mode: 0o600 });
  writeFileSync(at("old/failures.log"), "not for a backup");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const shelf = (sha256: string, installed = true) => ({
  list: async () => [
    {
      id: "reader",
      title: "Reader",
      task: "chat" as const,
      licence: "MIT",
      bytes: 1,
      languages: [],
      measured: true,
      installed,
      inProfile: true,
      sha256: [sha256],
    },
  ],
  install: async () => {},
  verify: async () => null,
});

async function rochdale(
  args: readonly string[],
  home = "old",
  more: Parameters<typeof fakeContext>[0] = {},
  entries: readonly CommandEntry[] = QUICK,
) {
  const context = fakeContext({ home: at(home), modelsDir: at("models"), models: shelf("aa"), ...more });
  const passphrase = args.includes("--passphrase-file") ? [] : ["--passphrase-file", at("passphrase")];
  const ended = runCommandLine([...args, ...passphrase], entries, context, "1.2.3");
  const code = await ended.catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
  return { code, told: context.output.text, remarks: context.remarks.text };
}

const backup = (...more: string[]) => rochdale(["backup", backupFile(), ...more]);
const restore = (...more: string[]) => rochdale(["restore", backupFile(), ...more], "new");

describe("a backup", () => {
  test("brings documents, files and settings to a bare machine", async () => {
    expect(await backup()).toMatchObject({
      code: 0,
      told: `Backup: ${backupFile()}, 0.1 MB, the database and 2 files.\n`,
    });
    expect(statSync(backupFile()).mode & 0o777).toBe(0o600);
    const { code, told } = await restore();
    expect({ code, told }).toMatchObject({
      code: 0,
      told: expect.stringMatching(/^Restored: the backup of 20\d\d-/mu),
    });
    using store = openCorpusStore(at("new/rochdale.sqlite"));
    expect(store.collection("main")).toMatchObject({ title: "Our papers", contact: "the board" });
    expect(readFileSync(at("new/uploads/nested/1234"), "utf8")).toBe("an original on its way in");
    expect(readFileSync(at("new/.env"), "utf8")).toBe("# ours\nROCHDALE_CAUTION=careful\n");
    expect(statSync(at("new/.env")).mode & 0o777).toBe(0o600);
    expect(existsSync(at("new/failures.log"))).toBe(false);
    expect(existsSync(at("new/restoring"))).toBe(false);
  });

  test("is made with the work factor that age itself uses", async () => {
    expect((await rochdale(["backup", backupFile()], "old", {}, COMMANDS)).code).toBe(0);
    expect(readFileSync(backupFile(), "latin1").split("\n")[1]).toMatch(/^-> scrypt \S+ 18$/u);
    expect((await restore()).code).toBe(0);
  });

  test("leaves nothing beside the file, and the data folder as it was", async () => {
    const before = readdirSync(at("old")).toSorted();
    await backup();
    expect(readdirSync(at("old")).toSorted()).toEqual(before);
    expect(readdirSync(folder).toSorted()).toEqual(["co-op.age", "old", "passphrase"]);
  });

  test("says when it was made, where the bot can read it", async () => {
    await backup();
    using store = openCorpusStore(at("old/rochdale.sqlite"));
    expect(Date.now() - Date.parse(store.setting("last-backup") ?? "")).toBeLessThan(600_000);
  });

  test("holds what was written and not yet moved into the database file", async () => {
    using store = openCorpusStore(at("old/rochdale.sqlite"));
    store.ensureCollection("late", { title: "Late papers", contact: null });
    expect((await backup()).code).toBe(0);
    await restore();
    using restored = openCorpusStore(at("new/rochdale.sqlite"));
    expect(restored.collection("late")?.title).toBe("Late papers");
  });

  test("takes along what was set in the environment", async () => {
    await rochdale(["backup", backupFile()], "old", {
      environment: { ROCHDALE_WATCH: "/srv/papers", ROCHDALE_HOME: at("old"), PATH: "/bin" },
    });
    await restore();
    expect(readFileSync(at("new/.env"), "utf8")).toBe("# ours\nROCHDALE_CAUTION=careful\nROCHDALE_WATCH=/srv/papers\n");
  });

  test("does not hold itself, nor earlier ones, nor models in the data folder", async () => {
    mkdirSync(at("old/weights"));
    writeFileSync(at("old/weights/reader.gguf"), "a gigabyte");
    const file = at("old/co-op.age");
    const where = { modelsDir: at("old/weights") };
    await rochdale(["backup", file], "old", where);
    expect((await rochdale(["backup", file], "old", where)).told).toContain("the database and 2 files");
  });

  test("tells of models that are another on the new machine, or not there yet", async () => {
    await backup();
    const other = await rochdale(["restore", backupFile()], "new", { models: shelf("bb") });
    expect(other.told).toContain("Model: reader was another then (SHA-256 aa): answers may differ.\n");
    const missing = await rochdale(["restore", backupFile()], "newer", { models: shelf("aa", false) });
    expect(missing.told).toContain("Model: reader is not here yet: `rochdale models install reader` brings it.\n");
  });
});

describe("a backup is refused", () => {
  test("with a passphrase that is soon tried out", async () => {
    writeFileSync(at("passphrase"), "sesame\n");
    expect(await backup()).toMatchObject({
      code: 2,
      remarks: "Expected a passphrase of 10 characters or more, got 6. Four or five random words are good.\n",
    });
    expect(existsSync(backupFile())).toBe(false);
  });

  test("without anybody to ask for the passphrase", async () => {
    const context = fakeContext({ home: at("old") });
    expect(await runCommandLine(["backup", backupFile()], COMMANDS, context, "1")).toBe(2);
    expect(context.remarks.text).toContain(
      "Expected `--passphrase-file FILE`, because nobody is asked here, got none.",
    );
  });

  test("where there is no data folder", async () => {
    expect(await rochdale(["backup", backupFile()], "nowhere")).toMatchObject({
      code: 2,
      remarks: expect.stringContaining(`Expected a data folder, got \`${at("nowhere")}\` without a database.`),
    });
  });

  test("of a database that is damaged, and the one from before stays", async () => {
    await backup();
    const before = readFileSync(backupFile());
    const bytes = readFileSync(at("old/rochdale.sqlite"));
    bytes.fill(0x5a, 4096 * 2, 4096 * 3);
    writeFileSync(at("old/rochdale.sqlite"), bytes);
    expect((await backup()).code).toMatch(/^Expected the database `.*` to be whole, got `/u);
    expect(readFileSync(backupFile()).equals(before)).toBe(true);
  });
});

describe("a restore is refused, and the folder stays empty", () => {
  const nothingIn = (home: string) =>
    (existsSync(at(home)) ? readdirSync(at(home)) : []).filter((name) => !name.includes("-lock"));

  test("with another passphrase", async () => {
    await backup();
    writeFileSync(at("passphrase"), "seven horses eat a haystock\n");
    expect((await restore()).code).toMatch(/^Expected the passphrase of `.*`, got another\./u);
    expect(nothingIn("new")).toEqual([]);
  });

  test("when the file is cut or changed", async () => {
    await backup();
    const whole = readFileSync(backupFile());
    writeFileSync(backupFile(), whole.subarray(0, -100));
    expect((await restore()).code).toMatch(/nothing was restored\.$/u);
    const changed = Buffer.from(whole);
    changed[whole.length - 100] = (changed[whole.length - 100] ?? 0) ^ 0x20;
    writeFileSync(backupFile(), changed);
    expect((await restore()).code).toMatch(/nothing was restored\.$/u);
    expect(nothingIn("new")).toEqual([]);
  });

  test("over a folder that holds something, which stays", async () => {
    await backup();
    mkdirSync(at("new"));
    writeFileSync(at("new/letter.txt"), "mine");
    expect((await restore()).code).toBe(
      `Expected an empty data folder, got \`${at("new")}\` with \`letter.txt\` in it. Move what is there away, or name another folder with \`ROCHDALE_HOME\`; nothing was restored.`,
    );
    expect(nothingIn("new")).toEqual(["letter.txt"]);
  });

  test("while another Rochdale has the folder", async () => {
    await backup();
    mkdirSync(at("new"));
    using _other = lockInstance(at("new/rochdale.sqlite-lock"));
    expect((await restore()).code).toContain("Expected to be the only Rochdale in this data folder");
    expect(nothingIn("new")).toEqual([]);
  });

  test("when a newer Rochdale made it", async () => {
    using store = openCorpusStore(at("old/rochdale.sqlite"));
    store.database.exec("PRAGMA user_version = 999");
    await backup();
    expect((await restore()).code).toMatch(/^Expected a backup of format \d+ or an older one, got format 999,/u);
    expect(nothingIn("new")).toEqual([]);
  });
});

describe("a restore that is broken off", () => {
  test("before anything counted is begun anew by the next", async () => {
    await backup();
    mkdirSync(at("new/restoring/data"), { recursive: true });
    writeFileSync(at("new/restoring/data/rochdale.sqlite"), "half a database");
    expect((await restore()).code).toBe(0);
    using store = openCorpusStore(at("new/rochdale.sqlite"));
    expect(store.collection("main")?.title).toBe("Our papers");
  });

  test("while files were moved is finished by the next, and nothing starts before", async () => {
    await backup();
    await restore();
    mkdirSync(at("half/restoring/data"), { recursive: true });
    writeFileSync(at("half/restoring/ready"), "");
    writeFileSync(at("half/restoring/data/rochdale.sqlite"), readFileSync(at("new/rochdale.sqlite")));
    writeFileSync(at("half/.env"), readFileSync(at("new/.env")));
    expect((await rochdale(["backup", at("other.age")], "half")).code).toMatch(/where a restore was broken off/u);
    expect(await rochdale(["restore", backupFile()], "half")).toMatchObject({
      code: 0,
      told: "Finished: a restore that had been broken off. `rochdale doctor` checks it.\n",
    });
    expect(
      readdirSync(at("half"))
        .filter((name) => !name.includes("-lock"))
        .toSorted(),
    ).toEqual([".env", "rochdale.sqlite"]);
  });
});
