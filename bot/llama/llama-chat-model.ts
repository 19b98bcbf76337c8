/**
 * The local chat model as a LangChain `BaseChatModel`, usable in any LangChain program, with one capability more:
 * `scoreNext`. Greedy unless told otherwise, no repeat penalty (it garbles names that should be copied).
 */
import type { CallbackManagerForLLMRun } from "@langchain/core/callbacks/manager";
import { BaseChatModel, type BaseChatModelParams } from "@langchain/core/language_models/chat_models";
import { AIMessage, AIMessageChunk, type BaseMessage } from "@langchain/core/messages";
import { ChatGenerationChunk, type ChatResult } from "@langchain/core/outputs";
import type { ChatCallOptions, NextWordScorer } from "../model-seam.ts";
import type { ChatEntry } from "./catalogue.ts";
import { type ModelRequests, requestKind } from "./model-requests.ts";
import type { ChatRole, ChatTurn, GenerateRequest, GenerateResult } from "./protocol.ts";

const DEFAULT_MAX_TOKENS = 256;

export type LlamaChatModelFields = BaseChatModelParams & {
  readonly entry: ChatEntry;
  readonly models: ModelRequests;
  /** 0 (the default) is greedy. */
  readonly temperature?: number;
};

export class LlamaChatModel extends BaseChatModel<ChatCallOptions> implements NextWordScorer {
  /** Catalogue id. */
  readonly model: string;
  readonly #models: ModelRequests;
  readonly #temperature: number;

  constructor(fields: LlamaChatModelFields) {
    super(fields);
    this.model = fields.entry.id;
    this.#models = fields.models;
    this.#temperature = fields.temperature ?? 0;
  }

  override _llmType(): string {
    return "rochdale-llama";
  }

  override async _generate(
    messages: BaseMessage[],
    options: this["ParsedCallOptions"],
    runManager?: CallbackManagerForLLMRun,
  ): Promise<ChatResult> {
    const { signal } = options;
    const result = await requestKind(this.#models, this.#request(messages, options), {
      signal,
      onText: (text) => void runManager?.handleLLMNewToken(text),
    });
    const message = new AIMessage(result.text);
    Object.assign(message, metadataOf(result));
    return { generations: [{ text: result.text, message }] };
  }

  /** Chunks as they are written. Leaving the loop early stops the model. */
  override async *_streamResponseChunks(
    messages: BaseMessage[],
    options: this["ParsedCallOptions"],
    runManager?: CallbackManagerForLLMRun,
  ): AsyncGenerator<ChatGenerationChunk> {
    const left = new AbortController();
    const signal = options.signal === undefined ? left.signal : AbortSignal.any([options.signal, left.signal]);
    const chunks = new TransformStream<string, string>();
    const writer = chunks.writable.getWriter();
    const finished = requestKind(this.#models, this.#request(messages, options), {
      signal,
      onText: (text) => void writer.write(text).catch(() => {}),
    });
    finished.then(
      () => writer.close().catch(() => {}),
      (error: unknown) => writer.abort(error).catch(() => {}),
    );
    try {
      for await (const text of chunks.readable) {
        yield new ChatGenerationChunk({ text, message: new AIMessageChunk({ content: text }) });
        await runManager?.handleLLMNewToken(text);
      }
      const message = new AIMessageChunk("");
      Object.assign(message, metadataOf(await finished));
      yield new ChatGenerationChunk({ text: "", message });
    } finally {
      left.abort();
    }
  }

  /** Natural-log probability of each word being what the model says next. */
  async scoreNext(
    messages: readonly BaseMessage[],
    words: readonly string[],
    options: { readonly signal?: AbortSignal } = {},
  ): Promise<number[]> {
    const request = { kind: "score-next", turns: messages.map(turnOf), words } as const;
    const { logProbabilities } = await requestKind(this.#models, request, options);
    return [...logProbabilities];
  }

  #request(
    messages: readonly BaseMessage[],
    options: this["ParsedCallOptions"],
  ): GenerateRequest & { readonly kind: "generate" } {
    return {
      kind: "generate",
      turns: messages.map(turnOf),
      maxTokens: options.maxTokens ?? DEFAULT_MAX_TOKENS,
      temperature: this.#temperature,
      grammar: options.grammar ?? null,
      stop: options.stop ?? [],
      bench: false,
    };
  }
}

const metadataOf = (result: GenerateResult) => ({
  response_metadata: { finish_reason: result.finish, reused_tokens: result.reusedTokens },
  usage_metadata: {
    input_tokens: result.promptTokens,
    output_tokens: result.newTokens,
    total_tokens: result.promptTokens + result.newTokens,
  },
});

const ROLES: Readonly<Record<string, ChatRole>> = { system: "system", human: "user", ai: "assistant" };

/** @throws Error for a message that the template has no place for, such as a tool's. */
function turnOf(message: BaseMessage): ChatTurn {
  const type = message.getType();
  const role = ROLES[type];
  if (role === undefined) throw new Error(`Expected a system, human or ai message, got \`${type}\`.`);
  return { role, content: message.text };
}
