/**
 * What the comparison needs of the LangChain packages in `eval/quickstart/`, which are installed on demand and not
 * known to this tree. Types only.
 */

/** A file of a collection with its stored text, the same that Rochdale quotes from. */
export type SourceText = { readonly file: string; readonly text: string };

/** As LangChain's `EmbeddingsInterface`. */
export type TextEmbedder = {
  embedQuery(text: string): Promise<number[]>;
  embedDocuments(texts: string[]): Promise<number[][]>;
};

/** The chunks that a retriever gives for a question, best first, at most four. */
export type Retrieve = (question: string) => Promise<readonly string[]>;

export type QuickstartCollection = {
  readonly chunks: number;
  /** HNSWLib alone. */
  readonly dense: Retrieve;
  /** BM25 and HNSWLib, half and half. */
  readonly ensemble: Retrieve;
};

/** What `eval/quickstart/collection.ts` exports. */
export type QuickstartModule = {
  /** Splits, embeds and keeps the vectors in `folder`; what lies there complete is not embedded again. */
  openCollection(options: {
    readonly texts: readonly SourceText[];
    readonly embedder: TextEmbedder;
    readonly folder: string;
  }): Promise<QuickstartCollection>;
};
