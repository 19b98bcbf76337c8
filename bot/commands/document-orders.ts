/**
 * `rochdale documents adopt …` and its like: what admins decide in their room, from the command line. Whoever may use
 * the data folder may decide.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type CommandContext, type CommandInput, type CommandOption, UsageError } from "../command.ts";
import { compare } from "../documents/compare.ts";
import { carryOut, ORDER_KINDS, type Order, type OrderKind } from "../documents/orders.ts";
import { bullets, code } from "../matrix/commands/command-call.ts";
import { diffBlocks, diffPageOf, notCompared } from "../matrix/commands/documents/diff.ts";
import { outcomeBlocks } from "../matrix/commands/documents/order.ts";
import { documentsToPurge, previewBlocks, receiptBlocks } from "../matrix/commands/documents/purge.ts";
import { show } from "../matrix/commands/documents/show.ts";
import { unclearBlocks } from "../matrix/commands/documents/unclear.ts";
import { doneWords } from "../matrix/commands/documents/words.ts";
import { moment } from "../matrix/commands/moment.ts";
import { openConnectionStore } from "../matrix/connection-store.ts";
import { answersEraser } from "../matrix/desk/erase-answers.ts";
import { openQuestionStore } from "../matrix/desk/question-store.ts";
import { leftInLibrary } from "../matrix/library/left-in-library.ts";
import { openLibraryStore } from "../matrix/library/library-store.ts";
import { documentMessagesIn } from "../matrix/messages/documents.ts";
import { type Block, text } from "../matrix/rich-text.ts";
import type { Rochdale } from "../rochdale.ts";
import { localToday } from "../today.ts";
import { knownCollection, parseDay } from "./options.ts";
import { plainBlocks } from "./plain-blocks.ts";

export const DOCUMENT_ACTIONS = ["show", "diff", "log", ...ORDER_KINDS, "purge"] as const;
export type DocumentAction = (typeof DOCUMENT_ACTIONS)[number];

export const ORDER_OPTIONS: Readonly<Record<string, CommandOption>> = {
  from: { kind: "value", placeholder: "YYYY-MM-DD", summary: "The day from which a decision holds (default: today)." },
  by: {
    kind: "value",
    placeholder: "WORDS",
    summary: "What decided it, a file or words; for `supersede` the successor.",
  },
  replaces: { kind: "value", placeholder: "TITLE", summary: "With `adopt`: the document whose place it takes." },
  changes: { kind: "value", placeholder: "TITLE", summary: "With `amend`: the document that is changed." },
  section: {
    kind: "value",
    placeholder: "NUMBER",
    summary: "With `amend`: the clause that is changed (default: all).",
  },
  html: { kind: "value", placeholder: "FILE", summary: "With `diff`: write the whole comparison there as a page." },
  yes: { kind: "flag", summary: "Do what was asked about: a decision that looks like a slip, a purge." },
};

/** Whether a word is one of the actions, and not a file. */
export function isAction(word: string | undefined): word is DocumentAction {
  return DOCUMENT_ACTIONS.some((action) => action === word);
}

type Call = {
  readonly action: DocumentAction;
  readonly what: string;
  readonly input: CommandInput;
  readonly context: CommandContext;
  readonly rochdale: Rochdale;
};

const ENGLISH = { language: "en" } as const;
const COMMAND_LINE = "command line";
const LOG_LINES = 50;

/** Resolves to the exit code: 1 when nothing was done. @throws UsageError when something is missing. */
export async function runAction(call: Omit<Call, "what">): Promise<number> {
  const { action, input, rochdale } = call;
  const collection = input.values.collection;
  const words = input.positionals.slice(1).join(" ");
  if (words === "" && action !== "log")
    throw new UsageError(
      `Expected a title or a file after \`rochdale documents ${action}\`, got nothing. Write it like \`rochdale documents ${action} "Bylaws v2"\`.`,
    );
  const prefix = collection === undefined ? "" : `${knownCollection(collection, rochdale)}: `;
  return act({ ...call, what: `${prefix}${words}` });
}

function act(call: Call): Promise<number> {
  const { action } = call;
  switch (action) {
    case "show":
      return showOne(call);
    case "diff":
      return diffTwo(call);
    case "log":
      return log(call);
    case "purge":
      return purge(call);
    default:
      return order(call, action);
  }
}

function print({ context }: Call, blocks: readonly Block[], done: boolean): number {
  (done ? context.output : context.remarks).write(plainBlocks(blocks));
  return done ? 0 : 1;
}

async function showOne(call: Call): Promise<number> {
  const outcome = show(ENGLISH, call.what, { documents: call.rochdale, today: localToday });
  return print(call, outcome.kind === "reply" ? outcome.blocks : [], true);
}

async function diffTwo(call: Call): Promise<number> {
  const { what, rochdale, input, context } = call;
  const outcome = compare(what, { rochdale });
  if (outcome.kind !== "compared") return print(call, notCompared(outcome, ENGLISH, localToday()), false);
  const file = input.values.html;
  if (file === undefined) return print(call, diffBlocks(outcome, documentMessagesIn("en"), localToday()), true);
  await writeFile(file, diffPageOf(outcome, "en").html);
  context.output.write(`Written to ${file}.\n`);
  return 0;
}

async function log(call: Call): Promise<number> {
  const { rochdale, input } = call;
  const { collection } = input.values;
  const entries = rochdale.auditLog({ limit: LOG_LINES, ...(collection === undefined ? {} : { collection }) });
  const lines = entries.map((entry) => [
    text(`${moment(Date.parse(entry.at))} ${entry.by} `),
    code(entry.file === null ? entry.collection : `${entry.collection}: ${entry.file}`),
    text(` ${doneWords(entry, documentMessagesIn("en"))}`),
  ]);
  return print(call, lines.length === 0 ? [] : [bullets(lines)], true);
}

async function order(call: Call, kind: OrderKind): Promise<number> {
  const { rochdale, input, what } = call;
  const { from, by, replaces, changes, section } = input.values;
  const other = kind === "supersede" ? by : kind === "amend" ? changes : kind === "adopt" ? replaces : undefined;
  if (other === undefined && (kind === "supersede" || kind === "amend")) {
    const option = kind === "supersede" ? "--by" : "--changes";
    throw new UsageError(
      `Expected \`${option} TITLE\` with \`rochdale documents ${kind}\`, got nothing. Write it like \`rochdale documents ${kind} "Bylaws v2" ${option} "Bylaws v3"\`.`,
    );
  }
  const order: Order = {
    kind,
    what,
    from: from === undefined ? null : parseDay(from, "`--from`"),
    decidedBy: kind === "supersede" ? null : (by ?? null),
    other: other ?? null,
    section: section ?? null,
    sure: input.flags.has("yes"),
  };
  const decided = { by: COMMAND_LINE, at: new Date().toISOString() };
  const outcome = carryOut(order, { rochdale, decided, today: localToday() });
  const remedy = `rochdale documents ${kind} … --yes`;
  return print(call, outcomeBlocks(outcome, { ...ENGLISH, today: localToday(), remedy }), outcome.kind === "done");
}

/** The bot's ledger lies in the same file; what it said in the rooms only the bot can take back. */
async function purge(call: Call): Promise<number> {
  const { rochdale, what, input, context } = call;
  const meant = documentsToPurge(what, rochdale);
  if (meant.kind === "unclear") return print(call, unclearBlocks(what, meant.why, ENGLISH, localToday()), false);
  using connection = openConnectionStore(join(context.home, "rochdale.sqlite"), Date.now);
  const questions = openQuestionStore(connection.database);
  using _eraser = rochdale.purge.also(
    answersEraser({ questions, takeBack: null, beginAnew: () => connection.shred() }),
  );
  using _library = rochdale.purge.also(leftInLibrary(openLibraryStore(connection)));
  if (!input.flags.has("yes")) {
    const remedy = "rochdale documents purge … --yes";
    const deps = { documents: rochdale, today: localToday };
    return print(call, previewBlocks(meant.versions, remedy, ENGLISH, deps), false);
  }
  const decided = { by: COMMAND_LINE, at: new Date().toISOString() };
  const documents = meant.versions.map(({ version }) => version);
  const receipt = await rochdale.purge.run(documents, decided, context.signal);
  return print(call, receiptBlocks(receipt, documentMessagesIn("en")), true);
}
