/** `!why`: how the last answer came about and who loaded what it quotes, with the passages that this room may see now. */
import type { Citation, ReplyLanguage, Retrieved } from "../../answer-types.ts";
import { messagesIn } from "../../messages.ts";
import { roomMessagesIn } from "../messages/in-language.ts";
import { type Block, type Inline, paragraph, text } from "../rich-text.ts";
import { type CommandCall, type CommandOutcome, reply } from "./command-call.ts";
import { type LastAnswerDeps, ofLastAnswer } from "./last-answer.ts";

/** Enough of a passage to recognise it. */
const SHOWN_WORDS = 24;

export function why(call: CommandCall, deps: LastAnswerDeps): CommandOutcome {
  const messages = roomMessagesIn(call.language);
  return ofLastAnswer(call, deps, ({ answer, retrieved }) =>
    reply(
      paragraph(messages.whyAsked(answer.asked)),
      paragraph(messages.whyOutcome(messages.outcomes[answer.outcome], answer.asOf, answer.collections.join(", "))),
      ...loadersOf(answer.citations, call.language),
      ...(answer.computed
        ? [
            paragraph(
              messagesIn(call.language).computedFrom(answer.computed.rows, answer.computed.table, answer.computed.day),
            ),
          ]
        : []),
      paragraph(`${messages.whyModel(answer.model)} ${messages.whyTime(seconds(answer.milliseconds.total ?? 0))}`),
      paragraph(messages.whyPassages(retrieved.length)),
      ...(retrieved.length === 0
        ? []
        : [{ kind: "list", ordered: true, items: retrieved.map((passage) => passageLine(passage, call)) } as const]),
    ),
  );
}

/** Who loaded each text that is quoted, where it was somebody in a room. */
function loadersOf(citations: readonly Citation[], language: ReplyLanguage): Block[] {
  const { loadedBy } = messagesIn(language);
  const lines = citations.flatMap(({ document, loadedBy: who }) =>
    who === undefined ? [] : [`${document}: ${loadedBy(who)}`],
  );
  return [...new Set(lines)].map((line) => paragraph(line));
}

function passageLine({ document, section, page, score, text: words }: Retrieved, call: CommandCall): Inline[] {
  const at = page === null ? "" : `, ${messagesIn(call.language).page(page)}`;
  const place = `${document}${section === "" ? "" : `, ${section}`}${at}`;
  return [{ kind: "strong", text: place }, text(` (${score.toFixed(3)}): ${beginning(words)}`)];
}

function beginning(passage: string): string {
  const words = passage.trim().split(/\s+/u);
  return words.slice(0, SHOWN_WORDS).join(" ") + (words.length > SHOWN_WORDS ? " …" : "");
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(1);
}
