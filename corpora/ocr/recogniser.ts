/**
 * Tesseract in this process: an image in, the words it holds with their places out. Loads only files whose SHA-256 is
 * the catalogue's, reaches for nothing outside them. Knows nothing of documents.
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { filesOf, OCR_ENGINE, type OcrLanguage } from "./ocr-catalogue.ts";
import { installedLanguages, readOcrFile, verifyOcrFile } from "./ocr-files.ts";

/** A word as found: pixels from the upper left corner, `confidence` from 0 to 100. `line` numbers the printed lines. */
export type RecognisedWord = {
  readonly text: string;
  readonly line: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly confidence: number;
};

export type Recognised = { readonly width: number; readonly height: number; readonly words: readonly RecognisedWord[] };

export interface Recogniser extends Disposable {
  readonly languages: readonly OcrLanguage[];
  /** `image`: a PNG, JPEG or PNM file; `orientation` as EXIF counts it, 1 for upright. */
  recognise(image: Uint8Array, languages: readonly OcrLanguage[], orientation?: number): Recognised;
}

/** What is used of tesseract.js-core. */
type Tesseract = {
  readonly FS: { writeFile(path: string, data: Uint8Array): void; unlink(path: string): void };
  readonly TessBaseAPI: new () => TesseractApi;
};
type TesseractApi = {
  Init(data: null, languages: string, engine: number): number;
  SetImageFile(orientation: number, angle: number): number;
  Recognize(monitor: null): number;
  GetTSVText(page: number): string;
  Clear(): void;
  End(): void;
};
type Core = (options: {
  readonly wasmBinary: Uint8Array;
  readonly print: () => void;
  readonly printErr: () => void;
}) => Promise<Tesseract>;

/** Tesseract's newer recogniser alone (`OEM_LSTM_ONLY`). */
const LSTM_ONLY = 1;

/** Null when no language is installed whole: with a file that is not the catalogue's, installing again mends it. */
export async function openRecogniser(folder: string): Promise<Recogniser | null> {
  const languages = installedLanguages(folder).filter((language) =>
    filesOf(language).every((file) => verifyOcrFile(file, folder) === null),
  );
  if (languages.length === 0) return null;
  const tesseract = await loadCore(folder);
  for (const { name, file } of languages) {
    tesseract.FS.writeFile(`${name}.traineddata`, gunzipSync(readOcrFile(file, folder)));
  }
  const api = new tesseract.TessBaseAPI();
  let speaking = "";
  return {
    languages,
    recognise(image, wanted, orientation = 1) {
      const names = wanted.map(({ name }) => name).join("+");
      if (names !== speaking && api.Init(null, names, LSTM_ONLY) !== 0) {
        throw new Error(`Expected Tesseract to open \`${names}\`, got a refusal: install text recognition again.`);
      }
      speaking = names;
      tesseract.FS.writeFile("/input", image);
      if (api.SetImageFile(orientation, 0) === 1)
        throw new Error("Expected an image that Tesseract can read, got none.");
      api.Recognize(null);
      const found = parseTsv(api.GetTSVText(0));
      api.Clear();
      tesseract.FS.unlink("/input");
      return found;
    },
    [Symbol.dispose]: () => api.End(),
  };
}

async function loadCore(folder: string): Promise<Tesseract> {
  readOcrFile(OCR_ENGINE.script, folder);
  const wasmBinary = readOcrFile(OCR_ENGINE.wasm, folder);
  const core = createRequire(join(folder, "/"))(`./${OCR_ENGINE.script.name}`) as Core;
  return core({ wasmBinary, print: () => {}, printErr: () => {} });
}

/** Level, page, block, paragraph, line, word, left, top, width, height, confidence, text; 1 is a page, 5 a word. */
function parseTsv(tsv: string): Recognised {
  const rows = tsv.split("\n").map((line) => line.split("\t"));
  const page = rows.find(([level]) => level === "1") ?? [];
  const words = rows.flatMap((row): RecognisedWord[] => {
    const [level, , block, paragraph, line, , x, y, width, height, confidence, text = ""] = row;
    if (level !== "5" || text.trim() === "") return [];
    const place = { x: Number(x), y: Number(y), width: Number(width), height: Number(height) };
    return [{ text, line: `${block}/${paragraph}/${line}`, ...place, confidence: Number(confidence) }];
  });
  return { width: Number(page[8]), height: Number(page[9]), words };
}
