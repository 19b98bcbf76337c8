/**
 * `!adopt`, `!withdraw` and their like: carries an order out and says back what came of it, with whatever else changed.
 * The caller has checked that the sender is an admin.
 */
import { periodOn } from "../../../../corpora/life.ts";
import { isKnown, type NamedVersion } from "../../../documents/find-document.ts";
import {
  carryOut,
  type DecidedBy,
  type OrderDeps,
  type OrderKind,
  type OrderOutcome,
} from "../../../documents/orders.ts";
import { type DocumentMessages, documentMessagesIn } from "../../messages/documents.ts";
import { roomMessagesIn } from "../../messages/in-language.ts";
import { type Block, paragraph, text } from "../../rich-text.ts";
import { type CommandCall, type CommandOutcome, code, reply } from "../command-call.ts";
import { usageOf } from "../help.ts";
import { shownName } from "../shown-name.ts";
import { readOrder, withoutYes } from "./order-words.ts";
import { unclearBlocks } from "./unclear.ts";
import { nameOf, standingWords } from "./words.ts";

export type OrderCommandDeps = {
  readonly documents: OrderDeps["rochdale"];
  readonly today: () => string;
};

export function order(
  call: CommandCall,
  { kind, words }: { readonly kind: OrderKind; readonly words: string },
  { documents, today }: OrderCommandDeps,
): CommandOutcome {
  const read = readOrder(kind, words, (name) => isKnown(documents, name), today());
  if (read === null) return usageOf(kind, call);
  const decided = { by: call.sender, at: new Date(call.now).toISOString() };
  const outcome = carryOut(read, { rochdale: documents, decided, today: today() });
  const [command = ""] = roomMessagesIn(call.language).commands[kind].usage.split(" ");
  const remedy = `${command} ${withoutYes(words).words} ${documentMessagesIn(call.language).yes}`;
  return reply(...outcomeBlocks(outcome, { language: call.language, today: today(), remedy }));
}

/** @param remedy what has to be sent to have a doubted order carried out all the same. */
export function outcomeBlocks(
  outcome: OrderOutcome,
  { language, today, remedy }: Pick<CommandCall, "language"> & { readonly today: string; readonly remedy: string },
): readonly Block[] {
  const messages = documentMessagesIn(language);
  switch (outcome.kind) {
    case "done":
      return [paragraph(doneSentences(outcome, messages).join(" "))];
    case "refused": {
      const now = standingWords(outcome.meant.version, today, messages);
      return [paragraph(messages.refusals[outcome.reason](nameOf(outcome.meant, messages), now))];
    }
    case "unclear":
      return unclearBlocks(outcome.words, outcome.why, { language }, today);
    case "to-confirm": {
      const { doubts, meant, from } = outcome;
      const name = nameOf(meant, messages);
      const sentences = doubts.map((doubt) => messages.doubts[doubt](name, from));
      const inlines = [text(`${[...sentences, messages.confirm].join(" ")} `), code(remedy)];
      return [{ kind: "paragraph", inlines }];
    }
    case "no-such-section": {
      const target = nameOf(outcome.target, messages);
      const nearest = outcome.nearest === null ? null : shownName(outcome.nearest);
      return [paragraph(messages.noSuchSection(target, shownName(outcome.section), nearest))];
    }
    default:
      return outcome satisfies never;
  }
}

type Done = Extract<OrderOutcome, { kind: "done" }>;

function doneSentences(done: Done, messages: DocumentMessages): string[] {
  const dated = done.order !== "propose" && done.order !== "draft" && done.order !== "amend";
  return [
    mainSentence(done, messages),
    ...ownEnd(done, messages),
    ...done.changed.map((version) => endSentence(version, done.from, messages)),
    ...(done.decidedBy === null ? [] : [decidedBySentence(done.decidedBy, messages)]),
    ...(done.fromToday && dated ? [messages.dayWasToday] : []),
  ];
}

/** A version that comes into force only until a later one, decided before, takes its place. */
function ownEnd({ order, meant, from }: Done, messages: DocumentMessages): string[] {
  if (order !== "adopt" && order !== "reinstate") return [];
  const last = periodOn(meant.version.periods, from)?.to ?? null;
  return last === null ? [] : [messages.ends(nameOf(meant, messages), last)];
}

function mainSentence({ order, meant, from, other, section }: Done, messages: DocumentMessages): string {
  const name = nameOf(meant, messages);
  const second = other === null ? "" : nameOf(other, messages);
  switch (order) {
    case "adopt":
      return messages.adopted(name, from);
    case "propose":
      return messages.proposed(name);
    case "draft":
      return messages.drafted(name);
    case "withdraw":
      return messages.withdrawn(name, from);
    case "supersede":
      return messages.superseded(name, second, from);
    case "reinstate":
      return messages.reinstated(name, from);
    case "amend":
      return messages.amended(name, second, section);
    default:
      return order satisfies never;
  }
}

/** Another version that changed: it ended on the eve, or (a successor) began. */
function endSentence(changed: NamedVersion, from: string, messages: DocumentMessages): string {
  const { periods } = changed.version;
  const name = nameOf(changed, messages);
  const last = periods.at(-1)?.to ?? null;
  if (periodOn(periods, from) !== null) return messages.adopted(name, from);
  return last === null ? messages.neverInForce(name) : messages.ends(name, last);
}

export function decidedBySentence({ words, document }: DecidedBy, messages: DocumentMessages): string {
  if (document === null) return messages.decidedByWords(shownName(words));
  return messages.decidedByDocument(shownName(document.title), document.adoptedOn ?? document.inForceFrom);
}
