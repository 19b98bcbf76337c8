/**
 * The report on a file as blocks of text: what it holds, what it was taken for, what looks odd, what would be done, and in
 * the end what was done. Pure; sends nothing.
 */
import type { Facts, Oddity } from "../../../corpora/loading/facts.ts";
import type { Decision, Upload, UploadOutcome } from "../../../corpora/loading/upload.ts";
import type { ReplyLanguage } from "../../answer-types.ts";
import { type LoadingMessages, loadingMessagesIn } from "../messages/loading.ts";
import { type Block, paragraph, text } from "../rich-text.ts";

/** The question about one file. */
export function reportBlocks(upload: Upload, facts: Facts, language: ReplyLanguage): Block[] {
  const m = loadingMessagesIn(language);
  return [
    paragraph(m.reportOn(upload.name)),
    bullets(factLines(upload, facts, language)),
    ...oddityBlocks(facts, m),
    paragraph(proposalWords(facts, m)),
    paragraph(m.howToAnswer),
  ];
}

/** The question about an archive: its files by number, each with what would be done. */
export function archiveBlocks(upload: Upload, members: readonly Upload[], language: ReplyLanguage): Block[] {
  const m = loadingMessagesIn(language);
  const items = members.map((member) => [text(memberWords(member, m, language))]);
  return [
    paragraph(m.reportOnArchive(upload.name, members.filter(({ facts }) => facts !== null).length)),
    { kind: "list", ordered: true, items },
    paragraph(m.howToAnswerFiles),
  ];
}

/** How it ended: one line for each upload, and what it did to others. */
export function endedBlocks(
  name: string,
  uploads: readonly Upload[],
  { language, vectorsPending }: { readonly language: ReplyLanguage; readonly vectorsPending: boolean },
): Block[] {
  const m = loadingMessagesIn(language);
  const lines = uploads.flatMap((upload) => endedLines(upload, m));
  if (uploads.every(({ state }) => state === "cancelled")) return [paragraph(m.cancelled(name))];
  const visible = uploads.some(({ state }) => state === "visible");
  const [first, ...more] = lines;
  return [
    ...(more.length === 0 && first !== undefined ? [paragraph(first)] : [bullets(lines)]),
    ...(visible && vectorsPending ? [paragraph(m.vectorsPending)] : []),
  ];
}

/** Kilobytes below a megabyte. */
export function sizeWords(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1_000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function bullets(lines: readonly string[]): Block {
  return { kind: "list", ordered: false, items: lines.map((line) => [text(line)]) };
}

function factLines(upload: Upload, facts: Facts, language: ReplyLanguage): string[] {
  const m = loadingMessagesIn(language);
  const { record, newVersionOf } = facts;
  const field = (
    name: keyof LoadingMessages["fields"],
    value: string | null,
    guessedFields: readonly string[] = [],
  ) => {
    if (value === null) return [];
    const isGuessed = guessedFields.some((one) => record.guessed.includes(one));
    return [`${m.fields[name]}: ${value}${isGuessed ? ` (${m.guessed})` : ""}`];
  };
  return [
    ...field("holds", contentWords(facts, language)),
    ...field("title", record.title, ["title"]),
    ...field("rank", m.ranks[record.rank], ["rank"]),
    ...field("version", record.version, ["version"]),
    ...field("adoptedOn", record.adoptedOn, ["adoptedOn"]),
    ...field("newVersionOf", newVersionOf === null ? null : `${newVersionOf.title} (${newVersionOf.file})`),
    ...field("collection", upload.collection),
  ];
}

function contentWords(facts: Facts, language: ReplyLanguage): string {
  const m = loadingMessagesIn(language);
  return [
    ...(facts.pages === null ? [] : [m.pages(facts.pages)]),
    m.sections(facts.sections),
    ...(facts.tables === 0 ? [] : [m.tables(facts.tables)]),
    languageWords(facts.record.language, language, m),
  ].join(", ");
}

function languageWords(code: string, language: ReplyLanguage, m: LoadingMessages): string {
  if (code === "und") return m.unknownLanguage;
  return new Intl.DisplayNames([language], { type: "language" }).of(code) ?? code;
}

function oddityBlocks({ oddities }: Facts, m: LoadingMessages): Block[] {
  if (oddities.length === 0) return [];
  return [paragraph(m.lookAt), bullets(oddities.map((oddity) => oddityWords(oddity, m)))];
}

function oddityWords(oddity: Oddity, m: LoadingMessages): string {
  switch (oddity.kind) {
    case "remark":
      return oddity.words;
    case "same-file":
      return m.sameFile(oddity.file, m.statuses[oddity.status]);
    case "reads-more":
      return m.readsMore(oddity.file);
    case "same-text":
      return m.sameText(oddity.file);
    case "near":
      return m.near(oddity.file, oddity.percent);
    case "name-taken":
      return m.nameTaken(oddity.own);
    case "unknown-language":
      return m.unknownLanguage;
    case "not-in-force":
      return m.saysItIs(m.statuses[oddity.status]);
    default:
      return oddity satisfies never;
  }
}

function proposalWords({ proposal, dayGuessed, record }: Facts, m: LoadingMessages): string {
  const day = dayGuessed === null ? "" : ` ${dayGuessed === "today" ? m.dayIsToday : m.dayFromName}`;
  return `${decisionWords(proposal, m.statuses[record.status], m)}${day}`;
}

function decisionWords(decision: Decision, status: string, m: LoadingMessages): string {
  switch (decision.kind) {
    case "adopt":
      return m.wouldAdopt(decision.from, decision.replaces);
    case "draft":
      return m.wouldDraft;
    case "proposal":
      return m.wouldPropose;
    case "as-said":
      return m.wouldKeep(status);
    case "cancel":
      return m.wouldCancel;
    default:
      return decision satisfies never;
  }
}

function memberWords(member: Upload, m: LoadingMessages, language: ReplyLanguage): string {
  const { facts, outcome } = member;
  if (outcome !== null) return endedLines(member, m).join(" ");
  if (member.state === "cancelled") return "–";
  if (facts === null) return member.problem ?? member.name;
  const odd = facts.oddities.map((oddity) => oddityWords(oddity, m));
  const about = `${member.name} – ${facts.record.title} (${m.ranks[facts.record.rank]}, ${contentWords(facts, language)}).`;
  return [about, ...odd, proposalWords(facts, m)].join(" ");
}

function endedLines({ outcome, state, problem, name }: Upload, m: LoadingMessages): string[] {
  if (outcome !== null) return outcomeLines(outcome, m);
  if (state === "unreadable") return [`${m.unreadable(name)} ${problem ?? ""}`.trim()];
  return [];
}

function outcomeLines(outcome: UploadOutcome, m: LoadingMessages): string[] {
  const { superseded, supersededBy } = outcome;
  return [
    standingWords(outcome, m),
    ...superseded.map(({ title, file, until }) => m.superseded(title, file, until)),
    ...(supersededBy === null ? [] : [m.supersededBy(supersededBy.title, supersededBy.file)]),
  ];
}

function standingWords({ status, periods, title, file }: UploadOutcome, m: LoadingMessages): string {
  const [first] = periods;
  if (first !== undefined) return m.inForceNow(title, file, periods.at(-1)?.from ?? null);
  if (status === "draft") return m.draftNow(title, file);
  if (status === "proposed") return m.proposalNow(title, file);
  return m.keptNow(title, file, m.statuses[status]);
}
