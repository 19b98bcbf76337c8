/** `rochdale eval golden`: the gate of golden questions. Chooses list and folders; the run itself is `run-golden.ts`. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Command, type CommandContext, type CommandInput, UsageError } from "../bot/command.ts";
import { JSON_OPTION, PROFILE_OPTION, profileOf } from "../bot/commands/options.ts";
import { INTERRUPTED, SAMPLE_OPTION, wholeNumber } from "./eval-options.ts";
import { evalTools } from "./eval-tools.ts";
import { hashCode, hashText } from "./fingerprint.ts";
import { yamlFiles } from "./golden-files.ts";
import { goldenJson, renderGolden } from "./golden-report.ts";
import { type GoldenResult, isRefusal, runGolden } from "./run-golden.ts";

export const goldenCommand: Command = {
  name: "eval golden",
  summary: "Ask the co-op's own questions and say what passed before and fails now.",
  usage: "[DIR | FILE…] [--sample N] [--accept] [--out DIR] [--profile NAME] [--json]",
  details: [
    "Asks the questions that the co-op has written down as YAML with the answers it expects: those in `golden/` of",
    "the data folder, else the sample co-operative's. Exit code 1 when one fails that passed before.",
  ],
  options: {
    sample: SAMPLE_OPTION,
    accept: { kind: "flag", summary: "Remember which golden questions pass now." },
    out: { kind: "value", placeholder: "DIR", summary: "Where the run is written; may hold its beginning." },
    profile: PROFILE_OPTION,
    json: JSON_OPTION,
  },
  positionals: { label: "a folder or YAML files", least: 0, most: Number.POSITIVE_INFINITY },
  run: golden,
};

async function golden(input: CommandInput, context: CommandContext): Promise<number> {
  const profile = profileOf(input);
  const sample = wholeNumber(input, "sample", "Leave it out for all questions.");
  const kept = input.values.out === undefined ? null : resolve(input.values.out);
  const outFolder = kept ?? (await mkdtemp(join(tmpdir(), "rochdale-golden-")));
  try {
    const options = {
      paths: input.positionals.length > 0 ? input.positionals : [await usualFolder(context)],
      outFolder,
      root: context.root,
      home: context.home,
      sample,
      accept: input.flags.has("accept"),
      codeFingerprint: hashText(`${await hashCode(context.root)} ${profile ?? "auto"}`),
    };
    const result = await runGolden(options, await evalTools(context, { profile })).catch(
      (error: unknown): GoldenResult => {
        if (context.signal.aborted) return { kind: "interrupted" };
        throw error;
      },
    );
    return tell(result, kept, input.flags.has("json"), context);
  } finally {
    if (kept === null) await rm(outFolder, { recursive: true, force: true });
  }
}

/** The co-op's own list when there is one, else that of the sample co-operative. */
async function usualFolder({ home, root }: CommandContext): Promise<string> {
  const own = join(home, "golden");
  return (await yamlFiles(own)).length > 0 ? own : join(root, "eval", "golden");
}

function tell(result: GoldenResult, kept: string | null, asJson: boolean, context: CommandContext): number {
  if (result.kind === "refused") throw new UsageError(result.sentences.join("\n"));
  if (result.kind === "interrupted") {
    const remedy = kept === null ? "nothing is kept without `--out`" : `the same command goes on with \`${kept}\``;
    context.remarks.write(`Interrupted; ${remedy}.\n`);
    return INTERRUPTED;
  }
  const { report } = result;
  context.output.write(asJson ? `${JSON.stringify(goldenJson(report), null, 2)}\n` : renderGolden(report));
  return isRefusal(report) ? 1 : 0;
}
