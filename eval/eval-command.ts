/**
 * `rochdale eval`: runs a question set over a folder of documents, compares two runs, writes the page of a run, or has
 * one checked by hand. The composition root of the evaluation: the only place here that opens a real Rochdale.
 */
import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type Command, type CommandContext, type CommandInput, UsageError } from "../bot/command.ts";
import { JSON_OPTION, PROFILE_OPTION, profileOf } from "../bot/commands/options.ts";
import { openRochdale } from "../bot/open-rochdale.ts";
import { compareRuns, renderComparison } from "./compare.ts";
import { makeLanguageDetector } from "./detect-language.ts";
import { EVAL_USAGE, INTERRUPTED, limitOf, refuseOption, required, wholeNumber } from "./eval-options.ts";
import { hashCode, hashText } from "./fingerprint.ts";
import { readHandCheck, SHEET_NAME, writeHandCheck } from "./hand-check.ts";
import { renderHandCheck } from "./hand-check-report.ts";
import { progressSink } from "./progress-line.ts";
import { runQuickstartCommand } from "./quickstart-command.ts";
import { writeReport } from "./report/write-report.ts";
import { type EvalOptions, type EvalTools, runEval } from "./run-eval.ts";
import { readScores } from "./run-folder.ts";
import { renderSummary } from "./summary-table.ts";

export const evalCommand: Command = {
  name: "eval",
  summary: "Ask a question set and score the answers.",
  usage: EVAL_USAGE,
  details: [
    "Every folder directly under `--documents` is a collection; a question is asked against its own. `--out` gets",
    "`predictions.jsonl`, `scores.jsonl`, `summary.json` and `report.html`; the same command again goes on where it",
    "stopped. `eval compare BEFORE NOW` says what got better and worse, question by question. `eval report DIR` makes",
    "the page of a finished run anew, with `--baseline` beside an earlier one.",
    "`eval hand-check DIR --sample N` writes N replies of a run into `hand-check.csv` for a person to judge, without the",
    "program's verdicts; `eval hand-check DIR` compares the filled sheet with them.",
    "`eval quickstart` asks every question of Rochdale, of the LangChain.js quickstart, of the same with BM25 beside it",
    "and of a prompt stuffed with the documents, in turn and with the same models, and writes `answers.jsonl`,",
    "`comparison.json` and `comparison.txt`. The first time it installs LangChain's packages (about 200 MB).",
  ],
  options: {
    questions: { kind: "value", placeholder: "FILE.jsonl", summary: "The questions, one JSON object per line." },
    documents: { kind: "value", placeholder: "DIR", summary: "The folder with one folder per collection." },
    out: { kind: "value", placeholder: "DIR", summary: "Where the run is written; may hold its beginning." },
    baseline: { kind: "value", placeholder: "DIR", summary: "An earlier run to compare with." },
    limit: {
      kind: "value",
      placeholder: "N",
      summary: "Ask only the first N questions; with `quickstart`, N spread evenly over the set.",
    },
    systems: {
      kind: "value",
      placeholder: "NAME,NAME",
      summary: "With `quickstart`: rochdale, quickstart, quickstart-ensemble, stuffed (default: all).",
    },
    sample: { kind: "value", placeholder: "N", summary: "With `hand-check`: how many replies to judge." },
    profile: PROFILE_OPTION,
    json: JSON_OPTION,
  },
  positionals: {
    label: "`quickstart`, `report` or `hand-check` and a run folder, or `compare` and two",
    least: 0,
    most: 3,
  },
  run: runEvalCommand,
};

async function runEvalCommand(input: CommandInput, context: CommandContext): Promise<number> {
  if (input.positionals[0] === "hand-check") return handCheck(input, context);
  if (input.positionals[0] === "quickstart") return runQuickstartCommand(input, context);
  refuseOption(input, "systems", "eval");
  if (input.positionals[0] === "report") return report(input, context);
  if (input.positionals.length > 0) return compare(input, context);
  const profile = profileOf(input);
  const baseline = input.values.baseline === undefined ? null : await scoresOf(input.values.baseline);
  const options = await evalOptions(input, context, profile);
  const result = await runEval(options, await evalTools(context, profile)).catch((error: unknown) => {
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

async function report(input: CommandInput, context: CommandContext): Promise<number> {
  const [, folder, surplus] = input.positionals;
  if (folder === undefined || surplus !== undefined) {
    throw new UsageError(
      `Expected \`eval report DIR\` with one run folder, got \`${input.positionals.join(" ")}\`. An earlier run to compare with is given by \`--baseline DIR\`.`,
    );
  }
  const page = await orUsageError(writeReport(folder, input.values.baseline ?? null));
  context.output.write(input.flags.has("json") ? `${JSON.stringify({ report: page })}\n` : `Report: ${page}\n`);
  return 0;
}

async function compare(input: CommandInput, context: CommandContext): Promise<number> {
  const [word, before, now] = input.positionals;
  if (word !== "compare" || before === undefined || now === undefined) {
    throw new UsageError(
      `Expected \`eval compare BEFORE NOW\` with two run folders, got \`${input.positionals.join(" ")}\`. A run is started with \`--questions\`, \`--documents\` and \`--out\`.`,
    );
  }
  const comparison = compareRuns(await scoresOf(before), await scoresOf(now));
  const text = input.flags.has("json") ? `${JSON.stringify(comparison, null, 2)}\n` : renderComparison(comparison);
  context.output.write(text);
  return 0;
}

async function handCheck(input: CommandInput, context: CommandContext): Promise<number> {
  const [, folder, more] = input.positionals;
  if (folder === undefined || more !== undefined) {
    throw new UsageError(
      `Expected \`eval hand-check DIR\` with one run folder, got \`${input.positionals.join(" ")}\`. Add \`--sample N\` to write a new sheet.`,
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

async function scoresOf(folder: string) {
  return orUsageError(readScores(folder));
}

async function orUsageError<Value>(work: Promise<Value>): Promise<Value> {
  return work.catch((error: unknown) => {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  });
}

async function evalOptions(input: CommandInput, context: CommandContext, profile: string | null): Promise<EvalOptions> {
  const code = await hashCode(context.root);
  return {
    questionsFile: required(input, "questions"),
    documentsFolder: resolve(required(input, "documents")),
    outFolder: resolve(required(input, "out")),
    limit: limitOf(input),
    codeFingerprint: hashText(`${code} ${profile ?? "auto"}`),
  };
}

/** The wording of the prompts, which no reply is to give away. */
async function promptWording(root: string): Promise<string> {
  const folder = join(root, "prompts");
  const names = (await readdir(folder)).filter((name) => name.endsWith(".md") && name !== "README.md");
  const texts = await Promise.all(names.toSorted().map((name) => readFile(join(folder, name), "utf8")));
  return texts.join("\n");
}

async function evalTools(context: CommandContext, profile: string | null): Promise<EvalTools> {
  const say = (line: string) => context.remarks.write(`${line}\n`);
  return {
    openRochdale: (home) =>
      openRochdale({
        home,
        modelsDir: context.modelsDir,
        profile,
        signal: context.signal,
        installModels: true,
        sample: false,
      }),
    detectLanguage: makeLanguageDetector(),
    instructions: await promptWording(context.root),
    progress: progressSink(context.remarks),
    say,
    signal: context.signal,
  };
}
