/** Text recognition as the commands see it: one entry per language beside the models. */
import { runNpm } from "../../bin/npm.mjs";
import { installOcr } from "../../corpora/ocr/install-ocr.ts";
import { filesOf, OCR_LANGUAGES, OCR_LICENCE, type OcrLanguage } from "../../corpora/ocr/ocr-catalogue.ts";
import { installedLanguages, ocrFolder, verifyOcrFile } from "../../corpora/ocr/ocr-files.ts";
import type { ModelShelf } from "./model-shelf.ts";

/** The models of `shelf` and the languages of text recognition, which no profile brings by itself. */
export function withOcr(shelf: ModelShelf, modelsDir: string): ModelShelf {
  const folder = ocrFolder(modelsDir);
  const find = (id: string) => OCR_LANGUAGES.find((language) => language.id === id);
  return {
    async list() {
      const installed = installedLanguages(folder);
      return [...(await shelf.list()), ...OCR_LANGUAGES.map((language) => listed(language, installed))];
    },
    async install(id, signal) {
      const language = find(id);
      if (language === undefined) return shelf.install(id, signal);
      await installOcr(language, { folder, npm: runNpm, signal });
    },
    async verify(id, signal) {
      const language = find(id);
      if (language === undefined) return shelf.verify(id, signal);
      return filesOf(language).flatMap((file) => verifyOcrFile(file, folder) ?? [])[0] ?? null;
    },
  };
}

function listed(language: OcrLanguage, installed: readonly OcrLanguage[]) {
  return {
    id: language.id,
    title: language.title,
    task: "ocr" as const,
    licence: OCR_LICENCE,
    bytes: filesOf(language).reduce((sum, { bytes }) => sum + bytes, 0),
    languages: [language.code],
    measured: false,
    sha256: filesOf(language).map(({ sha256 }) => sha256),
    installed: installed.includes(language),
    inProfile: false,
  };
}
