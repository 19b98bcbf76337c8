/** Reciprocal rank fusion. Pure. */

/** Cormack, Clarke and Büttcher, SIGIR 2009: k = 60. */
export const RRF_K = 60;

/** Rank of each id, from 0; ids that are not ranked add nothing. */
export type Ranking = { readonly ranks: ReadonlyMap<number, number>; readonly weight: number };

/** Ranks of ids that stand in order, best first. */
export function ranksOf(ids: readonly number[]): ReadonlyMap<number, number> {
  return new Map(ids.map((id, rank) => [id, rank]));
}

/** Sum over the rankings of weight / (k + rank + 1); best first, ties by id. */
export function fuseRankings(rankings: readonly Ranking[], k: number = RRF_K): { id: number; score: number }[] {
  const scores = new Map<number, number>();
  for (const { ranks, weight } of rankings) {
    for (const [id, rank] of ranks) scores.set(id, (scores.get(id) ?? 0) + weight / (k + rank + 1));
  }
  return [...scores].map(([id, score]) => ({ id, score })).toSorted((a, b) => b.score - a.score || a.id - b.id);
}
