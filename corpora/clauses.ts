/**
 * Clause numbers as places: which clause a stretch of text stands in, and whether one clause lies within another, however
 * the two are printed ("§ 4 (2)", "Art. 4 Abs. 2", "4.2"). Pure.
 */
import type { Block, Section } from "./document.ts";
import { numberDepth, sectionNumber } from "./section-number.ts";

/** "§ 4 (2) b" is ["4", "2", "b"]; empty for a text without a clause number. */
export type Clause = readonly string[];

const ROMAN = /^(?=[ivxl])(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})$/u;
const AFFIX = /^(?:bis|ter|quater)$/u;

export function clauseOf(number: string): Clause {
  const words = number.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const hasDigits = words.some((word) => /\d/u.test(word));
  return words.flatMap((word, index) => {
    if (AFFIX.test(words[index + 1] ?? "") && /\d/u.test(word)) return [`${plain(word)}${words[index + 1]}`];
    if (/\d/u.test(word)) return [plain(word)];
    if (hasDigits) return index > 0 && /^[a-z]$/u.test(word) ? [word] : [];
    return ROMAN.test(word) || /^[a-z]$/u.test(word) ? [word] : [];
  });
}

/** "1er" and "5º" are "1" and "5"; "4a" stays. */
function plain(word: string): string {
  return word.replace(/(?<=\d)(?:er|ère|re|r|º|ª|°|è)$/u, "");
}

/** Is the first clause the second, or a part of it? */
export function liesWithin(clause: Clause, outer: Clause): boolean {
  return outer.length > 0 && outer.every((part, index) => clause[index] === part);
}

type Text = { readonly sections: readonly Section[]; readonly blocks: readonly Block[]; readonly text: string };

/** The clause that the block at an offset belongs to: by its own number, those before it in its section, and headings. */
export function clauseAt({ sections, blocks, text }: Text, offset: number): Clause {
  const index = blocks.findIndex((block) => block.end > offset);
  const here = blocks[index];
  if (here === undefined) return [];
  const own = numberedSection(sections, here.section);
  let numbered = own;
  let clause = own;
  for (const block of blocks.slice(0, index + 1)) {
    if (block.section !== here.section || block.kind === "heading") continue;
    const opening = text.slice(block.start, Math.min(block.end, block.start + OPENING));
    const letter = LETTERED.exec(opening)?.[1];
    const number = dottedOpening(opening) ?? NUMBERED.exec(opening)?.[1];
    if (number !== undefined) {
      const parts = clauseOf(number);
      numbered = parts.length > 1 ? parts : [...own, ...parts];
      clause = numbered;
    } else if (letter !== undefined) clause = [...numbered, letter.toLowerCase()];
  }
  return clause;
}

/** A clause number is among the first characters of its paragraph. */
const OPENING = 40;
/** "(2) …", "2. …", "2) …". */
const NUMBERED = /^["“„«]?\(?(\d{1,3}[a-z]?)[.)]\s/u;
const LETTERED = /^\(?([a-z])\)\s/iu;

/** "5.2 A guest …" and "§ 5 (2) …" say the whole of their place. */
function dottedOpening(opening: string): string | undefined {
  const number = sectionNumber(opening.replace(/^["“„«]/u, ""));
  return number !== null && (clauseOf(number).length > 1 || /^§|^\p{L}{3}/u.test(number)) ? number : undefined;
}

/** The number of the innermost heading that has one; chapters and parts are above clauses and count for none. */
function numberedSection(sections: readonly Section[], index: number): Clause {
  let level = Number.POSITIVE_INFINITY;
  for (let at = index; at >= 0; at -= 1) {
    const section = sections[at];
    if (section === undefined || section.level >= level) continue;
    level = section.level;
    if (section.number !== null) return numberDepth(section.number) === 0 ? [] : clauseOf(section.number);
  }
  return [];
}
