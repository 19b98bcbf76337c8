/** `rochdale ask`: one question, one answer, for people and for scripts. */
import { text as readAll } from "node:stream/consumers";
import type { Answer } from "../answer-types.ts";
import { type Command, type CommandContext, type CommandInput, UsageError } from "../command.ts";
import { showAnswer } from "../terminal/show-answer.ts";
import { readHistory } from "./history-file.ts";
import {
  AS_OF_OPTION,
  asOfOption,
  CAUTION_OPTION,
  COLLECTION_OPTION,
  cautionOf,
  collectionOption,
  JSON_OPTION,
  PROFILE_OPTION,
  profileOf,
} from "./options.ts";

export const askCommand: Command = {
  name: "ask",
  summary: "Answer one question and end.",
  usage: '"QUESTION" [OPTIONS]',
  details: [
    "With `-` as the question it is read from stdin. The exit code is 0 for every outcome but `failed` (1);",
    "an argument that cannot be used gives 2.",
  ],
  options: {
    json: JSON_OPTION,
    collection: COLLECTION_OPTION,
    "as-of": AS_OF_OPTION,
    history: {
      kind: "value",
      placeholder: "FILE",
      summary: 'The turns before: a JSON array or JSON lines of {"role", "content"}.',
    },
    profile: PROFILE_OPTION,
    caution: CAUTION_OPTION,
  },
  positionals: { label: "a question in quotation marks", least: 1, most: Number.POSITIVE_INFINITY },
  run: ask,
};

async function ask(input: CommandInput, context: CommandContext): Promise<number> {
  const asOf = asOfOption(input);
  const [profile, caution] = [profileOf(input), cautionOf(input)];
  const history = input.values.history === undefined ? [] : await readHistory(input.values.history);
  const question = await questionOf(input, context);
  await using rochdale = await context.open({ installModels: true, profile, caution });
  const collections = [collectionOption(input, rochdale)];
  const request = { question, history, collections, asOf, signal: context.signal };
  if (input.flags.has("json")) {
    const answer = await rochdale.ask(request);
    context.output.write(`${JSON.stringify(answer, null, 2)}\n`);
    return exitCodeOf(answer);
  }
  return exitCodeOf(await showAnswer(request, rochdale, context.output));
}

async function questionOf(input: CommandInput, context: CommandContext): Promise<string> {
  const [first] = input.positionals;
  const fromStdin = first === "-" && input.positionals.length === 1;
  const question = (fromStdin ? await readAll(context.input) : input.positionals.join(" ")).trim();
  if (question !== "") return question;
  throw new UsageError(
    `Expected a question ${fromStdin ? "on stdin" : "after `rochdale ask`"}, got an empty text. Write it as \`rochdale ask "How many members sit on the board?"\`.`,
  );
}

function exitCodeOf(answer: Answer): number {
  return answer.outcome === "failed" ? 1 : 0;
}
