/**
 * Recognises headings among paragraphs by look and clause number, for documents that mark none as such (PDF, text,
 * flat HTML, a DOCX without styles). Knows nothing of file formats.
 */
import { numberDepth, sectionNumber } from "../section-number.ts";
import type { Look, Piece } from "./pieces.ts";

type Paragraph = Extract<Piece, { kind: "paragraph" }>;

/** A heading longer than this is a sentence in disguise. */
const MAX_HEADING_CHARACTERS = 120;
const MAX_HEADING_WORDS = 16;
/** Larger than the body text by this factor is visibly larger. */
const LARGER = 1.08;

/** The pieces as they are when they hold real headings (one title alone does not count), else with headings found. */
export function withHeadings(pieces: readonly Piece[]): readonly Piece[] {
  const real = pieces.filter((piece) => piece.kind === "heading");
  if (real.length > 1 || (real.length === 1 && pieces.length <= 12)) return pieces;
  const found = pieces.flatMap((piece, index) =>
    piece.kind === "paragraph" && isHeading(piece, pieces[index + 1]) ? [{ piece, rank: headingRank(piece) }] : [],
  );
  const ranks = [...new Set(found.map(({ rank }) => rank))].sort((a, b) => a - b);
  const base = real[0]?.level ?? 0;
  const levels = new Map(found.map(({ piece, rank }) => [piece as Piece, base + 1 + ranks.indexOf(rank)]));
  return pieces.map((piece) => {
    const level = levels.get(piece);
    if (level === undefined || piece.kind !== "paragraph") return piece;
    return { kind: "heading", text: piece.text, level, ...(piece.page ? { page: piece.page } : {}) };
  });
}

/** Whether a paragraph reads as a heading; `next` is what follows it, since a heading never ends a document. */
export function isHeading(paragraph: Paragraph, next: Piece | undefined): boolean {
  const text = paragraph.text.trim();
  const look = paragraph.look ?? {};
  if (next === undefined || !fitsHeading(text)) return false;
  if ((look.size ?? 1) >= LARGER) return !endsSentence(text) || look.bold === true || (look.size ?? 1) >= 1.15;
  if (endsSentence(text)) return isTitleCaseClause(text);
  if (look.bold === true || isAllCaps(text)) return /\p{L}{2}/u.test(text);
  const number = sectionNumber(text);
  if (number !== null) return namesClause(number) || followsAsText(next, text, look);
  return look.alone === true && /^[\p{Lu}¿¡]/u.test(text) && text.length <= 60 && followsAsText(next, text, look);
}

function fitsHeading(text: string): boolean {
  if (text.length === 0 || text.length > MAX_HEADING_CHARACTERS) return false;
  return text.split(/\s+/u).length <= MAX_HEADING_WORDS && !/[;,]$/u.test(text) && /\p{L}|\d/u.test(text);
}

function endsSentence(text: string): boolean {
  return /[.!?:…][»”"’)]?$/u.test(text) && !/^\S{1,12}\s?\d+[.:]$/u.test(text);
}

/** "Section 4. Annual Meeting." is a heading although it ends in a full stop; "3.2 Members may vote." is not. */
function isTitleCaseClause(text: string): boolean {
  const number = sectionNumber(text);
  if (number === null || !namesClause(number) || !text.endsWith(".")) return false;
  const words = text.slice(number.length).split(/[\s.:–—-]+/u).filter((word) => word.length > 3);
  return words.length > 0 && words.length <= 8 && words.every((word) => /^\p{Lu}/u.test(word));
}

function isAllCaps(text: string): boolean {
  const letters = text.replace(/[^\p{L}]/gu, "");
  return letters.length >= 4 && letters === letters.toUpperCase() && letters !== letters.toLowerCase();
}

/** "§ 7" and "Article 3" name a clause by themselves; "7" may as well number a list. */
function namesClause(number: string): boolean {
  return /§|^\p{L}{3}/u.test(number);
}

/** A bare number or a lone line heads a text when a longer paragraph comes next, not another of its kind. */
function followsAsText(next: Piece, text: string, look: Look): boolean {
  if (look.alone === undefined && !/^\d+\.\d/u.test(text)) return false;
  if (next.kind === "item" || next.kind === "row") return look.alone === true;
  return next.kind === "paragraph" && (next.text.length > 60 || endsSentence(next.text));
}

/** Larger type stands above smaller; at one size a chapter stands above an article, that above "3.1". */
function headingRank(piece: Paragraph): number {
  const size = Math.round(Math.max(1, piece.look?.size ?? 1) * 10) / 10;
  const number = sectionNumber(piece.text.trim());
  const depth = number === null ? 1 : numberDepth(number);
  return -size * 100 + depth;
}
