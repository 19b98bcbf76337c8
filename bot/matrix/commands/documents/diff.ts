/** `!diff`: what changed between two versions, in the chat where it fits, else as an overview and a file. */
import { countSections, type DiffPart, type SectionDiff } from "../../../../corpora/diff-versions.ts";
import { type CompareDeps, type CompareOutcome, compare, type Side } from "../../../documents/compare.ts";
import { diffPage } from "../../../documents/diff-page.ts";
import { type DocumentMessages, documentMessagesIn } from "../../messages/documents.ts";
import { type Block, type Inline, paragraph, text } from "../../rich-text.ts";
import { splitMessage } from "../../split-message.ts";
import { type CommandCall, type CommandOutcome, reply } from "../command-call.ts";
import { moment } from "../moment.ts";
import { shownName } from "../shown-name.ts";
import { unclearBlocks } from "./unclear.ts";
import { nameOf, standingWords } from "./words.ts";

export type DiffDeps = {
  readonly documents: CompareDeps["rochdale"];
  readonly today: () => string;
};

export function diff(call: CommandCall, words: string, { documents, today }: DiffDeps): CommandOutcome {
  const messages = documentMessagesIn(call.language);
  const outcome = compare(words, { rochdale: documents });
  if (outcome.kind !== "compared") return reply(...notCompared(outcome, call, today()));
  const [head, ...sections] = diffBlocks(outcome, messages, today());
  const whole = [head, ...sections].filter((block) => block !== undefined);
  if (splitMessage(whole).length === 1) return reply(...whole);
  const page = diffPageOf(outcome, call.language);
  const overview = overviewBlocks(outcome, messages, today());
  return {
    kind: "reply",
    blocks: [...overview, paragraph(messages.diffAttached(page.name))],
    files: [{ name: page.name, mimeType: "text/html", bytes: Buffer.from(page.html) }],
  };
}

export function notCompared(
  outcome: Exclude<CompareOutcome, { kind: "compared" }>,
  call: Pick<CommandCall, "language">,
  today: string,
): readonly Block[] {
  if (outcome.kind === "unclear") return unclearBlocks(outcome.words, outcome.why, call, today);
  const messages = documentMessagesIn(call.language);
  return [paragraph(messages.onlyOneVersion(nameOf(outcome.meant, messages)))];
}

type Compared = Extract<CompareOutcome, { kind: "compared" }>;

/** The page of a comparison and a name for its file. */
export function diffPageOf(
  { before, after, diff: sections }: Compared,
  language: CommandCall["language"],
): { readonly name: string; readonly html: string } {
  const messages = documentMessagesIn(language);
  const html = diffPage(sections, {
    language,
    title: messages.diffHead(sideName(before, messages), sideName(after, messages)),
    counts: messages.diffCounts,
    legend: messages.diffLegend,
    marks: messages.diffMarks,
    unnamedSection: messages.unnamedSection,
  });
  const stem =
    after.version.file
      .split("/")
      .at(-1)
      ?.replace(/\.[^.]+$/u, "") ?? "";
  return { name: `diff-${stem.replace(/[^\p{L}\p{N}._-]+/gu, "-")}.html`, html };
}

/** Head and every section that changed. */
export function diffBlocks(compared: Compared, messages: DocumentMessages, today: string): readonly Block[] {
  const sections = compared.diff.filter(({ kind }) => kind !== "unchanged");
  const legend = sections.some(({ kind }) => kind !== "renumbered") ? [paragraph(messages.diffLegend)] : [];
  return [
    ...headBlocks(compared, messages, today),
    ...legend,
    ...sections.flatMap((one) => sectionBlocks(one, messages)),
  ];
}

/** Head and the names of what changed. */
function overviewBlocks(compared: Compared, messages: DocumentMessages, today: string): readonly Block[] {
  const changed = compared.diff.filter(({ kind }) => kind !== "unchanged");
  const left = changed.length - MOST_NAMED;
  const items = changed.slice(0, MOST_NAMED).map((section) => titleOf(section, messages));
  const more = left > 0 ? [[text(`+ ${left}`)]] : [];
  return [...headBlocks(compared, messages, today), { kind: "list", ordered: false, items: [...items, ...more] }];
}

const MOST_NAMED = 60;

function headBlocks({ before, after, diff: sections }: Compared, messages: DocumentMessages, today: string): Block[] {
  const side = (one: Side) => `${sideName(one, messages)} (${standingWords(one.version, today, messages)})`;
  const counts = countSections(sections);
  const same = sections.length === counts.unchanged;
  return [
    { kind: "paragraph", inlines: [{ kind: "strong", text: messages.diffHead(side(before), side(after)) }] },
    paragraph(same ? messages.sameText : messages.diffCounts(counts)),
  ];
}

function sideName(side: Side, messages: DocumentMessages): string {
  const name = nameOf(side, messages);
  return side.correctedAt === null ? name : messages.formerText(name, moment(Date.parse(side.correctedAt)));
}

function titleOf(section: SectionDiff, { diffMarks, unnamedSection }: DocumentMessages): Inline[] {
  const heading = (title: string) => (title === "" ? unnamedSection : shownName(title));
  switch (section.kind) {
    case "unchanged":
      return [text(heading(section.after))];
    case "added":
      return [text(`${diffMarks.added} `), { kind: "strong", text: heading(section.after) }];
    case "removed":
      return [text(`${diffMarks.removed} `), { kind: "strong", text: heading(section.before) }];
    case "renumbered":
    case "changed": {
      const moved = section.before === section.after ? "" : `${heading(section.before)} → `;
      return [text(`${diffMarks[section.kind]} ${moved}`), { kind: "strong", text: heading(section.after) }];
    }
    default:
      return section satisfies never;
  }
}

function sectionBlocks(section: SectionDiff, messages: DocumentMessages): Block[] {
  const title: Block = { kind: "paragraph", inlines: titleOf(section, messages) };
  switch (section.kind) {
    case "unchanged":
    case "renumbered":
      return [title];
    case "added":
      return [title, { kind: "paragraph", inlines: [{ kind: "inserted", text: section.text }] }];
    case "removed":
      return [title, { kind: "paragraph", inlines: [{ kind: "deleted", text: section.text }] }];
    case "changed":
      return [title, { kind: "paragraph", inlines: shortened(section.parts).map(partInline) }];
    default:
      return section satisfies never;
  }
}

function partInline({ kind, text: words }: DiffPart): Inline {
  if (kind === "same") return text(words);
  return { kind: kind === "removed" ? "deleted" : "inserted", text: words };
}

/** Words that stay are shown as far as they tell where a change stands. */
const CONTEXT_WORDS = 12;

function shortened(parts: readonly DiffPart[]): readonly DiffPart[] {
  return parts.map((part, index) => {
    if (part.kind !== "same") return part;
    const words = part.text.split(/(?<=\s)/u);
    const head = index === 0 ? [] : words.slice(0, CONTEXT_WORDS);
    const tail = index === parts.length - 1 ? [] : words.slice(-CONTEXT_WORDS);
    if (words.length <= head.length + tail.length + CONTEXT_WORDS) return part;
    const join = [head.join("").trimEnd(), tail.join("").trimStart()].filter((words) => words !== "");
    const shown =
      index === 0 ? `… ${join.join("")}` : index === parts.length - 1 ? `${join.join("")} …` : join.join(" … ");
    return { ...part, text: shown + (/\s$/u.test(part.text) && index < parts.length - 1 ? " " : "") };
  });
}
