/** `rochdale eval` without a word: runs a question set over a folder of documents and prints its figures. */
import { resolve } from "node:path";
import { type Command, type CommandContext, type CommandInput, UsageError } from "../bot/command.ts";
import { JSON_OPTION, PROFILE_OPTION, profileOf } from "../bot/commands/options.ts";
import { compareRuns, renderComparison } from "./compare.ts";
import { scoresOf } from "./compare-command.ts";
import { BASELINE_OPTION, INTERRUPTED, LIMIT_OPTION, limitOf, required } from "./eval-options.ts";
import { evalTools } from "./eval-tools.ts";
import { hashCode, hashText } from "./fingerprint.ts";
import type { EvalOptions } from "./question-run.ts";
import { writeReport } from "./report/write-report.ts";
import { runEval } from "./run-eval.ts";
import { renderSummary } from "./summary-table.ts";

export const runCommand: Command = {
  name: "eval",
  summary: "Ask a question set and score the answers.",
  usage: "--questions FILE.jsonl --documents DIR --out DIR [OPTIONS]",
  details: [
    "Every folder directly under `--documents` is a collection; a question is asked against its own. `--out` gets",
    "`predictions.jsonl`, `scores.jsonl`, `summary.json` and `report.html`; the same command again goes on where it stopped.",
  ],
  options: {
    questions: { kind: "value", placeholder: "FILE.jsonl", summary: "The questions, one JSON object per line." },
    documents: { kind: "value", placeholder: "DIR", summary: "The folder with one folder per collection." },
    out: { kind: "value", placeholder: "DIR", summary: "Where the run is written; may hold its beginning." },
    baseline: BASELINE_OPTION,
    limit: LIMIT_OPTION,
    profile: PROFILE_OPTION,
    json: JSON_OPTION,
  },
  positionals: { label: "nothing", least: 0, most: 0 },
  run: runQuestionSet,
};

async function runQuestionSet(input: CommandInput, context: CommandContext): Promise<number> {
  const profile = profileOf(input);
  const baseline = input.values.baseline === undefined ? null : await scoresOf(input.values.baseline);
  const options = await evalOptions(input, context, profile);
  const result = await runEval(options, await evalTools(context, { profile })).catch((error: unknown) => {
    if (context.signal.aborted) return null;
    throw error;
  });
  if (result?.kind === "refused") throw new UsageError(result.sentence);
  if (result === null || context.signal.aborted) {
    context.remarks.write(`Interrupted; the same command goes on with \`${options.outFolder}\`.\n`);
    return INTERRUPTED;
  }
  const comparison = baseline === null ? null : compareRuns(baseline, result.scores);
  if (input.flags.has("json")) {
    context.output.write(`${JSON.stringify({ ...result.summary, comparison }, null, 2)}\n`);
  } else {
    context.output.write(renderSummary(result.summary));
    if (comparison !== null) context.output.write(`\n${renderComparison(comparison)}`);
  }
  const page = await writeReport(options.outFolder, input.values.baseline ?? null);
  context.remarks.write(`Report: ${page}\n`);
  return 0;
}

async function evalOptions(input: CommandInput, context: CommandContext, profile: string | null): Promise<EvalOptions> {
  const code = await hashCode(context.root);
  return {
    questionsFile: required(input, "questions", runCommand),
    documentsFolder: resolve(required(input, "documents", runCommand)),
    outFolder: resolve(required(input, "out", runCommand)),
    limit: limitOf(input),
    codeFingerprint: hashText(`${code} ${profile ?? "auto"}`),
  };
}
