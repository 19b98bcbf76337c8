/** `rochdale eval hand-check`: has the replies of a run judged by a person. Opens no Rochdale. */
import { join } from "node:path";
import { type Command, type CommandContext, type CommandInput, UsageError } from "../bot/command.ts";
import { JSON_OPTION } from "../bot/commands/options.ts";
import { orUsageError, SAMPLE_OPTION, wholeNumber } from "./eval-options.ts";
import { readHandCheck, SHEET_NAME, writeHandCheck } from "./hand-check.ts";
import { renderHandCheck } from "./hand-check-report.ts";

export const handCheckCommand: Command = {
  name: "eval hand-check",
  summary: "Have replies of a run judged by a person, and compare with the program's verdicts.",
  usage: "DIR [--sample N] [--json]",
  details: [
    "With `--sample N` writes N replies of a run into `hand-check.csv` for a person to judge, without the program's",
    "verdicts; without it compares the filled sheet with them.",
  ],
  options: { sample: SAMPLE_OPTION, json: JSON_OPTION },
  positionals: { label: "a run folder", least: 1, most: 1 },
  run: handCheck,
};

async function handCheck(input: CommandInput, context: CommandContext): Promise<number> {
  const [folder, more] = input.positionals;
  if (folder === undefined || more !== undefined) {
    throw new UsageError(
      `Expected \`eval hand-check DIR\` with one run folder, got \`${["hand-check", ...input.positionals].join(" ")}\`. Add \`--sample N\` to write a new sheet.`,
    );
  }
  const size = wholeNumber(input, "sample", "Leave it out to compare a filled sheet.");
  if (size !== null) {
    const rows = await orUsageError(writeHandCheck(folder, size));
    context.output.write(`${rows} replies to judge are in \`${join(folder, SHEET_NAME)}\`: fill its last column.\n`);
    return 0;
  }
  const report = await orUsageError(readHandCheck(folder));
  context.output.write(input.flags.has("json") ? `${JSON.stringify(report, null, 2)}\n` : renderHandCheck(report));
  return 0;
}
