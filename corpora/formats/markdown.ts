/** Reads Markdown (CommonMark and GitHub's extensions): markup goes, structure stays. Knows nothing of files. */
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { parseFragment } from "parse5";
import { parse as parseYaml } from "yaml";
import type { ParsedDocument } from "../document.ts";
import { tooLong } from "./csv.ts";
import { decodeText } from "./decode-text.ts";
import { htmlPieces } from "./html-pieces.ts";
import type { Limits } from "./limits.ts";
import { listMarker } from "./list-marker.ts";
import { buildDocument, metadataTitle, type Piece } from "./pieces.ts";
import { tablePieces } from "./tables.ts";
import { Unreadable } from "./unreadable.ts";

type Root = ReturnType<typeof fromMarkdown>;
type Node = Root | Root["children"][number] | ListItem;
type List = Extract<Root["children"][number], { type: "list" }>;
type ListItem = List["children"][number];
type Reading = {
  readonly source: string;
  /** Labels of "[Bob]: Draft", which has the form of a link definition but holds no address: it is text. */
  readonly fake: ReadonlySet<string>;
  struck: boolean;
  readonly notes: Notes;
};
/** Footnotes by their labels, those that are called at all, the numbers given so far, what is still to be printed. */
type Notes = {
  readonly called: ReadonlySet<string>;
  readonly definitions: ReadonlyMap<string, Definition>;
  readonly numbers: Map<string, number>;
  waiting: string[];
};
type Definition = Extract<Node, { type: "footnoteDefinition" }>;

export function readMarkdown(bytes: Uint8Array, _fileName: string, limits: Limits): ParsedDocument {
  const text = decodeText(bytes).replace(/^\uFEFF/u, "");
  if (text.length > limits.maxCharacters) throw new Unreadable(tooLong(text.length, limits.maxCharacters));
  const { title, body } = splitFrontMatter(text);
  const source = withoutContainers(body);
  const tree = fromMarkdown(source, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  const reading: Reading = { source, fake: fakeLabels(tree), struck: false, notes: collectNotes(tree) };
  const pieces = tree.children.flatMap((node) => [...blockPieces(node, reading, null), ...notePieces(reading)]);
  const warnings = reading.struck ? ["Struck-out text was left out."] : [];
  return buildDocument(pieces, { format: "markdown", title, warnings, maxCharacters: limits.maxCharacters });
}

function collectNotes(tree: Root): Notes {
  const definitions = new Map<string, Definition>();
  const called = new Set<string>();
  const collect = (node: Inline & { readonly identifier?: string }): void => {
    if (node.type === "footnoteDefinition") definitions.set(node.identifier ?? "", node as Definition);
    if (node.type === "footnoteReference") called.add(node.identifier ?? "");
    for (const child of node.children ?? []) collect(child);
  };
  collect(tree as Inline);
  return { definitions, called, numbers: new Map(), waiting: [] };
}

/** Notes are numbered in the order in which they are called, whatever their labels are. */
function noteMark(label: string, notes: Notes): string {
  if (!notes.definitions.has(label)) return "";
  if (!notes.numbers.has(label)) {
    notes.numbers.set(label, notes.numbers.size + 1);
    notes.waiting.push(label);
  }
  return `[${notes.numbers.get(label)}]`;
}

/** The notes that were called since the last time, "[1] …", behind the paragraph, list or table that called them. */
function notePieces(reading: Reading): Piece[] {
  const labels = reading.notes.waiting.splice(0);
  return labels.flatMap((label) => {
    const mark = `[${reading.notes.numbers.get(label)}]`;
    const pieces = (reading.notes.definitions.get(label)?.children ?? []).flatMap((child) =>
      blockPieces(child, reading, null),
    );
    return pieces.map((piece, index) =>
      index === 0 && piece.kind === "paragraph" ? { ...piece, text: `${mark} ${piece.text}` } : piece,
    );
  });
}

/** "---\ntitle: …\n---" at the very top. */
function splitFrontMatter(text: string): { title: string | null; body: string } {
  const match = /^---[ \t]*\r?\n([\s\S]{0,20000}?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/u.exec(text);
  if (match === null) return { title: null, body: text };
  try {
    const data: unknown = parseYaml(match[1] ?? "");
    if (typeof data !== "object" || data === null || Array.isArray(data)) return { title: null, body: text };
    return { title: metadataTitle("title" in data ? data.title : null), body: text.slice(match[0].length) };
  } catch {
    return { title: null, body: text };
  }
}

/**
 * Fences of containers (":::note") and heading attributes ("{#id}") are markup of other dialects; headings with a
 * hard space, or none, behind the hashes are what older dialects took for headings.
 */
function withoutContainers(text: string): string {
  return text
    .replace(/^[ \t]*:{3,}.*$/gmu, "")
    .replace(/^(#{1,6} .*?)[ \t]*\{[#.:][^}\n]*\}[ \t]*$/gmu, "$1")
    .replace(/^(#{1,6})[\u00A0\u2009\u202F\u3000]+/gmu, "$1 ")
    .replace(/^(#{2,6})(?=\p{L})/gmu, "$1 ")
    .replace(/^[ \t]*\[TOC\][ \t]*$/gimu, "");
}

type Item = { readonly number: string; readonly depth: number };

function blockPieces(node: Node, reading: Reading, item: Item | null): Piece[] {
  switch (node.type) {
    case "heading":
      if (item !== null) return textPieces(inlineText(node, reading), item, true);
      return [{ kind: "heading", text: inlineText(node, reading), level: node.depth }];
    case "paragraph":
      return paragraphPieces(node, reading, item);
    case "list":
      return listPieces(node, reading, item === null ? 0 : item.depth + 1);
    case "footnoteDefinition":
      if (reading.notes.called.has(node.identifier)) return [];
      return node.children.flatMap((child) => blockPieces(child, reading, item));
    case "blockquote":
      return node.children.flatMap((child) => blockPieces(child, reading, item));
    case "table":
      return tablePieces(
        node.children.map((row) => row.children.map((cell) => inlineText(cell, reading))),
        1,
      );
    case "code":
      return node.value
        .replace(/<!--[\s\S]*?-->/gu, "")
        .split(/\n\s*\n/u)
        .flatMap((part) => textPieces(part, item, false));
    case "html":
      return htmlBlock(node.value, reading, item);
    case "definition":
      return fakeDefinition(node, reading, item);
    default:
      return [];
  }
}

/** A first line that is bold throughout is a piece of its own: it names what follows. */
function paragraphPieces(node: Extract<Node, { type: "paragraph" }>, reading: Reading, item: Item | null): Piece[] {
  const [first, second] = node.children;
  const named =
    first?.type === "strong" &&
    ((second?.type === "text" && /^[ \t]*\n/u.test(second.value)) || second?.type === "break");
  if (!named || item !== null) return textPieces(inlineText(node, reading), item, isAllBold(node));
  const rest: Inline = { type: "paragraph", children: node.children.slice(1) };
  return [
    ...textPieces(inlineText(first, reading), null, true),
    ...textPieces(inlineText(rest, reading), null, isAllBold(rest)),
  ];
}

function fakeDefinition(node: Extract<Node, { type: "definition" }>, reading: Reading, item: Item | null): Piece[] {
  if (!reading.fake.has(node.identifier)) return [];
  const { start, end } = node.position ?? {};
  return textPieces(reading.source.slice(start?.offset ?? 0, end?.offset ?? 0), item, false);
}

function htmlBlock(html: string, reading: Reading, item: Item | null): Piece[] {
  const { pieces, warnings } = htmlPieces(parseFragment(html));
  reading.struck ||= warnings.length > 0;
  if (item === null) return pieces;
  return pieces.flatMap((piece) => (piece.kind === "paragraph" ? textPieces(piece.text, item, false) : [piece]));
}

function listPieces(list: List, reading: Reading, depth: number): Piece[] {
  const start = list.start ?? 1;
  return list.children.flatMap((child, index) => {
    const number = list.ordered === true ? `${start + index}${delimiter(child, reading)}` : "";
    return itemPieces(child, reading, { number, depth });
  });
}

/** "1." or "1)" as written. */
function delimiter(item: ListItem, reading: Reading): string {
  const offset = item.position?.start.offset ?? 0;
  return /^\d+([.)])/u.exec(reading.source.slice(offset, offset + 12))?.[1] ?? ".";
}

/** The first text of an item carries its number; what follows inside it does not. */
function itemPieces(item: ListItem, reading: Reading, about: Item): Piece[] {
  let current = about;
  return item.children.flatMap((child) => {
    const pieces = blockPieces(child, reading, current);
    if (pieces.length > 0) current = { ...current, number: "" };
    return pieces;
  });
}

/** "Quorum\n:   A third of the members": a definition to Pandoc and others, unknown to CommonMark. */
const DEFINITION = /^([^\n]{1,80}?):?\n[:~][ \t]+([\s\S]+)$/u;

/**
 * A paragraph in which every further line opens with a letter or number in brackets is a list that CommonMark
 * does not know ("a) …", "(2) …"); each such line is an item of its own.
 */
function textPieces(raw: string, item: Item | null, bold: boolean): Piece[] {
  const defined = item === null ? DEFINITION.exec(raw) : null;
  if (defined !== null) return [{ kind: "item", text: `${defined[1]}: ${defined[2]}`, depth: 0 }];
  const parts = splitAtMarkers(withoutStrayMarkup(raw));
  return parts.flatMap((part, index): Piece[] => {
    if (part.trim() === "") return [];
    const marked = index > 0 || (parts.length > 1 && listMarker(part) !== null);
    if (item === null) {
      return [marked ? { kind: "item", text: part, depth: 0 } : { kind: "paragraph", text: part, look: { bold } }];
    }
    const number = index === 0 ? item.number : "";
    const deeper = number === "" && (index > 0 || listMarker(part)?.kind === "number");
    return [{ kind: "item", text: `${number} ${part}`, depth: item.depth + (deeper ? 1 : 0) }];
  });
}

/** "**4.1 **" is no emphasis to CommonMark, because of the space, but was meant as such. */
function withoutStrayMarkup(text: string): string {
  return text.replace(/(\*\*|__)(?=\S)([^*_\n]{1,200}?)\1/gu, "$2");
}

function splitAtMarkers(text: string): string[] {
  return text.split(/\n(?=\s*(?:\(?(?:[a-z]|\d{1,2}|[ivx]{2,4})\)|[a-z]\.)\s)/u);
}

type Inline = {
  readonly type: string;
  readonly children?: readonly Inline[];
  readonly value?: string;
  readonly alt?: string | null | undefined;
  readonly identifier?: string;
};

/** Text without markup. A single tilde is Pandoc's subscript, a double one strikes out. */
function inlineText(node: Inline & { readonly position?: unknown }, reading: Reading): string {
  if (node.type === "delete" && isStruck(node, reading)) {
    reading.struck = true;
    return "";
  }
  if (node.type === "break") return " ";
  if (node.type === "image" || node.type === "imageReference") return node.alt ?? "";
  if (node.type === "html") return /^<br/iu.test(node.value ?? "") ? " " : "";
  if (node.type === "footnoteReference") return noteMark(node.identifier ?? "", reading.notes);
  const text = node.value ?? (node.children ?? []).map((child) => inlineText(child, reading)).join("");
  return node.type === "linkReference" && reading.fake.has(node.identifier ?? "") ? `[${text}]` : text;
}

function isStruck(node: { readonly position?: unknown }, reading: Reading): boolean {
  const position = node.position as { start?: { offset?: number } } | undefined;
  return reading.source.startsWith("~~", position?.start?.offset ?? 0);
}

function isAllBold(node: Inline): boolean {
  const filled = (node.children ?? []).filter((child) => (child.value ?? "x").trim() !== "" && child.type !== "break");
  return filled.length > 0 && filled.every((child) => child.type === "strong");
}

/** An address has a slash, a dot, a colon, a hash or an at sign. */
function fakeLabels(tree: Root): ReadonlySet<string> {
  const labels = new Set<string>();
  const collect = (node: Inline & { readonly identifier?: string; readonly url?: string }): void => {
    if (node.type === "definition" && !/[/.:#@]/u.test(node.url ?? "")) labels.add(node.identifier ?? "");
    for (const child of node.children ?? []) collect(child);
  };
  collect(tree as Inline);
  return labels;
}
