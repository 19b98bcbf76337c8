/** Text recognition as an admin gets it: by the command, from npm, into a cache of its own. */
import { spawnSync } from "node:child_process";
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ParsedDocument } from "../../corpora/document.ts";
import { readDocument } from "../../corpora/read-file.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const FIXTURES = join(ROOT, "test/corpora/fixtures");
const cache = mkdtempSync(join(tmpdir(), "rochdale-ocr-"));
const ocrFolder = join(cache, "rochdale", "models", "ocr");
afterAll(() => rmSync(cache, { recursive: true }));

function rochdale(...args: readonly string[]) {
  return spawnSync(process.execPath, ["bot/main.ts", ...args], {
    cwd: ROOT,
    encoding: "utf8",
    env: { ...process.env, XDG_CACHE_HOME: cache, ROCHDALE_HOME: join(cache, "home") },
  });
}

beforeAll(() => {
  const { status, stdout, stderr } = rochdale("models", "install", "ocr-eng", "ocr-deu");
  expect([status, stdout, stderr]).toEqual([0, "installed  ocr-eng\ninstalled  ocr-deu\n", expect.any(String)]);
}, 300_000);

async function read(name: string): Promise<{ document: ParsedDocument; pages: number[] }> {
  const pages: number[] = [];
  const outcome = await readDocument(join(FIXTURES, name), {
    limits: { ocrFolder },
    onPage: (page) => pages.push(page),
  });
  if (outcome.kind !== "document") throw new Error(outcome.reason);
  return { document: outcome.document, pages };
}

/** The words of the page that was printed and scanned. */
function printedWords(): string[] {
  const html = readFileSync(join(FIXTURES, "sources/scan.html"), "utf8").replace(/^[\s\S]*<\/style>/u, "");
  return html.replace(/<[^>]+>/gu, " ").match(/[\p{L}\p{N}§]+/gu) ?? [];
}

test("a scanned by-law is read with its clauses, marked as read by OCR", { timeout: 300_000 }, async () => {
  const { document, pages } = await read("scan.pdf");
  expect(document.title).toBe("Hausordnung der Genossenschaft Mühlenhof");
  expect(document.sections.slice(2).map(({ number }) => number)).toEqual(["§ 1", "§ 2", "§ 3", "§ 4", "§ 5"]);
  const clauses = document.blocks.flatMap(({ start, page }) => {
    const number = /^\(\d\)/u.exec(document.text.slice(start))?.[0];
    return number === undefined ? [] : [`${number} p. ${page}`];
  });
  const first = ["(1) p. 1", "(2) p. 1", "(1) p. 1", "(2) p. 1", "(3) p. 1", "(1) p. 1", "(2) p. 1", "(1) p. 1"];
  expect(clauses).toEqual([...first, "(2) p. 2", "(1) p. 2", "(2) p. 2"]);
  expect(document.blocks.every(({ ocr }) => ocr === true)).toBe(true);
  expect(document.warnings).toEqual([
    "Pages 1, 2 read by text recognition (OCR): compare what matters with the paper.",
  ]);
  const found = new Set(document.text.match(/[\p{L}\p{N}§]+/gu));
  const wanted = printedWords();
  expect(wanted.filter((word) => found.has(word)).length / wanted.length).toBeGreaterThanOrEqual(0.95);
  expect(pages).toEqual([1, 2]);
});

test("a photographed page is read too", { timeout: 300_000 }, async () => {
  const { document } = await read("scan-page.jpg");
  expect(document).toMatchObject({ format: "image", title: "Hausordnung der Genossenschaft Mühlenhof", pages: 1 });
  expect(document.text).toContain("(2) Ein Waschgang kostet 1,20 Euro. Der Betrag wird mit der Miete abgerechnet.");
});

test("a scan in black and white, packed as fax machines do, is read", { timeout: 300_000 }, async () => {
  const { document } = await read("scan-fax.pdf");
  expect(document.text).toContain("(1) Gäste dürfen bis zu vierzehn Nächte bleiben.");
});

test("recognition stops at once when it is no longer wanted", { timeout: 120_000 }, async () => {
  const stop = new AbortController();
  const reading = readDocument(join(FIXTURES, "scan.pdf"), {
    signal: stop.signal,
    limits: { ocrFolder },
    onPage: () => stop.abort(new Error("stopped")),
  });
  await expect(reading).rejects.toThrow("stopped");
});

test("a file that is not the one of the catalogue is told, and not used", { timeout: 120_000 }, async () => {
  appendFileSync(join(ocrFolder, "eng.traineddata.gz"), "x");
  const { status, stdout } = rochdale("models", "verify", "ocr-eng");
  expect(status).toBe(1);
  expect(stdout).toMatch(
    /^problem {4}ocr-eng — Expected `.+eng\.traineddata\.gz` to have SHA-256 `45b4[0-9a-f]+`, got /u,
  );
  expect(rochdale("models", "install", "ocr-eng").stdout).toBe("installed  ocr-eng\n");
});
