/**
 * Which two texts somebody wants to see compared: two versions of a document, two documents, or a text before and after
 * its correction. Knows nothing of how a comparison is shown.
 */
import type { DocumentVersion } from "../../corpora/corpus-store.ts";
import { diffVersions, type VersionDiff } from "../../corpora/diff-versions.ts";
import { editionName } from "../../corpora/works.ts";
import type { Rochdale } from "../rochdale.ts";
import { type DocumentWork, findDocument, type NamedVersion, type Unclear } from "./find-document.ts";

/** One side; `correctedAt` (ISO 8601) for a text that was corrected then. */
export type Side = NamedVersion & { readonly correctedAt: string | null };

export type CompareOutcome =
  | { readonly kind: "compared"; readonly before: Side; readonly after: Side; readonly diff: VersionDiff }
  | { readonly kind: "only-one"; readonly meant: NamedVersion }
  | { readonly kind: "unclear"; readonly words: string; readonly why: Unclear };

export type CompareDeps = {
  readonly rochdale: Pick<Rochdale, "collections" | "documentText" | "formerTexts" | "lifecycle">;
};

/** @param words "bylaws v2 v3", "bylaws" (its last two versions), "bylaws v3" (with the one before), "a.md b.md". */
export function compare(words: string, { rochdale }: CompareDeps): CompareOutcome {
  const [, title = "", first = "", second = ""] =
    /^(.*\S)\s+v(\d+(?:\.\d+)*)\s+(?:\S+\s+)?v(\d+(?:\.\d+)*)$/isu.exec(words) ?? [];
  if (title !== "") return compareTwo(`${title} v${first}`, `${title} v${second}`, rochdale);
  const found = findDocument(rochdale, words);
  if (found.kind === "version") return withTheOneBefore(found.work, found, rochdale);
  if (found.kind === "work") return lastTwo(found.work, rochdale);
  const cut = cutInTwo(words, rochdale);
  return cut === null ? { kind: "unclear", words, why: found } : compareTwo(cut[0], cut[1], rochdale);
}

type Shelves = CompareDeps["rochdale"];

function compareTwo(first: string, second: string, rochdale: Shelves): CompareOutcome {
  const before = findDocument(rochdale, first);
  if (before.kind !== "version") return { kind: "unclear", words: first, why: before };
  const after = findDocument(rochdale, second);
  if (after.kind !== "version") return { kind: "unclear", words: second, why: after };
  return compared({ ...before, correctedAt: null }, { ...after, correctedAt: null }, rochdale);
}

function lastTwo(work: DocumentWork, rochdale: Shelves): CompareOutcome {
  const [before, after] = work.versions.slice(-2);
  if (before === undefined || after === undefined) throw new Error("Expected a document with two versions, got fewer.");
  return compared(sideOf(work, before), sideOf(work, after), rochdale);
}

function sideOf(work: DocumentWork, version: DocumentVersion): Side {
  return { version, name: editionName(work, version), correctedAt: null };
}

/** A first version is compared with its own text before the last correction. */
function withTheOneBefore(work: DocumentWork, meant: NamedVersion, rochdale: Shelves): CompareOutcome {
  const { version, name } = meant;
  const after: Side = { version, name, correctedAt: null };
  const before = work.versions[work.versions.findIndex(({ id }) => id === version.id) - 1];
  if (before !== undefined) return compared(sideOf(work, before), after, rochdale);
  const [former] = rochdale.formerTexts(version.id);
  if (former === undefined) return { kind: "only-one", meant: { version, name } };
  const diff = diffVersions(former, contentOf(version, rochdale));
  return { kind: "compared", before: { version, name, correctedAt: former.at }, after, diff };
}

function compared(before: Side, after: Side, rochdale: Shelves): CompareOutcome {
  const diff = diffVersions(contentOf(before.version, rochdale), contentOf(after.version, rochdale));
  return { kind: "compared", before, after, diff };
}

function contentOf({ collection, file, sections }: DocumentVersion, rochdale: Shelves) {
  return { text: rochdale.documentText(collection, file) ?? "", sections };
}

/** Two names in one line, the first as long as can be. */
function cutInTwo(words: string, rochdale: Shelves): readonly [string, string] | null {
  const isOne = (part: string) => findDocument(rochdale, part).kind === "version";
  for (const { index, 0: space } of [...words.matchAll(/\s+/gu)].toReversed()) {
    const parts = [words.slice(0, index), words.slice(index + space.length)] as const;
    if (isOne(parts[0]) && isOne(parts[1])) return parts;
  }
  return null;
}
