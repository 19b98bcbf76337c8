/** Reads ODT: content.xml walked in reading order, its styles from styles.xml too. Knows nothing of ODS. */
import type { ParsedDocument } from "../document.ts";
import type { Limits } from "./limits.ts";
import { createReading, readInside } from "./odf-walk.ts";
import { findAll, findFirst, parseXml, type XmlNode } from "./odt-xml.ts";
import { buildDocument, coreTitle } from "./pieces.ts";
import { Unreadable } from "./unreadable.ts";
import { memberText, unzipWithin } from "./zip.ts";

export function readOdt(bytes: Uint8Array, _fileName: string, limits: Limits): ParsedDocument {
  const members = unzipWithin(bytes, limits, (name) => /^(?:content|styles|meta)\.xml$/u.test(name));
  const content = parseMember(memberText(members, "content.xml"));
  const styles = parseMember(memberText(members, "styles.xml") ?? "<office:document-styles/>");
  const body = findFirst(content, "office:text");
  if (body === null)
    throw new Unreadable(
      "is no text document (its `content.xml` holds no text): save it as ODT from a word processor and load that.",
    );
  const reading = createReading([styles, content]);
  readInside(body, reading);
  const warnings = [
    ...(findAll(body, "text:changed-region").length > 0
      ? ["Tracked deletions were left out and tracked insertions taken in."]
      : []),
    ...(reading.comments > 0 ? ["Comments were left out."] : []),
  ];
  const fallbackTitle = coreTitle(memberText(members, "meta.xml"));
  return buildDocument(reading.pieces, {
    format: "odt",
    title: null,
    fallbackTitle,
    warnings,
    maxCharacters: limits.maxCharacters,
  });
}

/** A part of an OpenDocument package as a tree. */
export function parseMember(xml: string | null): XmlNode {
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
