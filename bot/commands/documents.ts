/** `rochdale documents`: what is loaded, the stored text of one file, and the way to what is decided about documents. */
import { standing } from "../../corpora/life.ts";
import { type Command, type CommandContext, type CommandInput, UsageError } from "../command.ts";
import type { Rochdale, StoredDocument } from "../rochdale.ts";
import { localToday } from "../today.ts";
import { DOCUMENT_ACTIONS, isAction, ORDER_OPTIONS, runAction } from "./document-orders.ts";
import { didYouMean } from "./nearest-name.ts";
import { COLLECTION_OPTION, collectionOption, JSON_OPTION } from "./options.ts";
import { plainTable } from "./plain-table.ts";

export const documentsCommand: Command = {
  name: "documents",
  summary: "List documents, show one, and decide what is in force.",
  usage: "[FILE | ACTION TITLE] [OPTIONS]",
  details: [
    "Actions: `show TITLE`, `diff TITLE v1 v2`, `log`; `adopt`, `propose`, `draft`, `withdraw`, `supersede`,",
    "`reinstate` and `amend` with a title, as in the admin room; `purge TITLE`, which deletes for good. A title may have",
    'a version behind it ("Bylaws v2"); a file name does as well.',
    "The offsets of citations (`start`, `end`) count UTF-16 code units in the text that `--text` prints.",
  ],
  options: {
    text: { kind: "flag", summary: "Print the stored text of FILE, exactly." },
    collection: COLLECTION_OPTION,
    json: JSON_OPTION,
    ...ORDER_OPTIONS,
  },
  positionals: { label: "a file of the collection", least: 0, most: Number.POSITIVE_INFINITY },
  run: documents,
};

async function documents(input: CommandInput, context: CommandContext): Promise<number> {
  const [file, surplus] = input.positionals;
  if (!isAction(file) && surplus !== undefined) {
    const actions = DOCUMENT_ACTIONS.map((action) => `\`${action}\``).join(", ");
    throw new UsageError(
      `Expected one file, or an action (${actions}) before more words, got \`${file}\`. ${didYouMean(file ?? "", DOCUMENT_ACTIONS)}\`rochdale documents --help\` explains each.`,
    );
  }
  if (file === undefined && input.flags.has("text")) {
    throw new UsageError(
      "Expected a file with `--text`, got none. Write it as `rochdale documents FILE --text`; `rochdale documents` lists the files.",
    );
  }
  await using rochdale = await context.open({ installModels: false, profile: null, withModels: false });
  if (isAction(file)) return runAction({ action: file, input, context, rochdale });
  const collection = collectionOption(input, rochdale);
  const asJson = input.flags.has("json");
  context.output.write(
    file === undefined
      ? listing(rochdale, collection, asJson)
      : single(rochdale, collection, file, { asJson, withText: input.flags.has("text") }),
  );
  return 0;
}

function listing(rochdale: Rochdale, collection: string, asJson: boolean): string {
  const list = rochdale.documents(collection);
  if (asJson) return `${JSON.stringify({ collection, documents: list }, null, 2)}\n`;
  const count = `${list.length} ${list.length === 1 ? "document" : "documents"} in \`${collection}\``;
  if (list.length === 0) return `${count}. \`rochdale ingest PATH\` reads some in.\n`;
  const rows = list.map((document) => [
    document.file,
    document.title,
    document.rank,
    standing(document, localToday()),
    document.inForceFrom ?? "unknown",
    String(document.passages),
  ]);
  return `${plainTable([["file", "title", "rank", "status", "in force from", "passages"], ...rows])}\n${count}.\n`;
}

type Wanted = { readonly asJson: boolean; readonly withText: boolean };

function single(rochdale: Rochdale, collection: string, file: string, { asJson, withText }: Wanted): string {
  const list = rochdale.documents(collection);
  const document = list.find((candidate) => candidate.file === file);
  const text = rochdale.documentText(collection, file);
  if (document === undefined || text === null) {
    const files = list.map((candidate) => candidate.file);
    throw new UsageError(
      `Expected a file of the collection \`${collection}\`, got \`${file}\`. ${didYouMean(file, files)}\`rochdale documents --collection ${collection}\` lists them.`,
    );
  }
  if (asJson) return `${JSON.stringify(withText ? { ...document, text } : document, null, 2)}\n`;
  return withText ? text : recordOf(document);
}

function recordOf(document: StoredDocument): string {
  const shown = Object.entries(document).map(([key, value]) => [key, shownValue(value)]);
  return `${plainTable(shown)}\n`;
}

function shownValue(value: StoredDocument[keyof StoredDocument]): string {
  if (value === null) return "unknown";
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
