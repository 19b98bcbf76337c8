/**
 * Which document of which collection somebody means: "bylaws v2", "house-rules.pdf", "main: bylaws". Knows neither rooms
 * nor terminal, and says nothing itself.
 */
import type { DocumentVersion } from "../../corpora/corpus-store.ts";
import { editionName, type Found, findVersion, type Work } from "../../corpora/works.ts";
import type { Rochdale } from "../rochdale.ts";
import { SAMPLE_COLLECTION } from "../sample.ts";

export type DocumentWork = Work<DocumentVersion>;

/** Where documents are looked up. */
export type Shelf = Pick<Rochdale, "collections"> & {
  readonly lifecycle: Pick<Rochdale["lifecycle"], "works">;
};

/** A version with what it is called beside its title; null where it is the only one. */
export type NamedVersion = { readonly version: DocumentVersion; readonly name: string | null };

export type FoundDocument = (NamedVersion & { readonly kind: "version"; readonly work: DocumentWork }) | Unclear;

/** Why nobody can be sure what is meant. */
export type Unclear = Exclude<Found<DocumentVersion>, { kind: "version" }>;

/** @param words a title or a part of it, with or without the version behind it, or a file; "COLLECTION:" may stand before. */
export function findDocument(shelf: Shelf, words: string): FoundDocument {
  const { collections, rest } = inCollection(shelf, words);
  const works = collections.flatMap((name) => shelf.lifecycle.works(name));
  const found = findVersion(works, rest);
  if (found.kind !== "version") return found;
  const twins = works.filter(
    ({ versions }) => versions !== found.work.versions && versions.some(({ file }) => file === found.version.file),
  );
  if (twins.length > 0 && sameWords(rest, found.version.file))
    return { kind: "several", works: [found.work, ...twins] };
  return { ...found, name: editionName(found.work, found.version) };
}

/** Is some document meant by these words, be it several? */
export function isKnown(shelf: Shelf, words: string): boolean {
  return words.trim() !== "" && findDocument(shelf, words).kind !== "none";
}

/** The collections of the co-op's own documents; the sample alone where there are none. */
export function ownCollections({ collections }: Pick<Rochdale, "collections">): readonly string[] {
  const names = collections().flatMap(({ name, documents }) => (documents > 0 ? [name] : []));
  const own = names.filter((name) => name !== SAMPLE_COLLECTION);
  return own.length > 0 ? own : names;
}

/** The document that a version belongs to. */
export function workOf({ lifecycle }: Pick<Shelf, "lifecycle">, version: DocumentVersion): DocumentWork {
  const works = lifecycle.works(version.collection);
  const own = works.find(({ versions }) => versions.some(({ id }) => id === version.id));
  return own ?? { title: version.title, versions: [version] };
}

export function named(shelf: Pick<Shelf, "lifecycle">, version: DocumentVersion): NamedVersion {
  return { version, name: editionName(workOf(shelf, version), version) };
}

function inCollection(shelf: Shelf, words: string): { collections: readonly string[]; rest: string } {
  const [, name, rest] = /^([^\s:]+):\s*(.+)$/su.exec(words.trim()) ?? [];
  const known = shelf.collections().find((collection) => collection.name === name);
  if (known === undefined || rest === undefined) return { collections: ownCollections(shelf), rest: words };
  return { collections: [known.name], rest };
}

function sameWords(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.toLowerCase();
}
