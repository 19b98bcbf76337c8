/**
 * What every format reader yields: pieces of text in reading order, with what is known of their look, and the step
 * that feeds them to the document builder. Knows nothing of any file format.
 */
import type { Format, ParsedDocument } from "../document.ts";
import { createDocumentBuilder, type DocumentBuilder } from "../document-builder.ts";
import { sectionNumber } from "../section-number.ts";
import { withHeadings } from "./headings.ts";

export type Piece =
  | { readonly kind: "heading"; readonly text: string; readonly level: number; readonly page?: number }
  /** `note`: a footnote, which goes to the end of its section. */
  | {
      readonly kind: "paragraph";
      readonly text: string;
      readonly look?: Look;
      readonly page?: number;
      readonly note?: boolean;
    }
  | { readonly kind: "item"; readonly text: string; readonly depth: number; readonly page?: number }
  | { readonly kind: "row"; readonly cells: readonly string[]; readonly header: boolean; readonly page?: number }
  /** Ends a table, so that one that follows at once is a table of its own. */
  | { readonly kind: "table-end" };

/** Typography of a paragraph, as far as the format has any. `size` is relative to the body text. */
export type Look = {
  readonly bold?: boolean;
  readonly size?: number;
  /** Stands alone between blank lines in a plain text, or is underlined there. */
  readonly alone?: boolean;
};

export type About = {
  readonly format: Format;
  /** A title that the document states outright, "" for none at all; `fallbackTitle` comes after its first heading. */
  readonly title: string | null;
  readonly fallbackTitle?: string | null;
  readonly pages?: number | null;
  readonly warnings?: readonly string[];
  readonly maxCharacters: number;
  /** Pages that were read by text recognition. */
  readonly ocrPages?: ReadonlySet<number>;
};

/** Pieces → document. Without real headings they are recognised by look and number. */
export function buildDocument(pieces: readonly Piece[], about: About): ParsedDocument {
  const builder = createDocumentBuilder(about.maxCharacters);
  const settled = notesLast(withHeadings(pieces));
  for (const piece of settled) addPiece(builder, piece);
  for (const warning of about.warnings ?? []) builder.warn(warning);
  const title = about.title ?? ownTitle(settled) ?? about.fallbackTitle ?? null;
  return markOcr(builder.finish({ format: about.format, title, pages: about.pages ?? null }), about.ocrPages);
}

function markOcr(document: ParsedDocument, pages: ReadonlySet<number> = new Set()): ParsedDocument {
  if (pages.size === 0) return document;
  const blocks = document.blocks.map((block) =>
    block.page !== null && pages.has(block.page) ? { ...block, ocr: true as const } : block,
  );
  return { ...document, blocks };
}

/** Footnotes stand at the end of the section that refers to them. */
function notesLast(pieces: readonly Piece[]): readonly Piece[] {
  const isNote = (piece: Piece) => piece.kind === "paragraph" && piece.note === true;
  const settled: Piece[] = [];
  const notes: Piece[] = [];
  for (const piece of pieces) {
    if (isNote(piece)) notes.push(piece);
    else {
      if (piece.kind === "heading") settled.push(...notes.splice(0));
      settled.push(piece);
    }
  }
  return [...settled, ...notes];
}

function addPiece(builder: DocumentBuilder, piece: Piece): void {
  const page = "page" in piece ? (piece.page ?? null) : null;
  if (piece.kind === "heading") builder.heading(piece.text, piece.level, page);
  else if (piece.kind === "paragraph") builder.paragraph(piece.text, page);
  else if (piece.kind === "item") builder.item(piece.text, piece.depth, page);
  else if (piece.kind === "row") builder.row(piece.cells, piece.header, page);
  else if (piece.kind === "table-end") builder.paragraph("");
  else piece satisfies never;
}

/** The first heading when no other stands on its level or above, else a short line before all headings. */
function ownTitle(pieces: readonly Piece[]): string | null {
  const [opening] = pieces;
  const headings = pieces.filter((piece) => piece.kind === "heading");
  const first = headings[0];
  const alone = first !== undefined && headings.every((heading) => heading === first || heading.level > first.level);
  if (alone) return first.text;
  if (opening?.kind === "paragraph" && pieces.length > 2 && readsAsTitle(opening.text)) return opening.text;
  return first !== undefined && first === opening && first.level === 1 && readsAsTitle(first.text) ? first.text : null;
}

function readsAsTitle(text: string): boolean {
  return text.trim().length <= 120 && !/[.;,:!]$/u.test(text.trim()) && sectionNumber(text.trim()) === null;
}

/** Titles that tools write by themselves say nothing about the document. */
const TOOL_TITLE =
  /^(?:microsoft (?:word|powerpoint|excel) - |untitled|unbenannt|sans titre|uden titel|sin título|dokument\s?\d*$|document\s?\d*$|powerpoint|slide 1$|presentation$|\(anonymous\)|title$|layout 1$)/iu;

/** A title from a file's metadata, null when it is a tool's default or a file name. */
export function metadataTitle(title: unknown): string | null {
  if (typeof title !== "string") return null;
  const text = title.normalize("NFC").replace(/\s+/gu, " ").trim();
  if (text.length < 3 || text.length > 200 || TOOL_TITLE.test(text)) return null;
  if (/\.(?:docx?|odt|pdf|tex|dvi|md|html?|indd|pages|rtf|xlsx?)$/iu.test(text)) return null;
  return /[\\/]/u.test(text) && !text.includes(" ") ? null : text.includes(" ") ? text : text.replaceAll("_", " ");
}

/** `dc:title` of an office file's core properties. */
export function coreTitle(xml: string | null): string | null {
  const raw = /<dc:title[^>]*>([^<]*)<\/dc:title>/u.exec(xml ?? "")?.[1] ?? "";
  const named: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };
  return metadataTitle(raw.replace(/&(lt|gt|quot|apos|amp);/gu, (_, name: string) => named[name] ?? ""));
}
