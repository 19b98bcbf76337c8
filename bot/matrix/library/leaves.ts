/**
 * What lies in a library room: each section of a version as one message, a long one as several, with its heading and
 * the line that says which document it is of and when that is in force. Pure; knows nothing of rooms and sending.
 */
import { createHash } from "node:crypto";
import type { DocumentVersion } from "../../../corpora/corpus-store.ts";
import type { ReplyLanguage } from "../../answer-types.ts";
import { citeSection } from "../../citations.ts";
import { sourceWords } from "../../render.ts";
import type { Block, Written } from "../rich-text.ts";
import { text as words } from "../rich-text.ts";
import { writeMessages } from "../split-message.ts";

/** Where a leaf belongs; no two have the same. */
export type LeafPlace = { readonly documentId: number; readonly section: number; readonly part: number };

export type Leaf = LeafPlace & {
  /** The same for one clause in all versions of a document: they stand in one thread. */
  readonly clause: string;
  /** Of what is shown: another when the text was corrected or is no longer in force. */
  readonly hash: string;
  readonly written: Written;
};

export type LeafAbout = {
  /** Name of the document in all its versions. */
  readonly work: string;
  readonly language: ReplyLanguage;
  /** YYYY-MM-DD. */
  readonly today: string;
};

/** In the order of the text. @param text the stored text of the version. */
export function leavesOf(document: DocumentVersion, text: string, { work, language, today }: LeafAbout): Leaf[] {
  return document.sections.flatMap((section) => {
    const citation = citeSection(document, text, section.index, { asOf: today, today });
    if (citation === null) return [];
    const heading: Block = { kind: "paragraph", inlines: [{ kind: "strong", text: citation.section }] };
    const quoted: Block = {
      kind: "quotation",
      quote: citation.quote,
      source: [words(sourceWords(citation, language))],
    };
    const clause = `${work}\n${section.number ?? section.path.join(" > ")}`;
    const blocks = citation.section === "" ? [quoted] : [heading, quoted];
    return writeMessages(blocks).map((written, part) => ({
      documentId: document.id,
      section: section.index,
      part,
      clause,
      hash: hashOf(written),
      written,
    }));
  });
}

function hashOf({ body, html }: Written): string {
  return createHash("sha256").update(body).update("\0").update(html).digest("hex").slice(0, 32);
}
