/**
 * Sets the systems of one run side by side: counts, medians, and Rochdale against each of the others question by
 * question. Pure; knows nothing of how the answers came about.
 */
import type { Verdict } from "../score.ts";
import { bootstrapMean, type Interval, mcNemar, quantile, type Random } from "../statistics.ts";
import type { AnswerScore } from "./score-answer.ts";
import type { SystemId } from "./systems/system.ts";

export type Share = {
  readonly count: number;
  readonly of: number;
  /** 95 % bootstrap interval of count / of; null on no question. */
  readonly interval: Interval | null;
};

export type SystemFigures = {
  readonly system: SystemId;
  readonly answerable: Readonly<Record<Verdict, number>>;
  readonly unanswerable: { readonly asserted: number; readonly refused: number };
  readonly assertedWrong: Share;
  readonly found: Share;
  readonly languageMatch: Share;
  readonly failed: number;
  /** Medians over all questions that have the figure. */
  readonly firstUsefulMs: number | null;
  readonly totalMs: number | null;
  readonly cpuSeconds: number | null;
  readonly promptTokens: number | null;
};

/** How two systems differ on a yes/no figure: the questions where only one of them has it, McNemar's exact p. */
export type Difference = { readonly onlyOurs: number; readonly onlyTheirs: number; readonly p: number };

/** Rochdale ("ours") against another system ("theirs"). Null where there is nothing to divide by. */
export type Against = {
  readonly system: SystemId;
  readonly assertedWrong: Difference & { readonly oursByTheirs: number | null };
  readonly found: Difference & { readonly pointsMore: number | null };
  readonly firstUsefulTimesSooner: number | null;
  readonly wholeReplyTimesSooner: number | null;
  readonly cpuSecondsOursByTheirs: number | null;
};

export type SystemComparison = {
  readonly questions: number;
  readonly answerable: number;
  readonly unanswerable: number;
  readonly probes: number;
  readonly systems: readonly SystemFigures[];
  readonly against: readonly Against[];
};

/** All systems have answered the same questions. */
export function compareSystems(
  systems: readonly SystemId[],
  scores: readonly AnswerScore[],
  random: Random,
): SystemComparison {
  const bySystem = systems.map((system) => scores.filter((score) => score.system === system));
  const first = bySystem[0] ?? [];
  const inGroup = (group: AnswerScore["group"]) => first.filter((score) => score.group === group).length;
  const figures = systems.map((system, index) => figuresOf(system, bySystem[index] ?? [], random));
  const ours = figures.find(({ system }) => system === "rochdale");
  return {
    questions: first.length,
    answerable: inGroup("answerable"),
    unanswerable: inGroup("unanswerable"),
    probes: inGroup("probe"),
    systems: figures,
    against:
      ours === undefined
        ? []
        : figures.filter((theirs) => theirs !== ours).map((theirs) => against(ours, theirs, scores)),
  };
}

function figuresOf(system: SystemId, scores: readonly AnswerScore[], random: Random): SystemFigures {
  const judged = (verdict: Verdict) => scores.filter((score) => score.verdict === verdict).length;
  const unanswerable = scores.filter(({ group }) => group === "unanswerable");
  const asserted = unanswerable.filter((score) => score.asserted).length;
  const median = (key: "firstUsefulMs" | "totalMs" | "cpuSeconds" | "promptTokens") =>
    quantile(
      scores.map((score) => score[key]).filter((value) => value !== null),
      0.5,
    );
  return {
    system,
    answerable: {
      right: judged("right"),
      partly: judged("partly"),
      wrong: judged("wrong"),
      refused: judged("refused"),
    },
    unanswerable: { asserted, refused: unanswerable.length - asserted },
    assertedWrong: shareOf(scores, "assertedWrong", random),
    found: shareOf(scores, "found", random),
    languageMatch: shareOf(scores, "languageMatch", random),
    failed: scores.filter(({ failed }) => failed).length,
    firstUsefulMs: median("firstUsefulMs"),
    totalMs: median("totalMs"),
    cpuSeconds: median("cpuSeconds"),
    promptTokens: median("promptTokens"),
  };
}

type YesNo = "assertedWrong" | "found" | "languageMatch";

function shareOf(scores: readonly AnswerScore[], key: YesNo, random: Random): Share {
  const values = scores.map((score) => score[key]).filter((value) => value !== null);
  return {
    count: values.filter(Boolean).length,
    of: values.length,
    interval: bootstrapMean(values.map(Number), random),
  };
}

function against(ours: SystemFigures, theirs: SystemFigures, scores: readonly AnswerScore[]): Against {
  const difference = (key: YesNo) => differ(key, theirs.system, scores);
  const points = ({ found }: SystemFigures) => (found.of === 0 ? null : (100 * found.count) / found.of);
  const [ourPoints, theirPoints] = [points(ours), points(theirs)];
  return {
    system: theirs.system,
    assertedWrong: {
      ...difference("assertedWrong"),
      oursByTheirs: ratio(ours.assertedWrong.count, theirs.assertedWrong.count),
    },
    found: {
      ...difference("found"),
      pointsMore: ourPoints === null || theirPoints === null ? null : ourPoints - theirPoints,
    },
    firstUsefulTimesSooner: ratio(theirs.firstUsefulMs, ours.firstUsefulMs),
    wholeReplyTimesSooner: ratio(theirs.totalMs, ours.totalMs),
    cpuSecondsOursByTheirs: ratio(ours.cpuSeconds, theirs.cpuSeconds),
  };
}

function differ(key: YesNo, system: SystemId, scores: readonly AnswerScore[]): Difference {
  const theirs = new Map(scores.filter((score) => score.system === system).map((score) => [score.id, score[key]]));
  const pairs = scores
    .filter((score) => score.system === "rochdale")
    .flatMap((score): [boolean, boolean][] => {
      const [their, our] = [theirs.get(score.id) ?? null, score[key]];
      return their === null || our === null ? [] : [[their, our]];
    });
  const { worse, better, p } = mcNemar(pairs);
  return { onlyOurs: better, onlyTheirs: worse, p };
}

function ratio(above: number | null, below: number | null): number | null {
  return above === null || below === null || below === 0 ? null : above / below;
}
