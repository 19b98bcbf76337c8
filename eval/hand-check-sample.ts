/**
 * Draws the replies of a run that a person is to judge, every type of question in its share. Pure; knows nothing of
 * files or verdicts.
 */
import type { QuestionScore } from "./score.ts";
import type { Random } from "./statistics.ts";

type Candidate = Pick<QuestionScore, "id" | "type" | "group">;

/** The drawn ones in their old order. Probes are not drawn: nothing can be right or wrong about them. */
export function sampleForHandCheck<Question extends Candidate>(
  questions: readonly Question[],
  size: number,
  random: Random,
): readonly Question[] {
  const judgeable = questions.filter(({ group }) => group !== "probe");
  const strata = [...Map.groupBy(judgeable, ({ type }) => type).values()];
  const shares = divide(
    Math.min(size, judgeable.length),
    strata.map(({ length }) => length),
  );
  const drawn = new Set(strata.flatMap((stratum, index) => shuffle(stratum, random).slice(0, shares[index])));
  return judgeable.filter((question) => drawn.has(question));
}

/** Seats by size, one at least while they last, the rest by the largest remainder (Hamilton's method). */
function divide(seats: number, sizes: readonly number[]): readonly number[] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const shares = sizes.map((size) => Math.max(1, Math.floor((seats * size) / total)));
  const given = () => shares.reduce((sum, share) => sum + share, 0);
  const need = (index: number) => (seats * (sizes[index] ?? 0)) / total - (shares[index] ?? 0);
  const indices = () => [...sizes.keys()].toSorted((left, right) => need(right) - need(left) || left - right);
  while (given() < seats) {
    const poorest = indices().find((index) => (shares[index] ?? 0) < (sizes[index] ?? 0)) ?? 0;
    shares[poorest] = (shares[poorest] ?? 0) + 1;
  }
  while (given() > seats) {
    const richest = indices().findLast((index) => (shares[index] ?? 0) > 0) ?? 0;
    shares[richest] = (shares[richest] ?? 0) - 1;
  }
  return shares;
}

/** Fisher & Yates. */
function shuffle<Value>(values: readonly Value[], random: Random): Value[] {
  const left = [...values];
  return values.flatMap(() => left.splice(Math.floor(random() * left.length), 1));
}
