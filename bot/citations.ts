/** From quotations to citations: verbatim text, offsets, document version, section and page. Pure. */
import type { Block } from "../corpora/document.ts";
import type { Citation } from "./answer-types.ts";
import type { Quotation } from "./evidence.ts";

/**
 * A citation can only be cut out of the stored text: `quote` is `text.slice(start, end)`, so a quotation that is not
 * in the document cannot be made.
 */
export function cite(quotation: Quotation, text: string, blocks: readonly Block[]): Citation {
  const { document } = quotation.passage;
  const block = blocks.find((one) => one.end > quotation.start) ?? null;
  const section = document.sections[block?.section ?? quotation.passage.section];
  return {
    document: document.title,
    version: document.version,
    status: document.status,
    adoptedOn: document.adoptedOn,
    inForceFrom: document.inForceFrom,
    inForceTo: document.inForceTo,
    section: sectionLabel(section?.path ?? [], document.title),
    page: block?.page ?? quotation.passage.page,
    collection: document.collection,
    file: document.file,
    language: document.language,
    quote: text.slice(quotation.start, quotation.end),
    start: quotation.start,
    end: quotation.end,
    rank: document.rank,
  };
}

/** The two innermost headings, without the document's own title. */
export function sectionLabel(path: readonly string[], title: string): string {
  return path
    .filter((heading) => heading !== title)
    .slice(-2)
    .join(" > ");
}
