/** `rochdale eval report`: makes the page of a finished run anew. Opens no Rochdale. */
import { type Command, type CommandContext, type CommandInput, UsageError } from "../bot/command.ts";
import { JSON_OPTION } from "../bot/commands/options.ts";
import { BASELINE_OPTION, orUsageError } from "./eval-options.ts";
import { writeReport } from "./report/write-report.ts";

export const reportCommand: Command = {
  name: "eval report",
  summary: "Make the page of a finished run anew.",
  usage: "DIR [--baseline DIR] [--json]",
  details: ["Makes `report.html` of a finished run anew, with `--baseline` beside an earlier one."],
  options: { baseline: BASELINE_OPTION, json: JSON_OPTION },
  positionals: { label: "one run folder", least: 1, most: 1 },
  run: report,
};

async function report(input: CommandInput, context: CommandContext): Promise<number> {
  const [folder, surplus] = input.positionals;
  if (folder === undefined || surplus !== undefined) {
    throw new UsageError(
      `Expected \`eval report DIR\` with one run folder, got \`${["report", ...input.positionals].join(" ")}\`. An earlier run to compare with is given by \`--baseline DIR\`.`,
    );
  }
  const page = await orUsageError(writeReport(folder, input.values.baseline ?? null));
  context.output.write(input.flags.has("json") ? `${JSON.stringify({ report: page })}\n` : `Report: ${page}\n`);
  return 0;
}
