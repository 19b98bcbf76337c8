/**
 * The shapes of one slide in reading order: placeholders' bullets as items, text boxes as paragraphs, tables as rows
 * (ECMA-376 part 1, 19.3 and 21.1). Knows nothing of files.
 */
import { countIn } from "./list-number.ts";
import { attribute, childrenOf, findAll, findFirst, nameOf, type XmlNode, xmlText } from "./odt-xml.ts";
import type { Piece } from "./pieces.ts";
import { notePiece } from "./slides.ts";
import { looksLikeHeader, spannedRows, tablePieces } from "./tables.ts";

const TITLES = /^(?:title|ctrTitle)$/u;
/** Date, footer and slide number stand on every slide. */
const EDGES = /^(?:dt|ftr|sldNum|hdr|sldImg)$/u;

function placeholder(shape: XmlNode): string | null {
  const found = findFirst(findFirst(shape, "p:nvPr") ?? { "p:nvPr": [] }, "p:ph");
  return found === null ? null : (attribute(found, "type") ?? "obj");
}

export function slideTitle(tree: XmlNode): string | null {
  const title = findAll(tree, "p:sp").find((shape) => TITLES.test(placeholder(shape) ?? ""));
  if (title === undefined) return null;
  const text = findAll(title, "a:p").map(paragraphText).join(" ").trim();
  return text === "" ? null : text;
}

export function shapePieces(tree: XmlNode): Piece[] {
  return childrenOf(tree).flatMap((shape): Piece[] => {
    const name = nameOf(shape);
    if (name === "p:grpSp") return shapePieces(shape);
    if (name === "mc:AlternateContent") return shapePieces(findFirst(shape, "mc:Choice") ?? shape);
    if (name === "p:graphicFrame") return findAll(shape, "a:tbl").flatMap(tableRows);
    if (name !== "p:sp") return [];
    const kind = placeholder(shape);
    if (TITLES.test(kind ?? "") || EDGES.test(kind ?? "")) return [];
    return textPieces(shape, kind !== null && kind !== "subTitle");
  });
}

export function notesPieces(notes: XmlNode): Piece[] {
  return findAll(notes, "p:sp")
    .filter((shape) => placeholder(shape) === "body")
    .flatMap((shape) => findAll(shape, "a:p"))
    .map(paragraphText)
    .filter((text) => text.trim() !== "")
    .map(notePiece);
}

/** `bulleted` says whether the shape's paragraphs have bullets unless they say otherwise. */
function textPieces(shape: XmlNode, bulleted: boolean): Piece[] {
  const counts: number[] = [];
  return findAll(shape, "a:p").flatMap((paragraph): Piece[] => {
    const text = paragraphText(paragraph);
    if (text.trim() === "") return [];
    const about = childrenOf(paragraph).find((child) => nameOf(child) === "a:pPr") ?? null;
    const depth = Math.min(8, Number(attribute(about, "lvl") ?? "0") || 0);
    const has = (name: string): boolean => about !== null && findFirst(about, name) !== null;
    if (has("a:buNone") || (!bulleted && !has("a:buChar") && !has("a:buAutoNum"))) return [{ kind: "paragraph", text }];
    const number = has("a:buAutoNum") ? nextNumber(findFirst(about ?? shape, "a:buAutoNum"), counts, depth) : "";
    if (number === "") counts.length = Math.min(counts.length, depth);
    return [{ kind: "item", text: `${number} ${text}`, depth }];
  });
}

/** "arabicPeriod", "alphaLcParenBoth", "romanUcParenR" … (ECMA-376 part 1, 20.1.10.61). */
function nextNumber(bullet: XmlNode | null, counts: number[], depth: number): string {
  const start = Number(attribute(bullet, "startAt") ?? "1") || 1;
  counts.length = Math.min(counts.length, depth + 1);
  counts[depth] = counts[depth] === undefined ? start : counts[depth] + 1;
  const type = attribute(bullet, "type") ?? "arabicPeriod";
  const style = /^alphaLc/u.test(type) ? "a" : /^alphaUc/u.test(type) ? "A" : /^romanLc/u.test(type) ? "i" : "1";
  const count = countIn(/^romanUc/u.test(type) ? "I" : style, counts[depth]);
  if (type.endsWith("ParenBoth")) return `(${count})`;
  return type.endsWith("ParenR") ? `${count})` : type.endsWith("Plain") ? count : `${count}.`;
}

/** Runs and fields; a line break is a space. */
function paragraphText(paragraph: XmlNode): string {
  return childrenOf(paragraph)
    .map((child) => {
      if (nameOf(child) === "a:br") return " ";
      return /^a:(?:r|fld)$/u.test(nameOf(child)) ? xmlText(findFirst(child, "a:t")) : "";
    })
    .join("");
}

function tableRows(table: XmlNode): Piece[] {
  const rows = findAll(table, "a:tr").map((row) =>
    childrenOf(row)
      .filter((cell) => nameOf(cell) === "a:tc" && !isCovered(cell))
      .map((cell) => ({
        text: findAll(cell, "a:p").map(paragraphText).join(" "),
        down: spanOf(cell, "rowSpan"),
        across: spanOf(cell, "gridSpan"),
      })),
  );
  const marked = attribute(findFirst(table, "a:tblPr"), "firstRow") === "1" && rows.length > 1;
  const headers = marked || looksLikeHeader(spannedRows(rows, 0)) ? 1 : 0;
  return tablePieces(spannedRows(rows, headers), headers);
}

function isCovered(cell: XmlNode): boolean {
  return attribute(cell, "vMerge") === "1" || attribute(cell, "hMerge") === "1";
}

function spanOf(cell: XmlNode, name: string): number {
  return Math.max(1, Math.floor(Number(attribute(cell, name) ?? "1") || 1));
}
