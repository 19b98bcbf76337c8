/**
 * Which stored versions are editions of one document, in their order, and which of them somebody means by a name such
 * as "bylaws v2". Pure; knows nothing of the store.
 */
import type { DocumentRecord, Period } from "./document.ts";
import { editionMark, editionStem } from "./guess-record.ts";
import type { LifeChange } from "./life.ts";

/** What this file asks of a version. */
export type WorkVersion = DocumentRecord & { readonly id: number; readonly periods: readonly Period[] };

/** One document in all its versions, oldest first: the first is v1. `title` is that of the newest. */
export type Work<V extends WorkVersion> = { readonly title: string; readonly versions: readonly V[] };

/**
 * Groups the versions of one collection: by what replaced or superseded what, and by names that differ in dates and
 * version numbers only. `life` gives the decisions about a version.
 */
export function worksOf<V extends WorkVersion>(
  versions: readonly V[],
  life: (id: number) => readonly LifeChange[],
): readonly Work<V>[] {
  const groups = new Map<string, Set<V>>(versions.map((version) => [version.file, new Set([version])]));
  const join = (a: string, b: string) => {
    const [first, second] = [groups.get(a), groups.get(b)];
    if (first === undefined || second === undefined || first === second) return;
    for (const version of second) {
      first.add(version);
      groups.set(version.file, first);
    }
  };
  const stems = new Map<string, string>();
  for (const version of versions) {
    if (version.replaces !== null) join(version.replaces, version.file);
    for (const change of life(version.id)) if (change.kind === "superseded") join(change.successor, version.file);
    const stem = stemOf(version);
    if (stem === null) continue;
    const known = stems.get(stem);
    if (known === undefined) stems.set(stem, version.file);
    else join(known, version.file);
  }
  return [...new Set(groups.values())].map((group) => inOrder([...group])).toSorted(byTitle);
}

/** Editions share folder, rank, language and name; minutes and data of several years are documents of their own. */
function stemOf({ file, title, rank, language }: DocumentRecord): string | null {
  if (!["statutes", "rules", "policy", "law"].includes(rank)) return null;
  const { date, version } = editionMark(file, title);
  if (date === null && version === null) return null;
  const folder = file.split("/").slice(0, -1).join("/");
  return `${folder}\n${rank}\n${language}\n${editionStem(file) || editionStem(title)}`;
}

function inOrder<V extends WorkVersion>(versions: readonly V[]): Work<V> {
  const sorted = versions.toSorted((a, b) => compare(dayOf(a), dayOf(b)) || a.id - b.id);
  return { title: sorted.at(-1)?.title ?? "", versions: sorted };
}

/** Drafts and proposals have no day and stand last. */
function dayOf({ periods, inForceFrom, adoptedOn, status }: WorkVersion): string {
  const day = periods[0]?.from ?? inForceFrom ?? adoptedOn;
  return day ?? (status === "draft" || status === "proposed" ? "9999" : "");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function byTitle(a: Work<WorkVersion>, b: Work<WorkVersion>): number {
  return compare(fold(a.title), fold(b.title));
}

export type Found<V extends WorkVersion> =
  | { readonly kind: "version"; readonly work: Work<V>; readonly version: V }
  /** A document was named, but no version of it. */
  | { readonly kind: "work"; readonly work: Work<V> }
  | { readonly kind: "several"; readonly works: readonly Work<V>[] }
  | { readonly kind: "none"; readonly titles: readonly string[] };

const VERSION_BEHIND =
  /[\s,]+(?:v|version\s+|ver\.?\s*|ausgabe\s+|udgave\s+|[ée]dition\s+|versi[óo]n?\s+)\.?(\d+(?:\.\d+)*)$/iu;

/** Who is meant by "Bylaws", "bylaws v2", "bylaws-2015.docx" or "house". "v2" is the version so named, else the second. */
export function findVersion<V extends WorkVersion>(works: readonly Work<V>[], words: string): Found<V> {
  const asked = words.trim().replace(/^[`"'“„«]+|[`"'”“»]+$/gu, "");
  for (const work of works) {
    const version = work.versions.find(({ file }) => fold(file) === fold(asked));
    if (version) return { kind: "version", work, version };
  }
  const behind = VERSION_BEHIND.exec(asked);
  const name = fold(behind ? asked.slice(0, behind.index) : asked);
  const meant = worksNamed(works, name);
  const [work] = meant;
  if (work === undefined) return { kind: "none", titles: works.map(({ title }) => title) };
  if (meant.length > 1) return { kind: "several", works: meant };
  const version = behind?.[1] === undefined ? undefined : versionNamed(work, behind[1]);
  if (behind !== null && version === undefined) return { kind: "work", work };
  if (version !== undefined) return { kind: "version", work, version };
  const [only, other] = work.versions;
  return only && other === undefined ? { kind: "version", work, version: only } : { kind: "work", work };
}

/** By the whole title, else by its beginning, else by words in title or file name. */
function worksNamed<V extends WorkVersion>(works: readonly Work<V>[], name: string): readonly Work<V>[] {
  if (name === "") return [];
  const named = (fits: (text: string) => boolean) =>
    works.filter(({ versions }) => versions.some(({ title, file }) => fits(fold(title)) || fits(fold(file))));
  const words = name.split(" ");
  const tries = [
    (text: string) => text === name,
    (text: string) => text.startsWith(name),
    (text: string) => words.every((word) => ` ${text} `.includes(` ${word}`)),
  ];
  return tries.map(named).find((found) => found.length > 0) ?? [];
}

function versionNamed<V extends WorkVersion>(work: Work<V>, number: string): V | undefined {
  const own = work.versions.filter(({ version }) => /\d+(?:\.\d+)*/u.exec(version ?? "")?.[0] === number);
  return own.length === 1 ? own[0] : work.versions[Number(number) - 1];
}

/**
 * What a version is called beside its title: "v2", so that `findVersion` finds it again; its file where no number would
 * do. Null for the only version of a document.
 */
export function editionName<V extends WorkVersion>(work: Work<V>, version: V): string | null {
  if (work.versions.length < 2) return null;
  const own = /\d+(?:\.\d+)*/u.exec(version.version ?? "")?.[0];
  const place = String(work.versions.findIndex(({ id }) => id === version.id) + 1);
  const isYear = own !== undefined && Number(own) >= 1000;
  const numbers = isYear || own === undefined ? [place, own] : [own, place];
  const number = numbers.find((one) => one !== undefined && versionNamed(work, one)?.id === version.id);
  return number === undefined ? version.file : `v${number}`;
}

function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[\s_./-]+/gu, " ")
    .trim();
}
