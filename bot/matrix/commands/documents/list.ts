/** `!documents`: every document with its versions, what each is today and when it is in force. For a phone. */
import type { DocumentVersion } from "../../../../corpora/corpus-store.ts";
import { standing } from "../../../../corpora/life.ts";
import { editionName } from "../../../../corpora/works.ts";
import { type DocumentWork, ownCollections } from "../../../documents/find-document.ts";
import type { Rochdale } from "../../../rochdale.ts";
import { type DocumentMessages, documentMessagesIn } from "../../messages/documents.ts";
import { type Block, type Inline, paragraph, text } from "../../rich-text.ts";
import { bullets, type CommandCall, type CommandOutcome, code, reply, say } from "../command-call.ts";
import { shownName } from "../shown-name.ts";
import { standingWords } from "./words.ts";

export type ListDeps = {
  readonly documents: Pick<Rochdale, "collections" | "lifecycle">;
  readonly today: () => string;
};

/** More are counted, not shown: nobody scrolls further on a phone. */
const MOST_SHOWN = 40;

/** @param words a collection, words of titles, both or nothing. */
export function list(call: CommandCall, words: string, { documents, today }: ListDeps): CommandOutcome {
  const messages = documentMessagesIn(call.language);
  const [first = "", ...others] = words.split(/\s+/u);
  const named = documents.collections().some(({ name }) => name === first);
  const filter = (named ? others.join(" ") : words).toLowerCase();
  const collections = named ? [first] : ownCollections(documents);
  const shelves = collections.map((collection) => ({
    collection,
    works: documents.lifecycle.works(collection).filter((work) => fits(work, filter)),
  }));
  const count = shelves.reduce((sum, { works }) => sum + works.length, 0);
  if (count === 0) return say(filter === "" ? messages.noDocuments : messages.noSuchDocument(shownName(filter)));
  const shown: Block[] = [];
  let room = MOST_SHOWN;
  for (const { collection, works } of shelves) {
    if (works.length === 0 || room === 0) continue;
    shown.push(headOf(collection, works, messages), ...groups(works.slice(0, room), today(), messages));
    room = Math.max(0, room - works.length);
  }
  const left = count - MOST_SHOWN;
  return reply(...shown, ...(left > 0 ? [paragraph(messages.more(left))] : []));
}

function fits({ title, versions }: DocumentWork, filter: string): boolean {
  return [title, ...versions.flatMap((version) => [version.title, version.file])].some((name) =>
    name.toLowerCase().includes(filter),
  );
}

function headOf(collection: string, works: readonly DocumentWork[], { counted }: DocumentMessages): Block {
  const versions = works.reduce((sum, work) => sum + work.versions.length, 0);
  return { kind: "paragraph", inlines: [code(collection), text(` – ${counted(works.length, versions)}`)] };
}

/** In force, drafts and proposals, the rest. */
function groups(works: readonly DocumentWork[], today: string, messages: DocumentMessages): Block[] {
  const group = (work: DocumentWork) => {
    const now = work.versions.map((version) => standing(version, today));
    if (now.includes("adopted")) return "inForce";
    return now.some((one) => one === "draft" || one === "proposed") ? "undecided" : "past";
  };
  return (["inForce", "undecided", "past"] as const).flatMap((kind) => {
    const own = works.filter((work) => group(work) === kind);
    if (own.length === 0) return [];
    return [paragraph(messages.groups[kind]), bullets(own.map((work) => workLine(work, today, messages)))];
  });
}

function workLine(work: DocumentWork, today: string, messages: DocumentMessages): Inline[] {
  const [newest] = work.versions.slice(-1);
  const rank = newest === undefined ? "" : rankWords(newest, messages);
  const versions = work.versions.toReversed().map((version) => {
    const name = editionName(work, version);
    return `${name === null ? "" : `${shownName(name)} `}${standingWords(version, today, messages)}`;
  });
  const title: Inline = { kind: "strong", text: shownName(work.title) };
  return [title, text(` (${rank}) – ${versions.join(" · ")}`)];
}

export function rankWords({ rank, guessed }: DocumentVersion, messages: DocumentMessages): string {
  return guessed.includes("rank") ? `${messages.ranks[rank]}, ${messages.guessed}` : messages.ranks[rank];
}
