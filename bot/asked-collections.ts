/**
 * Which collections a question is asked of: the named ones that exist, each once, in an order that does not depend on
 * how they were named. Knows nothing of who may read them.
 */
import type { CollectionInfo, CorpusStore } from "../corpora/corpus-store.ts";

/** Empty when none of them exists. */
export function askedCollections(
  corpus: Pick<CorpusStore, "collection">,
  names: readonly string[],
): readonly CollectionInfo[] {
  return [...new Set(names)]
    .map((name) => corpus.collection(name))
    .filter((collection) => collection !== null)
    .toSorted((a, b) => a.id - b.id);
}
