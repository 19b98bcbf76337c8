/**
 * `rochdale eval quickstart`: Rochdale beside the LangChain.js quickstart, over one model process. The composition
 * root of the comparison.
 */
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { assembleRochdale } from "../bot/assemble.ts";
import { type Command, type CommandContext, type CommandInput, UsageError } from "../bot/command.ts";
import { JSON_OPTION, PROFILE_OPTION, profileOf } from "../bot/commands/options.ts";
import { openModels } from "../bot/llama/models.ts";
import { chooseProfile, thisMachine } from "../bot/llama/profiles.ts";
import { loadQuickstart, QUICKSTART_FILES } from "./comparison/load-quickstart.ts";
import type { OpenedForComparison } from "./comparison/open-systems.ts";
import { type ComparisonOptions, type ComparisonTools, runComparison } from "./comparison/run-comparison.ts";
import { SYSTEM_IDS, type SystemId } from "./comparison/systems/system.ts";
import { cpuSecondsOfTree } from "./cpu-seconds.ts";
import { makeLanguageDetector } from "./detect-language.ts";
import { INTERRUPTED, LIMIT_OPTION, limitOf, required } from "./eval-options.ts";
import { hashCode, hashFolder, hashText } from "./fingerprint.ts";
import { progressSink } from "./progress-line.ts";

export const quickstartCommand: Command = {
  name: "eval quickstart",
  summary: "Ask every question of Rochdale and of the LangChain.js quickstart.",
  usage: "--questions FILE.jsonl --documents DIR --out DIR [OPTIONS]",
  details: [
    "Asks every question of Rochdale, of the LangChain.js quickstart, of the same with BM25 beside it and of a prompt",
    "stuffed with the documents, in turn and with the same models, and writes `answers.jsonl`, `comparison.json` and",
    "`comparison.txt`. The first time it installs LangChain's packages (about 200 MB).",
  ],
  options: {
    questions: { kind: "value", placeholder: "FILE.jsonl", summary: "The questions, one JSON object per line." },
    documents: { kind: "value", placeholder: "DIR", summary: "The folder with one folder per collection." },
    out: { kind: "value", placeholder: "DIR", summary: "Where the run is written; may hold its beginning." },
    limit: LIMIT_OPTION,
    systems: {
      kind: "value",
      placeholder: "NAME,NAME",
      summary: "With `quickstart`: rochdale, quickstart, quickstart-ensemble, stuffed (default: all).",
    },
    profile: PROFILE_OPTION,
    json: JSON_OPTION,
  },
  positionals: { label: "nothing", least: 0, most: 0 },
  run: quickstart,
};

async function quickstart(input: CommandInput, context: CommandContext): Promise<number> {
  if (input.positionals.length > 0) {
    const words = ["quickstart", ...input.positionals].join(" ");
    throw new UsageError(
      `Expected \`eval quickstart\` with options alone, got \`${words}\`. Leave the other words out.`,
    );
  }
  const profile = profileOf(input);
  const options = await comparisonOptions(input, context, profile);
  const result = await runComparison(options, comparisonTools(context, profile)).catch((error: unknown) => {
    if (context.signal.aborted) return { kind: "interrupted" } as const;
    throw error;
  });
  switch (result.kind) {
    case "refused":
      throw new UsageError(result.sentence);
    case "interrupted":
      context.remarks.write(`Interrupted; the same command goes on with \`${options.outFolder}\`.\n`);
      return INTERRUPTED;
    case "done":
      context.output.write(input.flags.has("json") ? `${JSON.stringify(result.report, null, 2)}\n` : result.table);
      return 0;
    default:
      return result satisfies never;
  }
}

async function comparisonOptions(
  input: CommandInput,
  context: CommandContext,
  profile: string | null,
): Promise<ComparisonOptions> {
  return {
    questionsFile: required(input, "questions", quickstartCommand),
    documentsFolder: resolve(required(input, "documents", quickstartCommand)),
    outFolder: resolve(required(input, "out", quickstartCommand)),
    limit: limitOf(input),
    systems: systemsOf(input.values.systems),
    codeFingerprint: hashText(`quickstart ${await hashSystems(context.root)} ${profile ?? "auto"}`),
  };
}

/** In the order of the table, each once; all when none are named. */
export function systemsOf(given: string | undefined): readonly SystemId[] {
  if (given === undefined) return SYSTEM_IDS;
  const names = given.split(",").map((name) => name.trim());
  const unknown = names.find((name) => !SYSTEM_IDS.some((id) => id === name));
  if (unknown === undefined) return SYSTEM_IDS.filter((id) => names.includes(id));
  throw new UsageError(
    `Expected \`--systems\` to name ${SYSTEM_IDS.map((id) => `\`${id}\``).join(", ")}, got \`${unknown}\`. Separate them by commas, or leave it out for all.`,
  );
}

/** Of the code that answers, ours and theirs; scoring is not part of it, so it can be mended between two runs. */
async function hashSystems(root: string): Promise<string> {
  const quickstart = QUICKSTART_FILES.map((name) => readFile(join(root, "eval", "quickstart", name), "utf8"));
  const systems = hashFolder(join(root, "eval", "comparison", "systems"));
  return [await hashCode(root), await systems, ...(await Promise.all(quickstart)).map(hashText)].join(" ");
}

function comparisonTools(context: CommandContext, profile: string | null): ComparisonTools {
  const say = (line: string) => context.remarks.write(`${line}\n`);
  return {
    open: (dataFolder) => openOnce(context, profile, dataFolder),
    loadQuickstart: () => loadQuickstart(context.root, say),
    detectLanguage: makeLanguageDetector(),
    cpuSeconds: () => cpuSecondsOfTree(),
    progress: progressSink(context.remarks),
    say,
    signal: context.signal,
  };
}

/** The models are opened once and loaded before the first question; disposing of Rochdale ends them. */
async function openOnce(context: CommandContext, profile: string | null, home: string): Promise<OpenedForComparison> {
  const { modelsDir, signal } = context;
  const models = await openModels({ profileName: profile, modelsDir, signal, installMissing: true });
  const rochdale = await assembleRochdale({ home, models, sample: false, caution: "balanced", signal });
  try {
    await models.warmUp(signal);
  } catch (error) {
    await rochdale[Symbol.asyncDispose]();
    throw error;
  }
  const { contextTokens } = chooseProfile({ ...thisMachine(), name: models.profile });
  return { rochdale, chatModel: models.chatModel, embedder: models.embedder, contextTokens };
}
