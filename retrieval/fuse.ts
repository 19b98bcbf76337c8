/** Reciprocal rank fusion. Pure. */

/** Cormack, Clarke and Büttcher, SIGIR 2009: k = 60. */
export const RRF_K = 60;

export type Ranking = { readonly ids: readonly number[]; readonly weight: number };

/** Sum over the rankings of weight / (k + rank), rank from 1; best first, ties by id. */
export function fuseRankings(rankings: readonly Ranking[], k: number = RRF_K): { id: number; score: number }[] {
  const scores = new Map<number, number>();
  for (const { ids, weight } of rankings) {
    ids.forEach((id, index) => {
      scores.set(id, (scores.get(id) ?? 0) + weight / (k + index + 1));
    });
  }
  return [...scores].map(([id, score]) => ({ id, score })).toSorted((a, b) => b.score - a.score || a.id - b.id);
}
