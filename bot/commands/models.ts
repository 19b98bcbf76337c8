/** `rochdale models`: the catalogue of language models, their installation and their check. */
import { type Command, type CommandContext, type CommandInput, UsageError } from "../command.ts";
import type { ShelvedModel } from "./model-shelf.ts";
import { didYouMean } from "./nearest-name.ts";
import { JSON_OPTION } from "./options.ts";
import { plainTable } from "./plain-table.ts";

export const modelsCommand: Command = {
  name: "models",
  summary: "List, install or check the language models.",
  usage: "[install [ID…] | verify [ID…]] [OPTIONS]",
  details: [
    "`models install` without an id brings those that this machine's profile uses; `models verify` compares every",
    "installed file with its SHA-256. Only the hash decides which file is the right one, wherever it comes from.",
  ],
  options: { json: JSON_OPTION },
  positionals: { label: "`install` or `verify`, and ids", least: 0, most: Number.POSITIVE_INFINITY },
  run: models,
};

async function models(input: CommandInput, context: CommandContext): Promise<number> {
  const [action, ...ids] = input.positionals;
  const list = await context.models.list();
  const asJson = input.flags.has("json");
  if (action === undefined) return print(context, asJson ? asText(list) : listing(list));
  if (action === "install") return install(chosen(list, ids, "inProfile"), context, asJson);
  if (action === "verify") return verify(chosen(list, ids, "installed"), context, asJson);
  const actions = ["install", "verify"];
  throw new UsageError(
    `Expected \`install\` or \`verify\` after \`rochdale models\`, got \`${action}\`. ${didYouMean(action, actions)}\`rochdale models --help\` explains both.`,
  );
}

function chosen(list: readonly ShelvedModel[], ids: readonly string[], rest: "inProfile" | "installed") {
  if (ids.length === 0) return list.filter((model) => model[rest]);
  return ids.map((id) => {
    const found = list.find((model) => model.id === id);
    if (found !== undefined) return found;
    const known = list.map((model) => model.id);
    throw new UsageError(
      `Expected the id of a model, got \`${id}\`. ${didYouMean(id, known)}\`rochdale models\` lists them.`,
    );
  });
}

type Checked = { readonly id: string; readonly ok: boolean; readonly problem: string | null };

async function install(list: readonly ShelvedModel[], context: CommandContext, asJson: boolean): Promise<number> {
  return report(list, context, asJson, "installed", async ({ id }) => {
    try {
      await context.models.install(id, context.signal);
      return null;
    } catch (error) {
      context.signal.throwIfAborted();
      return error instanceof Error ? error.message : String(error);
    }
  });
}

async function verify(list: readonly ShelvedModel[], context: CommandContext, asJson: boolean): Promise<number> {
  return report(list, context, asJson, "verified", ({ id }) => context.models.verify(id, context.signal));
}

/** Runs `work`, which gives a problem or null, for one model after the other, and tells. */
async function report(
  list: readonly ShelvedModel[],
  context: CommandContext,
  asJson: boolean,
  done: string,
  work: (model: ShelvedModel) => Promise<string | null>,
): Promise<number> {
  const results: Checked[] = [];
  for (const model of list) {
    const problem = await work(model);
    results.push({ id: model.id, ok: problem === null, problem });
    if (!asJson)
      context.output.write(
        `${problem === null ? done.padEnd(9) : "problem  "}  ${model.id}${problem === null ? "" : ` — ${problem}`}\n`,
      );
  }
  if (asJson) context.output.write(asText(results));
  else if (list.length === 0) context.output.write("No model is installed. `rochdale models install` brings them.\n");
  return results.every(({ ok }) => ok) ? 0 : 1;
}

function listing(list: readonly ShelvedModel[]): string {
  const rows = list.map((model) => [
    model.id,
    model.task,
    model.licence,
    `${(model.bytes / 1e6).toFixed(0)} MB`,
    model.languages.join(" "),
    model.measured ? "measured" : "not measured",
    model.installed ? "installed" : "not installed",
    model.inProfile ? "used on this machine" : "",
  ]);
  return plainTable([["id", "task", "licence", "size", "languages", "evaluation", "here", ""], ...rows]);
}

function asText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function print(context: CommandContext, text: string): number {
  context.output.write(text);
  return 0;
}
