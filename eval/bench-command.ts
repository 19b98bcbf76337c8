/**
 * `rochdale bench`: how fast this machine answers and how much memory that takes. Works in a folder of its own; the
 * co-op's data is not touched.
 */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Command, type CommandContext, type CommandInput, UsageError } from "../bot/command.ts";
import { JSON_OPTION, PROFILE_OPTION, profileOf } from "../bot/commands/options.ts";
import { type OpenModelsOptions, openModels } from "../bot/llama/models.ts";
import { chooseProfile, thisMachine } from "../bot/llama/profiles.ts";
import { openRochdale } from "../bot/open-rochdale.ts";
import { renderBench } from "./bench/bench-table.ts";
import { embeddedTexts } from "./bench/embedded-texts.ts";
import { MOST_PAGES } from "./bench/generated-bylaws.ts";
import { type BareEmbedder, benchIngest, FULL_INGEST, type IngestPlan, QUICK_INGEST } from "./bench/ingest-bench.ts";
import { renderIngestBench } from "./bench/ingest-table.ts";
import { parseQuestionList } from "./bench/question-times.ts";
import { type BenchParts, type BenchPlan, FULL_PLAN, QUICK_PLAN, runBench } from "./bench/run-bench.ts";
import { progressSink } from "./progress-line.ts";

export const benchCommand: Command = {
  name: "bench",
  summary: "Measure speed and memory on this machine.",
  usage: "[--json] [--questions N] [--quick] [--matrix | --ingest [--pages N]]",
  details: [
    "Times the sample co-operative's questions, reading and writing of tokens beside a bare loop on the same model,",
    "memory, ingest, and retrieval at up to 100,000 passages. Takes some twenty minutes; `--quick` two.",
    "",
    "With `--matrix` the bot is asked in an encrypted room of a Synapse on this machine (brought from PyPI once), and",
    "what another member's client sees is timed: typing, first words, final answer.",
    "",
    "With `--ingest` an invented collection of 1,000 pages is read in: its rate as a share of the bare embedder's, the",
    "most memory, and how long questions take while as many pages again are read in, until the questions are asked. The",
    "whole takes some forty-five minutes on two cores; what is being done, and the time left for it, is told meanwhile.",
  ],
  options: {
    questions: { kind: "value", placeholder: "N", summary: "Time N questions (default: 25; in a room 20)." },
    quick: { kind: "flag", summary: "Few questions and a small index: rough figures." },
    matrix: { kind: "flag", summary: "Time the bot in a room instead." },
    ingest: { kind: "flag", summary: "Time the ingest of an invented collection instead." },
    pages: { kind: "value", placeholder: "N", summary: "With --ingest: pages to invent (default: 1000)." },
    profile: PROFILE_OPTION,
    json: JSON_OPTION,
  },
  positionals: { label: "nothing", least: 0, most: 0 },
  run: runBenchCommand,
};

/** Ended by Ctrl-C, as shells count it. */
const INTERRUPTED = 130;

async function runBenchCommand(input: CommandInput, context: CommandContext): Promise<number> {
  const bench = input.flags.has("matrix") ? benchRoom : input.flags.has("ingest") ? benchLoading : benchMachine;
  try {
    const { report, shown } = await bench(input, context);
    context.output.write(input.flags.has("json") ? `${JSON.stringify(report, roundNumber, 2)}\n` : shown);
    return 0;
  } catch (error) {
    if (!context.signal.aborted) throw error;
    context.remarks.write("Interrupted.\n");
    return INTERRUPTED;
  }
}

type Benched = { readonly report: object; readonly shown: string };

async function benchMachine(input: CommandInput, context: CommandContext): Promise<Benched> {
  const profile = profileOf(input);
  const plan = planOf(input);
  const home = await mkdtemp(join(tmpdir(), "rochdale-bench-"));
  try {
    const report = await runBench(plan, await benchParts(context, home, profile));
    return { report, shown: renderBench(report) };
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

async function benchLoading(input: CommandInput, context: CommandContext): Promise<Benched> {
  const profile = profileOf(input);
  const plan = ingestPlanOf(input);
  const folder = await mkdtemp(join(tmpdir(), "rochdale-bench-"));
  const home = join(folder, "home");
  const { modelsDir, signal } = context;
  try {
    const report = await benchIngest(plan, {
      folder,
      openRochdale: () => openRochdale({ home, modelsDir, profile, installModels: true, sample: false, signal }),
      openEmbedder: () => openBareEmbedder({ modelsDir, profileName: profile, installMissing: false, signal }),
      embeddedTexts: (collection) => embeddedTexts(home, collection),
      progress: progressSink(context.remarks),
      say: (line) => context.remarks.write(`${line}\n`),
      signal,
    });
    return { report, shown: renderIngestBench(report) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function openBareEmbedder(options: OpenModelsOptions): Promise<BareEmbedder | null> {
  const models = await openModels(options);
  const { embedder } = models;
  if (embedder === null) {
    await models[Symbol.asyncDispose]();
    return null;
  }
  return {
    embedDocuments: (texts) => embedder.embedDocuments(texts, { signal: options.signal }),
    [Symbol.asyncDispose]: () => models[Symbol.asyncDispose](),
  };
}

function ingestPlanOf(input: CommandInput): IngestPlan {
  const plan = input.flags.has("quick") ? QUICK_INGEST : FULL_INGEST;
  const questions = input.values.questions === undefined ? plan.questions : planOf(input).timedQuestions;
  const given = input.values.pages;
  if (given === undefined) return { ...plan, questions };
  const pages = /^[1-9]\d{0,3}$/.test(given) ? Number(given) : 0;
  if (pages >= 1 && pages <= MOST_PAGES) return { ...plan, questions, pages };
  throw new UsageError(
    `Expected \`--pages\` to be a whole number from 1 to ${MOST_PAGES}, got \`${given}\`. Leave it out for ${plan.pages}.`,
  );
}

/** In a room: enough for a median; with `--quick` as many as else. */
const ROOM_QUESTIONS = 20;

async function benchRoom(input: CommandInput, context: CommandContext): Promise<Benched> {
  const given = input.flags.has("quick") || input.values.questions !== undefined;
  const count = given ? planOf(input).timedQuestions : ROOM_QUESTIONS;
  const questions = await readQuestions();
  if (count >= questions.length)
    throw new UsageError(
      `Expected \`--questions\` to be at most ${questions.length - 1} with \`--matrix\`, got \`${count}\`. A question asked twice is answered from memory.`,
    );
  const { benchMatrix } = await import("./bench/matrix-bench.ts");
  const { renderMatrixBench } = await import("./bench/matrix-table.ts");
  const { startBot } = await import("../demo/start-bot.ts");
  const { pythonDir } = await import("../demo/python-venv.ts");
  const profile = profileOf(input);
  const { name, chatId, embedderId } = chooseProfile({ ...thisMachine(), name: profile ?? undefined });
  const report = await benchMatrix({
    pythonDirectory: pythonDir(context.environment),
    environment: context.environment,
    startBot,
    models: { profile: name, chat: chatId, embedding: embedderId },
    profile,
    questions: questions.slice(0, count + 1),
    progress: progressSink(context.remarks),
    say: (line) => context.remarks.write(`${line}\n`),
    signal: context.signal,
  });
  return { report, shown: renderMatrixBench(report) };
}

/** Three decimals are more than any of these figures deserves. */
function roundNumber(_key: string, value: unknown): unknown {
  return typeof value === "number" ? Math.round(value * 1000) / 1000 : value;
}

function planOf(input: CommandInput): BenchPlan {
  const plan = input.flags.has("quick") ? QUICK_PLAN : FULL_PLAN;
  const given = input.values.questions;
  if (given === undefined) return plan;
  if (/^[1-9]\d{0,3}$/.test(given)) return { ...plan, timedQuestions: Number(given) };
  throw new UsageError(`Expected \`--questions\` to be a whole number from 1, got \`${given}\`. Leave it out for 25.`);
}

async function benchParts(context: CommandContext, home: string, profile: string | null): Promise<BenchParts> {
  const { modelsDir, signal } = context;
  return {
    openRochdale: () => openRochdale({ home, modelsDir, profile, signal, installModels: true, sample: false }),
    openModels: () => openModels({ profileName: profile, modelsDir, signal, installMissing: false }),
    documentsFolder: join(context.root, "corpora", "sample", "documents"),
    questions: await readQuestions(),
    progress: progressSink(context.remarks),
    say: (line) => context.remarks.write(`${line}\n`),
    signal,
  };
}

async function readQuestions(): Promise<readonly string[]> {
  return parseQuestionList(await readFile(join(import.meta.dirname, "bench", "questions.txt"), "utf8"));
}
