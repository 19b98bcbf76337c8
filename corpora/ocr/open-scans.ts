/**
 * Opens a PDF with the whole of pdf.js, which can decode the pictures of scans (JBIG2, CCITT, JPEG 2000): the build
 * that reads texts leaves these out. Loads only files whose SHA-256 is the catalogue's.
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Operators } from "../formats/pdf-rules.ts";
import { type ScanPage, scanImage } from "../formats/pdf-scan.ts";
import { OCR_ENGINE } from "./ocr-catalogue.ts";
import { readOcrFile } from "./ocr-files.ts";

/** What is used of pdf.js. */
type Pdfjs = {
  readonly GlobalWorkerOptions: { workerSrc: string };
  readonly OPS: Parameters<typeof scanImage>[2];
  getDocument(options: Readonly<Record<string, unknown>>): { readonly promise: Promise<Pdf> };
};
type Pdf = { getPage(number: number): Promise<Page> };
type Page = ScanPage & { getOperatorList(): Promise<Operators>; cleanup(): void };

/** Gives a page as a grey PNM image, null when it is no picture. */
export type Scans = (page: number) => Promise<Uint8Array | null>;

/** Pictures with more pixels are not decoded: A3 at 600 dots per inch has 70 million. */
const MOST_PIXELS = 80_000_000;

export async function openScans(bytes: Uint8Array, folder: string): Promise<Scans> {
  const pdfjs = await loadPdfjs(folder);
  const pdf = await pdfjs.getDocument({
    data: new Uint8Array(bytes),
    wasmUrl: join(folder, "/"),
    maxImageSize: MOST_PIXELS,
    disableFontFace: true,
    isEvalSupported: false,
    verbosity: 0,
  }).promise;
  return async (number) => {
    const page = await pdf.getPage(number);
    const image = await scanImage(page, await page.getOperatorList(), pdfjs.OPS);
    page.cleanup();
    return image;
  };
}

async function loadPdfjs(folder: string): Promise<Pdfjs> {
  const { pdf, pdfWorker, jbig2, openjpeg } = OCR_ENGINE;
  for (const file of [pdf, pdfWorker, jbig2, openjpeg]) readOcrFile(file, folder);
  standInForCanvas();
  const pdfjs = (await import(pathToFileURL(join(folder, pdf.name)).href)) as Pdfjs;
  const worker = pathToFileURL(join(folder, pdfWorker.name)).href;
  pdfjs.GlobalWorkerOptions.workerSrc = worker;
  // pdf.js takes the worker that was loaded last, and unpdf has brought its own.
  Object.assign(globalThis, { pdfjsWorker: await import(worker) });
  return pdfjs;
}

/** pdf.js names these classes when it is loaded; nothing is drawn with them here. */
function standInForCanvas(): void {
  for (const name of ["DOMMatrix", "ImageData", "Path2D"]) {
    if (!(name in globalThis)) Object.assign(globalThis, { [name]: class {} });
  }
}
