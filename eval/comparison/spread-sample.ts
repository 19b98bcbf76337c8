/** Takes a few items spread evenly over a list: a short run over a set that is ordered by collection sees them all. */

/** `count` items in their order, each from the middle of its share of the list; all when there are no more. */
export function spreadSample<T>(items: readonly T[], count: number | null): readonly T[] {
  if (count === null || count >= items.length) return items;
  const share = items.length / count;
  return Array.from({ length: count }, (_, position) => Math.floor((position + 0.5) * share)).flatMap((index) =>
    items.slice(index, index + 1),
  );
}
