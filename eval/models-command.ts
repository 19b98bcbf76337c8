/** `rochdale eval models`: which installed model is worth its time and memory, on one question set. */
import { resolve } from "node:path";
import { type Command, type CommandContext, type CommandInput, UsageError } from "../bot/command.ts";
import type { ShelvedModel } from "../bot/commands/model-shelf.ts";
import { didYouMean } from "../bot/commands/nearest-name.ts";
import { JSON_OPTION } from "../bot/commands/options.ts";
import { INTERRUPTED, LIMIT_OPTION, limitOf, required } from "./eval-options.ts";
import { evalTools, type ModelChoice } from "./eval-tools.ts";
import { hashCode, hashText } from "./fingerprint.ts";
import { modelsJson, renderModels } from "./models-table.ts";
import { type ModelsOptions, type ModelsResult, QUOTES, runModels } from "./run-models.ts";

export const modelsCommand: Command = {
  name: "eval models",
  summary: "Ask one question set with each installed model and set quality against speed and memory.",
  usage: "[ID…] --questions FILE.jsonl --documents DIR --out DIR [--limit N] [--json]",
  details: [
    "Asks the set with each installed chat model, or those that are named, one after the other, and always once",
    "without a chat model; then sets quality against speed and memory. Every model has a folder in `--out`; the same",
    "command again goes on where it stopped. `--limit` takes questions at even distances over the set.",
  ],
  options: {
    questions: { kind: "value", placeholder: "FILE.jsonl", summary: "The questions, one JSON object per line." },
    documents: { kind: "value", placeholder: "DIR", summary: "The folder with one folder per collection." },
    out: { kind: "value", placeholder: "DIR", summary: "Where the run is written; may hold its beginning." },
    limit: LIMIT_OPTION,
    json: JSON_OPTION,
  },
  positionals: { label: "ids of chat models", least: 0, most: Number.POSITIVE_INFINITY },
  run: models,
};

async function models(input: CommandInput, context: CommandContext): Promise<number> {
  const options = await modelsOptions(input, context);
  const toolsOf = (id: string) => evalTools(context, choiceOf(id));
  const result = await runModels(options, toolsOf).catch((error: unknown): ModelsResult => {
    if (context.signal.aborted) return { kind: "interrupted" };
    throw error;
  });
  if (result.kind === "refused") throw new UsageError(result.sentence);
  if (result.kind === "interrupted") {
    context.remarks.write(`Interrupted; the same command goes on with \`${options.outFolder}\`.\n`);
    return INTERRUPTED;
  }
  const { runs } = result;
  context.output.write(input.flags.has("json") ? `${JSON.stringify(modelsJson(runs), null, 2)}\n` : renderModels(runs));
  return 0;
}

async function modelsOptions(input: CommandInput, context: CommandContext): Promise<ModelsOptions> {
  const folders = {
    questionsFile: required(input, "questions", modelsCommand),
    documentsFolder: resolve(required(input, "documents", modelsCommand)),
    outFolder: resolve(required(input, "out", modelsCommand)),
  };
  const limit = limitOf(input);
  const ids = chosenModels(await context.models.list(), input.positionals);
  const code = await hashCode(context.root);
  return { ...folders, limit, ids, codeFingerprint: (id) => hashText(`${code} model ${id}`) };
}

/** `quotes` first: it is what any model has to beat. @throws UsageError for an id that cannot be asked. */
export function chosenModels(list: readonly ShelvedModel[], ids: readonly string[]): readonly string[] {
  const chatModels = list.filter(({ task }) => task === "chat");
  const chosen = ids.length === 0 ? chatModels.filter(({ installed }) => installed) : namedModels(chatModels, ids);
  return [QUOTES, ...new Set(chosen.map(({ id }) => id))];
}

function namedModels(chatModels: readonly ShelvedModel[], ids: readonly string[]): ShelvedModel[] {
  return ids
    .filter((id) => id !== QUOTES)
    .map((id) => {
      const found = chatModels.find((model) => model.id === id);
      if (found?.installed) return found;
      const known = [QUOTES, ...chatModels.map((model) => model.id)];
      if (found === undefined) {
        throw new UsageError(
          `Expected the id of a chat model, got \`${id}\`. ${didYouMean(id, known)}\`rochdale models\` lists them.`,
        );
      }
      throw new UsageError(
        `Expected \`${id}\` to be installed, got no such file. Run \`rochdale models install ${id}\` first (${Math.round(found.bytes / 1e6)} MB).`,
      );
    });
}

function choiceOf(id: string): ModelChoice {
  return id === QUOTES ? { profile: "quotes" } : { profile: "standard", chatModel: id };
}
