/**
 * Reads ODP: each slide a section whose page is its number, with lists, tables and speaker notes. Knows nothing of
 * master pages, pictures and charts.
 */
import type { ParsedDocument } from "../document.ts";
import type { Limits } from "./limits.ts";
import { createReading, type Reading, readInside } from "./odf-walk.ts";
import { parseMember } from "./odt.ts";
import { attribute, childrenOf, findAll, findFirst, nameOf, type XmlNode } from "./odt-xml.ts";
import { buildDocument, coreTitle, type Piece } from "./pieces.ts";
import { hiddenSlideWarnings, notePiece, slidePieces } from "./slides.ts";
import { memberText, unzipWithin } from "./zip.ts";

/** What stands on every slide, and the notes, which come last. */
const APART = new Set(["presentation:notes", "office:annotation", "presentation:footer-decl", "office:forms"]);
const TITLES = /^(?:title)$/u;
const EDGES = /^(?:footer|header|date-time|page-number|page|handout)$/u;

export function readOdp(bytes: Uint8Array, _fileName: string, limits: Limits): ParsedDocument {
  const members = unzipWithin(bytes, limits, (name) => /^(?:content|styles|meta)\.xml$/u.test(name));
  const content = parseMember(memberText(members, "content.xml"));
  const styles = parseMember(memberText(members, "styles.xml") ?? "<office:document-styles/>");
  const pages = findAll(content, "draw:page");
  const reading = createReading([styles, content]);
  const slides = pages.map((page) => readSlide(page, reading));
  const hiddenStyles = new Set(hiddenStyleNames(content));
  const hidden = pages.flatMap((page, index) =>
    hiddenStyles.has(attribute(page, "draw:style-name") ?? "") ? [index + 1] : [],
  );
  const comments = pages.some((page) => findFirst(page, "office:annotation") !== null);
  return buildDocument(
    slides.flatMap(({ title, pieces }, index) => slidePieces(index + 1, title, pieces)),
    {
      format: "odp",
      title: coreTitle(memberText(members, "meta.xml")) ?? slides[0]?.title ?? "",
      pages: pages.length,
      warnings: [...hiddenSlideWarnings(hidden), ...(comments ? ["Comments were left out."] : [])],
      maxCharacters: limits.maxCharacters,
    },
  );
}

function hiddenStyleNames(content: XmlNode): string[] {
  return findAll(content, "style:style").flatMap((style) => {
    const shown = attribute(findFirst(style, "style:drawing-page-properties"), "presentation:visibility");
    return shown === "hidden" ? [attribute(style, "style:name") ?? ""] : [];
  });
}

function readSlide(page: XmlNode, reading: Reading): { title: string | null; pieces: Piece[] } {
  const shapes = childrenOf(page).filter((child) => !APART.has(nameOf(child)));
  const title = shapes.find((shape) => TITLES.test(attribute(shape, "presentation:class") ?? ""));
  const notes = findFirst(page, "presentation:notes");
  return {
    title: title === undefined ? null : piecesOf(title, reading).flatMap(textOf).join(" ") || null,
    pieces: [...shapes.filter((shape) => shape !== title && !EDGES.test(attribute(shape, "presentation:class") ?? ""))]
      .flatMap((shape) => piecesOf(shape, reading))
      .concat(notes === null ? [] : notePieces(notes, reading)),
  };
}

function piecesOf(shape: XmlNode, reading: Reading): Piece[] {
  const own: Reading = { ...reading, pieces: [], notes: [], boxes: [] };
  readInside({ shape: [shape] }, own);
  return own.pieces;
}

function textOf(piece: Piece): string[] {
  return "text" in piece ? [piece.text.trim()] : [];
}

function notePieces(notes: XmlNode, reading: Reading): Piece[] {
  return childrenOf(notes)
    .filter((shape) => attribute(shape, "presentation:class") === "notes")
    .flatMap((shape) => piecesOf(shape, reading))
    .flatMap(textOf)
    .filter((text) => text !== "")
    .map(notePiece);
}
