/**
 * Writes NOTICE: every package of others that Rochdale runs with, its licence and who holds the copyright, and each
 * wording of a licence once. Made from the lock file and node_modules, and the same on every platform.
 */
import { join } from "node:path";
import { OCR_LICENCE } from "../../corpora/ocr/ocr-catalogue.ts";
import { CATALOGUE } from "../llama/catalogue.ts";
import { licenceOf } from "./licences.ts";
import { isInUse, type LockedPackage, readLockFile } from "./lock-file.ts";
import { type PackageText, packageText } from "./package-text.ts";

type Named = { readonly name: string; readonly version: string; readonly licence: string; readonly text: PackageText };

/** The whole text of NOTICE. @throws Error when a package of the lock file is not installed. */
export async function noticeText(root: string): Promise<string> {
  const packages = (await readLockFile(root)).filter(isInUse);
  const known = new Map<string, Named>();
  for (const entry of packages) {
    const named = await describe(root, entry);
    known.set(`${named.name}@${named.version}`, named);
  }
  const all = [...known.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  return [HEAD, ...all.map(packageLines), INSIDE, modelLines(), ...wordings(all)].join("\n\n").concat("\n");
}

const HEAD = `Rochdale is free software under the AGPL-3.0-or-later (LICENSE). It runs with the work of others, which npm brings
into node_modules and which stays under the licences of its authors. This file is written by \`npm run notice\`.


Packages
========`;

const INSIDE = `
Inside them
===========

llama.cpp and ggml (in @node-llama-cpp/*) — MIT
    Copyright (c) 2023-2026 The ggml authors

pdf.js (in unpdf) — Apache-2.0
    Copyright Mozilla and individual contributors

hnswlib (in hnswlib-node) — Apache-2.0

Node.js (in node-*) — MIT
    Copyright Node.js contributors; the file LICENSE of each of these packages names what Node.js is made of`;

const keyOf = ({ name, version }: Named) => `${name}@${version}`;

/** A package for one platform is not there on another: its licence is that of the package which asks for it. */
async function describe(root: string, entry: LockedPackage): Promise<Named> {
  const { name, version = "", path, os, cpu } = entry;
  const onePlatform = os !== undefined || cpu !== undefined;
  const text = onePlatform ? { copyright: [], text: "" } : await packageText(join(root, path));
  return { name, version, licence: licenceOf(entry) ?? "no licence named", text };
}

function packageLines({ name, version, licence, text }: Named): string {
  return [`${name} ${version} — ${licence}`, ...text.copyright.map((line) => `    ${line}`)].join("\n");
}

function modelLines(): string {
  const lines = [...CATALOGUE.map(({ id, licence }) => `${id} — ${licence}`), `text recognition — ${OCR_LICENCE}`];
  return ["", "Models, where they are installed", "================================", "", ...lines].join("\n");
}

/** Texts that differ in nothing but spaces, quotation marks and capitals are one. */
const foldWording = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ");

function wordings(all: readonly Named[]): string[] {
  const texts = new Map<string, { readonly text: string; readonly names: string[] }>();
  for (const { name, text } of all) {
    if (text.text === "") continue;
    const folded = foldWording(text.text);
    const found = texts.get(folded) ?? { text: text.text, names: [] };
    texts.set(folded, found);
    if (!found.names.includes(name)) found.names.push(name);
  }
  const blocks = [...texts.values()].map(({ text, names }) => `${names.join(", ")}\n${"-".repeat(80)}\n${text}`);
  return ["\nWordings of the licences\n========================", ...blocks];
}
