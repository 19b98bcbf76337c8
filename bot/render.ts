/**
 * Writes the reply as a member reads it, in plain text and in the member's language: what kind of reply it is, the
 * quotations with their sources, the nearest sections. Pure.
 */
import type { Citation, Outcome, ReplyLanguage } from "./answer-types.ts";
import { type Messages, messagesIn } from "./messages.ts";

export type Reply = {
  readonly outcome: Outcome;
  readonly language: ReplyLanguage;
  readonly sentence: string | null;
  readonly citations: readonly Citation[];
  readonly nearest: readonly { readonly document: string; readonly section: string }[];
  readonly contact: string | null;
  /** Sentences that stand before everything else: how a question was understood, which day's rules were used. */
  readonly notes: readonly string[];
};

export function renderReply(reply: Reply): string {
  const messages = messagesIn(reply.language);
  const head = [...reply.notes];
  if (reply.outcome === "answered" && reply.sentence !== null) head.push(reply.sentence);
  if (reply.outcome === "closest-passages") head.push(messages.closest);
  if (reply.outcome === "not-in-documents") head.push(messages.notInDocuments);
  const quoted = quotationParts(reply.citations, reply.language);
  const parts =
    reply.outcome === "not-in-documents"
      ? [head.join("\n"), ...nearestParts(reply, quoted), contactPart(reply)]
      : [head.join("\n"), ...quoted];
  return parts.filter((part) => part !== "").join("\n\n");
}

/** Quotations, each followed by its source line; neighbours from one section share the line. */
export function quotationParts(citations: readonly Citation[], language: ReplyLanguage): string[] {
  return quotations(citations, language).map(({ lines, source }) => {
    const quote = lines.map((line) => `> ${line}`).join("\n");
    return source === null ? quote : `${quote}\n— ${source}`;
  });
}

/** A quotation without empty lines; `source` is null where the next one stands in the same place and tells it. */
export type ShownQuotation = { readonly lines: readonly string[]; readonly source: string | null };

export function quotations(citations: readonly Citation[], language: ReplyLanguage): ShownQuotation[] {
  return citations.map((citation, index) => {
    const lines = citation.quote.split("\n").filter((line) => line.trim() !== "");
    const source = sourceWords(citation, language);
    const next = citations[index + 1];
    const shared = next !== undefined && sourceWords(next, language) === source;
    return { lines, source: shared ? null : source };
  });
}

/** "— Bylaws, version 3 (in force since 2022-07-01), § 12 Quorum, p. 4". */
export function sourceLine(citation: Citation, language: ReplyLanguage): string {
  return `— ${sourceWords(citation, language)}`;
}

/** The source line without the dash that sets it apart. */
export function sourceWords(citation: Citation, language: ReplyLanguage): string {
  const messages = messagesIn(language);
  const about = [statusLine(citation, language)];
  if (citation.amendedBy !== undefined) about.push(messages.amendedBy(citation.amendedBy.join(", ")));
  if (citation.language !== language && citation.language !== "und")
    about.push(messages.originalIn(languageName(citation.language, language)));
  if (citation.ocr) about.push(messages.readByOcr);
  const version = citation.version === null ? "" : `, ${versionLabel(citation.version, language)}`;
  const section = citation.section === "" ? "" : `, ${citation.section}`;
  const page = citation.page === null ? "" : `, ${messages.page(citation.page)}`;
  return `${citation.document}${version} (${about.join("; ")})${section}${page}`;
}

/** "3" is "version 3", "Version 3" stays as it is. */
function versionLabel(version: string, language: ReplyLanguage): string {
  return /^\d/u.test(version) ? messagesIn(language).version(version) : version;
}

/** What a text is: in force since when, superseded, a draft, minutes of a day. */
export function statusLine(citation: Citation, language: ReplyLanguage): string {
  const messages = messagesIn(language);
  switch (citation.status) {
    case "draft":
      return messages.draft;
    case "proposed":
      return messages.proposed;
    case "withdrawn":
      return endedLine(messages.withdrawn, citation, messages);
    case "superseded":
      return endedLine(messages.superseded, citation, messages);
    case "adopted":
      return adoptedLine(citation, language);
    default:
      return citation.status satisfies never;
  }
}

function endedLine(label: string, { inForceFrom, inForceTo }: Citation, { inForceBetween }: Messages): string {
  return inForceTo === null ? label : `${label}; ${inForceBetween(inForceFrom, inForceTo)}`;
}

function adoptedLine(citation: Citation, language: ReplyLanguage): string {
  const messages = messagesIn(language);
  if (citation.rank === "minutes") return messages.minutes(citation.adoptedOn);
  const dates: string[] = [];
  if (citation.adoptedOn !== null && citation.adoptedOn !== citation.inForceFrom)
    dates.push(messages.adopted(citation.adoptedOn));
  if (citation.inForceTo !== null) dates.push(messages.inForceBetween(citation.inForceFrom, citation.inForceTo));
  else if (citation.inForceFrom !== null)
    dates.push(
      citation.upcoming ? messages.inForceFrom(citation.inForceFrom) : messages.inForceSince(citation.inForceFrom),
    );
  return dates.length === 0 ? messages.dateUnknown : dates.join(", ");
}

function languageName(code: string, language: ReplyLanguage): string {
  try {
    return new Intl.DisplayNames([language], { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** What comes nearest: quoted, so that a member can judge; by name where nothing can be quoted. */
function nearestParts(reply: Reply, quotations: readonly string[]): string[] {
  const { nearestSections } = messagesIn(reply.language);
  if (quotations.length > 0) return [nearestSections, ...quotations];
  if (reply.nearest.length === 0) return [];
  const lines = reply.nearest.map(({ document, section }) => `- ${document}${section === "" ? "" : `, ${section}`}`);
  return [[nearestSections, ...lines].join("\n")];
}

function contactPart(reply: Reply): string {
  return reply.contact === null ? "" : messagesIn(reply.language).ask(reply.contact);
}
