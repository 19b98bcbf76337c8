/** From quotations to citations: verbatim text, offsets, document version, section and page. Pure. */
import type { DocumentVersion } from "../corpora/corpus-store.ts";
import type { Block } from "../corpora/document.ts";
import { periodOn, standing } from "../corpora/life.ts";
import type { Citation } from "./answer-types.ts";
import type { Quotation } from "./evidence.ts";

/** The day whose rules are quoted, and the day it is: YYYY-MM-DD. What a text is called depends on both. */
export type QuotedOn = { readonly asOf: string; readonly today: string };

/**
 * A citation can only be cut out of the stored text: `quote` is `text.slice(start, end)`, so a quotation that is not
 * in the document cannot be made.
 */
export function cite(quotation: Quotation, text: string, blocks: readonly Block[], on: QuotedOn): Citation {
  const { document, section, page } = quotation.passage;
  return citeStretch({ document, section, page }, quotation, { text, blocks }, on);
}

/** The same for a stretch that no passage was retrieved for. */
export function citeStretch(
  place: { readonly document: DocumentVersion; readonly section: number; readonly page: number | null },
  quotation: Pick<Quotation, "start" | "end" | "amendedBy">,
  { text, blocks }: { readonly text: string; readonly blocks: readonly Block[] },
  on: QuotedOn,
): Citation {
  const { document } = place;
  const block = blocks.find((one) => one.end > quotation.start) ?? null;
  const section = document.sections[block?.section ?? place.section];
  return {
    document: document.title,
    version: document.version,
    adoptedOn: document.adoptedOn,
    ...labelOf(document, on),
    section: sectionLabel(section?.path ?? [], document.title),
    page: block?.page ?? place.page,
    collection: document.collection,
    file: document.file,
    language: document.language,
    quote: text.slice(quotation.start, quotation.end),
    start: quotation.start,
    end: quotation.end,
    rank: document.rank,
    ...(quotation.amendedBy === undefined ? {} : { amendedBy: quotation.amendedBy }),
    ...(block?.ocr ? { ocr: true as const } : {}),
  };
}

/** A whole section as a citation; null where nothing stands in it. */
export function citeSection(document: DocumentVersion, text: string, index: number, on: QuotedOn): Citation | null {
  const section = document.sections[index];
  if (section === undefined) return null;
  const quote = text.slice(section.start, section.end);
  if (quote.trim() === "") return null;
  return {
    document: document.title,
    version: document.version,
    adoptedOn: document.adoptedOn,
    ...labelOf(document, on),
    section: sectionLabel(section.path, document.title),
    page: section.page,
    collection: document.collection,
    file: document.file,
    language: document.language,
    quote,
    start: section.start,
    end: section.end,
    rank: document.rank,
  };
}

/** What the version is today, and the days in force that the asked day falls into. */
function labelOf(
  document: DocumentVersion,
  { asOf, today }: QuotedOn,
): Pick<Citation, "status" | "inForceFrom" | "inForceTo" | "upcoming"> {
  const period = periodOn(document.periods, asOf);
  const { from, to } = period ?? { from: document.inForceFrom, to: document.inForceTo };
  const upcoming = period !== null && from !== null && from > today;
  return {
    status: standing(document, today),
    inForceFrom: from,
    inForceTo: to,
    ...(upcoming ? { upcoming } : {}),
  };
}

/** The two innermost headings, without the document's own title. */
export function sectionLabel(path: readonly string[], title: string): string {
  return path
    .filter((heading) => heading !== title)
    .slice(-2)
    .join(" > ");
}
