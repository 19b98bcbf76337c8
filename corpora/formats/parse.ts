/** Bytes and a name → a parsed document, by whichever reader the content asks for. Knows nothing of processes. */
import type { Format, ParsedDocument } from "../document.ts";
import { TextTooLongError } from "../document-builder.ts";
import { installedLanguages } from "../ocr/ocr-files.ts";
import type { TellPage } from "../ocr/read-scans.ts";
import { detectFormat } from "./detect.ts";
import type { Limits } from "./limits.ts";
import { Unreadable } from "./unreadable.ts";

type Reader = (
  bytes: Uint8Array,
  fileName: string,
  limits: Limits,
  tell: TellPage,
) => ParsedDocument | Promise<ParsedDocument>;

/** Each reader, and the library behind it, is loaded only for the file that needs it: the child starts sooner. */
const READERS: Readonly<Record<Format, () => Promise<Reader>>> = {
  markdown: async () => (await import("./markdown.ts")).readMarkdown,
  text: async () => (await import("./text.ts")).readText,
  html: async () => (await import("./html.ts")).readHtml,
  csv: async () => (await import("./csv.ts")).readCsv,
  pdf: async () => (await import("./pdf.ts")).readPdf,
  docx: async () => (await import("./docx.ts")).readDocx,
  odt: async () => (await import("./odt.ts")).readOdt,
  eml: async () => (await import("./eml.ts")).readEml,
  image: async () => (await import("./image.ts")).readImage,
  xlsx: async () => (await import("./xlsx.ts")).readXlsx,
  ods: async () => (await import("./ods.ts")).readOds,
  pptx: async () => (await import("./pptx.ts")).readPptx,
  odp: async () => (await import("./odp.ts")).readOdp,
};

/** Throws Unreadable, and nothing else, for whatever the file holds. `tell` hears of each page before it is recognised. */
export async function parseDocument(
  bytes: Uint8Array,
  fileName: string,
  limits: Limits,
  tell: TellPage = () => {},
): Promise<ParsedDocument> {
  try {
    const read = await READERS[detectFormat(bytes, fileName)]();
    const document = await read(bytes, fileName, limits, tell);
    if (document.text.trim() === "") throw new Unreadable(noText(document, limits));
    return document;
  } catch (cause) {
    throw asUnreadable(cause);
  }
}

function noText({ format }: ParsedDocument, { ocrFolder }: Limits): string {
  if (format === "image") return "holds no text that text recognition could find: scan it anew and load that.";
  if (format !== "pdf") return "holds no text: put its text in and load it again.";
  if (ocrFolder !== null && installedLanguages(ocrFolder).length > 0) {
    return "holds no text, and text recognition found none in its pictures: scan it anew and load that.";
  }
  return "holds no text (it looks like a scan): install text recognition with `rochdale models install ocr-eng` (or ocr-deu, ocr-fra, ocr-spa, ocr-cat, ocr-dan) and load it again.";
}

function asUnreadable(cause: unknown): Unreadable {
  if (cause instanceof Unreadable) return cause;
  if (cause instanceof TextTooLongError) {
    return new Unreadable(
      `holds more than the ${cause.maxCharacters.toLocaleString("en")} characters of text that one document may have: split it and load the parts.`,
      { cause },
    );
  }
  if (cause instanceof RangeError) {
    return new Unreadable(
      "is nested too deeply or is too large to be read: export it again as PDF or DOCX and load that.",
      { cause },
    );
  }
  return new Unreadable(
    "is damaged (its content cannot be read): open it in the program it comes from, save it again and load that.",
    { cause },
  );
}
