/** Where the files of text recognition lie and whether they are what the catalogue says. Fetches nothing. */
import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { filesOf, OCR_LANGUAGES, type OcrFile, type OcrLanguage } from "./ocr-catalogue.ts";

/** Beside the models, in the cache that all checkouts share. */
export function ocrFolder(modelsDir: string): string {
  return join(modelsDir, "ocr");
}

/** By size, without reading the files: cheap enough for each document. */
export function installedLanguages(folder: string): readonly OcrLanguage[] {
  return OCR_LANGUAGES.filter((language) => filesOf(language).every((file) => hasSize(file, folder)));
}

function hasSize(file: OcrFile, folder: string): boolean {
  return statSync(join(folder, file.name), { throwIfNoEntry: false })?.size === file.bytes;
}

/** @throws a sentence when the file is missing or is not the one of the catalogue. */
export function readOcrFile(file: OcrFile, folder: string): Buffer {
  const path = join(folder, file.name);
  const bytes = readFileSync(path);
  const got = createHash("sha256").update(bytes).digest("hex");
  if (got === file.sha256) return bytes;
  throw new Error(
    `Expected \`${path}\` to have SHA-256 \`${file.sha256}\`, got \`${got}\`: delete it and install text recognition again.`,
  );
}

/** Null when the file is the one of the catalogue, else a sentence. */
export function verifyOcrFile(file: OcrFile, folder: string): string | null {
  try {
    readOcrFile(file, folder);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
