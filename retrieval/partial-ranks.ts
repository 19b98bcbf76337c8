/**
 * Fair ranks while only a part of the passages has vectors: those without are neither hidden nor put last by a ranking
 * that could not judge them. With all vectors there nothing changes, with none full text alone ranks. Pure.
 */

export type Ranks = ReadonlyMap<number, number>;

/**
 * Ranks found among a part of all passages, stretched to what they would be among all: the best of a hundredth of them
 * may well have a hundred before it.
 * @param share of all passages that could be ranked, above 0 and at most 1.
 */
export function stretchRanks(ranks: Ranks, share: number): Ranks {
  if (share === 1) return ranks;
  return new Map([...ranks].map(([id, rank]) => [id, (rank + 1) / share - 1]));
}

/** Passages that could not be judged stand where another ranking has them; what it lacks too stays out. */
export function borrowRanks(ranks: Ranks, unjudged: Iterable<number>, other: Ranks): Ranks {
  const borrowed = new Map(ranks);
  for (const id of unjudged) {
    const rank = other.get(id);
    if (rank !== undefined) borrowed.set(id, rank);
  }
  return borrowed;
}
