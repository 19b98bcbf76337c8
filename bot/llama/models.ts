/**
 * The façade that a composition root uses: chooses a profile, installs or checks its models, and opens them in the
 * model process. What is missing or refused becomes a notice; the rest goes on without it.
 */

import type { ChatModel, Embedder } from "../model-seam.ts";
import { type CatalogueEntry, findChatModel, findEmbedder } from "./catalogue.ts";
import { type InstallProgress, installModel } from "./install-model.ts";
import { LlamaChatModel } from "./llama-chat-model.ts";
import { LlamaEmbeddings } from "./llama-embeddings.ts";
import { checkModelFile } from "./model-files.ts";
import { ModelProcess } from "./model-process.ts";
import { requestKind } from "./model-requests.ts";
import { chooseProfile, type ProfileName, thisMachine } from "./profiles.ts";
import type { BenchFigures } from "./protocol.ts";

export type OpenModelsOptions = {
  /** One of `PROFILE_NAMES`; chosen from cores and memory when left out. */
  readonly profileName?: string | null | undefined;
  /** Catalogue id of the chat model that takes the place of the profile's; the profile's own when left out. */
  readonly chatModel?: string | undefined;
  readonly modelsDir: string;
  readonly signal: AbortSignal;
  /** Fetch what is missing, which takes minutes; otherwise it is only named in `notices`. */
  readonly installMissing: boolean;
  readonly log?: (line: string) => void;
  readonly onProgress?: ((progress: ModelProgress) => void) | undefined;
};

/** How far the download of the model `id` is. */
export type ModelProgress = InstallProgress & { readonly id: string };

export type Models = AsyncDisposable & {
  readonly profile: ProfileName;
  readonly embedder: (Embedder & LlamaEmbeddings) | null;
  readonly chatModel: (ChatModel & LlamaChatModel) | null;
  readonly embedderId: string | null;
  readonly chatModelId: string | null;
  /** One sentence for each model that is not there: expected, got, remedy. */
  readonly notices: readonly string[];
  /** Loads both models now instead of at the first question; the embedder first. */
  warmUp(signal: AbortSignal): Promise<void>;
  /** Why a model did not do its last work; null when it did. */
  trouble(): string | null;
  /** Resident bytes of each running process; empty while the model process is not started. */
  memory(): Promise<Readonly<Record<string, number>>>;
  /** How often the model process has died since it was opened. */
  deaths(): number;
  /** Our path against the bare loop, on the same prompt and model; null without a chat model. */
  bench(options: BenchOptions): Promise<BenchComparison | null>;
};

export type BenchOptions = { readonly prompt: string; readonly newTokens: number; readonly signal: AbortSignal };
export type BenchComparison = { readonly bare: BenchFigures; readonly ours: BenchFigures };

/** @throws Error when the profile's name or the chat model's id is unknown; the signal's reason when aborted. Never for a missing model. */
export async function openModels(options: OpenModelsOptions): Promise<Models> {
  const profile = chooseProfile({ ...thisMachine(), name: options.profileName ?? undefined });
  const notices: string[] = [];
  const locate = async (entry: CatalogueEntry): Promise<string | null> => {
    const located = await locateModel(entry, options);
    if (located.path === null) notices.push(located.notice);
    return located.path;
  };
  const embedderEntry = findEmbedder(profile.embedderId);
  const chatId = options.chatModel ?? profile.chatId;
  const chatEntry = chatId === null ? null : findChatModel(chatId);
  const embedderPath = await locate(embedderEntry);
  const chatPath = chatEntry === null ? null : await locate(chatEntry);
  const { threads, contextTokens } = profile;
  const models = new ModelProcess(
    {
      embedder: embedderPath === null ? null : { path: embedderPath, workers: threads.embedder },
      chat:
        chatPath === null || chatEntry === null
          ? null
          : { path: chatPath, contextTokens, threads: threads.chat, emptyThinkBlock: chatEntry.emptyThinkBlock },
      maxThreads: threads.most,
    },
    { revives: true, ...(options.log === undefined ? {} : { log: options.log }) },
  );
  const chatModel = chatPath === null || chatEntry === null ? null : new LlamaChatModel({ entry: chatEntry, models });
  const embedder = embedderPath === null ? null : new LlamaEmbeddings({ entry: embedderEntry, models });
  return {
    profile: profile.name,
    embedder,
    chatModel,
    embedderId: embedder === null ? null : embedderEntry.id,
    chatModelId: chatModel?.model ?? null,
    notices,
    async warmUp(signal) {
      if (embedder !== null || chatModel !== null) await models.request({ kind: "warm-up" }, { signal });
    },
    trouble: () => models.trouble,
    async memory() {
      if (models.pid === null) return {};
      const { residentBytes } = await requestKind(models, { kind: "memory" });
      return { model: residentBytes };
    },
    deaths: () => models.deaths,
    async bench(bench) {
      return chatModel === null ? null : compareWithBare(models, bench);
    },
    [Symbol.asyncDispose]: () => models[Symbol.asyncDispose](),
  };
}

type Located = { readonly path: string } | { readonly path: null; readonly notice: string };

async function locateModel(entry: CatalogueEntry, options: OpenModelsOptions): Promise<Located> {
  const { modelsDir, signal, onProgress } = options;
  const state = await checkModelFile(entry, modelsDir, signal);
  if (state.kind === "installed") return { path: state.path };
  if (state.kind === "refused" || !options.installMissing) return { path: null, notice: state.sentence };
  try {
    const report = (progress: InstallProgress) => onProgress?.({ ...progress, id: entry.id });
    return { path: await installModel(entry, { modelsDir, signal, onProgress: report }) };
  } catch (error) {
    signal.throwIfAborted();
    return { path: null, notice: error instanceof Error ? error.message : String(error) };
  }
}

/** Bare first, then ours, both from an empty cache. Times of ours are the child's, without the way of the messages. */
async function compareWithBare(models: ModelProcess, options: BenchOptions): Promise<BenchComparison> {
  const { newTokens, signal } = options;
  const turns = [{ role: "user", content: options.prompt }] as const;
  const bare = await requestKind(models, { kind: "bench-bare", turns, newTokens }, { signal });
  const ours = await requestKind(
    models,
    { kind: "generate", turns, maxTokens: newTokens, temperature: 0, grammar: null, stop: [], bench: true },
    { signal },
  );
  return {
    bare: bare.figures,
    ours: {
      promptTokens: ours.promptTokens,
      newTokens: ours.newTokens,
      prefillTokensPerSecond: (ours.promptTokens * 1000) / ours.prefillMs,
      decodeTokensPerSecond: ((ours.newTokens - 1) * 1000) / ours.decodeMs,
    },
  };
}
