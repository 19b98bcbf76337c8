/** `!forget me`: has what belongs to the sender erased and gives a receipt for it. */
import { roomMessagesIn } from "../messages/in-language.ts";
import { paragraph } from "../rich-text.ts";
import { bullets, type CommandCall, type CommandOutcome, reply, textItem } from "./command-call.ts";
import { moment } from "./moment.ts";

/** How many of each were erased. */
export type Forgotten = {
  readonly questions: number;
  readonly answers: number;
  /** Remembered turns of conversation. */
  readonly turns: number;
  readonly feedback: number;
  /** Answers redacted in the rooms, and those that the homeserver would not redact. */
  readonly redacted: number;
  readonly notRedacted: number;
};

export type ForgetDeps = {
  /** Erases everything of a member but the hashes of event ids, cancels what is under way, redacts the answers. */
  readonly forget: (userId: string) => Promise<Forgotten>;
};

export async function forget(call: CommandCall, deps: ForgetDeps): Promise<CommandOutcome> {
  const messages = roomMessagesIn(call.language);
  const done = await deps.forget(call.sender);
  const lines = [
    messages.forgottenQuestions(done.questions),
    messages.forgottenAnswers(done.answers),
    messages.forgottenTurns(done.turns),
    messages.forgottenFeedback(done.feedback),
    messages.removedFromRooms(done.redacted),
    ...(done.notRedacted === 0 ? [] : [messages.notRemovedFromRooms(done.notRedacted)]),
  ];
  return reply(
    paragraph(messages.forgotten(moment(call.now))),
    bullets(lines.map(textItem)),
    paragraph(messages.forgottenKept),
    paragraph(messages.forgottenRest),
  );
}
