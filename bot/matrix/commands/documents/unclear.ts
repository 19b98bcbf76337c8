/** What is said when it is not clear which document is meant: the choice there is, in words that can be sent back. */
import { standing } from "../../../../corpora/life.ts";
import { editionName } from "../../../../corpora/works.ts";
import { nearestName } from "../../../commands/nearest-name.ts";
import type { DocumentWork, Unclear } from "../../../documents/find-document.ts";
import { type DocumentMessages, documentMessagesIn } from "../../messages/documents.ts";
import { type Block, type Inline, paragraph, text } from "../../rich-text.ts";
import { bullets, type CommandCall, code } from "../command-call.ts";
import { shownName } from "../shown-name.ts";
import { standingWords } from "./words.ts";

/** As many as fit on a phone. */
const MOST_SHOWN = 8;

export function unclearBlocks(
  words: string,
  why: Unclear,
  { language }: Pick<CommandCall, "language">,
  today: string,
): readonly Block[] {
  const messages = documentMessagesIn(language);
  switch (why.kind) {
    case "none":
      return noneBlocks(words, why.titles, messages);
    case "work":
      return [
        paragraph(messages.whichVersion(shownName(why.work.title))),
        bullets(
          why.work.versions
            .toReversed()
            .slice(0, MOST_SHOWN)
            .map((version) => versionLine(why.work, version, today, messages)),
        ),
      ];
    case "several":
      return [
        paragraph(messages.severalDocuments(shownName(words))),
        bullets(why.works.slice(0, MOST_SHOWN).map(choiceLine)),
      ];
    default:
      return why satisfies never;
  }
}

function noneBlocks(words: string, titles: readonly string[], messages: DocumentMessages): Block[] {
  const nearest = nearestName(words, titles);
  const choice = nearest === null ? titles.slice(0, MOST_SHOWN) : [nearest];
  const sentence = paragraph(messages.noSuchDocument(shownName(words)));
  return choice.length === 0 ? [sentence] : [sentence, bullets(choice.map((title) => [text(shownName(title))]))];
}

/** One line of a choice of versions. */
export function versionLine(
  work: DocumentWork,
  version: DocumentWork["versions"][number],
  today: string,
  messages: DocumentMessages,
): Inline[] {
  const name = editionName(work, version) ?? version.file;
  const mark = standing(version, today) === "adopted" ? ("strong" as const) : ("text" as const);
  return [code(shownName(name)), { kind: mark, text: ` ${standingWords(version, today, messages)}` }];
}

/** By its newest file, with the collection: titles may be alike. */
function choiceLine({ title, versions }: DocumentWork): Inline[] {
  const newest = versions.at(-1);
  if (newest === undefined) return [text(shownName(title))];
  return [text(`${shownName(title)} – `), code(`${newest.collection}: ${shownName(newest.file)}`)];
}
