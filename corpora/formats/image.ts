/** Reads photographs and scans of a page (PNG, JPEG) by text recognition, where that is installed. */
import type { ParsedDocument } from "../document.ts";
import { narrowed, type TellPage } from "../ocr/read-scans.ts";
import { recognisedLetters } from "../ocr/recognised-letters.ts";
import { openRecogniser, type Recogniser } from "../ocr/recogniser.ts";
import { restoreSectionSigns } from "../ocr/section-signs.ts";
import { type ImageFacts, imageFacts } from "./image-facts.ts";
import type { Limits } from "./limits.ts";
import { ocrWarning } from "./ocr-words.ts";
import { type Line, pageLines } from "./pdf-lines.ts";
import { paragraphsOf } from "./pdf-paragraphs.ts";
import { buildDocument } from "./pieces.ts";
import { Unreadable } from "./unreadable.ts";

/** A photograph of a telephone has 12 to 50 million. */
const MOST_PIXELS = 60_000_000;

export async function readImage(
  bytes: Uint8Array,
  _fileName: string,
  limits: Limits,
  tell: TellPage,
): Promise<ParsedDocument> {
  using recogniser = limits.ocrFolder === null ? null : await openRecogniser(limits.ocrFolder);
  if (recogniser === null) throw new Unreadable(notInstalled(bytes));
  const facts = imageFacts(bytes);
  if (facts === null) throw new Unreadable("is damaged (it is no whole picture): scan it again and load that.");
  const { width, height } = facts;
  if (width * height > MOST_PIXELS) {
    throw new Unreadable(
      `has ${width} × ${height} pixels, more than the ${MOST_PIXELS / 1e6} million that can be read: scan it at 300 dots per inch and load that.`,
    );
  }
  const lines = recognise(bytes, facts, recogniser, tell);
  return buildDocument(paragraphsOf([lines]), {
    format: "image",
    title: null,
    pages: 1,
    warnings: [ocrWarning([1])],
    maxCharacters: limits.maxCharacters,
    ocrPages: new Set([1]),
  });
}

function notInstalled(bytes: Uint8Array): string {
  const kind = bytes[0] === 0x89 ? "PNG" : "JPEG";
  return `is a ${kind} image: install text recognition with \`rochdale models install ocr-eng\` (or ocr-deu, ocr-fra, ocr-spa, ocr-cat, ocr-dan) and load it again, or load its text.`;
}

function recognise(bytes: Uint8Array, { orientation }: ImageFacts, recogniser: Recogniser, tell: TellPage): Line[] {
  tell(1, 1);
  const first = recogniser.recognise(bytes, recogniser.languages, orientation);
  const languages = narrowed(recogniser.languages, first);
  const found = languages === recogniser.languages ? first : recogniser.recognise(bytes, languages, orientation);
  const { letters, view } = recognisedLetters({ ...found, words: restoreSectionSigns([found.words])[0] ?? [] });
  return pageLines(letters, 1, view);
}
