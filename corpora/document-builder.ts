/**
 * Collects headings, paragraphs, list items and table rows into a ParsedDocument, computing every offset, so that
 * no parser does arithmetic of its own. Knows nothing of any file format.
 */
import type { Block, Format, ParsedDocument, Section } from "./document.ts";
import { withoutInvisible } from "./invisible.ts";
import { sectionNumber } from "./section-number.ts";

/** Cells of a row are joined by this in the stored text. */
export const CELL_SEPARATOR = " | ";

export type DocumentBuilder = {
  /** Opens a section. `level` counts from 1; a deeper level nests under the last shallower heading. */
  heading(text: string, level: number, page?: number | null): void;
  paragraph(text: string, page?: number | null): void;
  /** A list item; `text` includes its printed number or letter ("(b) …"), never a mere bullet. */
  item(text: string, depth: number, page?: number | null): void;
  /** Starts a table: the rows that follow belong to it until the next call of anything but `row`. */
  row(cells: readonly string[], header: boolean, page?: number | null): void;
  warn(sentence: string): void;
  finish(about: { format: Format; title: string | null; pages: number | null }): ParsedDocument;
};

/** White space of all kinds becomes one space; what nobody sees goes (`invisible.ts`). */
export function cleanText(text: string): string {
  return withoutInvisible(text)
    .normalize("NFC")
    .replace(/[\p{Zs}\s\p{Cc}]+/gu, " ")
    .trim();
}

/** A text longer than the builder was told to hold; `maxCharacters` is the number it may hold. */
export class TextTooLongError extends Error {
  readonly maxCharacters: number;
  constructor(maxCharacters: number) {
    super(`Expected at most ${maxCharacters} characters of text, got more: split the document.`);
    this.maxCharacters = maxCharacters;
  }
}

/** `maxCharacters` bounds the stored text (UTF-16 units); past it every call throws TextTooLongError. */
export function createDocumentBuilder(maxCharacters = 5_000_000): DocumentBuilder {
  const parts: string[] = [];
  const blocks: Block[] = [];
  const warnings: string[] = [];
  const sections: Mutable<Section>[] = [
    { index: 0, number: null, title: "", path: [], level: 0, page: null, start: 0, end: 0 },
  ];
  const open: { level: number; title: string }[] = [];
  let length = 0;
  let table = -1;
  let inTable = false;

  function append(text: string, about: Pick<Block, "kind" | "depth" | "table">, page: number | null): void {
    const separator = length === 0 ? "" : about.kind === "row" || about.kind === "item" ? "\n" : "\n\n";
    const start = length + separator.length;
    parts.push(separator, text);
    length = start + text.length;
    if (length > maxCharacters) throw new TextTooLongError(maxCharacters);
    blocks.push({ ...about, start, end: length, section: sections.length - 1, page });
    const section = sections[sections.length - 1];
    if (section) section.end = length;
  }

  return {
    heading(raw, level, page = null) {
      inTable = false;
      const title = cleanText(raw);
      if (title === "") return;
      while (open.length > 0 && (open[open.length - 1]?.level ?? 0) >= level) open.pop();
      open.push({ level, title });
      const start = length === 0 ? 0 : length + 2;
      sections.push({
        index: sections.length,
        number: sectionNumber(title),
        title,
        path: open.map((heading) => heading.title),
        level,
        page,
        start,
        end: start,
      });
      append(title, { kind: "heading", depth: 0, table: null }, page);
    },
    paragraph(raw, page = null) {
      inTable = false;
      const text = cleanText(raw);
      if (text !== "") append(text, { kind: "paragraph", depth: 0, table: null }, page);
    },
    item(raw, depth, page = null) {
      inTable = false;
      const text = cleanText(raw);
      if (text !== "") append(text, { kind: "item", depth, table: null }, page);
    },
    row(cells, header, page = null) {
      if (!inTable) table += 1;
      inTable = true;
      const text = cells.map(cleanText).join(CELL_SEPARATOR);
      if (text.replaceAll(CELL_SEPARATOR, "").trim() === "") return;
      append(text, { kind: "row", depth: 0, table: { index: table, header } }, page);
    },
    warn(sentence) {
      warnings.push(sentence);
    },
    finish({ format, title, pages }) {
      const own = title === null ? null : cleanText(title);
      return { format, title: own === "" ? null : own, text: parts.join(""), sections, blocks, pages, warnings };
    },
  };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
