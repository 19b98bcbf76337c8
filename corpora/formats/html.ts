/** Reads an HTML page: its main content without navigation and scripts. Knows nothing of other formats. */
import { type DefaultTreeAdapterTypes, parse } from "parse5";
import type { ParsedDocument } from "../document.ts";
import { decodeText } from "./decode-text.ts";
import { moveNotes } from "./html-notes.ts";
import { attribute, childrenOf, htmlPieces, isElement, textOf } from "./html-pieces.ts";
import type { Limits } from "./limits.ts";
import { buildDocument, metadataTitle } from "./pieces.ts";

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

export function readHtml(bytes: Uint8Array, _fileName: string, limits: Limits): ParsedDocument {
  const tree = parse(decodeHtml(bytes));
  moveNotes(tree);
  const { pieces, warnings } = htmlPieces(contentRoot(tree));
  const title = metadataTitle(textOf(find(tree, (element) => element.tagName === "title")));
  const firstH1 = pieces.find((piece) => piece.kind === "heading" && piece.level === 1);
  const own = title ?? (firstH1?.kind === "heading" ? firstH1.text : null);
  return buildDocument(pieces, { format: "html", title: own, warnings, maxCharacters: limits.maxCharacters });
}

/** A declared charset decides where the bytes carry no BOM and are no valid UTF-8. */
function decodeHtml(bytes: Uint8Array): string {
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, 2048));
  const declared = /<meta[^>]+charset\s*=\s*["']?([\w-]+)/iu.exec(head)?.[1];
  if (declared === undefined || /^utf/iu.test(declared)) return decodeText(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return decodeAs(bytes, declared);
  }
}

function decodeAs(bytes: Uint8Array, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return decodeText(bytes);
  }
}

/** `<main>`, else the only `<article>`, when it holds a fair part of the text; else the body. */
function contentRoot(tree: Node): Node {
  const body = find(tree, (element) => element.tagName === "body") ?? tree;
  const all = textOf(body).length;
  const main = find(body, (element) => element.tagName === "main" || attribute(element, "role") === "main");
  if (main !== null && textOf(main).length > all * 0.2) return main;
  const articles = findAll(body, (element) => element.tagName === "article");
  const only = articles.length === 1 ? articles[0] : undefined;
  return only !== undefined && textOf(only).length > all * 0.4 ? only : body;
}

function find(node: Node, test: (element: Element) => boolean): Element | null {
  return findAll(node, test)[0] ?? null;
}

function findAll(node: Node, test: (element: Element) => boolean): Element[] {
  const own = isElement(node) && test(node) ? [node] : [];
  return [...own, ...childrenOf(node).flatMap((child) => findAll(child, test))];
}
