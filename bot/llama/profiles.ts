/**
 * Chooses models and thread counts from the machine. Pure but for `thisMachine`. What `eval/` has not measured must be
 * asked for by name.
 */
import { availableParallelism, totalmem } from "node:os";

export const PROFILE_NAMES = ["quotes", "standard", "quality"] as const;
export type ProfileName = (typeof PROFILE_NAMES)[number];

export type Machine = { readonly cores: number; readonly memoryBytes: number };

export type Profile = {
  readonly name: ProfileName;
  /** Catalogue ids; null for no chat model: quotations only. */
  readonly embedderId: string;
  readonly chatId: string | null;
  readonly contextTokens: number;
  /** Always given to llama.cpp: its own default is ruinous on 2 cores (0.3 instead of 37 tokens/s). */
  readonly threads: { readonly chat: number; readonly embedder: number; readonly most: number };
};

const EMBEDDER = "multilingual-e5-small";
/** Passages of 12 sentences, turns and question take about 600 tokens; each token costs 28 kB, so 3072 would save 29 MB. */
const CONTEXT_TOKENS = 4096;
/** The standard profile takes about 2.4 GB beside the main process; below this a machine quotes only. */
const STANDARD_NEEDS_BYTES = 3e9;
/** Reading a prompt gains from cores, writing is bound by memory: more threads than this only wait for each other. */
const MOST_CHAT_THREADS = 16;
/** Single-threaded workers for an ingest, a core each; each keeps up to 0.3 GB. */
const MOST_EMBEDDER_WORKERS = 4;

const CHAT_MODEL: Readonly<Record<ProfileName, string | null>> = {
  quotes: null,
  standard: "qwen2.5-coder-1.5b",
  quality: "qwen3-4b", // for 8 cores and 8 GB, or a GPU; not measured yet, so never chosen by itself
};

/** @throws Error when `name` is no profile: expected, got, remedy. */
export function chooseProfile(machine: Machine & { readonly name?: string | undefined }): Profile {
  const name = machine.name === undefined ? fittingName(machine) : parseProfileName(machine.name);
  const chatThreads = Math.min(machine.cores, MOST_CHAT_THREADS);
  return {
    name,
    embedderId: EMBEDDER,
    chatId: CHAT_MODEL[name],
    contextTokens: CONTEXT_TOKENS,
    threads: { chat: chatThreads, embedder: Math.min(machine.cores, MOST_EMBEDDER_WORKERS), most: chatThreads },
  };
}

/** Cores and memory that this process may really use: CPU affinity and container limits count. */
export function thisMachine(): Machine {
  const limit = process.constrainedMemory(); // 0 or absurdly large where there is none
  const memoryBytes = limit > 0 ? Math.min(limit, totalmem()) : totalmem();
  return { cores: Math.max(1, availableParallelism()), memoryBytes };
}

const fittingName = (machine: Machine): ProfileName =>
  machine.memoryBytes < STANDARD_NEEDS_BYTES ? "quotes" : "standard";

function parseProfileName(name: string): ProfileName {
  const found = PROFILE_NAMES.find((candidate) => candidate === name);
  if (found !== undefined) return found;
  const known = PROFILE_NAMES.map((candidate) => `\`${candidate}\``).join(", ");
  throw new Error(
    `Expected the profile to be one of ${known}, got \`${name}\`. Remedy: leave it out, and it is chosen from cores and memory.`,
  );
}
