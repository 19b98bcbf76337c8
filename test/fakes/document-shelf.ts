/** What commands about documents ask of a Rochdale, over a store and an index in memory; everything in it is real. */

import { purgeOf } from "../../bot/documents/purge.ts";
import type { Rochdale } from "../../bot/rochdale.ts";
import { lifecycleOf } from "../../corpora/lifecycle.ts";
import type { TestIndex } from "./open-index.ts";

export type DocumentShelf = Pick<
  Rochdale,
  "collections" | "lifecycle" | "documentText" | "auditLog" | "formerTexts" | "purge"
>;

/** @param graphs folder of the graphs' files. */
export function documentShelf({ corpus, index }: TestIndex, graphs = "/nowhere/graphs"): DocumentShelf {
  return {
    collections: () => corpus.collections().map(({ id: _id, revision: _revision, ...collection }) => collection),
    lifecycle: lifecycleOf(corpus),
    documentText(name, file) {
      const collection = corpus.collection(name);
      return collection === null ? null : corpus.text(collection.id, file);
    },
    auditLog: (about) => corpus.auditLog(about),
    formerTexts: (documentId) => corpus.formerTexts(documentId),
    purge: purgeOf({ store: corpus, index, graphs, forget: () => {} }),
  };
}
