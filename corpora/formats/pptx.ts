/**
 * Reads PPTX: slides in the order of the presentation, each a section; page numbers are slide numbers. Knows nothing
 * of layouts, pictures and charts.
 */
import type { ParsedDocument } from "../document.ts";
import type { Limits } from "./limits.ts";
import { attribute, findAll, findFirst, parseXml, type XmlNode, xmlText } from "./odt-xml.ts";
import { buildDocument, coreTitle, type Piece } from "./pieces.ts";
import { notesPieces, shapePieces, slideTitle } from "./pptx-shapes.ts";
import { hiddenSlideWarnings, slidePieces } from "./slides.ts";
import { Unreadable } from "./unreadable.ts";
import { readRelations } from "./xlsx.ts";
import { type Members, memberText, unzipWithin } from "./zip.ts";

export function readPptx(bytes: Uint8Array, _fileName: string, limits: Limits): ParsedDocument {
  const members = unzipWithin(bytes, limits, (name) => /\.(?:xml|rels)$/iu.test(name));
  const slides = slidePaths(members).map((path) => readSlide(members, path));
  const hidden = slides.flatMap(({ shown }, index) => (shown ? [] : [index + 1]));
  return buildDocument(
    slides.flatMap(({ title, pieces }, index) => slidePieces(index + 1, title, pieces)),
    {
      format: "pptx",
      title: coreTitle(memberText(members, "docProps/core.xml")) ?? slides[0]?.title ?? "",
      pages: slides.length,
      warnings: [...hiddenSlideWarnings(hidden), ...commentWarnings(members)],
      maxCharacters: limits.maxCharacters,
    },
  );
}

function commentWarnings(members: Members): string[] {
  const has = Object.keys(members).some((name) => /^ppt\/comments\//u.test(name));
  return has ? ["Comments were left out."] : [];
}

function slidePaths(members: Members): string[] {
  const paths = readRelations(memberText(members, "ppt/_rels/presentation.xml.rels") ?? "", "ppt");
  return findAll(parsePart(members, "ppt/presentation.xml"), "p:sldId").flatMap((slide) => {
    const path = paths.get(attribute(slide, "r:id") ?? "");
    return path !== undefined && members[path] !== undefined ? [path] : [];
  });
}

function parsePart(members: Members, path: string): XmlNode {
  try {
    return parseXml(memberText(members, path) ?? "");
  } catch (cause) {
    throw new Unreadable(
      "is damaged (its slides cannot be read): open it in your presentation program, save it again and load that.",
      { cause },
    );
  }
}

function readSlide(members: Members, path: string): { title: string | null; pieces: Piece[]; shown: boolean } {
  const slide = parsePart(members, path);
  const [folder, file] = [path.slice(0, path.lastIndexOf("/")), path.slice(path.lastIndexOf("/") + 1)];
  const related = [...readRelations(memberText(members, `${folder}/_rels/${file}.rels`) ?? "", folder).values()];
  const notes = related.filter((one) => /notesSlides?\//u.test(one) && members[one] !== undefined);
  const diagrams = related.filter((one) => /diagrams\/data/u.test(one) && members[one] !== undefined);
  const tree = findFirst(slide, "p:spTree");
  return {
    title: tree === null ? null : slideTitle(tree),
    pieces: [
      ...(tree === null ? [] : shapePieces(tree)),
      ...diagrams.flatMap((one) => diagramPieces(parsePart(members, one))),
      ...notes.flatMap((one) => notesPieces(parsePart(members, one))),
    ],
    shown: attribute(findFirst(slide, "p:sld") ?? slide, "show") !== "0",
  };
}

/** The texts of a SmartArt drawing, in the order in which they are kept. */
function diagramPieces(data: XmlNode): Piece[] {
  return findAll(data, "dgm:pt").flatMap((point) => {
    const text = findAll(point, "a:t").map(xmlText).join(" ");
    return text.trim() === "" ? [] : [{ kind: "item", text, depth: 0 } satisfies Piece];
  });
}
