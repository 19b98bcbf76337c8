/**
 * Is a damaged file still one that can be read? Judged without the readers under test: text by its bytes, ZIP formats
 * by their checksums and well-formed XML, PDF by poppler's `pdftotext`.
 */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { crc32, inflateRawSync } from "node:zlib";
import { XMLValidator } from "fast-xml-parser";

/** Of the letters that the file had before. */
const ENOUGH = 0.5;

/** @param letters how many letters the undamaged file's text has. */
export async function stillReadable(path: string, bytes: Buffer, letters: number): Promise<boolean> {
  if (path.endsWith(".pdf")) return (await lettersOfPdf(path)) >= Math.max(1, ENOUGH * letters);
  if (/\.(?:docx|odt|xlsx|ods|pptx|odp)$/u.test(path)) return soundContainer(bytes);
  const text = bytes.toString("latin1");
  if (bytes.includes(0) || controlShare(text) > MOST_CONTROLS) return false;
  return !path.endsWith(".html") || countLetters(shownByBrowsers(text)) >= ENOUGH * letters;
}

/** What no text has: all but tab, line and page breaks. One in a hundred may be damage, more is noise. */
const MOST_CONTROLS = 0.01;

function controlShare(text: string): number {
  const controls = [...text].filter((sign) => sign < " " && !"\t\n\v\f\r".includes(sign));
  return controls.length / Math.max(1, text.length);
}

/** Without comments and what is no text, each to its end or, where that is damaged, to the end of the page. */
function shownByBrowsers(html: string): string {
  return html
    .replace(/<!--.*?(?:-->|$)/gsu, "")
    .replace(/<(script|style|title|textarea|xmp|iframe|noembed|noframes|plaintext)\b.*?(?:<\/\1\b[^>]*>|$)/gisu, "")
    .replace(/<[a-z!/?][^>]*(?:>|$)/giu, "");
}

/** Letters that poppler finds in a PDF; 0 where it finds none or takes more than 20 s. @throws when it is missing. */
export async function lettersOfPdf(path: string): Promise<number> {
  try {
    const options = { timeout: 20_000, maxBuffer: 200_000_000, killSignal: "SIGKILL" } as const;
    const { stdout } = await promisify(execFile)("pdftotext", ["-q", path, "-"], options);
    return countLetters(stdout);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT")
      throw new Error("Expected `pdftotext` to compare with, got none. Install poppler-utils.", { cause: error });
    return 0;
  }
}

export function countLetters(text: string): number {
  return text.match(/\p{L}/gu)?.length ?? 0;
}

/** Every member listed can be inflated, has its checksum, and is well-formed where it is XML. */
function soundContainer(bytes: Buffer): boolean {
  try {
    const members = [...listMembers(bytes)];
    return members.length > 0 && members.every(({ name, content }) => isSound(name, content));
  } catch {
    return false;
  }
}

function isSound(name: string, content: Buffer): boolean {
  if (!/\.(?:xml|rels)$/u.test(name)) return true;
  const text = content.toString("utf8");
  return !text.includes("\uFFFD") && !text.includes("\0") && XMLValidator.validate(text) === true;
}

function* listMembers(bytes: Buffer): Generator<{ name: string; content: Buffer }> {
  const end = bytes.lastIndexOf("PK\u0005\u0006", undefined, "latin1");
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (bytes.readUInt32BE(at) !== 0x504b0102) throw new Error("no entry");
    const [method, crc, packed, size] = [10, 16, 20, 24].map((field) =>
      field === 10 ? bytes.readUInt16LE(at + field) : bytes.readUInt32LE(at + field),
    ) as [number, number, number, number];
    const [nameLength, extra, comment] = [28, 30, 32].map((field) => bytes.readUInt16LE(at + field)) as [
      number,
      number,
      number,
    ];
    const local = bytes.readUInt32LE(at + 42);
    if (bytes.readUInt32BE(local) !== 0x504b0304) throw new Error("no member");
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const data = bytes.subarray(start, start + packed);
    const content = method === 0 ? data : inflateRawSync(data, { maxOutputLength: 50_000_000 });
    if (content.length !== size || crc32(content) !== crc) throw new Error("damaged member");
    yield { name: bytes.toString("utf8", at + 46, at + 46 + nameLength), content };
    at += 46 + nameLength + extra + comment;
  }
}
