/**
 * Cuts a document into passages along its sections: at most 180 words, a contiguous slice of the stored text, with
 * the path of headings above it. The unit of retrieval. Pure.
 */

import type { Block, Section } from "../corpora/document.ts";
import { CELL_SEPARATOR } from "../corpora/document-builder.ts";
import { countWords, type Sentence, splitSentences } from "./sentences.ts";

/** Longest passage in words (design.md, "Passage"). */
export const MAX_PASSAGE_WORDS = 180;

/** Sections shorter than this are joined with the sibling that follows, while they stay below it together. */
const SMALL_SECTION_WORDS = 40;

export type Passage = {
  readonly section: number;
  readonly start: number;
  readonly end: number;
  readonly page: number | null;
  /** Headings above the passage, outermost first, and for table rows the header row. */
  readonly heading: string;
  readonly sentences: readonly (Sentence & { readonly lead: string })[];
};

export type PassageSource = {
  readonly title: string;
  /** What the file's name and record say beside its text: found by words, never embedded. */
  readonly labels: string;
  readonly text: string;
  readonly sections: readonly Section[];
  readonly blocks: readonly Block[];
};

type Unit = Sentence & { readonly words: number; readonly section: number; readonly page: number | null };

/** Passages of a document, in order; together they cover every sentence once. */
export function cutPassages(source: PassageSource): Passage[] {
  const units = splitSentences(source.text, source.blocks).map((sentence) => asUnit(source, sentence));
  const headers = tableHeaders(source);
  return groupUnits(units, source.sections).map((group) => toPassage(source, headers, group));
}

function asUnit(source: PassageSource, sentence: Sentence): Unit {
  const block = source.blocks[sentence.block];
  return {
    ...sentence,
    words: countWords(source.text.slice(sentence.start, sentence.end)),
    section: block?.section ?? 0,
    page: block?.page ?? null,
  };
}

function groupUnits(units: readonly Unit[], sections: readonly Section[]): Unit[][] {
  const groups: Unit[][] = [];
  let current: Unit[] = [];
  let words = 0;
  const close = () => {
    if (current.length > 0) groups.push(current);
    current = [];
    words = 0;
  };
  for (const unit of units) {
    const last = current[current.length - 1];
    const heading =
      last !== undefined && last.section !== unit.section ? headingWords(sections, last.section, unit.section) : 0;
    const sameStretch =
      last === undefined || last.section === unit.section || mayJoin(sections, last.section, unit.section, words);
    const first = last === undefined ? countWords(sections[unit.section]?.title ?? "") : 0;
    if (!sameStretch || words + heading + unit.words > MAX_PASSAGE_WORDS) close();
    words += unit.words + (current.length === 0 ? first : heading);
    current.push(unit);
  }
  close();
  return groups;
}

function headingWords(sections: readonly Section[], from: number, to: number): number {
  return sections.slice(from + 1, to + 1).reduce((sum, section) => sum + countWords(section.title), 0);
}

/** Small sections under the same parent may share a passage. */
function mayJoin(sections: readonly Section[], from: number, to: number, words: number): boolean {
  if (words >= SMALL_SECTION_WORDS) return false;
  const parent = (index: number) => sections[index]?.path.slice(0, -1).join("\n") ?? "";
  return sections[from]?.level === sections[to]?.level && parent(from) === parent(to);
}

function toPassage(source: PassageSource, headers: ReadonlyMap<number, string>, group: readonly Unit[]): Passage {
  const first = group[0] as Unit;
  const last = group[group.length - 1] as Unit;
  const section = source.sections[first.section];
  const opensSection = !source.blocks.some(
    (block) => block.section === first.section && block.kind !== "heading" && block.start < first.start,
  );
  const start = opensSection && section !== undefined && section.title !== "" ? section.start : first.start;
  return {
    section: first.section,
    start,
    end: last.end,
    page: first.page,
    heading: [source.title, ...(section?.path ?? [])]
      .filter((part, index, all) => part !== "" && part !== all[index - 1])
      .join(" > "),
    sentences: group.map((unit) => ({
      start: unit.start,
      end: unit.end,
      block: unit.block,
      lead: leadOf(source, headers, unit),
    })),
  };
}

/** What a sentence needs to be understood alone: the header row of its table, or the line that introduces its list. */
function leadOf(source: PassageSource, headers: ReadonlyMap<number, string>, unit: Unit): string {
  const block = source.blocks[unit.block];
  if (block?.kind === "row") return block.table && !block.table.header ? (headers.get(block.table.index) ?? "") : "";
  if (block?.kind !== "item") return "";
  const introduction = introductionOf(source.blocks, unit.block);
  return introduction === null ? "" : source.text.slice(introduction.start, introduction.end);
}

/** The paragraph before a list in the same section, when it ends with a colon. */
export function introductionOf(blocks: readonly Block[], item: number): Block | null {
  const own = blocks[item];
  for (let index = item - 1; index >= 0; index -= 1) {
    const block = blocks[index];
    if (block === undefined || own === undefined || block.section !== own.section) return null;
    if (block.kind === "paragraph" || (block.kind === "item" && block.depth < own.depth)) return block;
    if (block.kind !== "item") return null;
  }
  return null;
}

function tableHeaders(source: PassageSource): Map<number, string> {
  const headers = new Map<number, string>();
  for (const block of source.blocks) {
    if (block.table?.header) headers.set(block.table.index, source.text.slice(block.start, block.end));
  }
  return headers;
}

/** "Household | Fee" and "2 | 40 EUR" → "Household: 2, Fee: 40 EUR": how a row is read to the embedder. */
export function spellOutRow(header: string, row: string): string {
  const names = header.split(CELL_SEPARATOR);
  return row
    .split(CELL_SEPARATOR)
    .map((cell, index) => (names[index] ? `${names[index]}: ${cell}` : cell))
    .join(", ");
}
