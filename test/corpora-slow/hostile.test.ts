import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeOdt } from "../corpora/make-files.ts";
import { BOMBS, DISGUISED } from "./bombs.ts";
import { complaint, endOf, LONGEST_MS, leftBehind, settledBytes } from "./plain-ends.ts";

/** What all the bombs together may add to the process that has them read. */
const MOST_GROWTH = 50_000_000;
/** Each has the others before it in the queue. */
const TIMEOUT_MS = BOMBS.length * LONGEST_MS;

const folder = mkdtempSync(join(tmpdir(), "rochdale-hostile-"));
let before = 0;
/** All are made first: making one takes seconds in which nothing else would be heard of. */
beforeAll(async () => {
  for (const { name, make } of [...BOMBS, ...DISGUISED]) write(name, make());
  for (let warm = 0; warm < 3; warm += 1) await endOf(write(`warm-${warm}.md`, "# Rules\n\nMembers decide.\n"));
  before = settledBytes();
}, TIMEOUT_MS);
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

test.concurrent.each(BOMBS)("$what ends in time and in plain words", { timeout: TIMEOUT_MS }, async (bomb) => {
  const end = await endOf(join(folder, bomb.name));
  expect(complaint(end)).toBeNull();
  if (bomb.ends !== "either") expect(end.kind).toBe(bomb.ends === "refused" ? "unreadable" : "document");
});

test.concurrent.each(DISGUISED)("$name is read for what it is", { timeout: TIMEOUT_MS }, async ({ name }) => {
  const end = await endOf(join(folder, name));
  expect(end.text).toContain("Members decide.");
});

test("a ZIP that declares less than it holds is cut off, not followed", { timeout: TIMEOUT_MS }, async () => {
  expect((await endOf(join(folder, "lying.docx"))).text).toBe(
    "`lying.docx` is damaged (its text cannot be read): open it in your word processor, save it again and load that.",
  );
});

test("an entity never brings a file of this machine into a document", { timeout: TIMEOUT_MS }, async () => {
  const secret = write("secret.txt", "the vault holds gold");
  const body = Buffer.from(makeOdt("<text:p>Members &x; decide.</text:p>"));
  const { unzipSync, zipSync, strFromU8, strToU8 } = await import("fflate");
  const members = unzipSync(body);
  const xml = strFromU8(members["content.xml"] ?? new Uint8Array());
  const doctype = `<!DOCTYPE d [<!ENTITY x SYSTEM "file://${secret}">]>`;
  const end = await endOf(write("xxe.odt", zipSync({ ...members, "content.xml": strToU8(doctype + xml) })));
  expect(complaint(end)).toBeNull();
  expect(end.text).not.toContain("gold");
});

test("no member of an archive is written anywhere, whatever its name", () => {
  expect(existsSync("/tmp/rochdale-was-here")).toBe(false);
  expect(readdirSync(folder).filter((name) => name.includes("was-here"))).toEqual([]);
});

test("the process that has them read has not grown, and no reader is left", async () => {
  expect(settledBytes() - before).toBeLessThan(MOST_GROWTH);
  expect(await leftBehind()).toBe(0);
});
