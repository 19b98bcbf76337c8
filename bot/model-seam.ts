/**
 * The seam to language models: LangChain's own classes, plus one optional capability. Anything LangChain can talk to
 * can answer here; a model without `scoreNext` still works, its words are then shown only when they are a quotation.
 */
import type { EmbeddingsInterface } from "@langchain/core/embeddings";
import type { BaseChatModel, BaseChatModelCallOptions } from "@langchain/core/language_models/chat_models";
import type { BaseMessage } from "@langchain/core/messages";

export type { EmbeddingsInterface };

/** Call options that our own model understands; others ignore what they do not know. */
export type ChatCallOptions = BaseChatModelCallOptions & {
  /** At most this many new tokens. */
  readonly maxTokens?: number;
  /** A GBNF grammar that the reply must follow. */
  readonly grammar?: string;
};

/** Gives the natural-log probability of each word being what the model says next. */
export interface NextWordScorer {
  scoreNext(
    messages: readonly BaseMessage[],
    words: readonly string[],
    options?: { readonly signal?: AbortSignal },
  ): Promise<number[]>;
}

export type ChatModel = BaseChatModel<ChatCallOptions> & Partial<NextWordScorer>;

export type Embedder = EmbeddingsInterface & {
  /** Identifies model and conversion: vectors of different fingerprints are never mixed. */
  readonly fingerprint: string;
  readonly dimensions: number;
};
