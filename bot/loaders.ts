/**
 * Who loaded what is quoted, so that a text that somebody slipped in can be told from the co-op's own. Said where texts
 * differ, and to those who ask `!sources` or `!why`; knows nothing of rooms.
 */
import type { CorpusStore, DocumentVersion } from "../corpora/corpus-store.ts";
import type { Citation, ReplyLanguage } from "./answer-types.ts";
import { messagesIn } from "./messages.ts";
import { RANK_NAMES } from "./rank-names.ts";

type Loads = Pick<CorpusStore, "loadedBy">;

/** Null for a text that was not loaded by a person in a room. */
export function loaderOf(corpus: Loads, { collection, file }: Pick<DocumentVersion, "collection" | "file">) {
  const by = corpus.loadedBy(collection, file);
  return by?.startsWith("@") ? by : null;
}

export function withLoaders(corpus: Loads, citations: readonly Citation[]): Citation[] {
  return citations.map((citation) => ({ ...citation, loadedBy: loaderOf(corpus, citation) }));
}

/** "Bylaws (statutes; loaded by @ana:coop.example)". */
export function withRankAndLoader(corpus: Loads, document: DocumentVersion, language: ReplyLanguage): string {
  const loaded = messagesIn(language).loadedBy(loaderOf(corpus, document));
  return `${document.title} (${RANK_NAMES[language][document.rank]}; ${loaded})`;
}
