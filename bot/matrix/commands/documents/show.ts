/** `!document X`: the whole record of a version, what it is bound up with, and its history line by line. */
import type { DocumentVersion } from "../../../../corpora/corpus-store.ts";
import type { Amendment } from "../../../../corpora/document.ts";
import { standing } from "../../../../corpora/life.ts";
import { type DocumentWork, findDocument, type NamedVersion, named } from "../../../documents/find-document.ts";
import type { Rochdale } from "../../../rochdale.ts";
import { type DocumentMessages, documentMessagesIn } from "../../messages/documents.ts";
import { type Block, type Inline, paragraph, text } from "../../rich-text.ts";
import { bullets, type CommandCall, type CommandOutcome, code, reply, textItem } from "../command-call.ts";
import { moment } from "../moment.ts";
import { shownName } from "../shown-name.ts";
import { rankWords } from "./list.ts";
import { unclearBlocks, versionLine } from "./unclear.ts";
import { doneWords, nameOf, standingWords } from "./words.ts";

export type ShowDeps = {
  readonly documents: Pick<Rochdale, "collections" | "lifecycle" | "auditLog" | "formerTexts">;
  readonly today: () => string;
};

/** Of a document with several versions, named without one, that which is in force today, else the newest. */
export function show(call: Pick<CommandCall, "language">, words: string, deps: ShowDeps): CommandOutcome {
  const today = deps.today();
  const found = findDocument(deps.documents, words);
  if (found.kind === "version") return reply(...recordBlocks(found, found.work, call, deps));
  const current = found.kind === "work" ? currentOf(found.work, today) : undefined;
  if (found.kind !== "work" || current === undefined) return reply(...unclearBlocks(words, found, call, today));
  return reply(...recordBlocks(named(deps.documents, current), found.work, call, deps));
}

function currentOf({ versions }: DocumentWork, today: string): DocumentVersion | undefined {
  return versions.findLast((version) => standing(version, today) === "adopted") ?? versions.at(-1);
}

function recordBlocks(
  meant: NamedVersion,
  work: DocumentWork,
  { language }: Pick<CommandCall, "language">,
  { documents, today }: ShowDeps,
): Block[] {
  const messages = documentMessagesIn(language);
  const { version } = meant;
  const others = work.versions.filter(({ id }) => id !== version.id).toReversed();
  return [
    {
      kind: "paragraph",
      inlines: [
        { kind: "strong", text: nameOf(meant, messages) },
        text(` – ${standingWords(version, today(), messages)}`),
      ],
    },
    bullets([
      ...facts(version, messages),
      ...relations(version, documents, messages),
      ...version.warnings.map((warning) => textItem(`⚠ ${warning}`)),
    ]),
    ...(others.length === 0
      ? []
      : [paragraph(messages.otherVersions), bullets(others.map((one) => versionLine(work, one, today(), messages)))]),
    ...historyBlocks(version, documents, messages),
  ];
}

/** What is not known is left out. */
function facts(version: DocumentVersion, messages: DocumentMessages): (readonly Inline[])[] {
  const { labels } = messages;
  const guessed = (field: keyof DocumentVersion) => (version.guessed.includes(field) ? ` (${messages.guessed})` : "");
  const fact = (label: string, value: string | null, field: keyof DocumentVersion) =>
    value === null || value === "" ? [] : [textItem(`${label} ${value}${guessed(field)}`)];
  return [
    [text(`${labels.file} `), code(`${version.collection}: ${version.file}`)],
    textItem(`${labels.rank} ${rankWords(version, messages)}`),
    ...fact(labels.edition, version.version === null ? null : shownName(version.version), "version"),
    ...fact(labels.adoptedOn, version.adoptedOn, "adoptedOn"),
    ...fact(labels.language, version.language === "und" ? null : version.language, "language"),
    textItem(messages.extent(version.format, version.pages, version.sections.length - 1)),
    ...fact(labels.contact, version.contact === null ? null : shownName(version.contact), "contact"),
    textItem(version.public ? messages.isPublic : messages.isNotPublic),
    ...fact(labels.personal, version.personalColumns.map(shownName).join(", "), "personalColumns"),
  ];
}

function relations(
  version: DocumentVersion,
  documents: ShowDeps["documents"],
  messages: DocumentMessages,
): (readonly Inline[])[] {
  const { labels } = messages;
  const all = documents.lifecycle.works(version.collection).flatMap(({ versions }) => versions);
  const linked = (label: string, file: string | null) =>
    file === null ? [] : [linkItem(label, file, null, all, messages)];
  const amending = all.flatMap((other) =>
    other.amends.filter(({ file }) => file === version.file).map(({ section }) => ({ file: other.file, section })),
  );
  const amended = ({ file, section }: Amendment, label: string) => linkItem(label, file, section, all, messages);
  return [
    ...linked(labels.decidedBy, version.decidedBy),
    ...linked(labels.replaces, version.replaces),
    ...version.amends.map((amendment) => amended(amendment, labels.amends)),
    ...amending.map((amendment) => amended(amendment, labels.amendedBy)),
  ];
}

/** A file of the collection with its title and day; other words as they are. */
function linkItem(
  label: string,
  file: string,
  section: string | null,
  all: readonly DocumentVersion[],
  messages: DocumentMessages,
): readonly Inline[] {
  const clause = section === null ? "" : ` ${shownName(section)}`;
  const other = all.find((candidate) => candidate.file === file);
  if (other === undefined) return textItem(`${label} ${shownName(file)}${clause}`);
  const day = other.adoptedOn ?? other.inForceFrom;
  const words = `${messages.quoted(shownName(other.title))}${clause}${day === null ? "" : ` (${day})`}`;
  return [text(`${label} ${words} `), code(shownName(file))];
}

/** Enough for years; the rest stays in the log. */
const MOST_LINES = 40;

/** From the loading on, who did what and when; then the texts before it was corrected. */
function historyBlocks(
  { id, collection, file }: DocumentVersion,
  documents: ShowDeps["documents"],
  messages: DocumentMessages,
): Block[] {
  const entries = documents.auditLog({ collection, file, limit: MOST_LINES }).toReversed();
  const formerTexts = documents.formerTexts(id);
  const line = (at: string, by: string, words: string): readonly Inline[] => [
    text(`${moment(Date.parse(at))} `),
    code(by),
    text(` ${words}`),
  ];
  return [
    ...(entries.length === 0
      ? []
      : [
          paragraph(messages.history),
          bullets(entries.map((entry) => line(entry.at, entry.by, doneWords(entry, messages)))),
        ]),
    ...(formerTexts.length === 0
      ? []
      : [
          paragraph(messages.formerTexts),
          bullets(formerTexts.map(({ at, by, sha256 }) => line(at, by, `sha256 ${sha256.slice(0, 12)}`))),
        ]),
  ];
}
