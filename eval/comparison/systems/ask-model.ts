/** One question to a chat model in LangChain's published wording, timed to its first token. Knows no retriever. */

/** As much of a LangChain chat model as is needed. */
export interface StreamingModel {
  stream(
    prompt: string,
    options: { readonly maxTokens: number; readonly signal: AbortSignal },
  ): Promise<AsyncIterable<ModelChunk>>;
}

export type ModelChunk = {
  readonly text: string;
  readonly usage_metadata?: { readonly input_tokens: number } | undefined;
  readonly response_metadata: Readonly<Record<string, unknown>>;
};

export type Written = {
  readonly text: string;
  /** On the clock `now`; null when nothing was written. */
  readonly firstTokenAt: number | null;
  readonly promptTokens: number | null;
  readonly reusedTokens: number | null;
};

/** New tokens at most: three or four sentences. */
export const ANSWER_TOKENS = 150;

/** LangChain's `DEFAULT_QA_PROMPT` (`@langchain/classic/chains`, question_answering/stuff_prompts), word for word. */
export const QA_PROMPT =
  "Use the following pieces of context to answer the question at the end. If you don't know the answer, just say " +
  "that you don't know, don't try to make up an answer.\n\n{context}\n\nQuestion: {question}\nHelpful Answer:";

/** Pieces are joined by an empty line, as LangChain's stuff chain does. */
export function qaPrompt(context: readonly string[], question: string): string {
  const filled = { context: context.join("\n\n"), question };
  return QA_PROMPT.replace(/\{(context|question)\}/gu, (_, name: keyof typeof filled) => filled[name]);
}

export async function askModel(
  model: StreamingModel,
  prompt: string,
  { signal, now }: { readonly signal: AbortSignal; readonly now: () => number },
): Promise<Written> {
  let written: Written = { text: "", firstTokenAt: null, promptTokens: null, reusedTokens: null };
  for await (const chunk of await model.stream(prompt, { maxTokens: ANSWER_TOKENS, signal })) {
    const reused = chunk.response_metadata.reused_tokens;
    written = {
      text: written.text + chunk.text,
      firstTokenAt: written.firstTokenAt ?? (chunk.text.trim() === "" ? null : now()),
      promptTokens: chunk.usage_metadata?.input_tokens ?? written.promptTokens,
      reusedTokens: typeof reused === "number" ? reused : written.reusedTokens,
    };
  }
  signal.throwIfAborted();
  return { ...written, text: written.text.trim() };
}

/**
 * Replaces what the model keeps of its last prompt. Two systems often find the same first chunk: the second would be
 * measured without the reading of it.
 */
export async function forgetPrompt(model: StreamingModel, signal: AbortSignal): Promise<void> {
  for await (const _chunk of await model.stream(UNLIKE_ANY_PROMPT, { maxTokens: 1, signal })) signal.throwIfAborted();
}

const UNLIKE_ANY_PROMPT = "Hello.";
