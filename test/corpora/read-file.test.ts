import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync, zipSync } from "fflate";
import { afterAll, expect, test } from "vitest";
import { readDocument } from "../../corpora/read-file.ts";
import { makeOdt, makePdf, zip } from "./make-files.ts";

const folder = mkdtempSync(join(tmpdir(), "rochdale-read-"));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function reason(path: string): Promise<string> {
  const outcome = await readDocument(path);
  return outcome.kind === "unreadable" ? outcome.reason : `document of ${outcome.document.text.length} characters`;
}

test("a document comes back from the child with its offsets", async () => {
  const outcome = await readDocument(write("rules.md", "# Rules\n\nAll may vote.\n"));
  expect(outcome).toMatchObject({
    kind: "document",
    document: { format: "markdown", title: "Rules", text: "Rules\n\nAll may vote." },
  });
});

test("content decides before the name", async () => {
  const outcome = await readDocument(write("rules.txt", makePdf([[{ text: "All may vote", x: 72, y: 80 }]])));
  expect(outcome).toMatchObject({ kind: "document", document: { format: "pdf" } });
});

test("an OpenDocument file whose kind is damaged is read as its name says", async () => {
  const whole = unzipSync(makeOdt("<text:p>All may vote</text:p>"));
  const damaged = zipSync({ ...whole, mimetype: Buffer.from("application/vnd.oasis.opendocument.tetex") });
  const outcome = await readDocument(write("kind.odt", damaged));
  expect(outcome).toMatchObject({ kind: "document", document: { format: "odt", text: "All may vote" } });
});

const OLE = Buffer.from("d0cf11e0a1b11ae1", "hex");
const inOle = (name: string): Buffer =>
  Buffer.concat([OLE, Buffer.alloc(600), Buffer.from([...name].join("\0"), "latin1")]);
const FORMATS = "PDF, DOCX, ODT, PPTX, ODP, XLSX, ODS, CSV, EML, HTML, Markdown or text";

test.concurrent.each<[string, string | Uint8Array, string]>([
  ["empty.pdf", "", "`empty.pdf` is empty (0 bytes): export it again and load that."],
  [
    "cut.pdf",
    "%PDF-1.7\nnothing",
    "`cut.pdf` is damaged (it cannot be opened as PDF): export it again as PDF and load that.",
  ],
  [
    "image.pdf",
    Buffer.from("89504e470d0a1a0a00", "hex"),
    "`image.pdf` is a PNG image: install text recognition with `rochdale models install ocr-eng` (or ocr-deu, ocr-fra, ocr-spa, ocr-cat, ocr-dan) and load it again, or load its text.",
  ],
  [
    "tool.exe",
    "MZ\u0090\u0000",
    `\`tool.exe\` is a Windows program, not one of the formats that can be read (${FORMATS}): export its text to one of these and load that.`,
  ],
  [
    "data.bin",
    Buffer.from([1, 0, 2, 3, 0, 0, 4, 5, 6, 0, 200]),
    `\`data.bin\` is binary data of an unknown kind, not one of the formats that can be read (${FORMATS}): export its text to one of these and load that.`,
  ],
  [
    "old.doc",
    inOle("WordDocument"),
    "`old.doc` is a Word 97–2003 document (.doc), not DOCX: open it in your word processor, save it as DOCX and load that.",
  ],
  [
    "old.ppt",
    inOle("PowerPoint Document"),
    "`old.ppt` is a PowerPoint 97–2003 presentation (.ppt), not PPTX: open it in your presentation program, save it as PPTX and load that.",
  ],
  [
    "mail.msg",
    inOle("__substg1.0_"),
    "`mail.msg` is an Outlook message (.msg), not EML: save it as EML or PDF and load that.",
  ],
  [
    "empty.eml",
    "nothing but text",
    "`empty.eml` is no e-mail that can be read: save it again as EML, or as text, and load that.",
  ],
  [
    "locked.docx",
    inOle("EncryptedPackage"),
    "`locked.docx` is password-protected: save it without a password and load it again.",
  ],
  [
    "locked.xlsx",
    inOle("EncryptedPackage"),
    "`locked.xlsx` is password-protected: save it without a password and load it again.",
  ],
  [
    "cut.docx",
    Buffer.from("PK\u0003\u0004nothing"),
    "`cut.docx` is damaged (its ZIP container cannot be opened): open it in your office program, save it again as DOCX and load that.",
  ],
  [
    "files.zip",
    zip({ "a.txt": "a" }),
    `\`files.zip\` is a ZIP archive, not one of the formats that can be read (${FORMATS}): export its text to one of these and load that.`,
  ],
  [
    "scan.pdf",
    makePdf([[]]),
    "`scan.pdf` holds no text (it looks like a scan): install text recognition with `rochdale models install ocr-eng` (or ocr-deu, ocr-fra, ocr-spa, ocr-cat, ocr-dan) and load it again.",
  ],
  ["blank.txt", " \n\n", "`blank.txt` holds no text: put its text in and load it again."],
  [
    "bomb.docx",
    zip({ "word/document.xml": " ".repeat(3_000_000) }),
    "`bomb.docx` unpacks to `966 times its size`, more than the 100 times allowed: save it again in your office program, without large empty tables, and load that.",
  ],
])("%s is refused in one sentence", async (name, content, sentence) => {
  expect((await reason(write(name, content))).replace(/`\d+ times/u, "`966 times")).toBe(sentence);
});

test("a folder, a missing file and a forbidden one", async () => {
  expect(await reason(folder)).toMatch(/^`rochdale-read-\w+` is a folder, not a file: load the files in it\.$/u);
  expect(await reason(join(folder, "none.pdf"))).toBe("`none.pdf` does not exist: check the path and load it again.");
  const path = write("secret.txt", "x");
  chmodSync(path, 0);
  if (process.getuid?.() !== 0)
    expect(await reason(path)).toBe(
      "`secret.txt` may not be read by this program's user: change its permissions and load it again.",
    );
});

test("an aborted read throws the signal's reason and leaves no process", async () => {
  const signal = AbortSignal.timeout(150);
  await expect(readDocument(write("slow.md", ">".repeat(100_000)), { signal })).rejects.toThrow("timeout");
});

test("time and memory are capped", async () => {
  const path = write("slow.md", ">".repeat(100_000));
  expect(await readDocument(path, { limits: { wallTimeMs: 1_000 } })).toEqual({
    kind: "unreadable",
    reason: "`slow.md` took more than the 1 s that reading may take: export it again, or split it, and load that.",
  });
  expect(await readDocument(path, { limits: { maxResidentBytes: 30_000_000 } })).toEqual({
    kind: "unreadable",
    reason:
      "`slow.md` needs more memory than the 30 MB that reading may take: export it again, or split it, and load that.",
  });
});
