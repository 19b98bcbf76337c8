/** What a data folder gave its embedder to embed: the texts of passages, then of sentences, each once. */
import { join } from "node:path";
import { openCorpusStore } from "../../corpora/corpus-store.ts";
import { openIndexStore } from "../../retrieval/index-store.ts";

/** The fingerprint of no embedder: by it no text has a vector. */
const NOBODY = "";

/** Empty when there is no such collection. */
export function embeddedTexts(home: string, collection: string): readonly string[] {
  using corpus = openCorpusStore(join(home, "rochdale.sqlite"));
  const known = corpus.collection(collection);
  if (known === null) return [];
  const index = openIndexStore(corpus.database);
  return index.unembedded(known.id, NOBODY, Number.MAX_SAFE_INTEGER).map(({ text }) => text);
}
