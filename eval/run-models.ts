/**
 * Runs one question set with one chat model after another, each in a run folder of its own, over one data folder: the
 * embedder is the same, so that the documents are read in once. Opens nothing itself.
 */
import { join } from "node:path";
import type { Rochdale } from "../bot/rochdale.ts";
import type { EvalOptions } from "./question-run.ts";
import { type EvalTools, type RunSummary, runEval } from "./run-eval.ts";
import type { QuestionScore } from "./score.ts";
import { quantile } from "./statistics.ts";

/** No chat model at all: quotations alone. Named like the profile. */
export const QUOTES = "quotes";

export type ModelRun = {
  /** Catalogue id of the chat model, or `quotes`. */
  readonly id: string;
  readonly summary: RunSummary;
  /** Median processor seconds of a question; null where the machine does not tell. */
  readonly cpuSeconds: number | null;
};

export type ModelsOptions = Pick<EvalOptions, "questionsFile" | "documentsFolder" | "outFolder" | "limit"> & {
  readonly ids: readonly string[];
  /** Of code and settings, the model aside. */
  readonly codeFingerprint: (id: string) => string;
};

export type ModelsResult =
  | { readonly kind: "done"; readonly runs: readonly ModelRun[] }
  | { readonly kind: "interrupted" }
  | { readonly kind: "refused"; readonly sentence: string };

/** @throws Error when another model is opened than the one named. @param toolsOf Tools that open Rochdale with this chat model; never called for two at once. */
export async function runModels(
  options: ModelsOptions,
  toolsOf: (id: string) => Promise<EvalTools>,
): Promise<ModelsResult> {
  const runs: ModelRun[] = [];
  for (const [index, id] of options.ids.entries()) {
    const tools = await toolsOf(id);
    if (tools.signal.aborted) return { kind: "interrupted" };
    tools.say(`Model ${index + 1} of ${options.ids.length}: ${id}`);
    const onReady = ({ models }: Pick<Rochdale, "models">) => expectModel(id, models.chat);
    const result = await runEval(runOptions(options, id), { ...tools, onReady });
    if (result.kind === "refused") return result;
    if (tools.signal.aborted || !result.summary.complete) return { kind: "interrupted" };
    runs.push({ id, summary: result.summary, cpuSeconds: medianCpuSeconds(result.scores) });
  }
  return { kind: "done", runs };
}

function runOptions(options: ModelsOptions, id: string): EvalOptions {
  const { questionsFile, documentsFolder, outFolder, limit, codeFingerprint } = options;
  return {
    questionsFile,
    documentsFolder,
    limit,
    choice: "spread",
    outFolder: join(outFolder, id),
    dataFolder: join(outFolder, "data"),
    codeFingerprint: codeFingerprint(id),
  };
}

/** Figures of another model than the one named would be worse than none. */
function expectModel(id: string, opened: string | null): void {
  if ((opened ?? QUOTES) === id) return;
  throw new Error(
    `Expected \`${id}\` to answer, got \`${opened ?? QUOTES}\`. Run \`rochdale models verify ${id}\`, then the same command again.`,
  );
}

function medianCpuSeconds(scores: readonly QuestionScore[]): number | null {
  return quantile(
    scores.flatMap(({ cpuSeconds }) => cpuSeconds ?? []),
    0.5,
  );
}
