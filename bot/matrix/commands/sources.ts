/** `!sources`: every quotation of the last answer in full, with its source line, its place in the file and who loaded it. */
import type { Citation, ReplyLanguage } from "../../answer-types.ts";
import { messagesIn } from "../../messages.ts";
import { sourceWords } from "../../render.ts";
import { roomMessagesIn } from "../messages/in-language.ts";
import { type Block, paragraph, text } from "../rich-text.ts";
import { type CommandCall, type CommandOutcome, reply, say } from "./command-call.ts";
import { type LastAnswerDeps, ofLastAnswer } from "./last-answer.ts";
import { shownName } from "./shown-name.ts";

export function sources(call: CommandCall, deps: LastAnswerDeps): CommandOutcome {
  const messages = roomMessagesIn(call.language);
  return ofLastAnswer(call, deps, ({ answer: { citations } }) =>
    citations.length === 0
      ? say(messages.quotesNothing)
      : reply(paragraph(messages.sources), ...citations.map((citation) => quotation(citation, call.language))),
  );
}

function quotation(citation: Citation, language: ReplyLanguage): Block {
  const { file, start, end, quote, loadedBy } = citation;
  const place = roomMessagesIn(language).place(shownName(file), start, end);
  const loaded = loadedBy === undefined ? "" : `; ${messagesIn(language).loadedBy(loadedBy)}`;
  return { kind: "quotation", quote, source: [text(`${sourceWords(citation, language)}; ${place}${loaded}`)] };
}
