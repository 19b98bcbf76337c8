/**
 * `rochdale eval` and the words that may follow it: finds which one is meant and checks that the options are its own.
 * Each word is a file of its own and one line in the table. Opens nothing.
 */
import { type Command, type CommandContext, type CommandInput, UsageError } from "../bot/command.ts";
import { didYouMean } from "../bot/commands/nearest-name.ts";
import { calibrateCommand } from "./calibrate-command.ts";
import { compareCommand } from "./compare-command.ts";
import { goldenCommand } from "./golden-command.ts";
import { handCheckCommand } from "./hand-check-command.ts";
import { modelsCommand } from "./models-command.ts";
import { quickstartCommand } from "./quickstart-command.ts";
import { reportCommand } from "./report-command.ts";
import { runCommand } from "./run-command.ts";

/** What may follow `rochdale eval`, one line each; without a word a question set is run. */
const WORDS: Readonly<Record<string, Command>> = {
  calibrate: calibrateCommand,
  compare: compareCommand,
  golden: goldenCommand,
  "hand-check": handCheckCommand,
  quickstart: quickstartCommand,
  report: reportCommand,
  models: modelsCommand,
};

const ALL: readonly Command[] = [runCommand, ...Object.values(WORDS)];

export const evalCommand: Command = {
  name: "eval",
  summary: "Ask a question set and score the answers.",
  usage: "[WORD] [OPTIONS]",
  details: ALL.flatMap(({ name, usage, details }) => [`rochdale ${name} ${usage}`, ...details.map(indented)]),
  options: Object.assign({}, ...ALL.map(({ options }) => options)),
  positionals: { label: "a word", least: 0, most: Number.POSITIVE_INFINITY },
  run: dispatch,
};

async function dispatch(input: CommandInput, context: CommandContext): Promise<number> {
  const [word, ...positionals] = input.positionals;
  const command = word === undefined ? runCommand : wordCommand(word);
  refuseForeignOptions(command, input);
  return command.run({ ...input, positionals }, context);
}

function wordCommand(word: string): Command {
  const found = Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
  if (found !== undefined) return found;
  const words = Object.keys(WORDS);
  throw new UsageError(
    `Expected nothing or ${words.map((known) => `\`${known}\``).join(", ")} after \`rochdale eval\`, got \`${word}\`. ${didYouMean(word, words)}\`rochdale eval --help\` explains each.`,
  );
}

/** The words share one list of options; what belongs to another of them would be ignored silently. */
function refuseForeignOptions({ name, options, usage }: Command, { values, flags }: CommandInput): void {
  const foreign = [...Object.keys(values), ...flags].find((option) => !Object.hasOwn(options, option));
  if (foreign === undefined) return;
  throw new UsageError(
    `Expected an option of \`rochdale ${name}\`, got \`--${foreign}\`. Write it as \`rochdale ${name} ${usage}\`.`,
  );
}

function indented(line: string): string {
  return `  ${line}`;
}
