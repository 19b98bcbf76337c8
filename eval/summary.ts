/**
 * Puts the scores of a run together: figures overall and per type, language and collection, citation counts, words
 * quoted, the risk–coverage curve, cost and latency. Pure; `summary.json` is this value.
 */
import { type Cost, costOf } from "./cost.ts";
import { computeFigures, type Figure } from "./figures.ts";
import { type RiskReport, riskReport } from "./risk-coverage.ts";
import type { QuestionScore } from "./score.ts";
import { type Spread, spreadOf } from "./spread.ts";
import type { Random } from "./statistics.ts";

export type Group = { readonly name: string; readonly questions: number; readonly figures: readonly Figure[] };

export type CitationCounts = {
  readonly total: number;
  /** Not the stored text at its offsets. */
  readonly notExact: number;
  /** Not found in the file itself, of those whose format is read independently. */
  readonly notInFile: number;
  readonly readIndependently: number;
};

export type Summary = {
  readonly questions: number;
  readonly answerable: number;
  readonly unanswerable: number;
  readonly probes: number;
  readonly figures: readonly Figure[];
  /** Questions with turns before them. */
  readonly followUps: Group | null;
  readonly risk: RiskReport;
  readonly citations: CitationCounts;
  readonly wordsQuoted: Spread | null;
  readonly cost: Cost | null;
  /** Milliseconds per step, over the questions that took the step. */
  readonly milliseconds: Readonly<Record<string, Spread>>;
  readonly byType: readonly Group[];
  readonly byLanguage: readonly Group[];
  readonly byCollection: readonly Group[];
};

export function summarise(scores: readonly QuestionScore[], random: Random): Summary {
  const followUps = scores.filter(({ followUp }) => followUp);
  const inGroup = (name: QuestionScore["group"]) => scores.filter(({ group }) => group === name).length;
  return {
    questions: scores.length,
    answerable: inGroup("answerable"),
    unanswerable: inGroup("unanswerable"),
    probes: inGroup("probe"),
    figures: computeFigures(scores, random),
    followUps: followUps.length === 0 ? null : groupOf("follow-ups", followUps, random),
    risk: riskReport(scores),
    citations: countCitations(scores),
    wordsQuoted: spreadOf(scores.filter(({ citations }) => citations.length > 0).map((score) => score.wordsQuoted)),
    cost: costOf(scores),
    milliseconds: spreadPerStep(scores),
    byType: groupBy(scores, ({ type }) => type, random),
    byLanguage: groupBy(scores, ({ lang }) => lang, random),
    byCollection: groupBy(scores, ({ collection }) => collection, random),
  };
}

function countCitations(scores: readonly QuestionScore[]): CitationCounts {
  const checks = scores.flatMap(({ citations }) => citations);
  return {
    total: checks.length,
    notExact: checks.filter(({ exact }) => !exact).length,
    notInFile: checks.filter(({ inFile }) => inFile === false).length,
    readIndependently: checks.filter(({ inFile }) => inFile !== null).length,
  };
}

function spreadPerStep(scores: readonly QuestionScore[]): Record<string, Spread> {
  const steps = new Set(scores.flatMap(({ milliseconds }) => Object.keys(milliseconds)));
  const spreads = [...steps].map((step) => [step, spreadOf(valuesOf(scores, step))] as const);
  return Object.fromEntries(spreads.flatMap(([step, spread]) => (spread === null ? [] : [[step, spread] as const])));
}

function valuesOf(scores: readonly QuestionScore[], step: string): number[] {
  return scores.map(({ milliseconds }) => milliseconds[step]).filter((value) => value !== undefined);
}

function groupBy(scores: readonly QuestionScore[], key: (score: QuestionScore) => string, random: Random): Group[] {
  return [...Map.groupBy(scores, key)]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, members]) => groupOf(name, members, random));
}

function groupOf(name: string, members: readonly QuestionScore[], random: Random): Group {
  return { name, questions: members.length, figures: computeFigures(members, random) };
}
