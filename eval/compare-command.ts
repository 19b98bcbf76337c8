/** `rochdale eval compare`: sets two finished runs side by side. Opens no Rochdale. */
import { type Command, type CommandContext, type CommandInput, UsageError } from "../bot/command.ts";
import { JSON_OPTION } from "../bot/commands/options.ts";
import { compareRuns, renderComparison } from "./compare.ts";
import { orUsageError } from "./eval-options.ts";
import { readScores } from "./run-folder.ts";
import type { QuestionScore } from "./score.ts";

export const compareCommand: Command = {
  name: "eval compare",
  summary: "Say what got better and worse between two runs.",
  usage: "BEFORE NOW [--json]",
  details: ["Says what got better and worse between two run folders, question by question."],
  options: { json: JSON_OPTION },
  positionals: { label: "two run folders", least: 2, most: 2 },
  run: compare,
};

async function compare(input: CommandInput, context: CommandContext): Promise<number> {
  const [before, now, ...surplus] = input.positionals;
  if (before === undefined || now === undefined || surplus.length > 0) {
    throw new UsageError(
      `Expected \`eval compare BEFORE NOW\` with two run folders, got \`${["compare", ...input.positionals].join(" ")}\`. A run is started with \`--questions\`, \`--documents\` and \`--out\`.`,
    );
  }
  const comparison = compareRuns(await scoresOf(before), await scoresOf(now));
  const text = input.flags.has("json") ? `${JSON.stringify(comparison, null, 2)}\n` : renderComparison(comparison);
  context.output.write(text);
  return 0;
}

/** @throws UsageError when the folder holds no finished run. */
export async function scoresOf(folder: string): Promise<readonly QuestionScore[]> {
  return orUsageError(readScores(folder));
}
