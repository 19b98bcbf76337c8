/**
 * The last answer of a room or thread, as far as the room may still read what it came from: for `!sources` and `!why`.
 */
import type { Answer, Retrieved } from "../../answer-types.ts";
import { roomMessagesIn } from "../messages/in-language.ts";
import { type CommandCall, type CommandOutcome, say } from "./command-call.ts";

export type LastAnswer = { readonly answer: Answer; readonly retrieved: readonly Retrieved[] };

export type LastAnswerDeps = {
  readonly lastAnswer: (roomId: string, threadRoot: string | null) => LastAnswer | null;
  /** The collections that the room may read now. */
  readonly readable: (roomId: string) => readonly string[];
};

/** Shows it, or says why there is nothing to show. Everything in it comes from the collections it names. */
export function ofLastAnswer(
  call: CommandCall,
  { lastAnswer, readable }: LastAnswerDeps,
  show: (last: LastAnswer) => CommandOutcome,
): CommandOutcome {
  const messages = roomMessagesIn(call.language);
  const last = lastAnswer(call.roomId, call.threadRoot);
  if (last === null) return say(messages.noLastAnswer);
  const now = readable(call.roomId);
  const mayRead = last.answer.collections.every((collection) => now.includes(collection));
  return mayRead ? show(last) : say(messages.noLongerReadable);
}
