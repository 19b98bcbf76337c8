/** `!stop`: ends the sender's own questions in this room, model included. */
import { roomMessagesIn } from "../messages/in-language.ts";
import { type CommandCall, type CommandOutcome, say } from "./command-call.ts";

export type StopDeps = {
  /** Cancels for good; true when there was something to cancel. */
  readonly cancel: (sender: string, roomId: string) => boolean;
};

export function stop(call: CommandCall, { cancel }: StopDeps): CommandOutcome {
  const messages = roomMessagesIn(call.language);
  return say(cancel(call.sender, call.roomId) ? messages.stopped : messages.nothingToStop);
}
