/** `rochdale eval calibrate`: fits the weights of the decision to finished runs. Changes nothing by itself. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Command, type CommandContext, type CommandInput, UsageError } from "../bot/command.ts";
import { JSON_OPTION } from "../bot/commands/options.ts";
import { calibrate, type DecidedQuestion, renderCalibration } from "./calibrate.ts";
import { orUsageError } from "./eval-options.ts";
import { type Prediction, parsePredictions } from "./prediction.ts";
import { type EvalQuestion, groupOf, parseQuestionSet } from "./question-set.ts";
import { holdsQuote } from "./quote-match.ts";
import { readScores } from "./run-folder.ts";
import type { QuestionScore } from "./score.ts";

export const calibrateCommand: Command = {
  name: "eval calibrate",
  summary: "Fit the weights of the decision to finished runs.",
  usage: "DIR… --features NAME,NAME [--collections NAME,NAME] [--json]",
  details: [
    "Fits the weights of `bot/gate.ts` to the decisions of finished runs, and counts what each threshold would have",
    "asserted or refused on every collection by weights from the others. With `--collections` only these are counted,",
    "the others help to fit.",
  ],
  options: {
    features: { kind: "value", placeholder: "NAME,NAME", summary: "The features that take part (`bot/gate.ts`)." },
    collections: {
      kind: "value",
      placeholder: "NAME,NAME",
      summary: "The collections that are counted (default: all).",
    },
    json: JSON_OPTION,
  },
  positionals: { label: "run folders", least: 1, most: Number.POSITIVE_INFINITY },
  run,
};

async function run(input: CommandInput, context: CommandContext): Promise<number> {
  const features = namesIn(input.values.features);
  if (features === null) {
    throw new UsageError(
      `Expected \`--features\` with at least one name, got none. Write it as \`rochdale ${calibrateCommand.name} ${calibrateCommand.usage}\`.`,
    );
  }
  const questions = (
    await Promise.all(input.positionals.map((folder) => orUsageError(decidedQuestions(folder))))
  ).flat();
  const result = await orUsageError(
    Promise.resolve().then(() => calibrate(questions, features, namesIn(input.values.collections))),
  );
  context.output.write(input.flags.has("json") ? `${JSON.stringify(result, null, 2)}\n` : renderCalibration(result));
  return 0;
}

function namesIn(list: string | undefined): readonly string[] | null {
  const names = (list ?? "").split(",").filter((name) => name.trim() !== "");
  return names.length === 0 ? null : names.map((name) => name.trim());
}

/** The questions of a run that came to a decision, probes left out. */
async function decidedQuestions(folder: string): Promise<DecidedQuestion[]> {
  const scores = await readScores(folder);
  const questions = parseQuestionSet(await readFile(join(folder, "questions.jsonl"), "utf8"), folder).questions;
  const predictions = parsePredictions(await readFile(join(folder, "predictions.jsonl"), "utf8"));
  const byId = new Map(questions.map((question) => [question.id, question]));
  const scoreById = new Map(scores.map((score) => [score.id, score]));
  return predictions.flatMap((prediction) => {
    const [question, score] = [byId.get(prediction.id), scoreById.get(prediction.id)];
    return question && score && groupOf(question) !== "probe" ? decided(question, prediction, score) : [];
  });
}

function decided(question: EvalQuestion, prediction: Prediction, score: QuestionScore): DecidedQuestion[] {
  const { decision } = prediction;
  if (decision === undefined) return [];
  return [
    {
      id: question.id,
      collection: question.collection,
      answerable: groupOf(question) === "answerable",
      goldShown: question.evidence.some(({ quote }) => holdsQuote(decision.candidate, quote)),
      verdict: score.candidateVerdict,
      features: decision.features,
    },
  ];
}
