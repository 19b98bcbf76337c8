/**
 * One run over golden questions: read the list, find the documents, ask, judge, compare with what passed before and,
 * when told to, remember what passes now. Models come in through the tools.
 */
import type { Outcome } from "../bot/answer-types.ts";
import { hashText } from "./fingerprint.ts";
import { locateDocuments } from "./golden-documents.ts";
import { checkExpectations, type ExpectationProblem } from "./golden-expectations.ts";
import { type GoldenSet, readGoldenSet } from "./golden-files.ts";
import { judgeGolden } from "./golden-judge.ts";
import {
  comparePassed,
  type PassedChanges,
  type PassedRecord,
  passedFile,
  readPassed,
  writePassed,
} from "./golden-passed.ts";
import { sampleGolden } from "./golden-sample.ts";
import { type GoldenQuestion, toEvalQuestion } from "./golden-set.ts";
import type { Prediction } from "./prediction.ts";
import { type EvalTools, runQuestions } from "./run-eval.ts";

export type GoldenOptions = {
  /** One folder of YAML files, or files of one folder. */
  readonly paths: readonly string[];
  readonly outFolder: string;
  /** The folder that holds package.json. */
  readonly root: string;
  /** The co-op's data folder. */
  readonly home: string;
  /** Ask this many, chosen by `sampleGolden`; null for all. */
  readonly sample: number | null;
  /** Remember what passes now. */
  readonly accept: boolean;
  readonly codeFingerprint: string;
};

export type GoldenOutcome = {
  readonly question: GoldenQuestion;
  readonly passed: boolean;
  /** What is wrong with the reply, one clause each. */
  readonly reasons: readonly string[];
  readonly outcome: Outcome;
  /** The first thing that the reply cites, null when it cites nothing. */
  readonly first: { readonly document: string; readonly clause: string; readonly quote: string } | null;
};

export type GoldenReport = {
  readonly models: PassedRecord["models"];
  readonly results: readonly GoldenOutcome[];
  /** What passed before this run; null when nothing was ever accepted. */
  readonly before: PassedRecord | null;
  readonly changes: PassedChanges;
  /** Of the whole list, asked now or not. */
  readonly expectations: readonly ExpectationProblem[];
  readonly passedFile: string;
  /** Was what passes now written down? */
  readonly accepted: boolean;
};

export type GoldenResult =
  | { readonly kind: "done"; readonly report: GoldenReport }
  | { readonly kind: "interrupted" }
  | { readonly kind: "refused"; readonly sentences: readonly string[] };

export async function runGolden(options: GoldenOptions, tools: EvalTools): Promise<GoldenResult> {
  const set = await readGoldenSet(options.paths);
  if (set.problems.length > 0) return { kind: "refused", sentences: set.problems };
  const questions = options.sample === null ? set.questions : sampleGolden(set.questions, options.sample);
  const documents = await locateDocuments(new Set(set.questions.map(({ collection }) => collection)), options);
  if (documents.kind === "refused") return { kind: "refused", sentences: [documents.sentence] };
  let expectations: readonly ExpectationProblem[] = [];
  // The whole list: a sample's run can be gone on with in full.
  const text = set.questions.map((question) => `${JSON.stringify(toEvalQuestion(question))}\n`).join("");
  const run = {
    kind: "ready" as const,
    text,
    questions: questions.map(toEvalQuestion),
    problems: [],
    folders: documents.folders,
    outFolder: options.outFolder,
    dataFolder: documents.dataFolder,
    fingerprint: {
      questions: hashText(text),
      documents: documents.fingerprint,
      code: options.codeFingerprint,
    },
  };
  const result = await runQuestions(run, {
    ...tools,
    onReady: (rochdale) => {
      expectations = checkExpectations(set.questions, (collection, file) => rochdale.documentText(collection, file));
    },
  });
  if (result.kind === "refused") return { kind: "refused", sentences: [result.sentence] };
  if (tools.signal.aborted || !result.summary.complete) return { kind: "interrupted" };
  const results = judgeAll(questions, result.predictions);
  const judged = { models: result.summary.models, results, expectations };
  return { kind: "done", report: await settle(options.accept, set, judged) };
}

function judgeAll(questions: readonly GoldenQuestion[], predictions: readonly Prediction[]): readonly GoldenOutcome[] {
  const byId = new Map(predictions.map((prediction) => [prediction.id, prediction]));
  return questions.flatMap((question) => {
    const prediction = byId.get(question.id);
    if (prediction === undefined) return [];
    const reasons = judgeGolden(question, prediction);
    const { outcome, citations } = prediction;
    const [cited] = citations;
    const first = cited ? { document: withoutCollection(cited.file), clause: cited.section, quote: cited.quote } : null;
    return [{ question, passed: reasons.length === 0, reasons, outcome, first }];
  });
}

function withoutCollection(file: string): string {
  return file.slice(file.indexOf("/") + 1);
}

/** Compares with what passed before and, when told to, writes down what passes now. */
async function settle(
  accept: boolean,
  set: GoldenSet,
  judged: Pick<GoldenReport, "models" | "results" | "expectations">,
): Promise<GoldenReport> {
  const file = passedFile(set.folder, judged.models.profile);
  const before = await readPassed(file);
  const changes = comparePassed({
    before: before?.passed ?? [],
    asked: new Set(judged.results.map(({ question }) => question.id)),
    passed: new Set(judged.results.filter(({ passed }) => passed).map(({ question }) => question.id)),
    known: set.ids,
  });
  if (accept) await writePassed(file, { models: judged.models, passed: changes.accepted });
  return { ...judged, before, changes, passedFile: file, accepted: accept };
}

/** Does the run hold the co-op up? Only what passed before and fails now does, unless it was accepted. */
export function isRefusal({ changes, accepted }: GoldenReport): boolean {
  return changes.lost.length > 0 && !accepted;
}
