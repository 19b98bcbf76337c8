/**
 * Reads the pages of a PDF that are pictures: draws them, recognises their words, and gives them as letters with
 * places. Stops when its time is over and says which pages it has not read.
 */
import type { Limits } from "../formats/limits.ts";
import { detectLanguage } from "../language.ts";
import type { OcrLanguage } from "./ocr-catalogue.ts";
import { openScans, type Scans } from "./open-scans.ts";
import { type RecognisedPage, recognisedLetters } from "./recognised-letters.ts";
import { openRecogniser, type Recognised, type Recogniser } from "./recogniser.ts";
import { restoreSectionSigns } from "./section-signs.ts";

/** Told before each page that is recognised: its place among all that will be. */
export type TellPage = (page: number, pages: number) => void;

/** Null when text recognition is not installed; pages that are no pictures are left out. */
export async function readScans(
  bytes: Uint8Array,
  pages: readonly number[],
  limits: Limits,
  tell: TellPage,
): Promise<ReadonlyMap<number, RecognisedPage> | null> {
  if (limits.ocrFolder === null || pages.length === 0) return null;
  using recogniser = await openRecogniser(limits.ocrFolder);
  if (recogniser === null) return null;
  const scans = await openScans(bytes, limits.ocrFolder).catch(() => null);
  if (scans === null) return new Map();
  const found = await recognisePages(scans, pages, recogniser, { limits, tell });
  const words = restoreSectionSigns(found.map(([, { words: own }]) => own));
  return new Map(found.map(([page, one], index) => [page, recognisedLetters({ ...one, words: words[index] ?? [] })]));
}

async function recognisePages(
  scans: Scans,
  pages: readonly number[],
  recogniser: Recogniser,
  { limits, tell }: { readonly limits: Limits; readonly tell: TellPage },
): Promise<[number, Recognised][]> {
  const started = performance.now();
  const found: [number, Recognised][] = [];
  let languages = recogniser.languages;
  for (const [index, number] of pages.entries()) {
    if (performance.now() - started > limits.ocrTotalMs) break;
    tell(index + 1, pages.length);
    try {
      const image = await scans(number);
      if (image === null) continue;
      const first = recogniser.recognise(image, languages);
      const own = narrowed(languages, first);
      found.push([number, own === languages ? first : recogniser.recognise(image, own)]);
      languages = own;
    } catch {
      // A picture that cannot be decoded leaves its page unread, which is said with the others.
    }
  }
  return found;
}

/** Fewer words do not tell a language. */
const TELLING_WORDS = 30;

/** The languages that a text may be in: each of the others costs its own time and its own wrong letters. */
export function narrowed(languages: readonly OcrLanguage[], { words }: Recognised): readonly OcrLanguage[] {
  if (languages.length < 2 || words.length < TELLING_WORDS) return languages;
  const code = detectLanguage(words.map(({ text }) => text).join(" "));
  const own = languages.filter((language) => language.code === code);
  return own.length > 0 && own.length < languages.length ? own : languages;
}
