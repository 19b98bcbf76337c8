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

/** With real headings only bold lines are added, below them; without (one title alone is none) headings are found. */
export function withHeadings(pieces: readonly Piece[]): readonly Piece[] {
  const real = pieces.filter((piece) => piece.kind === "heading");
  if (real.length > 1 || (real.length === 1 && pieces[0]?.kind !== "heading")) return withBoldHeadings(pieces);
  return withRunInHeadings(withFoundHeadings(pieces, real[0]?.level ?? 0));
}

/** A line in bold alone is a heading one level below the one it stands under; "3.2.1" one below "3.2". */
function withBoldHeadings(pieces: readonly Piece[]): readonly Piece[] {
  let open = 0;
  return pieces.map((piece, index) => {
    if (piece.kind === "heading") open = piece.level;
    if (piece.kind !== "paragraph" || piece.look?.bold !== true || open === 0) return piece;
    if (!isHeading(piece, pieces[index + 1]) || !hasBody(pieces, index)) return piece;
    const dots = /^\d+(?:\.\d+){2,}/u.exec(piece.text)?.[0].split(".").length ?? 2;
    return { kind: "heading", text: piece.text, level: open + dots - 1, ...(piece.page ? { page: piece.page } : {}) };
  });
}

function withFoundHeadings(pieces: readonly Piece[], base: number): readonly Piece[] {
  const found = pieces.flatMap((piece, index) =>
    piece.kind === "paragraph" && isHeading(piece, pieces[index + 1]) && (isMarked(piece) || hasBody(pieces, index))
      ? [{ piece, rank: headingRank(piece) }]
      : [],
  );
  const ranks = [...new Set(found.map(({ rank }) => rank))].sort((a, b) => a - b);
  const levels = new Map(found.map(({ piece, rank }) => [piece as Piece, base + 1 + ranks.indexOf(rank)]));
  return pieces.map((piece, index) => {
    const level = levels.get(piece);
    if (level === undefined || piece.kind !== "paragraph") return piece;
    const next = levels.get(pieces[index + 1] ?? piece) ?? level;
    if (next < level && !isMarked(piece)) return piece;
    return { kind: "heading", text: piece.text, level, ...(piece.page ? { page: piece.page } : {}) };
  });
}

/** Marked by a number or by larger type, and not by mere bold or capitals. */
function isMarked({ text, look }: Paragraph): boolean {
  return sectionNumber(text.trim()) !== null || (look?.size ?? 1) >= 1.3;
}

/** Names under a letter are bold or in capitals too, but nothing is said below them. */
function hasBody(pieces: readonly Piece[], index: number): boolean {
  return pieces.slice(index + 1, index + 4).some((piece) => {
    if (piece.kind === "item" || piece.kind === "row") return true;
    return piece.kind === "paragraph" && (piece.text.length > 60 || endsSentence(piece.text));
  });
}

/** "Article 8. The board is elected …": the clause's name and number, and a short title behind it, run into the text. */
const RUN_IN = /^(?:§+|(?:art|sec|cl[aá]u|čl|rule\b|bylaw\b|by-law\b))/iu;
const RUN_IN_TITLE =
  /^\s*[.:–—-]*\s*\p{Lu}[\p{L}’'-]*(?:\s(?:\p{Lu}[\p{L}’'-]*|of|and|the|to|for|in|on|de|la|du|des|und|der)){0,6}[.:](?=\s\p{Lu})/u;
/** One such paragraph may be a reference; three are a way of numbering. */
const FEWEST_RUN_INS = 3;

/** Splits the run-in name off, so that what follows under "Article 8." is known to stand in Article 8. */
function withRunInHeadings(pieces: readonly Piece[]): readonly Piece[] {
  const heads = new Map(pieces.flatMap((piece) => (piece.kind === "paragraph" ? runIn(piece) : [])));
  if (heads.size < FEWEST_RUN_INS) return pieces;
  const numbered = pieces.some((piece) => piece.kind === "heading" && RUN_IN.test(piece.text));
  const above = Math.max(0, ...pieces.flatMap((piece) => (piece.kind === "heading" ? [piece.level] : [])));
  return pieces.flatMap((piece): Piece[] => {
    const head = heads.get(piece);
    if (head === undefined || piece.kind !== "paragraph") return [piece];
    const page = piece.page ? { page: piece.page } : {};
    const level = numbered ? above + 1 : Math.max(1, above) + (above > 0 ? 1 : 0);
    return [
      { kind: "heading", text: head, level, ...page },
      { kind: "paragraph", text: piece.text.slice(head.length), ...page },
    ];
  });
}

function runIn(piece: Paragraph): [Piece, string][] {
  const { text } = piece;
  const number = RUN_IN.test(text) ? sectionNumber(text) : null;
  if (number === null || !text.startsWith(number)) return [];
  const rest = text.slice(number.length);
  const title = RUN_IN_TITLE.exec(rest)?.[0] ?? /^\s?[.:)–—-]+(?=\s)/u.exec(rest)?.[0] ?? "";
  const body = rest.slice(title.length);
  return /^\s+["“«¿(]?\s?\p{Lu}/u.test(body) ? [[piece, number + title]] : [];
}

/** Whether a paragraph reads as a heading; `next` is what follows it, since a heading never ends a document. */
export function isHeading(paragraph: Paragraph, next: Piece | undefined): boolean {
  const text = paragraph.text.trim();
  const look = paragraph.look ?? {};
  if (next === undefined || paragraph.note === true || !fitsHeading(text)) return false;
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
  return /[.!?:…][»”"’)]?(?:\[(?:\d{1,2}|[*†‡])\])?$/u.test(text) && !/^\S{1,12}\s?\d+[.:]$/u.test(text);
}

/** "Section 4. Annual Meeting." is a heading although it ends in a full stop; "3.2 Members may vote." is not. */
function isTitleCaseClause(text: string): boolean {
  const number = sectionNumber(text);
  if (number === null || !namesClause(number) || !text.endsWith(".")) return false;
  const words = text
    .slice(number.length)
    .split(/[\s.:–—-]+/u)
    .filter((word) => word.length > 3);
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
