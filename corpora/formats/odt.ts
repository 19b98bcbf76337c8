/** Reads ODT: content.xml walked in reading order, numbers computed from its list styles. Knows nothing of ODS. */
import type { ParsedDocument } from "../document.ts";
import type { Limits } from "./limits.ts";
import { createNumbering, type Numbering } from "./odt-numbering.ts";
import { attribute, childrenOf, findAll, findFirst, nameOf, parseXml, type XmlNode, xmlText } from "./odt-xml.ts";
import { buildDocument, metadataTitle, type Piece } from "./pieces.ts";
import { looksLikeHeader, tablePieces } from "./tables.ts";
import { Unreadable } from "./unreadable.ts";
import { memberText, unzipWithin } from "./zip.ts";

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

type Reading = {
  readonly pieces: Piece[];
  readonly numbering: Numbering;
  readonly bold: ReadonlySet<string>;
  /** Texts of footnotes met in the running paragraph; they follow it. */
  notes: string[];
};
type Item = { number: string; depth: number };

export function readOdt(bytes: Uint8Array, _fileName: string, limits: Limits): ParsedDocument {
  const members = unzipWithin(bytes, limits, (name) => /^(?:content|styles|meta)\.xml$/u.test(name));
  const content = parseMember(memberText(members, "content.xml"));
  const styles = parseMember(memberText(members, "styles.xml") ?? "<office:document-styles/>");
  const body = findFirst(content, "office:text");
  if (body === null)
    throw new Unreadable(
      "is no text document (its `content.xml` holds no text): save it as ODT from a word processor and load that.",
    );
  const reading: Reading = {
    pieces: [],
    numbering: createNumbering([styles, content]),
    bold: boldStyles([styles, content]),
    notes: [],
  };
  for (const child of childrenOf(body)) visit(child, reading, null);
  const deleted = findAll(body, "text:deletion").length > 0;
  const warnings = deleted ? ["Tracked deletions were left out and tracked insertions taken in."] : [];
  const meta = memberText(members, "meta.xml");
  const fallbackTitle = meta === null ? null : metadataTitle(xmlText(findFirst(parseMember(meta), "dc:title")));
  return buildDocument(reading.pieces, {
    format: "odt",
    title: null,
    fallbackTitle,
    warnings,
    maxCharacters: limits.maxCharacters,
  });
}

function parseMember(xml: string | null): XmlNode {
  if (xml === null) throw new Unreadable("is damaged (it holds no `content.xml`): save it again as ODT and load that.");
  try {
    return parseXml(xml);
  } catch (cause) {
    throw new Unreadable(
      "is damaged (its text cannot be read): open it in your word processor, save it again and load that.",
      { cause },
    );
  }
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
  flushNotes(reading);
}

function visitParagraph(node: XmlNode, reading: Reading, item: Item | null): void {
  const text = inline(node, reading);
  if (text.trim() === "") {
    for (const frame of findAll(node, "draw:text-box"))
      for (const child of childrenOf(frame)) visit(child, reading, null);
  } else if (item === null) reading.pieces.push({ kind: "paragraph", text, look: { bold: isBold(node, reading) } });
  else {
    reading.pieces.push({ kind: "item", text: `${item.number} ${text}`, depth: item.depth });
    item.number = "";
  }
  flushNotes(reading);
}

function flushNotes(reading: Reading): void {
  for (const text of reading.notes) reading.pieces.push({ kind: "paragraph", text });
  reading.notes = [];
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
}

/** An item that only wraps a deeper list prints no number of its own. */
function startsWithText(item: XmlNode): boolean {
  const first = childrenOf(item).find((child) => /^text:(?:p|h|list)$/u.test(nameOf(child)));
  return first !== undefined && nameOf(first) !== "text:list";
}

function visitTable(node: XmlNode, reading: Reading): void {
  const rows = tableRows(node);
  const texts = rows.map(({ row }) => rowTexts(row, reading));
  const declared = rows.filter(({ header }) => header).length;
  if (Math.max(0, ...texts.map((cells) => cells.length)) <= 1) {
    for (const { row } of rows) for (const child of childrenOf(row)) visit(child, reading, null);
    return;
  }
  reading.pieces.push(...tablePieces(texts, declared || (looksLikeHeader(texts) ? 1 : 0)));
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

function rowTexts(row: XmlNode, reading: Reading): string[] {
  return childrenOf(row).flatMap((cell) => {
    if (!/^table:(?:covered-)?table-cell$/u.test(nameOf(cell))) return [];
    const text = findAll(cell, "text:p")
      .concat(findAll(cell, "text:h"))
      .map((part) => inline(part, reading))
      .join(" ");
    const repeated = Math.min(50, Number(attribute(cell, "table:number-columns-repeated") ?? "1") || 1);
    return text.trim() === "" && repeated > 1 ? [""] : Array.from({ length: repeated }, () => text);
  });
}

function inline(node: XmlNode, reading: Reading): string {
  return childrenOf(node)
    .map((child) => inlineChild(child, reading))
    .join("");
}

function inlineChild(child: XmlNode, reading: Reading): string {
  const name = nameOf(child);
  if (name === "#text") return xmlText(child);
  if (SKIPPED.has(name) || name === "draw:frame" || name === "draw:custom-shape") return "";
  if (/^text:(?:s|tab|line-break|soft-page-break)$/u.test(name)) return name.endsWith("soft-page-break") ? "" : " ";
  if (name === "text:note") {
    reading.notes.push(inline(findFirst(child, "text:note-body") ?? child, { ...reading, notes: [] }));
    return "";
  }
  return name === "text:p" ? `${inline(child, reading)} ` : inline(child, reading);
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
