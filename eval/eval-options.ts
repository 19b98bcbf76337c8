/** The values of the evaluation's options, each checked once. Knows nothing of what is done with them. */
import { type Command, type CommandInput, type CommandOption, UsageError } from "../bot/command.ts";

/** Ended by Ctrl-C, as shells count it. */
export const INTERRUPTED = 130;

/** Several words take it: options of one name have one text, since the help lists them once. */
export const SAMPLE_OPTION: CommandOption = {
  kind: "value",
  placeholder: "N",
  summary: "How many: golden questions to ask, always the same; replies to judge by hand.",
};

export const LIMIT_OPTION: CommandOption = {
  kind: "value",
  placeholder: "N",
  summary: "Ask only the first N questions; with `models` and `quickstart`, N spread evenly over the set.",
};

export const BASELINE_OPTION: CommandOption = {
  kind: "value",
  placeholder: "DIR",
  summary: "An earlier run to compare with.",
};

/** @throws UsageError when the value is missing. */
export function required(input: CommandInput, option: string, { name, usage }: Command): string {
  const value = input.values[option];
  if (value !== undefined && value !== "") return value;
  throw new UsageError(`Expected \`--${option}\` with a value, got none. Write it as \`rochdale ${name} ${usage}\`.`);
}

/** Null when it was not given. @throws UsageError when it is no whole number; `remedy` ends its sentence. */
export function wholeNumber(input: CommandInput, name: string, remedy: string): number | null {
  const given = input.values[name];
  if (given === undefined) return null;
  if (/^[1-9]\d{0,5}$/.test(given)) return Number(given);
  throw new UsageError(`Expected \`--${name}\` to be a whole number from 1, got \`${given}\`. ${remedy}`);
}

/** How many questions are asked; null for all. @throws UsageError when it is no whole number. */
export function limitOf(input: CommandInput): number | null {
  return wholeNumber(input, "limit", "Leave it out for all questions.");
}

/** For what the person at the terminal named and cannot be read. @throws UsageError with the sentence of what failed. */
export async function orUsageError<Value>(work: Promise<Value>): Promise<Value> {
  return work.catch((error: unknown) => {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  });
}
