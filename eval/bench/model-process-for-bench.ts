/**
 * A model process of the benchmark's own, with the chat model that the measured profile uses. Ended when the work is
 * done, whatever happens.
 */
import { availableParallelism } from "node:os";
import { CATALOGUE } from "../../bot/llama/catalogue.ts";
import { checkModelFile } from "../../bot/llama/model-files.ts";
import { ModelProcess } from "../../bot/llama/model-process.ts";
import type { TokenRateOptions } from "./token-rates.ts";

/** Room for the benchmark's prompt and reply; the same for both loops, which run in one context. */
const CONTEXT_TOKENS = 2048;

export async function withModelProcess<T>(
  about: { readonly chat: string; readonly modelsDir: string; readonly signal: AbortSignal },
  use: (request: TokenRateOptions["request"]) => Promise<T>,
): Promise<T> {
  const entry = CATALOGUE.find(({ id }) => id === about.chat);
  if (entry?.task !== "chat") throw new Error(`Expected a chat model of the catalogue, got \`${about.chat}\`.`);
  const state = await checkModelFile(entry, about.modelsDir, about.signal);
  if (state.kind !== "installed") throw new Error(state.sentence);
  const threads = availableParallelism();
  const { emptyThinkBlock } = entry;
  const chat = { path: state.path, contextTokens: CONTEXT_TOKENS, threads, emptyThinkBlock };
  await using process = new ModelProcess({ embedder: null, chat, maxThreads: threads });
  return await use((request, options) => process.request(request, options));
}
