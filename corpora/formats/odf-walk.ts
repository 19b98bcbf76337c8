/**
 * Walks the text of an OpenDocument file in reading order: headings, paragraphs, lists with their numbers, tables,
 * notes. Knows nothing of files or containers.
 */
import { createNumbering, type Numbering } from "./odt-numbering.ts";
import { attribute, childrenOf, findAll, findFirst, nameOf, type XmlNode, xmlText } from "./odt-xml.ts";
import type { Piece } from "./pieces.ts";
import { looksLikeHeader, type SpanCell, spannedRows, tablePieces } from "./tables.ts";

/** Nothing that is read as part of the text; deletions of tracked changes lie in `text:tracked-changes`. */
const SKIPPED = new Set([
  "text:tracked-changes",
  "office:annotation",
  "office:annotation-end",
  "text:table-of-content",
  "text:alphabetical-index",
  "office:forms",
  "text:sequence-decls",
  "text:variable-decls",
  "text:hidden-text",
  "text:note-citation",
  "svg:title",
  "svg:desc",
  "text:ruby-text",
  "draw:object",
  "draw:object-ole",
  "office:event-listeners",
]);

export type Reading = {
  readonly pieces: Piece[];
  readonly numbering: Numbering;
  readonly bold: ReadonlySet<string>;
  /** Texts of footnotes met in the running paragraph, list or table; they follow it. */
  notes: string[];
  comments: number;
  /** Text boxes met in the running paragraph; they follow it. */
  boxes: XmlNode[];
};
type Item = { number: string; depth: number };

/** `roots` are the parts that hold styles. */
export function createReading(roots: readonly XmlNode[]): Reading {
  return { pieces: [], numbering: createNumbering(roots), bold: boldStyles(roots), notes: [], comments: 0, boxes: [] };
}

/** Reads what stands inside an element into `reading.pieces`. */
export function readInside(node: XmlNode, reading: Reading): void {
  for (const child of childrenOf(node)) visit(child, reading, null);
  flushNotes(reading);
}

function visit(node: XmlNode, reading: Reading, item: Item | null): void {
  const name = nameOf(node);
  if (SKIPPED.has(name) || attribute(node, "text:display") === "none") return;
  if (name === "text:h") visitHeading(node, reading, item);
  else if (name === "text:p") visitParagraph(node, reading, item);
  else if (name === "text:list") visitList(node, reading, null, 0);
  else if (name === "text:numbered-paragraph") for (const child of childrenOf(node)) visit(child, reading, item);
  else if (name === "table:table") visitTable(node, reading);
  else for (const child of childrenOf(node)) visit(child, reading, item);
}

function visitHeading(node: XmlNode, reading: Reading, item: Item | null): void {
  const level = Number(attribute(node, "text:outline-level") ?? "1") || 1;
  const text = inline(node, reading);
  if (text.trim() !== "") {
    const number = item?.number || reading.numbering.heading(level, attribute(node, "text:style-name"));
    if (item !== null) item.number = "";
    reading.pieces.push({ kind: "heading", text: `${number} ${text}`.trim(), level });
  }
  if (item === null) flushNotes(reading);
}

function visitParagraph(node: XmlNode, reading: Reading, item: Item | null): void {
  const text = inline(node, reading);
  if (text.trim() !== "") {
    if (item === null) reading.pieces.push({ kind: "paragraph", text, look: { bold: isBold(node, reading) } });
    else {
      reading.pieces.push({ kind: "item", text: `${item.number} ${text}`, depth: item.depth });
      item.number = "";
    }
  }
  if (item === null) flushNotes(reading);
}

/** Notes and text boxes stand behind the paragraph, list or table to which they belong. */
function flushNotes(reading: Reading): void {
  for (const text of reading.notes) reading.pieces.push({ kind: "paragraph", text });
  reading.notes = [];
  const boxes = reading.boxes.splice(0);
  for (const box of boxes) readInside(box, reading);
}

function visitList(node: XmlNode, reading: Reading, inherited: string | null, depth: number): void {
  const style = attribute(node, "text:style-name") ?? inherited;
  const continues =
    attribute(node, "text:continue-numbering") === "true" || attribute(node, "text:continue-list") !== null;
  if (depth === 0) reading.numbering.openList(style, continues);
  for (const child of childrenOf(node)) {
    const counted = nameOf(child) === "text:list-item";
    if (!counted && nameOf(child) !== "text:list-header") continue;
    const printed = counted && startsWithText(child);
    const start = attribute(child, "text:start-value");
    const item: Item = {
      number: printed ? reading.numbering.item(style, depth, start === null ? null : Number(start)) : "",
      depth,
    };
    for (const inner of childrenOf(child)) {
      if (nameOf(inner) === "text:list") visitList(inner, reading, style, depth + 1);
      else visit(inner, reading, item);
    }
  }
  if (depth === 0) flushNotes(reading);
}

/** An item that only wraps a deeper list prints no number of its own. */
function startsWithText(item: XmlNode): boolean {
  const first = childrenOf(item).find((child) => /^text:(?:p|h|list)$/u.test(nameOf(child)));
  return first !== undefined && nameOf(first) !== "text:list";
}

function visitTable(node: XmlNode, reading: Reading): void {
  const rows = tableRows(node);
  const cells = rows.map(({ row }) => rowCells(row, reading));
  const texts = spannedRows(cells, 0);
  const marked = attribute(node, "table:use-first-row-styles") === "true" && rows.length > 1;
  const declared = rows.filter(({ header }) => header).length || (marked ? 1 : 0);
  if (Math.max(0, ...texts.map((line) => line.length)) <= 1) {
    for (const { row } of rows) for (const child of childrenOf(row)) visit(child, reading, null);
    return;
  }
  const headers = declared || (looksLikeHeader(texts) ? 1 : 0);
  reading.pieces.push(...tablePieces(spannedRows(cells, headers), headers));
  flushNotes(reading);
}

function tableRows(node: XmlNode, header = false): { row: XmlNode; header: boolean }[] {
  return childrenOf(node).flatMap((child) => {
    const name = nameOf(child);
    if (name === "table:table-row") return [{ row: child, header }];
    return /^table:table-(?:header-rows|rows|row-group)$/u.test(name)
      ? tableRows(child, header || name.includes("header"))
      : [];
  });
}

/** Cells that another covers are left to its spans. */
function rowCells(row: XmlNode, reading: Reading): SpanCell[] {
  return childrenOf(row).flatMap((cell) => {
    if (nameOf(cell) !== "table:table-cell") return [];
    const text = findAll(cell, "text:p")
      .concat(findAll(cell, "text:h"))
      .map((part) => inline(part, reading))
      .join(" ");
    const repeated = Math.min(50, Number(attribute(cell, "table:number-columns-repeated") ?? "1") || 1);
    const one = { text, down: spanOf(cell, "rows"), across: spanOf(cell, "columns") };
    return text.trim() === "" && repeated > 1 ? [one] : Array.from({ length: repeated }, () => one);
  });
}

function spanOf(cell: XmlNode, what: "rows" | "columns"): number {
  return Math.max(1, Math.floor(Number(attribute(cell, `table:number-${what}-spanned`) ?? "1") || 1));
}

function inline(node: XmlNode, reading: Reading): string {
  return childrenOf(node)
    .map((child) => inlineChild(child, reading))
    .join("");
}

function inlineChild(child: XmlNode, reading: Reading): string {
  const name = nameOf(child);
  if (name === "#text") return xmlText(child);
  if (name === "office:annotation") reading.comments += 1;
  if (name === "draw:frame" || name === "draw:custom-shape") reading.boxes.push(...boxesOf(child));
  if (SKIPPED.has(name) || name === "draw:frame" || name === "draw:custom-shape") return "";
  if (/^text:(?:s|tab|line-break|soft-page-break)$/u.test(name)) return name.endsWith("soft-page-break") ? "" : " ";
  if (name === "text:note") {
    const mark = `[${xmlText(findFirst(child, "text:note-citation")).trim()}]`;
    reading.notes.push(`${mark} ${inline(findFirst(child, "text:note-body") ?? child, { ...reading, notes: [] })}`);
    return mark;
  }
  return name === "text:p" ? `${inline(child, reading)} ` : inline(child, reading);
}

/** A text box in a frame, or a drawn shape, which holds its paragraphs itself. */
function boxesOf(frame: XmlNode): XmlNode[] {
  const boxes = findAll(frame, "draw:text-box");
  return boxes.length > 0 || nameOf(frame) === "draw:frame" ? boxes : [frame];
}

function isBold(node: XmlNode, reading: Reading): boolean {
  if (reading.bold.has(attribute(node, "text:style-name") ?? "")) return true;
  const parts = childrenOf(node).filter((child) => xmlText(child).trim() !== "");
  return (
    parts.length > 0 &&
    parts.every((part) => nameOf(part) === "text:span" && reading.bold.has(attribute(part, "text:style-name") ?? ""))
  );
}

function boldStyles(roots: readonly XmlNode[]): ReadonlySet<string> {
  const bold = new Set<string>();
  for (const style of roots.flatMap((root) => findAll(root, "style:style"))) {
    const weight = attribute(findFirst(style, "style:text-properties"), "fo:font-weight");
    const parent = attribute(style, "style:parent-style-name");
    const heavy = weight === "bold" || Number(weight) >= 600;
    if (heavy || (weight === null && parent !== null && bold.has(parent)))
      bold.add(attribute(style, "style:name") ?? "");
  }
  return bold;
}
