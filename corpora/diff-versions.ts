/**
 * What changed between two versions of a document, section by section: matched by number and title, then by either,
 * then by likeness; the words of a changed section marked. Pure; knows nothing of who shows it and where.
 */
import { diffLines, diffWords } from "diff";
import type { Section } from "./document.ts";

export type DiffedText = { readonly text: string; readonly sections: readonly Section[] };

/** A stretch of words; in their order, those not `added` are the older text, those not `removed` the newer one. */
export type DiffPart = { readonly kind: "same" | "removed" | "added"; readonly text: string };

/** `before` and `after` are headings as printed; "" for what stands before the first heading. */
export type SectionDiff =
  | { readonly kind: "unchanged"; readonly before: string; readonly after: string }
  /** Same words under another number or heading. */
  | { readonly kind: "renumbered"; readonly before: string; readonly after: string }
  | {
      readonly kind: "changed";
      readonly before: string;
      readonly after: string;
      readonly parts: readonly DiffPart[];
    }
  | { readonly kind: "added"; readonly after: string; readonly text: string }
  | { readonly kind: "removed"; readonly before: string; readonly text: string };

/** In the order of the newer version; what was removed stands behind what it followed in the older one. */
export type VersionDiff = readonly SectionDiff[];

type Part = { readonly heading: string; readonly number: string; readonly name: string; readonly body: string };

/** Sections at least this alike are one section that was rewritten, when nothing else tells (0 to 1, of their words). */
const ALIKE = 0.5;
/** With the same clause number less will do; below it the number was given to another rule. */
const ALIKE_WITH_NUMBER = 0.25;

export function diffVersions(before: DiffedText, after: DiffedText): VersionDiff {
  const [old, now] = [partsOf(before), partsOf(after)];
  const matches = matchSections(old, now);
  const taken = new Set(matches.values());
  const diffs: SectionDiff[] = [];
  const removedUpTo = removals(old, taken);
  diffs.push(...removedUpTo(-1));
  now.forEach((part, index) => {
    const from = matches.get(index);
    const was = from === undefined ? undefined : old[from];
    if (from === undefined || was === undefined) diffs.push({ kind: "added", after: part.heading, text: part.body });
    else diffs.push(diffSection(was, part), ...removedUpTo(from));
  });
  diffs.push(...removedUpTo(old.length));
  return diffs;
}

/** How many sections there are of each kind. */
export function countSections(diff: VersionDiff): Readonly<Record<SectionDiff["kind"], number>> {
  const count = (kind: SectionDiff["kind"]) => diff.filter((section) => section.kind === kind).length;
  return {
    unchanged: count("unchanged"),
    renumbered: count("renumbered"),
    changed: count("changed"),
    added: count("added"),
    removed: count("removed"),
  };
}

/** An empty first section, before the first heading, is none. */
function partsOf({ text, sections }: DiffedText): Part[] {
  return sections
    .map(({ title, number, start, end }) => ({
      heading: title,
      number: fold(number ?? ""),
      name: fold(number === null ? title : title.slice(number.length)),
      body: text.slice(Math.min(start + title.length, end), end).trim(),
    }))
    .filter(({ heading, body }) => heading !== "" || body !== "");
}

function fold(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}§()]+/gu, " ")
    .trim();
}

/** Newer section → older one. Each pass matches what the one before it left. */
function matchSections(old: readonly Part[], now: readonly Part[]): Map<number, number> {
  const matches = new Map<number, number>();
  const free = new Set(old.keys());
  const match = (index: number, from: number) => {
    matches.set(index, from);
    free.delete(from);
  };
  const passes: ((was: Part, is: Part) => boolean)[] = [
    (was, is) => was.number === is.number && was.name === is.name && was.body === is.body,
    (was, is) => was.number === is.number && was.name === is.name,
    (was, is) => is.name !== "" && was.name === is.name,
    (was, is) => is.number !== "" && was.number === is.number && likeness(was, is) >= ALIKE_WITH_NUMBER,
  ];
  for (const fits of passes) {
    now.forEach((is, index) => {
      if (matches.has(index)) return;
      const from = [...free].find((candidate) => fits(old[candidate] as Part, is));
      if (from !== undefined) match(index, from);
    });
  }
  const pairs = [...now.keys()]
    .filter((index) => !matches.has(index))
    .flatMap((index) =>
      [...free].map((from) => ({ index, from, alike: likeness(old[from] as Part, now[index] as Part) })),
    )
    .filter(({ alike }) => alike >= ALIKE)
    .toSorted((a, b) => b.alike - a.alike);
  for (const { index, from } of pairs) if (!matches.has(index) && free.has(from)) match(index, from);
  return matches;
}

/** Dice coefficient of the words of two sections. */
function likeness(a: Part, b: Part): number {
  const [first, second] = [wordCounts(a.body), wordCounts(b.body)];
  let common = 0;
  for (const [word, count] of first) common += Math.min(count, second.get(word) ?? 0);
  const all = sum(first) + sum(second);
  return all === 0 ? 0 : (2 * common) / all;
}

function wordCounts(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{N}]+/gu)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}

/** Gives each removed section once: those up to the one that stands behind `position`. */
function removals(old: readonly Part[], taken: ReadonlySet<number>): (position: number) => SectionDiff[] {
  let next = 0;
  return (position) => {
    const removed: SectionDiff[] = [];
    for (; next < old.length && (next <= position || !taken.has(next)); next++) {
      const part = old[next];
      if (part && !taken.has(next)) removed.push({ kind: "removed", before: part.heading, text: part.body });
    }
    return removed;
  };
}

function diffSection(was: Part, is: Part): SectionDiff {
  const headings = { before: was.heading, after: is.heading };
  if (plain(was.body) !== plain(is.body)) return { kind: "changed", ...headings, parts: diffTexts(was.body, is.body) };
  return { kind: fold(was.heading) === fold(is.heading) ? "unchanged" : "renumbered", ...headings };
}

function plain(text: string): string {
  return text.replace(/\s+/gu, " ").trim();
}

/** Above this many changed words two texts are compared by lines, and above as many lines not at all. */
const MOST_CHANGES = { maxEditLength: 1_000 };

function diffTexts(before: string, after: string): DiffPart[] {
  const changes = diffWords(before, after, MOST_CHANGES) ?? diffLines(before, after, MOST_CHANGES);
  if (changes === undefined) {
    return [
      { kind: "removed", text: before },
      { kind: "added", text: after },
    ];
  }
  return changes.map(({ value, added, removed }) => ({
    kind: added ? "added" : removed ? "removed" : "same",
    text: value,
  }));
}
