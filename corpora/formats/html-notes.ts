/**
 * Brings the footnotes of an HTML tree to where they are called: "[1]" in the text, "[1] …" as a paragraph behind the
 * paragraph, list or table. Knows the ways of pandoc, mammoth, Word and EPUB; changes the tree it is given.
 */
import { type DefaultTreeAdapterTypes, defaultTreeAdapter, html } from "parse5";
import { attribute, childrenOf, isElement, textOf } from "./html-pieces.ts";

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;
type Reference = { readonly link: Element; readonly note: Element; readonly mark: string };

export function moveNotes(root: Node): void {
  const all = elementsOf(root);
  const order = new Map(all.map((element, index) => [element, index]));
  const targets = new Map(all.flatMap((element) => namesOf(element).map((name) => [name, element] as const)));
  const references = all.flatMap((link) => reference(link, targets, order));
  const notes = new Map<Element, string>();
  for (const { note, mark } of references) if (!notes.has(note)) notes.set(note, noteText(note, mark));
  const placed = new Set<Element>();
  const last = new Map<Element, Element>();
  for (const { link, note, mark } of references) {
    setText(link, `[${mark}]`);
    const text = notes.get(note) ?? "";
    if (placed.has(note) || text === "") continue;
    placed.add(note);
    placeBehind(blockOf(link), `[${mark}] ${text}`, last);
  }
  for (const note of placed) defaultTreeAdapter.detachNode(note);
}

function elementsOf(node: Node): Element[] {
  const found: Element[] = [];
  const waiting: Node[] = [node];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (isElement(next)) found.push(next);
    for (const child of [...childrenOf(next)].reverse()) waiting.push(child);
  }
  return found;
}

function namesOf(element: Element): string[] {
  const names = [attribute(element, "id"), element.tagName === "a" ? attribute(element, "name") : null];
  return names.filter((name) => name !== null && name !== "") as string[];
}

const MARK = /^[[(]?(\d{1,3}|[a-z]|[ivx]{2,4}|\*{1,3}|[†‡])[\])]?$/u;
const NOTE_WORDS = /foot-?note|end-?note|noteref|fnref|ftn|edn|sdfoot|sdend/iu;

/** A short mark, raised or called a note, that leads to a block further down. */
function reference(
  link: Element,
  targets: ReadonlyMap<string, Element>,
  order: ReadonlyMap<Element, number>,
): Reference[] {
  const href = link.tagName === "a" ? attribute(link, "href") : null;
  if (href === null || !href.startsWith("#")) return [];
  const mark = MARK.exec(textOf(link).trim())?.[1];
  const target = targets.get(decoded(href.slice(1)));
  if (mark === undefined || target === undefined || !callsNote(link)) return [];
  const note = noteOf(target);
  const below = (order.get(note) ?? 0) > (order.get(link) ?? 0);
  return below && !holdsHeading(note) && !isInside(link, note) ? [{ link, note, mark }] : [];
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function callsNote(link: Element): boolean {
  const words = ["role", "class", "id", "href", "epub:type"].map((name) => attribute(link, name) ?? "").join(" ");
  if (NOTE_WORDS.test(words)) return true;
  const raised = (element: Node | null | undefined): boolean => element?.nodeName === "sup";
  return raised(link.parentNode) || childrenOf(link).some(raised);
}

/** The item, paragraph or block whose text the note is; a name may stand on a link at its beginning. */
function noteOf(target: Element): Element {
  let node = target;
  while (/^(?:a|sup|span|b|i|em|strong|small)$/u.test(node.tagName) && node.parentNode && isElement(node.parentNode)) {
    node = node.parentNode;
  }
  const parent = node.parentNode;
  const wrapped = node.tagName === "p" && parent !== null && isElement(parent) && isNoteBox(parent, node);
  return wrapped ? (parent as Element) : node;
}

/** Word and LibreOffice put the paragraphs of each note into a division of its own. */
function isNoteBox(parent: Element, paragraph: Element): boolean {
  const first = childrenOf(parent).find(isElement);
  return (
    /^(?:div|li|aside)$/u.test(parent.tagName) && first === paragraph && NOTE_WORDS.test(attribute(parent, "id") ?? "")
  );
}

function holdsHeading(note: Element): boolean {
  return (
    /^(?:h[1-6]|body|html|main|article|section|table|ol|ul)$/u.test(note.tagName) ||
    elementsOf(note).some((one) => /^h[1-6]$/u.test(one.tagName))
  );
}

function isInside(node: Node, outer: Element): boolean {
  for (let up: Node | null = node; up !== null; up = "parentNode" in up ? up.parentNode : null)
    if (up === outer) return true;
  return false;
}

/** Without the arrow that leads back and the mark that the note opens with. */
function noteText(note: Element, mark: string): string {
  for (const link of elementsOf(note)) {
    const back = link.tagName === "a" && (attribute(link, "href") ?? "").startsWith("#");
    const text = textOf(link).trim();
    if (back && (/^(?:↑|↩|⤴|⏎|\^|\uFE0E|\uFE0F|\s)*$/u.test(text) || MARK.exec(text)?.[1] === mark))
      defaultTreeAdapter.detachNode(link);
  }
  const text = childrenOf(note).map(textOf).join(" ").replace(/\s+/gu, " ").trim();
  const escaped = mark.replace(/[*]/gu, "\\*");
  return text.replace(new RegExp(`^[\\[(]?${escaped}[\\])]?[.:]?\\s+`, "u"), "");
}

function setText(link: Element, text: string): void {
  for (const child of [...link.childNodes]) defaultTreeAdapter.detachNode(child);
  defaultTreeAdapter.insertText(link, text);
}

const OUTER = /^(?:ul|ol|dl|table)$/u;
const BLOCK = /^(?:p|h[1-6]|div|blockquote|pre|figure|td|li|dd|section|article|main|body)$/u;

/** The outermost list or table around a mark, else its nearest block. */
function blockOf(link: Element): Element {
  let nearest: Element | null = null;
  let outer: Element | null = null;
  for (let up: Node | null = link.parentNode; up !== null && isElement(up); up = up.parentNode) {
    if (OUTER.test(up.tagName)) outer = up;
    if (nearest === null && BLOCK.test(up.tagName)) nearest = up;
  }
  return outer ?? nearest ?? link;
}

/** Several notes of one block follow it in their order; `last` remembers the latest of each. */
function placeBehind(block: Element, text: string, last: Map<Element, Element>): void {
  const paragraph = defaultTreeAdapter.createElement("p", html.NS.HTML, []);
  defaultTreeAdapter.insertText(paragraph, text);
  const before = last.get(block) ?? block;
  const parent = before.parentNode;
  last.set(block, paragraph);
  if (parent === null || /^(?:body|html|main)$/u.test(block.tagName)) {
    defaultTreeAdapter.appendChild(block, paragraph);
    return;
  }
  const next = parent.childNodes[parent.childNodes.indexOf(before) + 1];
  if (next === undefined) defaultTreeAdapter.appendChild(parent, paragraph);
  else defaultTreeAdapter.insertBefore(parent, paragraph, next);
}
