/** Tells a file's format by its content first and its extension second. Knows nothing of how formats are read. */
import type { Format } from "../document.ts";
import { Unreadable } from "./unreadable.ts";
import { shortMember, zipNames } from "./zip.ts";

const READABLE = "PDF, DOCX, ODT, PPTX, ODP, XLSX, ODS, CSV, EML, HTML, Markdown or text";

const EXTENSIONS: Readonly<Record<string, Format>> = {
  md: "markdown",
  markdown: "markdown",
  mdown: "markdown",
  txt: "text",
  text: "text",
  html: "html",
  htm: "html",
  xhtml: "html",
  csv: "csv",
  tsv: "csv",
  pdf: "pdf",
  docx: "docx",
  odt: "odt",
  eml: "eml",
  xlsx: "xlsx",
  ods: "ods",
  pptx: "pptx",
  odp: "odp",
};

/** Office formats are ZIP containers. */
const ZIPPED = /^(?:docx|odt|xlsx|ods|pptx|odp)$/u;

/** First bytes in hexadecimal, and what to call a file that opens with them. */
const OTHER_KINDS: readonly (readonly [string, string])[] = [
  ["47494638", "a GIF image"],
  ["49492a00", "a TIFF image"],
  ["4d4d002a", "a TIFF image"],
  ["4d5a", "a Windows program"],
  ["7f454c46", "a Linux program"],
  ["1f8b", "a GZIP archive"],
  ["377abcaf271c", "a 7-Zip archive"],
  ["52617221", "a RAR archive"],
  ["425a68", "a BZIP2 archive"],
  ["fd377a585a00", "an XZ archive"],
  ["7b5c727466", "an RTF document"],
  ["53514c69746520666f726d6174", "an SQLite database"],
  ["cafebabe", "a Java or macOS program"],
  ["25215053", "a PostScript file"],
  ["494433", "an MP3 recording"],
  ["4f676753", "an OGG recording"],
  ["1a45dfa3", "a Matroska video"],
];

export function detectFormat(bytes: Uint8Array, fileName: string): Format {
  if (bytes.length === 0) throw new Unreadable("is empty (0 bytes): export it again and load that.");
  const head = hex(bytes.subarray(0, 16));
  if (pdfStart(bytes) >= 0) return "pdf";
  if (head.startsWith("504b")) return zipFormat(bytes, fileName);
  if (head.startsWith("d0cf11e0a1b11ae1")) throw new Unreadable(oleReason(bytes));
  if (/^(?:89504e47|ffd8ff)/u.test(head)) return "image";
  const other = OTHER_KINDS.find(([magic]) => head.startsWith(magic)) ?? boxed(bytes);
  if (other) throw new Unreadable(wrongKind(other[1]));
  return textFormat(bytes, fileName);
}

function wrongKind(kind: string): string {
  return `is ${kind}, not one of the formats that can be read (${READABLE}): export its text to one of these and load that.`;
}

/** "%PDF-" may stand anywhere in the first 1,024 bytes (ISO 32000-1, annex H, note 13). */
function pdfStart(bytes: Uint8Array): number {
  return new TextDecoder("latin1").decode(bytes.subarray(0, 1029)).indexOf("%PDF-");
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

/** RIFF and ISO media files name their kind after the length. */
function boxed(bytes: Uint8Array): readonly [string, string] | undefined {
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, 12));
  if (/^RIFF....WEBP/su.test(head)) return ["", "a WebP image"];
  if (/^RIFF/u.test(head)) return ["", "a sound or video file"];
  return /^....ftyp/su.test(head) ? ["", "a video or photograph"] : undefined;
}

function zipFormat(bytes: Uint8Array, fileName: string): Format {
  const names = new Set(zipNames(bytes));
  if (names.has("word/document.xml")) return "docx";
  if (names.has("xl/workbook.xml")) return "xlsx";
  if (names.has("ppt/presentation.xml")) return "pptx";
  if (names.has("content.xml") && names.has("META-INF/manifest.xml")) return odfFormat(bytes, fileName);
  const extension = extensionOf(fileName);
  if (names.size === 0 && ZIPPED.test(extension)) {
    throw new Unreadable(
      `is damaged (its ZIP container cannot be opened): open it in your office program, save it again as ${extension.toUpperCase()} and load that.`,
    );
  }
  if (names.has("xl/workbook.bin")) throw new Unreadable(wrongKind("a binary Excel workbook (.xlsb)"));
  throw new Unreadable(wrongKind("a ZIP archive"));
}

const ODF_KINDS: Readonly<Record<string, Format>> = { text: "odt", spreadsheet: "ods", presentation: "odp" };
const OTHER_ODF_KINDS = ["graphics", "chart", "image", "formula", "database", "base"];

/**
 * An ODF package names its kind in a member of its own; the longest such name has 80 letters. Where that is damaged the
 * file's name decides.
 */
function odfFormat(bytes: Uint8Array, fileName: string): Format {
  const kind = /opendocument\.([a-z]+)/u.exec(shortMember(bytes, "mimetype", 200) ?? "")?.[1] ?? "";
  if (OTHER_ODF_KINDS.includes(kind)) {
    throw new Unreadable(
      `is an OpenDocument ${kind}, not one of the formats that can be read (${READABLE}): export it as PDF and load that.`,
    );
  }
  const named = EXTENSIONS[extensionOf(fileName)];
  const isOdf = named !== undefined && Object.values(ODF_KINDS).includes(named);
  return ODF_KINDS[kind] ?? (isOdf ? named : "odt");
}

/** An OLE container is an old Office file, or a new one behind a password. */
function oleReason(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString("latin1");
  const has = (name: string): boolean => text.includes([...name].join("\0"));
  if (has("EncryptedPackage")) return "is password-protected: save it without a password and load it again.";
  if (has("WordDocument"))
    return "is a Word 97–2003 document (.doc), not DOCX: open it in your word processor, save it as DOCX and load that.";
  if (has("Workbook") || has("Book"))
    return "is an Excel 97–2003 workbook (.xls), not XLSX: open it in your spreadsheet program, save it as XLSX and load that.";
  if (has("PowerPoint Document"))
    return "is a PowerPoint 97–2003 presentation (.ppt), not PPTX: open it in your presentation program, save it as PPTX and load that.";
  if (has("__substg1.0_")) return "is an Outlook message (.msg), not EML: save it as EML or PDF and load that.";
  return wrongKind("an old Office file or another OLE container");
}

function textFormat(bytes: Uint8Array, fileName: string): Format {
  const extension = extensionOf(fileName);
  const named = EXTENSIONS[extension];
  if (named === "pdf" && / obj\b/u.test(new TextDecoder("latin1").decode(bytes.subarray(0, 4096)))) return "pdf";
  if (isBinary(bytes)) throw new Unreadable(binaryReason(named));
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, 1024));
  if (/^(?:\uFEFF|ï»¿)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*(?:<!doctype html|<html[\s>])/iu.test(head))
    return "html";
  if (named === "eml" || ((named === undefined || named === "text") && isMail(head))) return "eml";
  if (named === undefined || named === "text" || named === "markdown" || named === "csv" || named === "html")
    return named ?? "text";
  throw new Unreadable(
    `is named .${extension} but holds plain text, not ${named.toUpperCase()}: export it again as ${named.toUpperCase()}, or name it .txt, and load that.`,
  );
}

/** Three header lines at least, among them the sender and one that people do not type. */
function isMail(head: string): boolean {
  const headers = /^(?:[\w-]+:[ \t].*\r?\n(?:[ \t]+\S.*\r?\n)*){3,}/u.exec(head)?.[0] ?? "";
  return /^From:/imu.test(headers) && /^(?:Message-ID|MIME-Version|Received|Return-Path):/imu.test(headers);
}

function binaryReason(named: Format | undefined): string {
  if (named !== undefined && (named === "pdf" || ZIPPED.test(named)))
    return `is damaged (it does not begin as ${named.toUpperCase()} does): export it again as ${named.toUpperCase()} and load that.`;
  return wrongKind("binary data of an unknown kind");
}

/** Control characters that no text holds; UTF-16 has zeros, but in every other byte only. */
function isBinary(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, 8192);
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return false;
  let [zeros, controls, evenZeros] = [0, 0, 0];
  head.forEach((byte, index) => {
    if (byte === 0) zeros += 1;
    if (byte === 0 && index % 2 === 0) evenZeros += 1;
    if (byte < 32 && byte !== 0 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 && byte !== 27)
      controls += 1;
  });
  const oneSided = Math.min(evenZeros, zeros - evenZeros) < head.length * 0.05 && zeros > head.length * 0.3;
  return (zeros > 0 && !oneSided) || controls > head.length * 0.02;
}

function extensionOf(fileName: string): string {
  return /\.([a-z0-9]+)$/iu.exec(fileName)?.[1]?.toLowerCase() ?? "";
}
