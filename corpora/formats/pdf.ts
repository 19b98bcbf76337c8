/**
 * Reads PDF through pdf.js (unpdf's serverless build): letters with positions → lines → reading order → paragraphs.
 * Knows nothing of how the lines were drawn, and runs no script and no form.
 */
import { getDocumentProxy, getResolvedPDFJS } from "unpdf";
import type { ParsedDocument } from "../document.ts";
import { readScans, type TellPage } from "../ocr/read-scans.ts";
import type { Limits } from "./limits.ts";
import { ocrWarning, pagesText, scanWarning, unreadScanWarning } from "./ocr-words.ts";
import { withoutEdges } from "./pdf-edges.ts";
import { type Line, pageLines } from "./pdf-lines.ts";
import { findPages, withPageList } from "./pdf-page-tree.ts";
import { paragraphsOf } from "./pdf-paragraphs.ts";
import type { Letters, View } from "./pdf-parts.ts";
import { findRules, type Operators, type Rule } from "./pdf-rules.ts";
import { buildDocument, metadataTitle } from "./pieces.ts";
import { Unreadable } from "./unreadable.ts";

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;
type Page = Awaited<ReturnType<Pdf["getPage"]>>;
type Fonts = Map<string, boolean>;

export async function readPdf(
  bytes: Uint8Array,
  _fileName: string,
  limits: Limits,
  tell: TellPage,
): Promise<ParsedDocument> {
  const asItIs = await readPages(await open(bytes), limits);
  const anew = asItIs.failed.length === 0 ? null : await readAnew(bytes, asItIs, limits);
  const isBetter = anew !== null && lettersOf(anew) > lettersOf(asItIs);
  const { pdf, ...read } = isBetter ? anew : asItIs;
  const { failed } = read;
  const { pages, scans } = await withScans(isBetter ? anew.bytes : bytes, read, limits, tell);
  const pieces = paragraphsOf(withoutEdges(pages));
  return buildDocument(pieces, {
    format: "pdf",
    title: null,
    fallbackTitle: await storedTitle(pdf),
    pages: pdf.numPages,
    warnings: [...(isBetter ? [PAGES_ANEW] : []), ...pageWarnings(pages, failed, scans)],
    maxCharacters: limits.maxCharacters,
    ocrPages: new Set(scans ?? []),
  });
}

/** Pictures are not decoded: no more than one pixel of them is asked for. */
async function open(bytes: Uint8Array): Promise<Pdf> {
  try {
    return await getDocumentProxy(new Uint8Array(bytes), { disableFontFace: true, verbosity: 0, maxImageSize: 1 });
  } catch (cause) {
    const name = cause instanceof Error ? cause.name : "";
    if (name === "PasswordException")
      throw new Unreadable("is password-protected: save it without a password and load it again.", { cause });
    throw new Unreadable("is damaged (it cannot be opened as PDF): export it again as PDF and load that.", { cause });
  }
}

const PAGES_ANEW =
  "The file's list of pages is damaged, so they were looked for one by one: some may be missing or in another order.";

/** One page that cannot even be listed hides all behind it, and is left out; so many such pages are looked for. */
const MOST_LEFT_OUT = 20;

/** A second try with the pages that can still be found, where these are more. Null where they are not. */
async function readAnew(
  bytes: Uint8Array,
  asItIs: PagesRead,
  limits: Limits,
): Promise<(PagesRead & { readonly bytes: Uint8Array }) | null> {
  let pages = findPages(bytes);
  if (pages.length <= asItIs.pages.length && lettersOf(asItIs) > 0) return null;
  for (let tries = 0; tries <= MOST_LEFT_OUT && pages.length > 0; tries += 1) {
    const mended = withPageList(bytes, pages);
    const pdf = await open(mended).catch(() => null);
    if (pdf === null) return null;
    if (pdf.numPages >= pages.length) return { ...(await readPages(pdf, limits)), bytes: mended };
    pages = pages.toSpliced(pdf.numPages - 1, 1);
    await pdf.loadingTask.destroy();
  }
  return null;
}

type PagesRead = { readonly pdf: Pdf; readonly pages: Line[][]; readonly failed: number[] };

function lettersOf({ pages }: PagesRead): number {
  return pages.flat().reduce((sum, { text }) => sum + text.length, 0);
}

/** A page that fails leaves its place empty; text past the limit ends the reading early. */
async function readPages(pdf: Pdf, limits: Limits): Promise<PagesRead> {
  const pages: Line[][] = [];
  const failed: number[] = [];
  const fonts: Fonts = new Map();
  let characters = 0;
  for (let number = 1; number <= pdf.numPages && characters <= limits.maxCharacters; number += 1) {
    try {
      const page = await pdf.getPage(number);
      const view = page.getViewport({ scale: 1 });
      const { letters, rules } = await contentOf(page, fonts, view);
      const lines = pageLines(letters, number, view, rules);
      pages.push(lines);
      characters += lines.reduce((sum, line) => sum + line.text.length, 0);
      page.cleanup();
    } catch {
      pages.push([]);
      failed.push(number);
    }
  }
  return { pdf, pages, failed };
}

/** A page with fewer letters than this may be a scan with a stamp or a page number on it. */
const FEW_LETTERS = 60;

/** Pages that are pictures, with the lines that text recognition found; `scans` is null where there is none. */
async function withScans(
  bytes: Uint8Array,
  { pages, failed }: { readonly pages: readonly Line[][]; readonly failed: readonly number[] },
  limits: Limits,
  tell: TellPage,
): Promise<{ pages: Line[][]; scans: readonly number[] | null }> {
  const wanted = pages.flatMap((lines, index) => {
    const letters = lines.reduce((sum, line) => sum + line.text.length, 0);
    const isBare = letters < FEW_LETTERS && lines.every((line) => line.table === undefined);
    return isBare && !failed.includes(index + 1) ? [index + 1] : [];
  });
  const found = await readScans(bytes, wanted, limits, tell);
  if (found === null) return { pages: [...pages], scans: null };
  const recognised = pages.map((lines, index) => {
    const page = found.get(index + 1);
    const own = page === undefined ? [] : pageLines(page.letters, index + 1, page.view);
    return own.length > lines.length ? own : null;
  });
  const scans = recognised.flatMap((lines, index) => (lines === null ? [] : [index + 1]));
  return { pages: pages.map((lines, index) => recognised[index] ?? lines), scans };
}

type Content = { readonly letters: readonly Letters[]; readonly rules: readonly Rule[] };

async function contentOf(page: Page, fonts: Fonts, view: View): Promise<Content> {
  const { items } = await page.getTextContent();
  const texts = items.flatMap((item) => ("str" in item && item.str !== "" ? [item] : []));
  const operators = texts.length > 0 ? await operatorsOf(page) : null;
  learnFonts(page, new Set(texts.map((item) => item.fontName)), fonts);
  const letters = texts.map((item) => ({
    text: item.str,
    transform: item.transform as number[],
    width: item.width,
    bold: fonts.get(item.fontName) ?? false,
  }));
  return { letters, rules: operators === null ? [] : findRules(operators, (await getResolvedPDFJS()).OPS, view) };
}

/** What is drawn; null where that cannot be read, since the text is worth having without it. */
async function operatorsOf(page: Page): Promise<Operators | null> {
  try {
    return await page.getOperatorList();
  } catch {
    return null;
  }
}

/** A font's name, and with it its weight, is known only once the page's operators were read. */
function learnFonts(page: Page, names: ReadonlySet<string>, fonts: Fonts): void {
  for (const name of names) if (!fonts.has(name)) fonts.set(name, isBold(page, name));
}

function isBold(page: Page, fontName: string): boolean {
  try {
    const font: unknown = page.commonObjs.get(fontName);
    if (typeof font !== "object" || font === null) return false;
    if ("bold" in font && font.bold === true) return true;
    return "name" in font && /bold|black|heavy|demi|[-,]b(?:d|old)?$|CMBX|SFBX|LMRoman.*Bold/iu.test(String(font.name));
  } catch {
    return false;
  }
}

async function storedTitle(pdf: Pdf): Promise<string | null> {
  try {
    const { info } = await pdf.getMetadata();
    return metadataTitle("Title" in info ? info.Title : null);
  } catch {
    return null;
  }
}

function pageWarnings(pages: readonly Line[][], failed: readonly number[], scans: readonly number[] | null): string[] {
  const empty = pages.flatMap((lines, index) => (lines.length === 0 && !failed.includes(index + 1) ? [index + 1] : []));
  const warnings: string[] = [];
  if (failed.length > 0) warnings.push(`${pagesText(failed)} could not be read: the file is damaged there.`);
  if (empty.length > 0) warnings.push(scans === null ? scanWarning(empty) : unreadScanWarning(empty));
  if (scans !== null && scans.length > 0) warnings.push(ocrWarning(scans));
  return warnings;
}
