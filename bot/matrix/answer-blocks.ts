/**
 * Lays out an answer as the blocks of a message: what is answered, the quotations with their sources, notes, and all
 * sources in full, folded. The words are those of the terminal (`bot/render.ts`). Knows nothing of events.
 */
import type { Answer, Citation, ReplyLanguage } from "../answer-types.ts";
import { messagesIn } from "../messages.ts";
import { quotations, sourceWords } from "../render.ts";
import { type Block, type Inline, paragraph, text } from "./rich-text.ts";

/** The event that shows what a citation quotes to those who read this; null where there is none. */
export type LinkOf = (
  citation: Citation,
) => { readonly roomId: string; readonly eventId: string; readonly via: string } | null;

export function answerBlocks(answer: Answer, linkOf: LinkOf): Block[] {
  switch (answer.outcome) {
    case "answered":
    case "closest-passages":
    case "not-in-documents":
      return fromDocuments(answer, linkOf);
    case "declined":
    case "busy":
    case "cancelled":
    case "timed-out":
    case "failed":
      return plainBlocks(answer.shown);
    default:
      return answer.outcome satisfies never;
  }
}

/** The quiet first notice: what was found, before anybody has read it. */
export function evidenceBlocks(citations: readonly Citation[], language: ReplyLanguage, linkOf: LinkOf): Block[] {
  const said: Block = { kind: "paragraph", inlines: [{ kind: "emphasis", text: messagesIn(language).stillChecking }] };
  return [said, ...quotationBlocks(citations, language, linkOf)];
}

/** Sentences of ours, one paragraph for each that an empty line sets apart. */
export function plainBlocks(shown: string): Block[] {
  return shown.split(/\n\s*\n/u).map((part) => paragraph(part));
}

/** An answer that neither quotes nor names a section is a sentence of its own ("No documents are loaded here yet."). */
function fromDocuments(answer: Answer, linkOf: LinkOf): Block[] {
  if (answer.citations.length === 0 && answer.nearest.length === 0) return plainBlocks(answer.shown);
  const { language, citations } = answer;
  return [
    paragraph(leadOf(answer)),
    ...(answer.outcome === "not-in-documents"
      ? nearestBlocks(answer, linkOf)
      : quotationBlocks(citations, language, linkOf)),
    ...answer.notes.map(noteBlock),
    ...sourceBlocks(citations, language),
  ];
}

function leadOf({ outcome, sentence, language }: Answer): string {
  const messages = messagesIn(language);
  if (outcome === "closest-passages") return messages.closest;
  return outcome === "not-in-documents" ? messages.notInDocuments : (sentence ?? messages.documentsSay);
}

/** What comes nearest, quoted or, where nothing can be quoted, by name; and whom to ask. */
function nearestBlocks({ citations, nearest, language, contact }: Answer, linkOf: LinkOf): Block[] {
  const messages = messagesIn(language);
  const names = nearest.map(({ document, section }) => [text(section === "" ? document : `${document}, ${section}`)]);
  const shown: Block[] =
    citations.length > 0
      ? quotationBlocks(citations, language, linkOf)
      : [{ kind: "list", ordered: false, items: names }];
  return [
    paragraph(messages.nearestSections),
    ...shown,
    ...(contact === null ? [] : [paragraph(messages.ask(contact))]),
  ];
}

function quotationBlocks(citations: readonly Citation[], language: ReplyLanguage, linkOf: LinkOf): Block[] {
  return quotations(citations, language).map(({ lines, source }, index) => ({
    kind: "quotation",
    quote: lines.join("\n"),
    source: source === null ? [] : [sourceInline(source, citations[index], linkOf)],
  }));
}

function sourceInline(words: string, citation: Citation | undefined, linkOf: LinkOf): Inline {
  const link = citation === undefined ? null : linkOf(citation);
  return link === null ? text(words) : { kind: "event-link", ...link, text: words };
}

function noteBlock(note: string): Block {
  return { kind: "paragraph", inlines: [{ kind: "emphasis", text: note }] };
}

/** Each place once, with the file it lies in. */
function sourceBlocks(citations: readonly Citation[], language: ReplyLanguage): Block[] {
  const messages = messagesIn(language);
  const lines = citations.map((citation) => `${sourceWords(citation, language)}; ${messages.file(citation.file)}`);
  const items = [...new Set(lines)].map((line) => [text(line)]);
  if (items.length === 0) return [];
  return [{ kind: "folded", summary: messages.sources, blocks: [{ kind: "list", ordered: true, items }] }];
}
