/** The tools of a run with a real Rochdale, for the commands of the evaluation. Knows nothing of what is measured. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { CommandContext } from "../bot/command.ts";
import { openRochdale } from "../bot/open-rochdale.ts";
import { makeLanguageDetector } from "./detect-language.ts";
import { progressSink } from "./progress-line.ts";
import type { EvalTools } from "./run-eval.ts";

/** Which models a run opens: a profile (null: by cores and memory), and a chat model in place of the profile's. */
export type ModelChoice = { readonly profile: string | null; readonly chatModel?: string };

/** Missing models are brought; the sample is not read in beside the questions' own documents. */
export async function evalTools(context: CommandContext, choice: ModelChoice): Promise<EvalTools> {
  const { modelsDir, signal } = context;
  return {
    openRochdale: (home) => openRochdale({ home, modelsDir, ...choice, signal, installModels: true, sample: false }),
    detectLanguage: makeLanguageDetector(),
    instructions: await promptWording(context.root),
    progress: progressSink(context.remarks),
    say: (line) => context.remarks.write(`${line}\n`),
    signal,
  };
}

/** The wording of the prompts, which no reply is to give away. */
export async function promptWording(root: string): Promise<string> {
  const folder = join(root, "prompts");
  const names = (await readdir(folder)).filter((name) => name.endsWith(".md") && name !== "README.md");
  const texts = await Promise.all(names.toSorted().map((name) => readFile(join(folder, name), "utf8")));
  return texts.join("\n");
}
