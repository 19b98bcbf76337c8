/** Checks the words after a command's name against its options. Reads nothing but its parameters. */
import { parseArgs } from "node:util";
import { type Command, type CommandInput, UsageError } from "../command.ts";
import { didYouMean } from "./nearest-name.ts";

type Token = ReturnType<typeof tokensOf>[number];
type OptionToken = Extract<Token, { kind: "option" }>;

/** @throws UsageError for an unknown option, a missing or surplus value, too few or too many words. */
export function parseArguments(command: Command, args: readonly string[]): CommandInput {
  const positionals: string[] = [];
  const values: Record<string, string> = {};
  const flags = new Set<string>();
  for (const token of tokensOf(command, args)) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const value = checkedValue(command, token);
    if (value === null) flags.add(token.name);
    else values[token.name] = value;
  }
  checkPositionals(command, positionals);
  return { positionals, values, flags };
}

function tokensOf(command: Command, args: readonly string[]) {
  const options = Object.fromEntries(
    Object.entries(command.options).map(([name, option]) => [
      name,
      { type: option.kind === "flag" ? ("boolean" as const) : ("string" as const) },
    ]),
  );
  return parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true }).tokens;
}

function checkedValue(command: Command, token: OptionToken): string | null {
  const option = command.options[token.name];
  const known = Object.keys(command.options).map((name) => `--${name}`);
  const help = `\`rochdale ${command.name} --help\` explains each.`;
  if (option === undefined) {
    throw new UsageError(
      `Expected an option of \`rochdale ${command.name}\` (${listed([...known, "--help"])}), got \`${token.rawName}\`. ${didYouMean(token.rawName, known)}${help}`,
    );
  }
  if (option.kind === "flag") {
    if (token.value === undefined) return null;
    throw new UsageError(`Expected \`${token.rawName}\` without a value, got \`${token.value}\`. Leave the value out.`);
  }
  if (token.value === undefined || (!token.inlineValue && token.value.startsWith("--"))) {
    const got = token.value === undefined ? "nothing" : `\`${token.value}\``;
    const shown = option.placeholder ?? "a value";
    throw new UsageError(
      `Expected ${shown} after \`${token.rawName}\`, got ${got}. Write it as \`${token.rawName} ${shown}\`.`,
    );
  }
  return token.value;
}

function checkPositionals(command: Command, given: readonly string[]): void {
  const { label, least, most } = command.positionals;
  if (given.length < least) {
    throw new UsageError(
      `Expected ${label} after \`rochdale ${command.name}\`, got nothing. Write it as \`rochdale ${command.name} ${command.usage}\`.`,
    );
  }
  const surplus = given[most];
  if (surplus !== undefined) {
    const expected = most === 0 ? "nothing" : `at most ${most} ${most === 1 ? "word" : "words"} (${label})`;
    throw new UsageError(
      `Expected ${expected} after \`rochdale ${command.name}\`, got also \`${surplus}\`. Write it as \`rochdale ${command.name}${command.usage === "" ? "" : ` ${command.usage}`}\`.`,
    );
  }
}

function listed(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}
