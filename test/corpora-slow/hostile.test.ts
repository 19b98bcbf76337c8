import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { deflateSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { readDocument } from "../../corpora/read-file.ts";
import { makeDocx, makeOds, makePresentation, makeSheet, zip } from "../corpora/make-files.ts";

const HOSTILE = fileURLToPath(new URL("../../../shared/hostile/pdf/", import.meta.url));
const SAMPLE = 30;
const LIMIT_MS = 40_000;
const folder = mkdtempSync(join(tmpdir(), "rochdale-hostile-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Every `count`-th file, so that the sample is the same in every run. */
function sample(count: number): string[] {
  if (!existsSync(HOSTILE)) return [];
  const names = readdirSync(HOSTILE).sort();
  return names.filter((_, index) => index % Math.ceil(names.length / count) === 0);
}

async function outcome(path: string): Promise<string> {
  const read = await readDocument(path);
  return read.kind === "document" ? "document" : read.reason;
}

const files = sample(SAMPLE);

test.skipIf(files.length === 0)(
  "every damaged PDF of the sample ends in a document or one sentence",
  { timeout: 30 * LIMIT_MS },
  async () => {
    for (const name of files) {
      expect(await outcome(join(HOSTILE, name)), name).toMatch(/^document$|^`.+\.pdf` [^\n]+: [^\n]+\.$/u);
    }
  },
);

function flatePdf(name: string, filters: string, stream: Buffer): string {
  const head = `%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n4 0 obj<</Length ${stream.length}/Filter[${filters}]>>stream\n`;
  return write(
    name,
    Buffer.concat([Buffer.from(head), stream, Buffer.from("\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF")]),
  );
}

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const cell = (repeated: number): string =>
  `<table:table-cell office:value-type="string" table:number-columns-repeated="${repeated}"><text:p>x</text:p></table:table-cell>`;

/** Multiparts in multiparts. */
function nestedMail(depth: number): string {
  const part = (at: number): string => `Content-Type: multipart/mixed; boundary="b${at}"\n\n--b${at}\n`;
  return `From: a@example.org\nSubject: x\nMIME-Version: 1.0\n${Array.from({ length: depth }, (_, at) => part(at)).join("")}`;
}

const blanks = deflateSync(Buffer.alloc(600_000_000, 32), { level: 9 });

test.each<[string, () => string]>([
  ["a PDF stream of 600 MB", () => flatePdf("flate.pdf", "/FlateDecode", blanks)],
  [
    "a doubly packed PDF stream",
    () => flatePdf("double.pdf", "/FlateDecode/FlateDecode", deflateSync(blanks, { level: 9 })),
  ],
  [
    "a DOCX of 500,000 cells",
    () => write("cells.docx", makeDocx(`<w:tbl><w:tr>${"<w:tc><w:p/></w:tc>".repeat(500_000)}</w:tr></w:tbl>`)),
  ],
  [
    "a DOCX nested 200,000 deep",
    () => write("nested.docx", makeDocx("<w:p>".repeat(200_000) + "</w:p>".repeat(200_000))),
  ],
  ["a ZIP of 300 MB", () => write("big.xlsx", zip({ "xl/workbook.xml": " ".repeat(300_000_000) }))],
  [
    "entity expansion",
    () =>
      write(
        "lol.docx",
        zip({
          "word/document.xml": `<!DOCTYPE w [<!ENTITY a "${"a".repeat(100)}"><!ENTITY b "${"&a;".repeat(100)}"><!ENTITY c "${"&b;".repeat(100)}">]><w>&c;</w>`,
        }),
      ),
  ],
  [
    "an ODS whose cell repeats a thousand million times",
    () => write("columns.ods", makeOds(`<table:table-row>${cell(1e9)}</table:table-row>`)),
  ],
  [
    "an ODS whose row repeats a thousand million times",
    () =>
      write(
        "rows.ods",
        makeOds(`<table:table-row table:number-rows-repeated="1000000000">${cell(1)}</table:table-row>`),
      ),
  ],
  [
    "an ODS whose cells lie on a diagonal",
    () =>
      write(
        "diagonal.ods",
        makeOds(
          Array.from(
            { length: 20_000 },
            (_, at) =>
              `<table:table-row><table:table-cell table:number-columns-repeated="${at + 1}"/>${cell(1)}</table:table-row>`,
          ).join(""),
        ),
      ),
  ],
  ["an ODS nested 200,000 deep", () => write("deep.ods", makeOds("<a>".repeat(200_000) + "</a>".repeat(200_000)))],
  ["an XLSX nested 200,000 deep", () => write("deep.xlsx", makeSheet("<c>".repeat(200_000)))],
  ["a PPTX nested 100,000 deep", () => write("deep.pptx", makePresentation("<a:p>".repeat(100_000)))],
  ["an e-mail nested 20,000 deep", () => write("deep.eml", nestedMail(20_000))],
  [
    "an e-mail with a header of 20 MB",
    () => write("header.eml", `From: a@b.c\nSubject: ${"x".repeat(20_000_000)}\n\nhi`),
  ],
  ["10 MB of one line", () => write("line.txt", "a ".repeat(5_000_000))],
  ["10 MB of one Markdown line", () => write("line.md", "*a ".repeat(3_300_000))],
  ["unclosed brackets", () => write("brackets.md", "[".repeat(2_000_000))],
  ["HTML nested 300,000 deep", () => write("nested.html", `<html>${"<div>".repeat(300_000)}`)],
])("%s is refused in one sentence", { timeout: LIMIT_MS }, async (_, make) => {
  expect(await outcome(make())).toMatch(/^`[^`]+` [^\n]+: [^\n]+\.$/u);
});

test("a ZIP that declares less than it holds is cut off, not followed", { timeout: LIMIT_MS }, async () => {
  const honest = Buffer.from(makeDocx(`<w:p><w:r><w:t>${" ".repeat(150_000_000)}</w:t></w:r></w:p>`));
  const declared = Buffer.alloc(4);
  for (let at = honest.indexOf("PK\u0001\u0002"); at !== -1; at = honest.indexOf("PK\u0001\u0002", at + 4)) {
    if (honest.readUInt32LE(at + 24) > 1_000_000) honest.copy(declared, 0, at + 24, at + 28);
  }
  for (let at = honest.indexOf(declared); at !== -1; at = honest.indexOf(declared, at + 4))
    honest.writeUInt32LE(1000, at);
  expect(await outcome(write("lying.docx", honest))).toBe(
    "`lying.docx` is damaged (its text cannot be read): open it in your word processor, save it again and load that.",
  );
});
