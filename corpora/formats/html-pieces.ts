/**
 * Walks an HTML tree and yields its pieces: headings, paragraphs, list items with numbers and depth, table rows.
 * Knows nothing of files; DOCX (through mammoth) and Markdown's raw HTML use it too.
 */
import type { DefaultTreeAdapterTypes } from "parse5";
import { itemNumber } from "./list-number.ts";
import type { Piece } from "./pieces.ts";
import { looksLikeHeader, spannedRows, tablePieces } from "./tables.ts";

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

/** Never part of what a reader reads. `template` has its children elsewhere in parse5 anyway. */
const SKIPPED = new Set(
  "script style noscript template nav head svg math iframe object embed canvas audio video form button select input textarea menu dialog aside".split(
    " ",
  ),
);
const CHROME_ROLES = new Set([
  "navigation",
  "banner",
  "contentinfo",
  "search",
  "complementary",
  "menu",
  "toolbar",
  "doc-toc",
]);
const BLOCKS = new Set(
  "address article blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html li main ol p pre section summary table tbody td tfoot th thead tr ul caption".split(
    " ",
  ),
);
const BOLD = new Set(["b", "strong"]);
const STRUCK = new Set(["del", "s", "strike"]);

/** Marks around a number that docx-numbering.ts computed; private use characters, in no text of their own. */
export const NUMBER_START = "\uE0F0";
export const NUMBER_END = "\uE0F1";

type Walk = {
  readonly pieces: Piece[];
  inline: { text: string; bold: boolean }[];
  struck: boolean;
  /** Inside `<li>`: the number still to be printed and the depth; null outside lists. */
  item: { number: string; depth: number } | null;
  listDepth: number;
};

export function htmlPieces(root: Node): { pieces: Piece[]; warnings: string[] } {
  const walk: Walk = { pieces: [], inline: [], struck: false, item: null, listDepth: 0 };
  visitAll(root, walk);
  flush(walk);
  const warnings = walk.struck ? ["Struck-out text was left out."] : [];
  return { pieces: walk.pieces, warnings };
}

function visitAll(node: Node, walk: Walk): void {
  for (const child of childrenOf(node)) visit(child, walk);
}

function visit(node: Node, walk: Walk): void {
  if (node.nodeName === "#text" && "value" in node) {
    walk.inline.push({ text: node.value, bold: isBold(node) });
    return;
  }
  if (!isElement(node) || isHidden(node)) return;
  if (STRUCK.has(node.tagName)) {
    walk.struck ||= textOf(node).trim() !== "";
    return;
  }
  visitElement(node, walk);
}

function visitElement(node: Element, walk: Walk): void {
  const tag = node.tagName;
  if (tag === "br") walk.inline.push({ text: " ", bold: true });
  else if (tag === "img") walk.inline.push({ text: ` ${attribute(node, "alt") ?? ""} `, bold: false });
  else if (/^h[1-6]$/u.test(tag)) visitHeading(node, walk);
  else if (tag === "ol" || tag === "ul") visitList(node, walk);
  else if (tag === "table") visitTable(node, walk);
  else if (tag === "dl") visitDefinitions(node, walk);
  else if (tag === "pre") visitPreformatted(node, walk);
  else if (BLOCKS.has(tag)) {
    flush(walk);
    visitAll(node, walk);
    flush(walk);
  } else visitAll(node, walk);
}

function visitHeading(node: Element, walk: Walk): void {
  flush(walk);
  const text = printedNumber(textOf(node));
  if (text.trim() === "") return;
  const level = Number(node.tagName[1]);
  const number = walk.item?.number ?? "";
  if (walk.item !== null) walk.item = { ...walk.item, number: "" };
  walk.pieces.push({ kind: "heading", text: `${number} ${text.replace(/\s*[¶#]\s*$/u, "")}`.trim(), level });
  flush(walk);
}

function visitList(node: Element, walk: Walk): void {
  flush(walk);
  const outer = walk.item;
  const ordered = node.tagName === "ol";
  const reversed = attribute(node, "reversed") !== null;
  const items = childrenOf(node)
    .filter(isElement)
    .filter((child) => child.tagName === "li");
  let count = Number.parseInt(attribute(node, "start") ?? "", 10);
  if (Number.isNaN(count)) count = reversed ? items.length : 1;
  walk.listDepth += 1;
  for (const child of childrenOf(node)) {
    const isItem = isElement(child) && child.tagName === "li";
    const own = isItem ? Number.parseInt(attribute(child, "value") ?? "", 10) : Number.NaN;
    if (!Number.isNaN(own)) count = own;
    if (isItem) walk.item = { number: ordered ? listNumber(node, count) : "", depth: walk.listDepth - 1 };
    if (isItem) count += reversed ? -1 : 1;
    if (isItem || (isElement(child) && /^[ou]l$/u.test(child.tagName))) visit(child, walk);
  }
  walk.listDepth -= 1;
  walk.item = outer;
}

function listNumber(list: Element, count: number): string {
  const style = /list-style(?:-type)?:\s*([\w-]+)/iu.exec(attribute(list, "style") ?? "")?.[1];
  return itemNumber(count, attribute(list, "type") ?? style ?? "1");
}

function visitTable(node: Element, walk: Walk): void {
  flush(walk);
  const rows = tableRows(node);
  if (isLayout(node, rows)) {
    visitAll(node, walk);
    flush(walk);
    return;
  }
  const caption = childrenOf(node).find((child) => child.nodeName === "caption");
  if (caption) walk.pieces.push({ kind: "paragraph", text: textOf(caption) });
  const headers = headerRows(rows, cellTexts(rows, 0));
  walk.pieces.push(...tablePieces(cellTexts(rows, headers), headers));
}

/** A table that only arranges things: one column, presentation role, or headings and tables in its cells. */
function isLayout(node: Element, rows: readonly Element[]): boolean {
  if (/^(?:presentation|none)$/u.test(attribute(node, "role") ?? "")) return true;
  const widest = Math.max(0, ...rows.map((row) => tableCells(row).length));
  return widest <= 1 || hasInside(node, /^(?:h[1-6]|table)$/u);
}

function hasInside(node: Node, tag: RegExp): boolean {
  return childrenOf(node).some((child) => (isElement(child) && tag.test(child.tagName)) || hasInside(child, tag));
}

function tableRows(node: Node): Element[] {
  return childrenOf(node)
    .filter(isElement)
    .flatMap((child) => {
      if (child.tagName === "tr") return [child];
      return /^(?:thead|tbody|tfoot)$/u.test(child.tagName) ? tableRows(child) : [];
    });
}

function tableCells(row: Element): Element[] {
  return childrenOf(row)
    .filter(isElement)
    .filter((cell) => /^t[dh]$/u.test(cell.tagName));
}

function cellTexts(rows: readonly Element[], headers: number): string[][] {
  const cells = rows.map((row) =>
    tableCells(row).map((cell) => ({
      text: printedNumber(textOf(cell)),
      down: span(cell, "rowspan"),
      across: span(cell, "colspan"),
    })),
  );
  return spannedRows(cells, headers);
}

function span(cell: Element, name: string): number {
  const value = Number.parseInt(attribute(cell, name) ?? "1", 10);
  return Number.isNaN(value) ? 1 : Math.max(1, value);
}

function headerRows(rows: readonly Element[], cells: readonly string[][]): number {
  const isHeader = (row: Element): boolean =>
    row.parentNode?.nodeName === "thead" || tableCells(row).every((cell) => cell.tagName === "th");
  const leading = rows.findIndex((row) => !isHeader(row));
  if (leading > 0) return leading;
  if (leading === -1) return rows.length > 1 ? 1 : 0;
  const [first] = rows;
  const bold =
    first !== undefined &&
    tableCells(first).every((cell) => textOf(cell).trim() === "" || hasInside(cell, /^(?:b|strong)$/u));
  return bold || looksLikeHeader(cells) ? 1 : 0;
}

/** `<dt>` and what follows it read as one item: "Quorum: a third of the members". */
function visitDefinitions(node: Element, walk: Walk): void {
  flush(walk);
  const outer = walk.item;
  let term = "";
  for (const child of childrenOf(node).filter(isElement)) {
    const parts = child.tagName === "div" ? childrenOf(child).filter(isElement) : [child];
    for (const part of parts) {
      if (part.tagName === "dt") term = term === "" ? textOf(part).trim() : `${term}, ${textOf(part).trim()}`;
      else if (part.tagName === "dd") {
        walk.item = { number: term === "" ? "" : `${term.replace(/:$/u, "")}:`, depth: walk.listDepth };
        visit(part, walk);
        term = "";
      }
    }
  }
  walk.item = outer;
  if (term !== "") walk.pieces.push({ kind: "paragraph", text: term });
}

function visitPreformatted(node: Element, walk: Walk): void {
  flush(walk);
  for (const part of textOf(node).split(/\n\s*\n/u)) {
    if (part.trim() !== "") walk.pieces.push({ kind: "paragraph", text: part });
  }
}

/** Ends the running paragraph or item. The first text of an item carries its number; later ones are indented prose. */
function flush(walk: Walk): void {
  const runs = walk.inline.filter((run) => run.text.trim() !== "");
  const raw = walk.inline.map((run) => run.text).join("");
  walk.inline = [];
  if (raw.trim() === "") return;
  const marked = raw.includes(NUMBER_START);
  const text = printedNumber(raw);
  const { item } = walk;
  if (item === null) {
    walk.pieces.push({ kind: "paragraph", text, look: { bold: runs.every((run) => run.bold) } });
    return;
  }
  walk.pieces.push({ kind: "item", text: marked ? text : `${item.number} ${text}`, depth: item.depth });
  walk.item = { ...item, number: "" };
}

/** Takes off the marks of a computed number, which is printed as it stands. */
function printedNumber(text: string): string {
  return text.replaceAll(NUMBER_START, "").replaceAll(NUMBER_END, " ");
}

function isBold(node: Node): boolean {
  let up: Node | null = "parentNode" in node ? node.parentNode : null;
  while (up !== null && isElement(up) && !BLOCKS.has(up.tagName)) {
    if (BOLD.has(up.tagName) || /font-weight:\s*(?:bold|[6-9]00)/iu.test(attribute(up, "style") ?? "")) return true;
    up = up.parentNode;
  }
  return up !== null && isElement(up) && /font-weight:\s*(?:bold|[6-9]00)/iu.test(attribute(up, "style") ?? "");
}

/** Left out: what a browser does not show, and page headers and footers, as LibreOffice writes them too. */
function isHidden(node: Element): boolean {
  if (SKIPPED.has(node.tagName)) return true;
  if (attribute(node, "hidden") !== null || attribute(node, "aria-hidden") === "true") return true;
  if (CHROME_ROLES.has(attribute(node, "role") ?? "")) return true;
  if (node.tagName === "div" && /^(?:header|footer)$/u.test(attribute(node, "title") ?? "")) return true;
  if (/display:\s*none|visibility:\s*hidden/iu.test(attribute(node, "style") ?? "")) return true;
  return isPageChrome(node);
}

/** A page's own header or footer, when it holds links rather than a heading. */
function isPageChrome(node: Element): boolean {
  if (node.tagName !== "header" && node.tagName !== "footer") return false;
  if (node.parentNode?.nodeName === "article" || node.parentNode?.nodeName === "main") return false;
  return node.tagName === "footer" || hasInside(node, /^nav$/u) || !hasInside(node, /^h[1-6]$/u);
}

export function textOf(node: Node | null): string {
  if (node === null) return "";
  if (node.nodeName === "#text" && "value" in node) return node.value;
  if (node.nodeName === "br") return " ";
  if (isElement(node)) {
    if (node.tagName === "img") return attribute(node, "alt") ?? "";
    if (node.tagName !== "title" && (isHidden(node) || STRUCK.has(node.tagName))) return "";
  }
  const inner = childrenOf(node).map(textOf).join("");
  return BLOCKS.has(node.nodeName) ? ` ${inner} ` : inner;
}

export function childrenOf(node: Node): readonly Node[] {
  return "childNodes" in node ? node.childNodes : [];
}

export function isElement(node: Node): node is Element {
  return "tagName" in node;
}

export function attribute(element: Element, name: string): string | null {
  return element.attrs.find((one) => one.name === name)?.value ?? null;
}
