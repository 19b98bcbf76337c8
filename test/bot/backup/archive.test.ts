/** The file of a backup: what is put in comes out, and nothing else is ever taken for it. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Decrypter, Encrypter } from "age-encryption";
import { unpackTar } from "modern-tar";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ArchiveEntry, readArchive, writeArchive } from "../../../bot/backup/archive.ts";
import { passphraseIdentity } from "../../../bot/backup/passphrase-stanza.ts";
import { Secret } from "../../../bot/matrix/secret.ts";

let folder: string;
const file = () => join(folder, "co-op.age");

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rochdale-archive-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The work factor of the real thing costs a second for each file. */
const options = (passphrase = "four random words here") => ({
  file: file(),
  passphrase: new Secret(passphrase),
  signal: new AbortController().signal,
  onProgress: () => {},
  workFactor: 4,
});

const entry = (name: string, bytes: Uint8Array): ArchiveEntry => ({
  name,
  bytes: bytes.length,
  content: () => [bytes],
});

async function read(passphrase?: string): Promise<Map<string, Buffer>> {
  const got = new Map<string, Buffer>();
  await readArchive(options(passphrase), async ({ name, content }) => {
    const pieces: Uint8Array[] = [];
    for await (const piece of content()) pieces.push(piece);
    got.set(name, Buffer.concat(pieces));
  });
  return got;
}

const LARGE = Buffer.alloc(300_000, "The board meets on Mondays. ");
const ENTRIES = [
  entry("manifest.json", Buffer.from("{}")),
  entry("empty", Buffer.alloc(0)),
  entry("large", LARGE),
  entry(`files/${"long/".repeat(60)}name with spaces and ü`, Buffer.from("deep")),
];

describe("the passphrase of a backup", () => {
  test("is what any age takes: the library's own encryption is opened, and its own opens ours", async () => {
    const encrypter = new Encrypter();
    encrypter.setPassphrase("four random words here");
    encrypter.setScryptWorkFactor(4);
    const theirs = new Decrypter();
    theirs.addPassphrase("four random words here");
    const identity = passphraseIdentity(new Secret("four random words here"));
    const ours = new Decrypter();
    ours.addIdentity(identity);
    expect(await ours.decrypt(await encrypter.encrypt("a letter"), "text")).toBe("a letter");
    await writeArchive(ENTRIES, options());
    const tar = await theirs.decrypt(new Uint8Array(readFileSync(file())));
    expect((await unpackTar(tar)).map(({ header }) => header.name)).toEqual(ENTRIES.map(({ name }) => name));
  });
});

describe("the file of a backup", () => {
  test("gives back every entry, byte for byte", async () => {
    const bytes = await writeArchive(ENTRIES, options());
    expect(bytes).toBe(statSync(file()).size);
    const got = await read();
    expect([...got.keys()]).toEqual(ENTRIES.map(({ name }) => name));
    expect(got.get("large")?.equals(LARGE)).toBe(true);
    expect(got.get("empty")?.length).toBe(0);
  });

  test("is for its owner only, begins like every age file and shows nothing of what it holds", async () => {
    await writeArchive(ENTRIES, options());
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    const bytes = readFileSync(file());
    expect(bytes.toString("latin1", 0, 30)).toMatch(/^age-encryption\.org\/v1\n-> scry/u);
    expect(bytes.includes("The board meets")).toBe(false);
  });

  test("is not opened by another passphrase", async () => {
    await writeArchive(ENTRIES, options());
    await expect(read("four random words hare")).rejects.toThrow(
      `Expected the passphrase of \`${file()}\`, got another. Try the one that was given when it was made; nothing was restored.`,
    );
  });

  test("is refused whole when it is cut anywhere", async () => {
    await writeArchive(ENTRIES, options());
    const whole = readFileSync(file());
    for (let part = 0; part < 60; part += 1) {
      writeFileSync(file(), whole.subarray(0, Math.floor((whole.length * part) / 60)));
      await expect(read(), `cut at ${part}/60`).rejects.toThrow(/nothing was restored\.$/u);
    }
    writeFileSync(file(), whole.subarray(0, -1));
    await expect(read()).rejects.toThrow("got changed or missing bytes");
  });

  test("is refused whole when a byte is changed anywhere", async () => {
    await writeArchive(ENTRIES, options());
    const whole = readFileSync(file());
    const header = whole.indexOf("\n--- ") + 50;
    const places = [...Array.from({ length: header }, (_, at) => at), header + 20, 100_000, 200_000, whole.length - 1];
    for (const at of places) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 1;
      writeFileSync(file(), changed);
      await expect(read(), `byte ${at}`).rejects.toThrow(/nothing was restored\.$/u);
    }
  });

  test("is refused when something was added to its end", async () => {
    await writeArchive(ENTRIES, options());
    writeFileSync(file(), "more", { flag: "a" });
    await expect(read()).rejects.toThrow("got changed or missing bytes");
  });

  test("stays what it was when a new one is broken off", async () => {
    await writeArchive(ENTRIES, options());
    const before = readFileSync(file());
    const failing: ArchiveEntry = {
      name: "failing",
      bytes: 2_000_000,
      async *content() {
        yield Buffer.alloc(1_000_000);
        throw new Error("the disk is gone");
      },
    };
    await expect(writeArchive([failing], options())).rejects.toThrow("the disk is gone");
    const ending = new AbortController();
    const aborting: ArchiveEntry = {
      name: "aborting",
      bytes: 50_000_000,
      *content() {
        for (let piece = 0; piece < 50; piece += 1) {
          if (piece === 3) ending.abort(new Error("enough"));
          yield Buffer.alloc(1_000_000);
        }
      },
    };
    await expect(writeArchive([aborting], { ...options(), signal: ending.signal })).rejects.toThrow("enough");
    expect(readFileSync(file()).equals(before)).toBe(true);
    expect(readdirSync(folder)).toEqual(["co-op.age"]);
  });
});
