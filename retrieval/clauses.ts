/**
 * Finds the clauses of a document and where each stands: numbered sections, and numbered or lettered paragraphs in
 * them ("12.3", "(2)", "Stk. 2", "b)"). Knows nothing of questions or stores. Pure.
 */
import type { Block, Section } from "../corpora/document.ts";
import { sectionNumber } from "../corpora/section-number.ts";
import { type ClauseName, numberPath, readSteps, SUB_WORDS } from "./clause-path.ts";
import { markOf } from "./clause-reference.ts";

/** Half-open offsets into the stored text. */
export type Clause = ClauseName & {
  /** Without a printed number: the second paragraph of an article that numbers none. */
  readonly counted: boolean;
  readonly start: number;
  readonly end: number;
};

export type ClauseSource = {
  readonly text: string;
  readonly sections: readonly Section[];
  readonly blocks: readonly Block[];
};

export function findClauses(source: ClauseSource): Clause[] {
  const names = nameSections(source.sections);
  const bySection = Map.groupBy(source.blocks, (block) => block.section);
  return source.sections.flatMap((section) => {
    const name = names.get(section.index) ?? null;
    const blocks = (bySection.get(section.index) ?? []).filter(({ kind }) => kind !== "heading");
    const own =
      name === null ? [] : [{ ...name, counted: false, start: section.start, end: endOf(section, source.sections) }];
    return [...own, ...clausesInside(name, blocks, source.text)];
  });
}

/** With all sections below it. */
function endOf(section: Section, sections: readonly Section[]): number {
  const next = sections.slice(section.index + 1).find(({ level }) => level <= section.level);
  const last = sections[(next?.index ?? sections.length) - 1] ?? section;
  return Math.max(section.end, last.end);
}

function nameSections(sections: readonly Section[]): Map<number, ClauseName> {
  const names = new Map<number, ClauseName>();
  const open: { level: number; name: ClauseName | null }[] = [];
  for (const section of sections) {
    while (open.length > 0 && (open[open.length - 1]?.level ?? 0) >= section.level) open.pop();
    const above = open.findLast(({ name }) => name !== null)?.name ?? null;
    const name = section.number === null ? null : readName(section.number, above);
    open.push({ level: section.level, name });
    if (name !== null) names.set(section.index, name);
  }
  return names;
}

const SUB = new RegExp(`^(?:${SUB_WORDS})\\.?\\s(\\d+)$`, "iu");

/** "§ 4 (2) b", "Article IV", "4.2", "Stk. 2" → mark and path; what is a part is put behind `above`. */
function readName(printed: string, above: ClauseName | null): ClauseName | null {
  const inside = above !== null && above.mark !== "division" && above.mark !== "annex" ? above : null;
  const sub = SUB.exec(printed)?.[1];
  if (sub !== undefined) return inside && below(inside, sub);
  const sign = /^§+\s*(\d+(?:\.\d+)*(?:\s?[a-z])?)(?=$|[\s(,])|^(\d+(?:\s?[a-z])?)\.?\s?§/u.exec(printed);
  if (sign) return named("sign", sign[1] ?? sign[2] ?? "", printed.slice(sign[0].length));
  const word = /^(\p{L}[\p{L}-]+)\.?\s+(?:nr\.?\s)?(\S+(?:\s(?:bis|ter|quater))?)/iu.exec(printed);
  const mark = word === null ? null : markOf(word[1] ?? "");
  if (word !== null && mark !== null) return named(mark, word[2] ?? "", printed.slice(word[0].length));
  if (/^[A-Z]$/u.test(printed) && !/^[IVX]$/u.test(printed)) {
    return inside ? below(inside, printed.toLowerCase()) : { mark: "bare", path: [printed.toLowerCase()] };
  }
  const path = numberPath(printed);
  if (path === null) return null;
  return inside !== null && path.length === 1 && inside.mark !== "bare"
    ? below(inside, ...path)
    : { mark: "bare", path };
}

function below(above: ClauseName, ...steps: readonly string[]): ClauseName {
  return { mark: above.mark, path: [...above.path, ...steps] };
}

function named(mark: ClauseName["mark"], number: string, rest: string): ClauseName | null {
  const path =
    mark === "annex" && /^[A-Z]$/u.test(number) ? [number.toLowerCase()] : numberPath(number.replace(/[,(].*$/u, ""));
  return path === null ? null : { mark, path: [...path, ...readSteps(rest).steps] };
}

type Entry = ClauseName & { readonly counted: boolean; readonly block: number };
/** `style` tells "(1)" from "1." and "a)": a number in a style that is open stands beside it, in another below it. */
type Marker = { readonly style: string; readonly step: string };

function clausesInside(section: ClauseName | null, blocks: readonly Block[], text: string): Clause[] {
  const texts = blocks.map((block) => (block.kind === "row" ? "" : text.slice(block.start, block.end)));
  const entries = [...markedBlocks(section, texts), ...countedBlocks(section, blocks, texts)].toSorted(
    (a, b) => a.block - b.block,
  );
  return entries.flatMap((entry) => {
    const start = blocks[entry.block]?.start;
    const next = entries.find((other) => other.block > entry.block && !isBelow(other, entry));
    const last = lastBlock(texts, entry.block, entry.counted ? entry.block + 1 : (next?.block ?? texts.length));
    const end = blocks[last]?.end;
    return start === undefined || end === undefined
      ? []
      : [{ mark: entry.mark, path: entry.path, counted: entry.counted, start, end }];
  });
}

function isBelow(other: ClauseName, clause: ClauseName): boolean {
  return other.path.length > clause.path.length && clause.path.every((step, index) => other.path[index] === step);
}

/** The last block before `end` that is no footnote. */
function lastBlock(texts: readonly string[], first: number, end: number): number {
  let last = end - 1;
  while (last > first && isNote(texts[last] ?? "")) last -= 1;
  return last;
}

function isNote(text: string): boolean {
  return /^\[(?:\d{1,2}|[*†‡])\]\s/u.test(text);
}

function markedBlocks(section: ClauseName | null, texts: readonly string[]): Entry[] {
  const entries: Entry[] = [];
  let base = section;
  let stack: Marker[] = [];
  texts.forEach((text, block) => {
    const whole = wholeName(text, section);
    if (whole !== null) {
      [base, stack] = [whole, []];
      entries.push({ ...whole, counted: false, block });
      return;
    }
    const marker = markerOf(text, stack);
    if (marker === null) return;
    const at = stack.findIndex(({ style }) => style === marker.style);
    stack = [...(at === -1 ? stack : stack.slice(0, at)), marker];
    const steps = stack.map(({ step }) => step);
    entries.push({ mark: base?.mark ?? "item", path: [...(base?.path ?? []), ...steps], counted: false, block });
  });
  return entries;
}

const DOTTED = /^(\d{1,3}(?:\.\d{1,3})+[a-z]?)[.):]?\s/u;

/** "12.3 Nobody may …" in Article 12 or in no article; "Art. 5. The board …" where there are no numbered sections. */
function wholeName(text: string, section: ClauseName | null): ClauseName | null {
  const dotted = DOTTED.exec(text)?.[1];
  const path = dotted === undefined ? null : numberPath(dotted);
  if (path !== null) {
    const free = section === null || section.mark === "division" || section.mark === "annex";
    return free || section.path[0] === path[0] ? { mark: section?.mark ?? "bare", path } : null;
  }
  const number = section === null && /^(?:§|\p{Lu}\p{L}+\.?\s)/u.test(text) ? sectionNumber(text) : null;
  const runIn = number !== null && /^[.:)–—-]+\s/u.test(text.slice(number.length).trimStart());
  const name = runIn && number !== null ? readName(number, null) : null;
  return name === null || name.mark === "item" ? null : name;
}

const SUB_WORD = /^(?:stk|abs|absatz)\.?\s(\d{1,3})[.:)]?\s/iu;
const NUMBERED = /^(\(?)(\d{1,3}[a-z]?)([).])\s/u;
const LETTERED = /^(\(?)([a-z]|[ivx]{2,5})([).])\s/u;

function markerOf(text: string, stack: readonly Marker[]): Marker | null {
  const sub = SUB_WORD.exec(text)?.[1];
  if (sub !== undefined) return { style: "word", step: sub };
  const number = NUMBERED.exec(text);
  if (number) return { style: `${number[1]}1${number[3]}`, step: number[2] ?? "" };
  const letter = LETTERED.exec(text);
  if (letter === null) return null;
  const [brackets, step] = [`${letter[1]}#${letter[3]}`, letter[2] ?? ""];
  const before = stack.find(({ style }) => style === brackets.replace("#", "a"))?.step;
  const isRoman = step.length > 1 || (/[ivx]/u.test(step) && before !== undefined && !followsLetter(step, before));
  return { style: brackets.replace("#", isRoman ? "i" : "a"), step };
}

function followsLetter(letter: string, before: string): boolean {
  return letter.charCodeAt(0) === before.charCodeAt(0) + 1;
}

/** Paragraphs that have no number of their own, counted: all of an article, or the one before "Stk. 2". */
function countedBlocks(section: ClauseName | null, blocks: readonly Block[], texts: readonly string[]): Entry[] {
  if (section === null || section.mark === "item") return [];
  const steps = texts.map((text) =>
    DOTTED.test(text) ? "dotted" : (SUB_WORD.exec(text)?.[1] ?? NUMBERED.exec(text)?.[2] ?? null),
  );
  const first = steps.findIndex((step) => step !== null);
  const paragraphs = texts.flatMap((text, index) => {
    const plain = blocks[index]?.kind === "paragraph" && steps[index] === null && !LETTERED.test(text) && !isNote(text);
    return plain && text !== "" ? [index] : [];
  });
  if (first === -1) {
    return paragraphs.map((block, index) => ({ ...below(section, String(index + 1)), counted: true, block }));
  }
  const [only] = paragraphs.filter((block) => block < first);
  return steps[first] === "2" && only !== undefined ? [{ ...below(section, "1"), counted: false, block: only }] : [];
}
