/** What a member is told beside an answer: how a follow-up was understood, which day's rules were used and why. Pure. */
import { dayBefore } from "../corpora/editions.ts";
import type { Base } from "./finish.ts";
import { messagesIn } from "./messages.ts";

/** @param others sentences on what befell the work, null where there is nothing to say. */
export function notesOf(
  { understood, asOf, chosen }: Base,
  today: string,
  others: readonly (string | null)[],
): string[] {
  const messages = messagesIn(understood.language);
  const [changed] = chosen?.changed ?? [];
  return [
    ...(understood.followUp ? [messages.understoodAs(understood.asked)] : []),
    ...(chosen === null ? [] : [messages.rulesOfWords(chosen.day, chosen.words)]),
    ...(chosen !== null && changed !== undefined
      ? [messages.rulesChanged(chosen.changed.join(", "), dayBefore(changed))]
      : []),
    ...(chosen === null && asOf !== today ? [messages.rulesOf(asOf)] : []),
    ...others.filter((note) => note !== null),
  ];
}
