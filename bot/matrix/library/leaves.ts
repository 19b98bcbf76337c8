/**
 * What lies in a library room: each section of a version as one message, a long one as several, with its heading and
 * the line that says which document it is of and when that is in force. Pure; knows nothing of rooms and sending.
 */
import { createHash } from "node:crypto";
import type { DocumentVersion } from "../../../corpora/corpus-store.ts";
import type { Section } from "../../../corpora/document.ts";
import type { ReplyLanguage } from "../../answer-types.ts";
import { citeSection } from "../../citations.ts";
import { sourceWords } from "../../render.ts";
import type { Block, Written } from "../rich-text.ts";
import { text as words } from "../rich-text.ts";
import { writeMessages } from "../split-message.ts";

/**
 * Where a leaf belongs; no two have the same. `clause`: a hash of the clause's number or name, the same in all versions
 * of a document (they stand in one thread) and wherever a correction moves it.
 */
export type LeafPlace = { readonly documentId: number; readonly clause: string; readonly part: number };

/** Where its section lies in the stored text of its file: by that a citation finds it. */
export type LeafStretch = { readonly file: string; readonly start: number; readonly end: number };

export type Leaf = LeafPlace &
  LeafStretch & {
    /** All versions of its document. */
    readonly work: readonly number[];
    /** Of what is shown: another when the text was corrected or is no longer in force. */
    readonly hash: string;
    readonly written: Written;
  };

export type LeafAbout = {
  readonly work: readonly number[];
  readonly language: ReplyLanguage;
  /** YYYY-MM-DD. */
  readonly today: string;
};

/** In the order of the text. @param text the stored text of the version. */
export function leavesOf(document: DocumentVersion, text: string, { work, language, today }: LeafAbout): Leaf[] {
  const seen = new Map<string, number>();
  return document.sections.flatMap((section) => {
    const citation = citeSection(document, text, section.index, { asOf: today, today });
    const quote = bodyOf(section, text);
    if (citation === null || quote === "") return [];
    const heading: Block = { kind: "paragraph", inlines: [{ kind: "strong", text: citation.section }] };
    const quoted: Block = {
      kind: "quotation",
      quote,
      source: [words(sourceWords(citation, language))],
    };
    const name = section.number ?? section.path.join("\n");
    const times = seen.get(name) ?? 0;
    seen.set(name, times + 1);
    const { start, end } = section;
    const clause = hashed([name, String(times)]);
    const blocks = citation.section === "" ? [quoted] : [heading, quoted];
    return writeMessages(blocks).map((written, part) => ({
      documentId: document.id,
      clause,
      part,
      file: document.file,
      start,
      end,
      work,
      hash: hashed([written.body, written.html]),
      written,
    }));
  });
}

/** What stands below a section's heading; nothing for one that only holds others together. */
export function bodyOf({ path, start, end }: Section, text: string): string {
  const whole = text.slice(start, end).trim();
  const [first = "", ...rest] = whole.split("\n");
  const heading = path.at(-1);
  return heading !== undefined && inOneLine(first) === inOneLine(heading) ? rest.join("\n").trim() : whole;
}

function inOneLine(words: string): string {
  return words.replace(/\s+/gu, " ").trim();
}

function hashed(words: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(words)).digest("hex").slice(0, 32);
}
