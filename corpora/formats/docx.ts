/**
 * Reads DOCX: mammoth makes HTML of it, after docx-numbering.ts has written each computed list number into its
 * paragraph. Knows nothing of the ZIP limits' reasons.
 */
import mammoth from "mammoth";
import { parseFragment } from "parse5";
import type { ParsedDocument } from "../document.ts";
import { mendedBody, mendedNumbering } from "./docx-body.ts";
import { withPrintedNumbers } from "./docx-numbering.ts";
import { moveNotes } from "./html-notes.ts";
import { htmlPieces } from "./html-pieces.ts";
import type { Limits } from "./limits.ts";
import { buildDocument, coreTitle, type Piece } from "./pieces.ts";
import { Unreadable } from "./unreadable.ts";
import { type Members, memberText, unzipWithin, zipAgain } from "./zip.ts";

const STYLES = [
  "p[style-name='Title'] => h1.title:fresh",
  "p[style-name='Titel'] => h1.title:fresh",
  "p[style-name='Subtitle'] => p:fresh",
];

export async function readDocx(bytes: Uint8Array, _fileName: string, limits: Limits): Promise<ParsedDocument> {
  const members = unzipWithin(bytes, limits, (name) => /\.(?:xml|rels)$/iu.test(name));
  const body = memberText(members, "word/document.xml");
  if (body === null)
    throw new Unreadable("is damaged (it holds no `word/document.xml`): save it again as DOCX and load that.");
  const numbering = mendedNumbering(memberText(members, "word/numbering.xml") ?? "");
  const mended = { ...members, ...(numbering === "" ? {} : { "word/numbering.xml": encode(numbering) }) };
  const numbered = withPrintedNumbers(mendedBody(body), mended);
  const html = await toHtml({ ...mended, "word/document.xml": encode(numbered) });
  const tree = parseFragment(html);
  moveNotes(tree);
  const { pieces, warnings } = htmlPieces(tree);
  if (/<w:(?:del|ins|moveFrom)[\s>]/u.test(body))
    warnings.push("Tracked deletions were left out and tracked insertions taken in.");
  if (/<w:comment\s/u.test(memberText(members, "word/comments.xml") ?? "")) warnings.push("Comments were left out.");
  const fallbackTitle = coreTitle(memberText(members, "docProps/core.xml"));
  return buildDocument(belowTitle(pieces, html), {
    format: "docx",
    title: ownTitle(pieces, html),
    fallbackTitle,
    warnings,
    maxCharacters: limits.maxCharacters,
  });
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

async function toHtml(members: Members): Promise<string> {
  const convertImage = mammoth.images.imgElement(async () => ({ src: "" }));
  const buffer = Buffer.from(zipAgain(members));
  try {
    return (await mammoth.convertToHtml({ buffer }, { styleMap: STYLES, convertImage, externalFileAccess: false }))
      .value;
  } catch (cause) {
    throw new Unreadable(
      "is damaged (its text cannot be read): open it in your word processor, save it again and load that.",
      { cause },
    );
  }
}

/** A paragraph in the Title style. */
function ownTitle(pieces: readonly Piece[], html: string): string | null {
  const first = pieces.find((piece) => piece.kind === "heading");
  return html.includes('<h1 class="title">') && first?.kind === "heading" ? first.text.trim() : null;
}

/** Under a title of its own every other heading stands one level deeper. */
function belowTitle(pieces: readonly Piece[], html: string): Piece[] {
  if (!html.includes('<h1 class="title">')) return [...pieces];
  const title = pieces.find((piece) => piece.kind === "heading");
  return pieces.map((piece) =>
    piece.kind === "heading" && piece !== title ? { ...piece, level: piece.level + 1 } : piece,
  );
}
