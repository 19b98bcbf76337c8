/**
 * `!purge X`: tells exactly what would be deleted, and deletes it when that is confirmed; with a receipt. The caller has
 * checked that the sender is an admin.
 */
import type { DocumentVersion } from "../../../../corpora/corpus-store.ts";
import { periodOn } from "../../../../corpora/life.ts";
import { findDocument, type NamedVersion, named, type Unclear, workOf } from "../../../documents/find-document.ts";
import type { PurgeReceipt } from "../../../documents/purge.ts";
import type { Rochdale } from "../../../rochdale.ts";
import { type DocumentMessages, documentMessagesIn, type PurgeCount } from "../../messages/documents.ts";
import { roomMessagesIn } from "../../messages/in-language.ts";
import { type Block, type Inline, paragraph, text } from "../../rich-text.ts";
import { bullets, type CommandCall, type CommandOutcome, code, reply, textItem } from "../command-call.ts";
import { moment } from "../moment.ts";
import { fold } from "../names.ts";
import { shownName } from "../shown-name.ts";
import { withoutYes } from "./order-words.ts";
import { unclearBlocks } from "./unclear.ts";
import { nameOf, standingWords } from "./words.ts";

export type PurgeDeps = {
  readonly documents: Pick<Rochdale, "collections" | "lifecycle" | "purge">;
  readonly today: () => string;
  /** Aborts when the bot ends. */
  readonly closing: AbortSignal;
};

export async function purge(call: CommandCall, typed: string, deps: PurgeDeps): Promise<CommandOutcome> {
  const { words, sure } = withoutYes(typed);
  const meant = documentsToPurge(words, deps.documents);
  if (meant.kind === "unclear") return reply(...unclearBlocks(words, meant.why, call, deps.today()));
  const messages = documentMessagesIn(call.language);
  if (!sure) {
    const [command = ""] = roomMessagesIn(call.language).commands.purge.usage.split(" ");
    return reply(...previewBlocks(meant.versions, `${command} ${words} ${messages.yes}`, call, deps));
  }
  const decided = { by: call.sender, at: new Date(call.now).toISOString() };
  const documents = meant.versions.map(({ version }) => version);
  return reply(...receiptBlocks(await deps.documents.purge.run(documents, decided, deps.closing), messages));
}

export type ToPurge =
  | { readonly kind: "versions"; readonly versions: readonly NamedVersion[] }
  | { readonly kind: "unclear"; readonly why: Unclear };

const ALL: ReadonlySet<string> = new Set(["all", "alle", "tout", "toutes", "todo", "todas", "tot", "totes"]);

/** @param words "bylaws v2", or "bylaws all" for every version. */
export function documentsToPurge(words: string, documents: PurgeDeps["documents"]): ToPurge {
  const found = findDocument(documents, words);
  if (found.kind === "version") return { kind: "versions", versions: [{ version: found.version, name: found.name }] };
  const [, title = "", last = ""] = /^(.*\S)\s+(\S+)$/su.exec(words.trim()) ?? [];
  if (!ALL.has(fold(last))) return { kind: "unclear", why: found };
  const whole = findDocument(documents, title);
  if (whole.kind !== "work" && whole.kind !== "version") return { kind: "unclear", why: whole };
  return { kind: "versions", versions: whole.work.versions.map((version) => named(documents, version)) };
}

/** @param remedy what has to be sent to have it done. */
export function previewBlocks(
  versions: readonly NamedVersion[],
  remedy: string,
  { language }: Pick<CommandCall, "language">,
  { documents, today }: Pick<PurgeDeps, "documents" | "today">,
): readonly Block[] {
  const messages = documentMessagesIn(language);
  const counts = documents.purge.preview(versions.map(({ version }) => version));
  return [
    paragraph(messages.purgeAsks),
    bullets([
      ...versions.map((one): readonly Inline[] => [
        text(`${nameOf(one, messages)} – ${standingWords(one.version, today(), messages)} `),
        code(`${one.version.collection}: ${shownName(one.version.file)}`),
      ]),
      ...countLines(counts, messages).map(textItem),
    ]),
    ...leavesNone(versions, documents, today()).map((title) => paragraph(messages.purgeLeavesNone(title))),
    { kind: "paragraph", inlines: [text(`${messages.purgeConfirm} `), code(remedy)] },
  ];
}

export function receiptBlocks(
  { files, counts, decided, finished }: PurgeReceipt,
  messages: DocumentMessages,
): readonly Block[] {
  return [
    paragraph(messages.purged(moment(Date.parse(decided.at)))),
    bullets([
      ...files.map(({ collection, file, sha256 }): readonly Inline[] => [
        code(`${collection}: ${shownName(file)}`),
        text(` sha256 ${sha256}`),
      ]),
      ...countLines(counts, messages).map(textItem),
    ]),
    paragraph(messages.purgeKept),
    ...(finished ? [] : [paragraph(messages.purgeUnfinished)]),
  ];
}

const COUNTS: readonly PurgeCount[] = [
  "documents",
  "formerTexts",
  "passages",
  "sentences",
  "answers",
  "messages",
  "messagesLeft",
  "uploads",
  "published",
];

/** What there is none of is not named. */
function countLines(counts: PurgeReceipt["counts"], { purgeCounts }: DocumentMessages): string[] {
  return COUNTS.filter((kind) => counts[kind] > 0).map((kind) => purgeCounts[kind](counts[kind]));
}

/** Titles of documents that are in force today and would not be any more. */
function leavesNone(versions: readonly NamedVersion[], documents: PurgeDeps["documents"], today: string): string[] {
  const gone = new Set(versions.map(({ version }) => version.id));
  const inForce = (all: readonly DocumentVersion[]) => all.some(({ periods }) => periodOn(periods, today) !== null);
  const works = versions.map(({ version }) => workOf(documents, version));
  const losing = works.filter(({ versions: all }) => inForce(all) && !inForce(all.filter(({ id }) => !gone.has(id))));
  return [...new Set(losing.map(({ title }) => shownName(title)))];
}
