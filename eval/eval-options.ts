/** The values of the evaluation's options, each checked once. Knows nothing of what is done with them. */
import { type CommandInput, UsageError } from "../bot/command.ts";

export const EVAL_USAGE =
  "[quickstart] --questions FILE.jsonl --documents DIR --out DIR [OPTIONS] | compare DIR DIR | report DIR | hand-check DIR";

/** Ended by Ctrl-C, as shells count it. */
export const INTERRUPTED = 130;

/** @throws UsageError when the value is missing. */
export function required(input: CommandInput, name: string): string {
  const value = input.values[name];
  if (value !== undefined && value !== "") return value;
  throw new UsageError(`Expected \`--${name}\` with a value, got none. Write it as \`rochdale eval ${EVAL_USAGE}\`.`);
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

/** @throws UsageError when an option is given that this form of the command does not take. */
export function refuseOption(input: CommandInput, name: string, form: string): void {
  if (input.values[name] === undefined) return;
  throw new UsageError(
    `Expected \`${form}\` without \`--${name}\`, got it. Leave it out, or see \`rochdale eval --help\`.`,
  );
}
