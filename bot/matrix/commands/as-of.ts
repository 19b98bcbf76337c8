/** `!as-of DAY QUESTION`: the question goes the way of every other, by the rules of that day. */
import type { CommandOutcome } from "./command-call.ts";
import type { RoomCommand } from "./parse.ts";

/** @param today YYYY-MM-DD. A whole year means its last day, this year the last day there has been. */
export function asOf(command: Extract<RoomCommand, { kind: "as-of" }>, today: string): CommandOutcome {
  const { day, wholeYear, question } = command;
  const isThisYear = wholeYear && day.slice(0, 4) === today.slice(0, 4);
  return { kind: "question", question, asOf: isThisYear ? today : day };
}
