/**
 * Rochdale's retrieval as a LangChain `BaseRetriever`, for use in any LangChain program. Knows nothing of answers.
 */
import type { CallbackManagerForRetrieverRun } from "@langchain/core/callbacks/manager";
import { Document } from "@langchain/core/documents";
import { BaseRetriever } from "@langchain/core/retrievers";
import { detectLanguage } from "../corpora/language.ts";
import { type RetrievalParts, retrieve } from "./retrieve.ts";

export type RochdaleRetrieverFields = {
  readonly parts: RetrievalParts;
  readonly collection: string;
  /** The day whose rules are searched, YYYY-MM-DD; `current` is false for one in the past. */
  readonly day: string;
  readonly current: boolean;
  /** How many passages to give, 1 to 50. */
  readonly count: number;
};

export class RochdaleRetriever extends BaseRetriever {
  readonly lc_namespace = ["rochdale", "retrieval"];
  readonly #fields: RochdaleRetrieverFields;

  constructor(fields: RochdaleRetrieverFields) {
    super({});
    this.#fields = fields;
  }

  /** @throws Error when there is no such collection. */
  override async _getRelevantDocuments(query: string, _run?: CallbackManagerForRetrieverRun): Promise<Document[]> {
    const { parts, collection, day, current, count } = this.#fields;
    const info = parts.corpus.collection(collection);
    if (info === null) {
      throw new Error(`Expected a collection named \`${collection}\`, got none: load documents into it first.`);
    }
    const { passages } = await retrieve(parts, {
      text: query,
      language: detectLanguage(query),
      scope: { collections: [info.id], day, current },
      limit: count,
    });
    return passages.map(
      (passage) =>
        new Document({
          pageContent: passage.text,
          metadata: {
            file: passage.document.file,
            title: passage.document.title,
            status: passage.document.status,
            heading: passage.heading,
            page: passage.page,
            start: passage.start,
            end: passage.end,
            score: passage.score,
          },
        }),
    );
  }
}
